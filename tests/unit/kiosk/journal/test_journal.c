#define _GNU_SOURCE /* syscall */

#include "tests/unit/kiosk/journal/journal_folder.h"

#include <signal.h>
#include <sqlite3.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <sys/wait.h>

/* How often the system was asked to bring something to the medium. These stand
 * in front of the C library's for SQLite, too. */
static int syncs;

int
fsync(int fd)
{
    syncs++;
    return (int)syscall(SYS_fsync, fd);
}

int
fdatasync(int fd)
{
    syncs++;
    return (int)syscall(SYS_fdatasync, fd);
}

static void
verdicts_are_counted_by_hour(void **state)
{
    (void)state;
    struct ts_journal *journal = open_finding(TS_JOURNAL_NONE);
    assert_totals(journal, TS_UTC_ALWAYS, TS_UTC_NEVER, (uint64_t[]){ 0, 0, 0, 0 });
    for (int i = 0; i < 3; i++)
        assert_status(add(journal, "gate", 1, 0, NOW), TS_OK);
    assert_status(add(journal, "gate", 1, 7, NOW), TS_OK);
    assert_status(add(journal, "forklift", 1, 0, NOW), TS_OK);
    assert_status(add(journal, "gate", 3, 12, HOUR), TS_OK);
    assert_status(add(journal, "gate", 0, 0, (ts_utc){ HOUR.s - 1 }), TS_OK);
    assert_status(add(journal, "gate", 2, 0, (ts_utc){ MIDNIGHT.s - 1 }), TS_OK);
    assert_status(add(journal, "gate", 2, 0, (ts_utc){ HOUR.s + 3600 }), TS_OK);
    assert_totals(journal, HOUR, NOW, (uint64_t[]){ 0, 5, 0, 1 });
    assert_totals(journal, MIDNIGHT, NOW, (uint64_t[]){ 1, 5, 0, 1 });
    assert_totals(journal, TS_UTC_ALWAYS, TS_UTC_NEVER, (uint64_t[]){ 1, 5, 2, 1 });
    assert_totals(journal, NOW, TS_UTC_NEVER, (uint64_t[]){ 0, 0, 1, 0 });
    ts_journal_close(journal);
}

static void
totals_leave_out_what_has_no_place(void **state)
{
    (void)state;
    uint64_t one[2] = { 99, 99 };
    struct ts_journal *journal = open_finding(TS_JOURNAL_NONE);
    assert_status(add(journal, "gate", -1, 0, NOW), TS_OK);
    assert_status(add(journal, "gate", 0, 0, NOW), TS_OK);
    assert_status(add(journal, "gate", 1, 0, NOW), TS_OK);
    assert_status(add(journal, "gate", INT32_MAX, 0, NOW), TS_OK);
    assert_status(ts_journal_total(journal, one, 1, HOUR, NOW), TS_OK);
    assert_int_equal(one[0], 1);
    assert_int_equal(one[1], 99);
    ts_journal_close(journal);
}

static const struct {
    const char *rule;
    int64_t utc, hour;
} hour_rows[] = {
    { "the epoch", 0, 0 },
    { "the last second", 3599, 0 },
    { "the next hour", 3600, 3600 },
    { "before the epoch", -1, -3600 },
    { "an hour before the epoch", -3600, -3600 },
};

static void
hours_begin_where_they_should(void **state)
{
    (void)state;
    for (size_t i = 0; i < TS_COUNT(hour_rows); i++) {
        ts_test_row(hour_rows[i].rule);
        assert_int_equal(ts_journal_hour((ts_utc){ hour_rows[i].utc }).s,
                         hour_rows[i].hour);
    }
}

static void
times_before_the_epoch_and_at_the_ends_do_no_harm(void **state)
{
    (void)state;
    struct ts_journal *journal = open_finding(TS_JOURNAL_NONE);
    assert_status(add(journal, "gate", 1, 0, (ts_utc){ -1 }), TS_OK);
    assert_totals(journal, (ts_utc){ -3600 }, (ts_utc){ 0 }, (uint64_t[]){ 0, 1, 0, 0 });
    assert_totals(journal, (ts_utc){ 0 }, TS_UTC_NEVER, (uint64_t[]){ 0, 0, 0, 0 });
    assert_status(add(journal, "gate", 1, 0, TS_UTC_ALWAYS), TS_OK);
    assert_status(add(journal, "gate", 1, 0, TS_UTC_NEVER), TS_OK);
    assert_status(ts_journal_forget(journal, TS_UTC_ALWAYS, UINT32_MAX), TS_OK);
    assert_totals(journal, TS_UTC_ALWAYS, TS_UTC_NEVER, (uint64_t[]){ 0, 2, 0, 0 });
    assert_true(ts_journal_hour(TS_UTC_ALWAYS).s == INT64_MIN);
    ts_journal_close(journal);
}

static void
old_hours_are_forgotten(void **state)
{
    (void)state;
    const int64_t day = 86400;
    struct ts_journal *journal = open_finding(TS_JOURNAL_NONE);
    assert_status(add(journal, "gate", 0, 0, (ts_utc){ HOUR.s - 30 * day - 1 }), TS_OK);
    assert_status(add(journal, "gate", 1, 0, (ts_utc){ HOUR.s - 30 * day }), TS_OK);
    assert_status(add(journal, "gate", 2, 0, NOW), TS_OK);
    assert_status(ts_journal_forget(journal, NOW, TS_JOURNAL_DAYS), TS_OK);
    assert_totals(journal, TS_UTC_ALWAYS, TS_UTC_NEVER, (uint64_t[]){ 0, 1, 1, 0 });
    assert_status(ts_journal_forget(journal, NOW, 0), TS_OK);
    assert_totals(journal, TS_UTC_ALWAYS, TS_UTC_NEVER, (uint64_t[]){ 0, 0, 1, 0 });
    ts_journal_close(journal);
}

static void
profiles_are_short_text(void **state)
{
    (void)state;
    char text[TS_JOURNAL_PROFILE_MAX + 2] = { 0 };
    memset(text, 'p', TS_JOURNAL_PROFILE_MAX);
    struct ts_journal *journal = open_finding(TS_JOURNAL_NONE);
    assert_status(add(journal, text, 1, 0, NOW), TS_OK);
    assert_status(add(journal, "", 1, 0, NOW), TS_OK);
    assert_status(add(journal, NULL, 1, 0, NOW), TS_OK);
    assert_status(add(journal, "'); DROP TABLE counts; --", 1, 0, NOW), TS_OK);
    assert_status(add(journal, "\xff", 2, 0, NOW), TS_MALFORMED);
    text[TS_JOURNAL_PROFILE_MAX] = 'p';
    assert_status(add(journal, text, 2, 0, NOW), TS_OVER_LIMIT);
    assert_totals(journal, HOUR, NOW, (uint64_t[]){ 0, 4, 0, 0 });
    ts_journal_close(journal);
}

static void
a_journal_is_carried_on(void **state)
{
    (void)state;
    struct ts_journal *journal = open_finding(TS_JOURNAL_NONE);
    assert_status(add(journal, "gate", 1, 0, NOW), TS_OK);
    ts_journal_close(journal);
    journal = open_finding(TS_JOURNAL_WHOLE);
    assert_status(add(journal, "gate", 1, 0, NOW), TS_OK);
    assert_totals(journal, HOUR, NOW, (uint64_t[]){ 0, 2, 0, 0 });
    ts_journal_close(journal);
    ts_journal_close(NULL);
    assert_int_equal(each_file(NULL), 1);
}

static void
what_was_counted_outlives_a_crash(void **state)
{
    (void)state;
    pid_t child = fork();
    if (child == 0) {
        struct ts_journal *journal = NULL;
        enum ts_journal_found found;
        if (ts_journal_open(&journal, &found, path, NOW) == TS_OK
            && add(journal, "gate", 1, 0, NOW) == TS_OK)
            raise(SIGKILL);
        _exit(1);
    }
    int how = 0;
    assert_int_equal(waitpid(child, &how, 0), child);
    assert_true(WIFSIGNALED(how));
    struct ts_journal *journal = open_finding(TS_JOURNAL_WHOLE);
    assert_totals(journal, HOUR, NOW, (uint64_t[]){ 0, 1, 0, 0 });
    ts_journal_close(journal);
}

static void
each_count_is_synced(void **state)
{
    (void)state;
    struct ts_journal *journal = open_finding(TS_JOURNAL_NONE);
    assert_true(syncs > 0);
    for (int i = 0; i < 5; i++) {
        syncs = 0;
        assert_status(add(journal, "gate", 1, 0, NOW), TS_OK);
        assert_true(syncs > 0);
    }
    ts_journal_close(journal);
}

static void
others_may_read_meanwhile(void **state)
{
    (void)state;
    sqlite3 *reader = NULL;
    struct ts_journal *journal = open_finding(TS_JOURNAL_NONE);
    assert_status(add(journal, "gate", 1, 0, NOW), TS_OK);
    assert_int_equal(sqlite3_open(path, &reader), SQLITE_OK);
    const char *reading = "BEGIN; SELECT * FROM counts";
    assert_int_equal(sqlite3_exec(reader, reading, NULL, NULL, NULL), SQLITE_OK);
    assert_status(add(journal, "gate", 1, 0, NOW), TS_OK);
    sqlite3_close(reader);
    ts_journal_close(journal);
}

/* No file grows past len, as if the medium were full. */
static void
limit_files(rlim_t len)
{
    struct rlimit limit;
    assert_int_equal(getrlimit(RLIMIT_FSIZE, &limit), 0);
    limit.rlim_cur = len;
    assert_int_equal(setrlimit(RLIMIT_FSIZE, &limit), 0);
}

static void
a_full_medium_loses_nothing_of_before(void **state)
{
    (void)state;
    enum ts_status status = TS_OK;
    uint64_t counted = 0;
    signal(SIGXFSZ, SIG_IGN);
    struct ts_journal *journal = open_finding(TS_JOURNAL_NONE);
    limit_files(128 * 1024);
    for (int i = 0; status == TS_OK && i < 100000; i++) {
        char profile[TS_JOURNAL_PROFILE_MAX + 1];
        snprintf(profile, sizeof(profile), "%0200d", i);
        status = add(journal, profile, 1, 0, NOW);
        counted += status == TS_OK;
    }
    assert_status(status, TS_IO);
    assert_true(counted > 10);
    assert_totals(journal, HOUR, NOW, (uint64_t[]){ 0, counted, 0, 0 });
    ts_journal_close(journal);

    /* And at the next start there is still no room. */
    journal = open_finding(TS_JOURNAL_WHOLE);
    assert_totals(journal, HOUR, NOW, (uint64_t[]){ 0, counted, 0, 0 });
    limit_files(RLIM_INFINITY);
    assert_status(add(journal, "gate", 1, 0, NOW), TS_OK);
    assert_totals(journal, HOUR, NOW, (uint64_t[]){ 0, counted + 1, 0, 0 });
    ts_journal_close(journal);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        IN_FOLDER(verdicts_are_counted_by_hour),
        IN_FOLDER(totals_leave_out_what_has_no_place),
        cmocka_unit_test(hours_begin_where_they_should),
        IN_FOLDER(times_before_the_epoch_and_at_the_ends_do_no_harm),
        IN_FOLDER(old_hours_are_forgotten),
        IN_FOLDER(profiles_are_short_text),
        IN_FOLDER(a_journal_is_carried_on),
        IN_FOLDER(what_was_counted_outlives_a_crash),
        IN_FOLDER(each_count_is_synced),
        IN_FOLDER(others_may_read_meanwhile),
        IN_FOLDER(a_full_medium_loses_nothing_of_before),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
