#include "tests/fake/kiosk/app/soak_journal.h"

#include "kiosk/verdict/verdict.h"
#include "tests/fake/kiosk/app/soak_clock.h"
#include "tests/fake/kiosk/app/soak_disk.h"
#include "tests/support/support.h"

/* The script's first hour, and more days than it may last. */
enum { FIRST_HOUR = SOAK_BEGINS_S / 3600 - 24, HOURS = 24 * 2000 };

struct soak_journal soak_journal;
static uint32_t taken[HOURS][TS_VERDICT_COUNT];
static int64_t kept_from; /* The hour before which all was forgotten. */

enum ts_status
__real_ts_journal_open_mode(struct ts_journal **journal, enum ts_journal_found *found,
                            const struct ts_journal_options *options, ts_utc now);
enum ts_status
__wrap_ts_journal_open_mode(struct ts_journal **journal, enum ts_journal_found *found,
                            const struct ts_journal_options *options, ts_utc now);
void __real_ts_journal_close(struct ts_journal *journal);
void __wrap_ts_journal_close(struct ts_journal *journal);
enum ts_status
__real_ts_journal_add(struct ts_journal *journal, const struct ts_journal_entry *entry);
enum ts_status
__wrap_ts_journal_add(struct ts_journal *journal, const struct ts_journal_entry *entry);
enum ts_status
__real_ts_journal_forget(struct ts_journal *journal, ts_utc now, uint32_t days);
enum ts_status
__wrap_ts_journal_forget(struct ts_journal *journal, ts_utc now, uint32_t days);

static int64_t
hour_of(ts_utc utc)
{
    return ts_journal_hour(utc).s / 3600;
}

/* A full disk is the only reason there is for the journal to refuse anything. */
static void
expect_reason(enum ts_status status)
{
    if (status != TS_OK && !soak_disk_is_full())
        fail_msg("the journal refused, and the disk is not full: %s",
                 ts_status_name(status));
}

enum ts_status
__wrap_ts_journal_open_mode(struct ts_journal **journal, enum ts_journal_found *found,
                            const struct ts_journal_options *options, ts_utc now)
{
    enum ts_status status = __real_ts_journal_open_mode(journal, found, options, now);
    assert_int_not_equal(*found, TS_JOURNAL_SET_ASIDE);
    expect_reason(status);
    soak_journal.is_open = status == TS_OK;
    return status;
}

void
__wrap_ts_journal_close(struct ts_journal *journal)
{
    soak_journal.is_open = false;
    __real_ts_journal_close(journal);
}

enum ts_status
__wrap_ts_journal_add(struct ts_journal *journal, const struct ts_journal_entry *entry)
{
    enum ts_status status = __real_ts_journal_add(journal, entry);
    int64_t hour = hour_of(entry->given) - FIRST_HOUR;
    expect_reason(status);
    assert_in_range(hour, 0, HOURS - 1);
    assert_in_range(entry->verdict, 0, TS_VERDICT_COUNT - 1);
    soak_journal.given++;
    soak_journal.refused += status != TS_OK;
    taken[hour][entry->verdict] += status == TS_OK;
    return status;
}

enum ts_status
__wrap_ts_journal_forget(struct ts_journal *journal, ts_utc now, uint32_t days)
{
    enum ts_status status = __real_ts_journal_forget(journal, now, days);
    int64_t first = hour_of(now) - (int64_t)days * 24;
    expect_reason(status);
    if (status != TS_OK)
        return status;
    soak_journal.forgets++;
    kept_from = first > kept_from ? first : kept_from;
    return status;
}

void
soak_journal_expect(const char *path)
{
    struct ts_journal *journal = NULL;
    ts_utc border = { kept_from * 3600 };
    uint64_t totals[TS_VERDICT_COUNT] = { 0 };
    uint64_t forgotten[TS_VERDICT_COUNT] = { 0 };
    int64_t first = kept_from > FIRST_HOUR ? kept_from - FIRST_HOUR : 0;
    assert_status(ts_journal_look(&journal, path), TS_OK); /* integrity_check, too */
    assert_status(
        ts_journal_total(journal, totals, TS_VERDICT_COUNT, border, TS_UTC_NEVER), TS_OK);
    assert_status(
        ts_journal_total(journal, forgotten, TS_VERDICT_COUNT, (ts_utc){ 0 }, border),
        TS_OK);
    __real_ts_journal_close(journal);
    for (size_t verdict = 0; verdict < TS_VERDICT_COUNT; verdict++) {
        uint64_t sum = 0;
        for (int64_t hour = first; hour < HOURS; hour++)
            sum += taken[hour][verdict];
        ts_test_row(ts_verdict_name((enum ts_verdict_kind)verdict));
        assert_int_equal(totals[verdict], sum);
        assert_int_equal(forgotten[verdict], 0);
    }
}
