#include "kiosk/journal/journal_sqlite.h"

#include <string.h>

static bool
take_rows(struct ts_journal_about *about, sqlite3_stmt *rows)
{
    int rc = rows ? sqlite3_step(rows) : SQLITE_ERROR;
    for (; rc == SQLITE_ROW; rc = sqlite3_step(rows)) {
        about->count++;
        if (about->shown == TS_JOURNAL_ABOUT_MAX)
            continue;
        const unsigned char *profile = sqlite3_column_text(rows, 1);
        size_t len = (size_t)sqlite3_column_bytes(rows, 1);
        if (!profile || len > TS_JOURNAL_PROFILE_MAX)
            len = 0;
        about->rows[about->shown].hour.s = sqlite3_column_int64(rows, 0) * 3600;
        about->rows[about->shown].verdict = sqlite3_column_int(rows, 2);
        about->rows[about->shown].reason = sqlite3_column_int(rows, 3);
        if (len)
            memcpy(about->rows[about->shown].profile, profile, len);
        about->shown++;
    }
    sqlite3_finalize(rows);
    return rc == SQLITE_DONE;
}

static bool
take_day(struct ts_journal *journal, struct ts_journal_about *about, int64_t day,
         const uint8_t key[static TS_JOURNAL_KEY_SIZE], ts_span card)
{
    uint8_t tag[TS_ROLL_TAG_SIZE];
    ts_journal_tag(tag, key, card);
    sqlite3_stmt *rows = ts_journal_prepare(
        journal, "SELECT hour,profile,verdict,reason FROM cards "
                 "WHERE day=?1 AND tag=?2 ORDER BY hour DESC,profile,verdict,reason");
    if (!rows)
        return false;
    (void)sqlite3_bind_int64(rows, 1, day);
    ts_journal_bind_blob(rows, 2, TS_SPAN_OF(tag));
    return take_rows(about, rows);
}

/* Each day has a key of its own, by which the card is looked for. */
static bool
take_days(struct ts_journal *journal, struct ts_journal_about *about, ts_span card)
{
    bool well = true;
    sqlite3_stmt *days =
        ts_journal_prepare(journal, "SELECT day,key FROM keys ORDER BY day DESC");
    int rc = days ? sqlite3_step(days) : SQLITE_ERROR;
    for (; well && rc == SQLITE_ROW; rc = sqlite3_step(days)) {
        if (sqlite3_column_bytes(days, 1) == TS_JOURNAL_KEY_SIZE)
            well = take_day(journal, about, sqlite3_column_int64(days, 0),
                            sqlite3_column_blob(days, 1), card);
    }
    sqlite3_finalize(days);
    return well && rc == SQLITE_DONE;
}

enum ts_status
ts_journal_about(struct ts_journal *journal, struct ts_journal_about *about, ts_span card)
{
    struct ts_journal_about draft = { .mode = journal->mode };
    enum ts_status on_roll = TS_ABSENT;
    if (journal->mode == TS_JOURNAL_PROOF && !take_days(journal, &draft, card))
        return TS_IO;
    if (journal->mode == TS_JOURNAL_ROLL)
        on_roll = ts_roll_find(journal, &draft.roll, card);
    if (on_roll != TS_OK && on_roll != TS_ABSENT)
        return TS_IO;
    draft.is_on_roll = on_roll == TS_OK;
    *about = draft;
    return TS_OK;
}
