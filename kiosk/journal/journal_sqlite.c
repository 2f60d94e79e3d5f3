#include "kiosk/journal/journal.h"

#include "firmware/base/calendar.h"
#include "firmware/base/utf8.h"

#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* What doctor or a backup may keep us waiting. */
enum { BUSY_MS = 500 };

/* SQLite refuses paths of 512 bytes and more itself. */
enum { PATH_SIZE = 512, ASIDE_SIZE = PATH_SIZE + 40 };

#define STRING_OF(number) #number
#define AS_TEXT(number) STRING_OF(number)

/* "TSjc": a file that says otherwise is not ours. */
#define APPLICATION_ID 1414752867
#define VERSION 1

static const char SCHEMA[] = "CREATE TABLE counts("
                             "profile TEXT NOT NULL,"
                             "verdict INTEGER NOT NULL,"
                             "reason INTEGER NOT NULL,"
                             "hour INTEGER NOT NULL,"
                             "count INTEGER NOT NULL,"
                             "PRIMARY KEY(profile,verdict,reason,hour))"
                             "STRICT,WITHOUT ROWID";

enum statement {
    ADD = 0,
    FORGET,
    TOTAL,
};
enum { STATEMENTS = TOTAL + 1 };

static const char *const sql[STATEMENTS] = {
    [ADD] = "INSERT INTO counts VALUES(?1,?2,?3,?4,1)"
            "ON CONFLICT DO UPDATE SET count=count+1",
    [FORGET] = "DELETE FROM counts WHERE hour<?1",
    [TOTAL] = "SELECT verdict,sum(count) FROM counts WHERE hour>=?1 AND hour<?2 "
              "AND verdict BETWEEN 0 AND ?3 GROUP BY verdict",
};

struct ts_journal {
    sqlite3 *db;
    sqlite3_stmt *statements[STATEMENTS];
};

static int64_t
hour_floor(ts_utc utc)
{
    return utc.s / 3600 - (utc.s % 3600 < 0);
}

/* The first hour that begins at utc or later. */
static int64_t
hour_ceiling(ts_utc utc)
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

/* The number that is all a query gives. */
static int
ask(sqlite3 *db, int64_t *answer, const char *query)
{
    sqlite3_stmt *statement = NULL;
    int rc = sqlite3_prepare_v2(db, query, -1, &statement, NULL);
    if (rc == SQLITE_OK)
        rc = sqlite3_step(statement);
    if (rc == SQLITE_ROW) {
        *answer = sqlite3_column_int64(statement, 0);
        rc = SQLITE_OK;
    } else if (rc == SQLITE_DONE) {
        rc = SQLITE_CORRUPT;
    }
    sqlite3_finalize(statement);
    return rc;
}

/* Whether it is the one table and nothing else: a trigger or a view would be
 * somebody else's program. */
static int
ask_schema(sqlite3 *db, int64_t *ours)
{
    char *query =
        sqlite3_mprintf("SELECT count(*)=1 AND min(sql)=%Q FROM sqlite_schema", SCHEMA);
    int rc = query ? ask(db, ours, query) : SQLITE_NOMEM;
    sqlite3_free(query);
    return rc;
}

enum content {
    UNKNOWN = 0, /* It could not be looked at. */
    EMPTY,
    OURS,
    FOREIGN,
};

/* Only what says that the bytes are wrong may cost the file its name; a full
 * medium or a lock must not. */
static enum content
content_of_failure(int rc)
{
    int primary = rc & 0xff;
    return primary == SQLITE_NOTADB || primary == SQLITE_CORRUPT ? FOREIGN : UNKNOWN;
}

static enum content
examine(sqlite3 *db)
{
    int64_t id = 0;
    int64_t version = 0;
    int64_t objects = 0;
    int64_t ours = 0;
    int64_t whole = 0;
    int rc = ask(db, &objects, "SELECT count(*) FROM sqlite_schema");
    if (rc == SQLITE_OK)
        rc = ask(db, &id, "PRAGMA application_id");
    if (rc == SQLITE_OK)
        rc = ask(db, &version, "PRAGMA user_version");
    if (rc == SQLITE_OK && id == 0 && version == 0 && objects == 0)
        return EMPTY;
    if (rc == SQLITE_OK)
        rc = ask_schema(db, &ours);
    if (rc == SQLITE_OK)
        rc = ask(db, &whole,
                 "SELECT count(*)=1 AND min(integrity_check)='ok' "
                 "FROM pragma_integrity_check");
    if (rc != SQLITE_OK)
        return content_of_failure(rc);
    return id == APPLICATION_ID && version == VERSION && ours && whole ? OURS : FOREIGN;
}

static int
connect(sqlite3 **db, const char *path)
{
    int flags = SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE | SQLITE_OPEN_NOMUTEX;
    int rc = sqlite3_open_v2(path, db, flags, NULL);
    if (rc != SQLITE_OK)
        return rc;
    sqlite3_busy_timeout(*db, BUSY_MS);
    /* The file may be anybody's until it was examined. */
    sqlite3_db_config(*db, SQLITE_DBCONFIG_DEFENSIVE, 1, (int *)NULL);
    sqlite3_db_config(*db, SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0, (int *)NULL);
    return SQLITE_OK;
}

/* Where the system has no shared memory for WAL, SQLite stays with a rollback
 * journal, which is slower, and as safe. */
static int
configure(sqlite3 *db)
{
    return sqlite3_exec(db,
                        "PRAGMA journal_mode=WAL;"
                        "PRAGMA synchronous=FULL;"
                        "PRAGMA secure_delete=ON;"
                        "PRAGMA wal_autocheckpoint=64;"
                        "PRAGMA temp_store=MEMORY",
                        NULL, NULL, NULL);
}

/* All or nothing: what a power cut leaves is EMPTY, or OURS. */
static int
begin(sqlite3 *db)
{
    int rc = sqlite3_exec(db, "BEGIN IMMEDIATE", NULL, NULL, NULL);
    if (rc == SQLITE_OK)
        rc = sqlite3_exec(db, SCHEMA, NULL, NULL, NULL);
    if (rc == SQLITE_OK)
        rc = sqlite3_exec(db,
                          "PRAGMA application_id=" AS_TEXT(
                              APPLICATION_ID) ";PRAGMA user_version=" AS_TEXT(VERSION),
                          NULL, NULL, NULL);
    if (rc == SQLITE_OK)
        rc = sqlite3_exec(db, "COMMIT", NULL, NULL, NULL);
    return rc;
}

/* "journal.db" is "journal.db.broken-20260512T083000Z" from now on. */
static bool
free_name(char name[static ASIDE_SIZE], const char *path, ts_utc now)
{
    char at[TS_UTC_TEXT_SIZE];
    size_t len = 0;
    ts_utc_format(at, now);
    for (size_t i = 0; at[i]; i++)
        if (at[i] != '-' && at[i] != ':')
            at[len++] = at[i];
    at[len] = '\0';
    snprintf(name, ASIDE_SIZE, "%s.broken-%s", path, at);
    for (int copy = 2; access(name, F_OK) == 0; copy++) {
        if (copy > 9)
            return false;
        snprintf(name, ASIDE_SIZE, "%s.broken-%s-%d", path, at, copy);
    }
    return true;
}

static bool
set_aside(const char *path, ts_utc now)
{
    char aside[ASIDE_SIZE];
    char from[ASIDE_SIZE];
    char to[ASIDE_SIZE + 4];
    if (!free_name(aside, path, now) || rename(path, aside) != 0)
        return false;
    /* Its log, if there is one, holds what it lacks. Ours would not be begun
     * with it in any case: an empty database disowns a log it finds. */
    snprintf(from, sizeof(from), "%s-wal", path);
    snprintf(to, sizeof(to), "%s-wal", aside);
    if (rename(from, to) != 0)
        remove(from);
    return true;
}

/* A connection to a whole journal at path; none if it could not be had. */
static enum ts_status
open_whole(sqlite3 **db, enum ts_journal_found *found, const char *path, ts_utc now)
{
    *found = TS_JOURNAL_NONE;
    int rc = connect(db, path);
    enum content content = rc == SQLITE_OK ? examine(*db) : content_of_failure(rc);
    if (content == FOREIGN) {
        sqlite3_close(*db);
        *db = NULL;
        if (!set_aside(path, now))
            return TS_IO;
        *found = TS_JOURNAL_SET_ASIDE;
        rc = connect(db, path);
        content = rc == SQLITE_OK ? examine(*db) : UNKNOWN;
    }
    if (content == OURS)
        *found = TS_JOURNAL_WHOLE;
    else if (content != EMPTY)
        return TS_IO;
    rc = configure(*db);
    if (rc == SQLITE_OK && content == EMPTY)
        rc = begin(*db);
    return rc == SQLITE_OK ? TS_OK : TS_IO;
}

static bool
prepare(struct ts_journal *journal)
{
    for (size_t i = 0; i < STATEMENTS; i++)
        if (sqlite3_prepare_v3(journal->db, sql[i], -1, SQLITE_PREPARE_PERSISTENT,
                               &journal->statements[i], NULL)
            != SQLITE_OK)
            return false;
    return true;
}

enum ts_status
ts_journal_open(struct ts_journal **journal, enum ts_journal_found *found,
                const char *path, ts_utc now)
{
    enum ts_journal_found was = TS_JOURNAL_NONE;
    if (strlen(path) >= PATH_SIZE)
        return TS_IO;
    struct ts_journal *made = calloc(1, sizeof(*made));
    if (!made)
        return TS_NO_SPACE;
    enum ts_status status = open_whole(&made->db, &was, path, now);
    if (status == TS_OK && !prepare(made))
        status = TS_IO;
    if (status != TS_OK) {
        ts_journal_close(made);
        return status;
    }
    *found = was;
    *journal = made;
    return TS_OK;
}

void
ts_journal_close(struct ts_journal *journal)
{
    if (!journal)
        return;
    for (size_t i = 0; i < STATEMENTS; i++)
        sqlite3_finalize(journal->statements[i]);
    sqlite3_close(journal->db);
    free(journal);
}

/* Runs a statement that gives no rows. */
static enum ts_status
finish(sqlite3_stmt *statement, bool bound)
{
    bool done = bound && sqlite3_step(statement) == SQLITE_DONE;
    sqlite3_reset(statement);
    sqlite3_clear_bindings(statement);
    return done ? TS_OK : TS_IO;
}

enum ts_status
ts_journal_add(struct ts_journal *journal, const struct ts_journal_entry *entry)
{
    sqlite3_stmt *add = journal->statements[ADD];
    const char *profile = entry->profile.len ? (const char *)entry->profile.at : "";
    if (entry->profile.len > TS_JOURNAL_PROFILE_MAX)
        return TS_OVER_LIMIT;
    if (!ts_utf8_valid(entry->profile))
        return TS_MALFORMED;
    bool bound =
        sqlite3_bind_text(add, 1, profile, (int)entry->profile.len, SQLITE_STATIC)
            == SQLITE_OK
        && sqlite3_bind_int(add, 2, entry->verdict) == SQLITE_OK
        && sqlite3_bind_int(add, 3, entry->reason) == SQLITE_OK
        && sqlite3_bind_int64(add, 4, hour_floor(entry->given)) == SQLITE_OK;
    return finish(add, bound);
}

enum ts_status
ts_journal_forget(struct ts_journal *journal, ts_utc now, uint32_t days)
{
    sqlite3_stmt *forget = journal->statements[FORGET];
    int64_t first_kept = hour_floor(now) - (int64_t)days * 24;
    return finish(forget, sqlite3_bind_int64(forget, 1, first_kept) == SQLITE_OK);
}

enum ts_status
ts_journal_total(struct ts_journal *journal, uint64_t *totals, size_t len, ts_utc from,
                 ts_utc until)
{
    uint64_t sums[TS_JOURNAL_VERDICTS_MAX] = { 0 };
    sqlite3_stmt *total = journal->statements[TOTAL];
    TS_CHECK(len <= TS_JOURNAL_VERDICTS_MAX);
    bool bound = sqlite3_bind_int64(total, 1, hour_ceiling(from)) == SQLITE_OK
                 && sqlite3_bind_int64(total, 2, hour_ceiling(until)) == SQLITE_OK
                 && sqlite3_bind_int64(total, 3, (int64_t)len - 1) == SQLITE_OK;
    int rc = bound ? sqlite3_step(total) : SQLITE_ERROR;
    for (; rc == SQLITE_ROW; rc = sqlite3_step(total))
        sums[sqlite3_column_int(total, 0)] = (uint64_t)sqlite3_column_int64(total, 1);
    sqlite3_reset(total);
    if (rc != SQLITE_DONE)
        return TS_IO;
    memcpy(totals, sums, len * sizeof(*totals));
    return TS_OK;
}
