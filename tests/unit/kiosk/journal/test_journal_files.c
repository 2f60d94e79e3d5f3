#define _GNU_SOURCE /* memmem */

#include "tests/unit/kiosk/journal/journal_cards.h"

/* The files of a journal: what is forgotten is in none, what fails leaves them whole. */

/* --- what must not stay ---------------------------------------------------------- */

static void
what_is_forgotten_is_in_no_file(void **state)
{
    (void)state;
    enum ts_roll_sign done;
    struct ts_journal *journal = open_mode(TS_JOURNAL_ROLL, NOW);
    assert_status(add(journal, "profile-of-long-ago", 1, 0, NOW), TS_OK);
    assert_status(
        ts_roll_pass(journal, &done, ts_span_text(CARD), ts_span_text(NAME), NOW), TS_OK);
    assert_status(
        ts_roll_pass(journal, &done, ts_span_text(CARD), ts_span_text(NAME), NOW), TS_OK);
    assert_int_equal(done, TS_ROLL_OUT);
    assert_status(add(journal, "gate", 1, 0, (ts_utc){ NOW.s + 31 * DAY }), TS_OK);
    assert_true(files_with(ts_span_text(NAME)) > 0);
    assert_true(files_with(TS_SPAN_LIT("profile-of-long-ago")) > 0);
    assert_status(ts_journal_forget(journal, (ts_utc){ NOW.s + DAY - 1 }, 30), TS_OK);
    assert_true(files_with(ts_span_text(NAME)) > 0);
    assert_status(ts_journal_forget(journal, (ts_utc){ NOW.s + DAY }, 30), TS_OK);
    assert_int_equal(files_with(ts_span_text(NAME)), 0);
    assert_true(files_with(TS_SPAN_LIT("profile-of-long-ago")) > 0);
    assert_status(ts_journal_forget(journal, (ts_utc){ NOW.s + 31 * DAY }, 30), TS_OK);
    assert_int_equal(files_with(TS_SPAN_LIT("profile-of-long-ago")), 0);
    assert_true(files_with(TS_SPAN_LIT("gate")) > 0);
    assert_int_equal(ask("SELECT count(*) FROM state WHERE name='roll key'"), 0);
    ts_journal_close(journal);
}

static void
a_reader_keeps_it_there_until_the_next_time(void **state)
{
    (void)state;
    sqlite3 *reader = NULL;
    enum ts_roll_sign done;
    struct ts_journal *journal = open_mode(TS_JOURNAL_ROLL, NOW);
    ts_utc tomorrow = { NOW.s + DAY };
    for (int i = 0; i < 2; i++)
        assert_status(
            ts_roll_pass(journal, &done, ts_span_text(CARD), ts_span_text(NAME), NOW),
            TS_OK);
    assert_int_equal(sqlite3_open(path, &reader), SQLITE_OK);
    assert_int_equal(sqlite3_exec(reader, "BEGIN;SELECT * FROM roll", NULL, NULL, NULL),
                     SQLITE_OK);
    assert_status(ts_journal_forget(journal, tomorrow, 30), TS_IO);
    sqlite3_close(reader);
    assert_status(ts_journal_forget(journal, tomorrow, 30), TS_OK);
    assert_int_equal(files_with(ts_span_text(NAME)), 0);
    ts_journal_close(journal);
}

/* A day in every mode: 400 people, each with an id and a name, past the gate. */
static void
a_day_leaves_nothing_beyond_the_mode(void **state)
{
    (void)state;
    for (int mode = 0; mode < TS_JOURNAL_MODES; mode++) {
        enum ts_roll_sign done;
        char id[64];
        char name[64];
        ts_test_row(ts_journal_mode_name((enum ts_journal_mode)mode));
        struct ts_journal *journal = open_mode((enum ts_journal_mode)mode, MIDNIGHT);
        for (int i = 0; i < 400; i++) {
            ts_utc at = { MIDNIGHT.s + 21600 + i * 30 };
            snprintf(id, sizeof(id), "urn:person:%d:x", i);
            snprintf(name, sizeof(name), "Person-%d-Name", i);
            add_card(journal, id, i % 4, at);
            if (mode == TS_JOURNAL_ROLL)
                assert_status(ts_roll_pass(journal, &done, ts_span_text(id),
                                           ts_span_text(name), at),
                              TS_OK);
            if (i % 100 == 0)
                assert_status(ts_journal_forget(journal, at, 30), TS_OK);
        }
        assert_int_equal(files_with(TS_SPAN_LIT("urn:person")), 0);
        size_t with_names = files_with(TS_SPAN_LIT("Person-"));
        assert_true(mode == TS_JOURNAL_ROLL ? with_names > 0 : with_names == 0);
        ts_journal_close(journal);
        each_file(remove_file);
    }
}

/* --- set aside ------------------------------------------------------------------- */

static void
a_journal_that_was_set_aside_is_forgotten_too(void **state)
{
    (void)state;
    sqlite3 *db = NULL;
    struct ts_journal *journal = open_mode(TS_JOURNAL_ROLL, NOW);
    enum ts_roll_sign done;
    assert_status(
        ts_roll_pass(journal, &done, ts_span_text(CARD), ts_span_text(NAME), NOW), TS_OK);
    ts_journal_close(journal);
    assert_int_equal(sqlite3_open(path, &db), SQLITE_OK);
    assert_int_equal(sqlite3_exec(db, "CREATE TABLE t(a)", NULL, NULL, NULL), SQLITE_OK);
    sqlite3_close(db);
    journal = open_finding(TS_JOURNAL_SET_ASIDE);
    assert_true(files_with(ts_span_text(NAME)) > 0);
    assert_status(ts_journal_forget(journal, (ts_utc){ NOW.s + 30 * DAY }, 30), TS_OK);
    assert_true(files_with(ts_span_text(NAME)) > 0);
    assert_status(ts_journal_forget(journal, (ts_utc){ NOW.s + 30 * DAY + 1 }, 30),
                  TS_OK);
    assert_int_equal(files_with(ts_span_text(NAME)), 0);
    ts_journal_close(journal);
    assert_int_equal(each_file(NULL), 1);
}

static void
another_programs_file_is_never_removed(void **state)
{
    (void)state;
    sqlite3 *db = NULL;
    assert_int_equal(sqlite3_open(path, &db), SQLITE_OK);
    assert_int_equal(sqlite3_exec(db, "PRAGMA application_id=7;CREATE TABLE photos(a)",
                                  NULL, NULL, NULL),
                     SQLITE_OK);
    sqlite3_close(db);
    struct ts_journal *journal = open_finding(TS_JOURNAL_SET_ASIDE);
    assert_status(ts_journal_forget(journal, (ts_utc){ NOW.s + 90 * DAY }, 30), TS_OK);
    ts_journal_close(journal);
    assert_int_equal(each_file(NULL), 2);
    assert_int_equal(files_with(TS_SPAN_LIT("photos")), 1);
}

static void
assert_private(const char *file)
{
    struct stat found;
    assert_int_equal(stat(file, &found), 0);
    assert_int_equal(found.st_mode & 0777, 0600);
}

static void
its_files_are_the_owners_alone(void **state)
{
    (void)state;
    struct ts_journal *journal = open_mode(TS_JOURNAL_ROLL, NOW);
    assert_status(add(journal, "gate", 1, 0, NOW), TS_OK);
    assert_int_equal(each_file(assert_private), 3);
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
a_full_medium_leaves_no_half_of_a_row(void **state)
{
    (void)state;
    enum ts_status status = TS_OK;
    struct ts_journal_entry entry = { .profile = TS_SPAN_LIT("gate"),
                                      .verdict = 1,
                                      .card = ts_span_text(CARD) };
    uint64_t added = 0;
    signal(SIGXFSZ, SIG_IGN);
    struct ts_journal *journal = open_mode(TS_JOURNAL_PROOF, NOW);
    limit_files(128 * 1024);
    for (int i = 0; status == TS_OK && i < 100000; i++) {
        entry.given.s = NOW.s + (int64_t)i * 3600;
        status = ts_journal_add(journal, &entry);
        added += status == TS_OK;
    }
    limit_files(RLIM_INFINITY);
    assert_status(status, TS_IO);
    assert_true(added > 10);
    assert_int_equal(about(journal, CARD).count, added);
    assert_totals(journal, TS_UTC_ALWAYS, TS_UTC_NEVER, (uint64_t[]){ 0, added, 0, 0 });
    assert_status(ts_journal_add(journal, &entry), TS_OK);
    assert_int_equal(about(journal, CARD).count, added + 1);
    ts_journal_close(journal);
}

/* --- looking --------------------------------------------------------------------- */

static void
who_looks_changes_nothing(void **state)
{
    (void)state;
    struct ts_journal *reader = NULL;
    enum ts_journal_mode mode = TS_JOURNAL_PROOF;
    assert_status(ts_journal_look(&reader, path), TS_ABSENT);
    assert_int_equal(each_file(NULL), 0);
    struct ts_journal *journal = open_mode(mode, NOW);
    add_card(journal, CARD, 1, NOW);
    assert_status(ts_journal_look(&reader, path), TS_OK);
    assert_int_equal(ts_journal_mode(reader), mode);
    assert_int_equal(about(reader, CARD).count, 1);
    assert_status(add(reader, "gate", 1, 0, NOW), TS_IO);
    assert_status(ts_journal_forget(reader, NOW, 0), TS_IO);
    assert_status(ts_journal_set_mode(reader, TS_JOURNAL_COUNTS), TS_IO);
    assert_int_equal(ts_journal_mode(reader), mode);
    add_card(journal, CARD, 1, NOW);
    ts_journal_close(reader);
    ts_journal_close(journal);
    FILE *file = fopen(path, "wb");
    assert_non_null(file);
    fputs("not a journal, but something that is long enough to be looked at", file);
    fclose(file);
    assert_status(ts_journal_look(&reader, path), TS_MALFORMED);
    assert_int_equal(each_file(NULL), 1);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        IN_FOLDER(what_is_forgotten_is_in_no_file),
        IN_FOLDER(a_reader_keeps_it_there_until_the_next_time),
        IN_FOLDER(a_day_leaves_nothing_beyond_the_mode),
        IN_FOLDER(a_journal_that_was_set_aside_is_forgotten_too),
        IN_FOLDER(another_programs_file_is_never_removed),
        IN_FOLDER(its_files_are_the_owners_alone),
        IN_FOLDER(a_full_medium_leaves_no_half_of_a_row),
        IN_FOLDER(who_looks_changes_nothing),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
