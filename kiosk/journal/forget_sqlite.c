#include "kiosk/journal/aside.h"
#include "kiosk/journal/journal_sqlite.h"
#include "kiosk/journal/schema.h"

enum { DAY_S = 86400, HOURS_A_DAY = 24 };

static bool
run_with(struct ts_journal *journal, bool well, const char *sql, int64_t first,
         int64_t second)
{
    sqlite3_stmt *statement = well ? ts_journal_prepare(journal, sql) : NULL;
    if (!statement)
        return false;
    (void)sqlite3_bind_int64(statement, 1, first);
    if (sqlite3_bind_parameter_count(statement) > 1)
        (void)sqlite3_bind_int64(statement, 2, second);
    return ts_journal_run(statement);
}

/* Who never signed out is on the list as long as anything is kept. Who signed out by a
 * clock that was a day ahead or more is not kept for it. */
static bool
forget_roll(struct ts_journal *journal, bool well, ts_utc now, int64_t days)
{
    int64_t tomorrow = now.s > INT64_MAX - DAY_S ? INT64_MAX : now.s + DAY_S;
    well = run_with(journal, well, "DELETE FROM roll WHERE left_at<=?1 OR left_at>?2",
                    ts_journal_before(now, DAY_S), tomorrow);
    well = run_with(journal, well, "DELETE FROM roll WHERE left_at IS NULL AND since<?1",
                    ts_journal_before(now, days * DAY_S), 0);
    return ts_journal_exec(journal, well,
                           "DELETE FROM state WHERE name='" TS_STATE_ROLL_KEY
                           "' AND NOT EXISTS(SELECT * FROM roll)");
}

enum ts_status
ts_journal_forget(struct ts_journal *journal, ts_utc now, uint32_t days)
{
    int64_t first_kept = ts_journal_hour_floor(now) - (int64_t)days * HOURS_A_DAY;
    ts_utc then = { ts_journal_before(now, (int64_t)days * DAY_S) };
    bool well = ts_journal_begin(journal);
    if (!well)
        return TS_IO;
    well = run_with(journal, well, "DELETE FROM counts WHERE hour<?1", first_kept, 0);
    well = run_with(journal, well, "DELETE FROM cards WHERE hour<?1", first_kept, 0);
    well = run_with(journal, well, "DELETE FROM keys WHERE day<?1",
                    ts_journal_day_of_hour(first_kept), 0);
    well = forget_roll(journal, well, now, days);
    well = ts_journal_end(journal, well);
    well = ts_journal_clear_log(journal) && well;
    well = ts_aside_forget(journal->path, then, TS_JOURNAL_APPLICATION_ID) && well;
    return well ? TS_OK : TS_IO;
}
