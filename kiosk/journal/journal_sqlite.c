#include "kiosk/journal/journal_sqlite.h"

#include "keys/crypto/mac.h"

#include <stdlib.h>
#include <string.h>

enum { HOURS_A_DAY = 24 };

const char *
ts_journal_mode_name(enum ts_journal_mode mode)
{
    switch (mode) {
    case TS_JOURNAL_COUNTS: return "counts";
    case TS_JOURNAL_PROOF: return "proof";
    case TS_JOURNAL_ROLL: return "roll";
    }
    return "";
}

/* --- hours ----------------------------------------------------------------------- */

int64_t
ts_journal_hour_floor(ts_utc utc)
{
    return utc.s / 3600 - (utc.s % 3600 < 0);
}

int64_t
ts_journal_hour_ceiling(ts_utc utc)
{
    return utc.s / 3600 + (utc.s % 3600 > 0);
}

ts_utc
ts_journal_hour(ts_utc utc)
{
    int64_t past = utc.s % 3600;
    if (past < 0)
        past += 3600;
    return (ts_utc){ utc.s < INT64_MIN + past ? utc.s : utc.s - past };
}

int64_t
ts_journal_before(ts_utc now, int64_t s)
{
    return now.s < INT64_MIN + s ? INT64_MIN : now.s - s;
}

int64_t
ts_journal_day_of_hour(int64_t hour)
{
    return hour / HOURS_A_DAY - (hour % HOURS_A_DAY < 0);
}

/* --- statements ------------------------------------------------------------------ */

sqlite3_stmt *
ts_journal_prepare(struct ts_journal *journal, const char *sql)
{
    sqlite3_stmt *statement = NULL;
    int rc = sqlite3_prepare_v2(journal->db, sql, -1, &statement, NULL);
    return rc == SQLITE_OK ? statement : NULL;
}

bool
ts_journal_run(sqlite3_stmt *statement)
{
    bool done = statement && sqlite3_step(statement) == SQLITE_DONE;
    sqlite3_finalize(statement);
    return done;
}

bool
ts_journal_number(sqlite3_stmt *statement, int64_t *number, int64_t absent)
{
    int rc = statement ? sqlite3_step(statement) : SQLITE_ERROR;
    if (rc == SQLITE_ROW)
        *number = sqlite3_column_int64(statement, 0);
    else if (rc == SQLITE_DONE)
        *number = absent;
    sqlite3_finalize(statement);
    return rc == SQLITE_ROW || rc == SQLITE_DONE;
}

bool
ts_journal_begin(struct ts_journal *journal)
{
    return sqlite3_exec(journal->db, "BEGIN IMMEDIATE", NULL, NULL, NULL) == SQLITE_OK;
}

bool
ts_journal_end(struct ts_journal *journal, bool is_well)
{
    if (is_well && sqlite3_exec(journal->db, "COMMIT", NULL, NULL, NULL) == SQLITE_OK)
        return true;
    if (!sqlite3_get_autocommit(journal->db))
        (void)sqlite3_exec(journal->db, "ROLLBACK", NULL, NULL, NULL);
    return false;
}

void
ts_journal_bind_span(sqlite3_stmt *statement, int place, ts_span text)
{
    const char *at = text.len ? (const char *)text.at : "";
    (void)sqlite3_bind_text(statement, place, at, (int)text.len, SQLITE_STATIC);
}

void
ts_journal_bind_blob(sqlite3_stmt *statement, int place, ts_span bytes)
{
    (void)sqlite3_bind_blob(statement, place, bytes.at, (int)bytes.len, SQLITE_STATIC);
}

void
ts_journal_tag(uint8_t tag[static TS_ROLL_TAG_SIZE],
               const uint8_t key[static TS_JOURNAL_KEY_SIZE], ts_span card)
{
    uint8_t mac[TS_SHA256_SIZE];
    ts_hmac_sha256(mac, key, card);
    memcpy(tag, mac, TS_ROLL_TAG_SIZE);
}

enum ts_status
ts_journal_key(sqlite3_stmt *statement, uint8_t key[static TS_JOURNAL_KEY_SIZE])
{
    enum ts_status status = TS_IO;
    int rc = statement ? sqlite3_step(statement) : SQLITE_ERROR;
    if (rc == SQLITE_DONE)
        status = TS_ABSENT;
    if (rc == SQLITE_ROW && sqlite3_column_bytes(statement, 0) == TS_JOURNAL_KEY_SIZE) {
        memcpy(key, sqlite3_column_blob(statement, 0), TS_JOURNAL_KEY_SIZE);
        status = TS_OK;
    }
    sqlite3_finalize(statement);
    return status;
}

/* --- opening --------------------------------------------------------------------- */

static bool
read_mode(struct ts_journal *journal)
{
    int64_t mode;
    sqlite3_stmt *ask = ts_journal_prepare(
        journal, "SELECT value FROM state WHERE name='" TS_STATE_MODE "'");
    if (!ts_journal_number(ask, &mode, TS_JOURNAL_COUNTS) || mode < 0
        || mode >= TS_JOURNAL_MODES)
        return false;
    journal->mode = (enum ts_journal_mode)mode;
    return true;
}

static enum ts_status
begin(struct ts_journal **journal, const char *path)
{
    if (strlen(path) >= TS_JOURNAL_PATH_SIZE)
        return TS_IO;
    *journal = calloc(1, sizeof(**journal));
    if (!*journal)
        return TS_NO_SPACE;
    memcpy((*journal)->path, path, strlen(path));
    return TS_OK;
}

static enum ts_status
open_in(struct ts_journal **journal, enum ts_journal_found *found, const char *path,
        enum ts_journal_mode mode, ts_utc now)
{
    enum ts_journal_found was = TS_JOURNAL_NONE;
    struct ts_journal *made = NULL;
    enum ts_status status = begin(&made, path);
    if (status == TS_OK)
        status = ts_journal_db_open(&made->db, &was, path, now);
    if (status == TS_OK && !read_mode(made))
        status = TS_IO;
    if (status == TS_OK)
        status = ts_journal_set_mode(made, mode);
    if (status != TS_OK) {
        ts_journal_close(made);
        return status;
    }
    *found = was;
    *journal = made;
    return TS_OK;
}

enum ts_status
ts_journal_open(struct ts_journal **journal, enum ts_journal_found *found,
                const char *path, ts_utc now)
{
    return open_in(journal, found, path, TS_JOURNAL_COUNTS, now);
}

enum ts_status
ts_journal_open_mode(struct ts_journal **journal, enum ts_journal_found *found,
                     const struct ts_journal_options *options, ts_utc now)
{
    enum ts_status status = open_in(journal, found, options->path, options->mode, now);
    /* A full medium, or somebody who reads: the call of the next hour tries again. */
    if (status == TS_OK)
        (void)!ts_journal_forget(*journal, now, options->days);
    return status;
}

enum ts_status
ts_journal_look(struct ts_journal **journal, const char *path)
{
    struct ts_journal *made = NULL;
    enum ts_status status = begin(&made, path);
    if (status == TS_OK)
        status = ts_journal_db_look(&made->db, path);
    if (status == TS_OK && !read_mode(made))
        status = TS_IO;
    if (status == TS_OK)
        *journal = made;
    else
        ts_journal_close(made);
    return status;
}

void
ts_journal_close(struct ts_journal *journal)
{
    if (!journal)
        return;
    sqlite3_close(journal->db);
    free(journal);
}

/* --- modes ----------------------------------------------------------------------- */

enum ts_journal_mode
ts_journal_mode(const struct ts_journal *journal)
{
    return journal->mode;
}

bool
ts_journal_exec(struct ts_journal *journal, bool well, const char *sql)
{
    return well && sqlite3_exec(journal->db, sql, NULL, NULL, NULL) == SQLITE_OK;
}

/* Overwritten in the database by secure_delete; and the log, which still has it, is
 * carried over and emptied. */
bool
ts_journal_clear_log(struct ts_journal *journal)
{
    return sqlite3_wal_checkpoint_v2(journal->db, NULL, SQLITE_CHECKPOINT_TRUNCATE, NULL,
                                     NULL)
           == SQLITE_OK;
}

enum ts_status
ts_journal_set_mode(struct ts_journal *journal, enum ts_journal_mode mode)
{
    if (mode == journal->mode)
        return TS_OK;
    bool well = ts_journal_begin(journal);
    if (mode != TS_JOURNAL_PROOF)
        well = ts_journal_exec(journal, well, "DELETE FROM cards; DELETE FROM keys");
    if (mode != TS_JOURNAL_ROLL)
        well = ts_journal_exec(journal, well,
                               "DELETE FROM roll; DELETE FROM state WHERE name IN "
                               "('" TS_STATE_ROLL_KEY "','" TS_STATE_DRILL "')");
    sqlite3_stmt *keep =
        well ? ts_journal_prepare(
            journal, "INSERT OR REPLACE INTO state VALUES('" TS_STATE_MODE "',?1)")
             : NULL;
    if (keep)
        (void)sqlite3_bind_int(keep, 1, (int)mode);
    if (!ts_journal_end(journal, ts_journal_run(keep)))
        return TS_IO;
    journal->mode = mode;
    (void)ts_journal_clear_log(journal); /* ts_journal_forget() comes back to it */
    return TS_OK;
}

/* --- asking ---------------------------------------------------------------------- */

enum ts_status
ts_journal_total(struct ts_journal *journal, uint64_t *totals, size_t len, ts_utc from,
                 ts_utc until)
{
    uint64_t sums[TS_JOURNAL_VERDICTS_MAX] = { 0 };
    TS_CHECK(len <= TS_JOURNAL_VERDICTS_MAX);
    sqlite3_stmt *total = ts_journal_prepare(
        journal, "SELECT verdict,sum(count) FROM counts WHERE what=0 AND hour>=?1 "
                 "AND hour<?2 AND verdict BETWEEN 0 AND ?3 GROUP BY verdict");
    if (!total)
        return TS_IO;
    (void)sqlite3_bind_int64(total, 1, ts_journal_hour_ceiling(from));
    (void)sqlite3_bind_int64(total, 2, ts_journal_hour_ceiling(until));
    (void)sqlite3_bind_int64(total, 3, (int64_t)len - 1);
    int rc = sqlite3_step(total);
    for (; rc == SQLITE_ROW; rc = sqlite3_step(total))
        sums[sqlite3_column_int(total, 0)] = (uint64_t)sqlite3_column_int64(total, 1);
    sqlite3_finalize(total);
    if (rc != SQLITE_DONE)
        return TS_IO;
    memcpy(totals, sums, len * sizeof(*totals));
    return TS_OK;
}
