#include "kiosk/fleet/landing.h"

#include "firmware/board/store.h"
#include "keys/codec/json.h"

#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* Bytes of a status that is looked at. */
enum { STATUS_MAX = 65536, ARENA_SIZE = 1 << 20, BUSY_MS = 10000, NAME_SIZE = 256 };

struct ts_landing {
    sqlite3 *db;
    struct ts_store *exports;
};

/* A commit is on the medium: only then is the kiosk told that its message landed. */
static const char schema[] =
    "PRAGMA journal_mode=WAL;"
    "PRAGMA synchronous=FULL;"
    "CREATE TABLE IF NOT EXISTS statuses ("
    " kiosk TEXT NOT NULL, spool TEXT NOT NULL, number INTEGER NOT NULL,"
    " received INTEGER NOT NULL, is_json INTEGER NOT NULL, status BLOB NOT NULL,"
    " PRIMARY KEY (kiosk, spool, number));"
    "CREATE TABLE IF NOT EXISTS exports ("
    " kiosk TEXT NOT NULL, spool TEXT NOT NULL, number INTEGER NOT NULL,"
    " received INTEGER NOT NULL, name TEXT NOT NULL, bytes INTEGER NOT NULL,"
    " file TEXT NOT NULL, PRIMARY KEY (kiosk, spool, number));"
    "CREATE INDEX IF NOT EXISTS statuses_by_time ON statuses (kiosk, received);";

enum ts_status
ts_landing_open(struct ts_landing **landing, const char *database, const char *exports)
{
    struct ts_landing *made = calloc(1, sizeof(*made));
    if (!made)
        return TS_NO_SPACE;
    bool opened = sqlite3_open(database, &made->db) == SQLITE_OK
                  && sqlite3_busy_timeout(made->db, BUSY_MS) == SQLITE_OK
                  && sqlite3_exec(made->db, schema, NULL, NULL, NULL) == SQLITE_OK
                  && ts_store_open(&made->exports, exports, true) == TS_OK;
    if (!opened) {
        ts_landing_close(made);
        return TS_IO;
    }
    *landing = made;
    return TS_OK;
}

void
ts_landing_close(struct ts_landing *landing)
{
    if (!landing)
        return;
    if (landing->exports)
        ts_store_close(landing->exports);
    (void)sqlite3_close(landing->db);
    free(landing);
}

static bool
is_json(ts_span text)
{
    static uint8_t memory[ARENA_SIZE];
    struct ts_arena arena = ts_arena_over(TS_ROOM_OF(memory));
    const struct ts_json *root;
    return text.len <= STATUS_MAX && ts_json_parse(&arena, &root, text, NULL) == TS_OK
           && root->kind == TS_JSON_OBJECT;
}

static void
bind_topic(sqlite3_stmt *s, const struct ts_topic *topic, ts_utc received)
{
    (void)sqlite3_bind_text(s, 1, topic->kiosk, -1, SQLITE_STATIC);
    (void)sqlite3_bind_text(s, 2, topic->spool, -1, SQLITE_STATIC);
    (void)sqlite3_bind_int64(s, 3, (sqlite3_int64)topic->number);
    (void)sqlite3_bind_int64(s, 4, (sqlite3_int64)received.s);
}

static enum ts_status
finish(struct ts_landing *l, sqlite3_stmt *s, bool *fresh)
{
    bool done = sqlite3_step(s) == SQLITE_DONE;
    *fresh = done && sqlite3_changes(l->db) > 0;
    return sqlite3_finalize(s) == SQLITE_OK && done ? TS_OK : TS_IO;
}

static enum ts_status
take_status(struct ts_landing *l, bool *fresh, const struct ts_topic *topic,
            ts_span payload, ts_utc received)
{
    static const char sql[] = "INSERT OR IGNORE INTO statuses VALUES (?,?,?,?,?,?)";
    sqlite3_stmt *s;
    if (sqlite3_prepare_v2(l->db, sql, -1, &s, NULL) != SQLITE_OK)
        return TS_IO;
    bool json = is_json(payload);
    bind_topic(s, topic, received);
    (void)sqlite3_bind_int(s, 5, json);
    if (json)
        (void)sqlite3_bind_text(s, 6, (const char *)payload.at, (int)payload.len,
                                SQLITE_STATIC);
    else
        (void)sqlite3_bind_blob(s, 6, payload.len ? (const void *)payload.at : "",
                                (int)payload.len, SQLITE_STATIC);
    return finish(l, s, fresh);
}

/* The file first, under a name of its own: a row never names one that is not there. */
static enum ts_status
take_export(struct ts_landing *l, bool *fresh, const struct ts_topic *topic,
            ts_span payload, ts_utc received)
{
    static const char sql[] = "INSERT OR IGNORE INTO exports VALUES (?,?,?,?,?,?,?)";
    char file[NAME_SIZE];
    sqlite3_stmt *s;
    snprintf(file, sizeof(file), "%s/%s-%016llu-%s.export", topic->kiosk, topic->spool,
             (unsigned long long)topic->number, topic->name);
    if (ts_store_replace(l->exports, file, payload, true) != TS_OK
        || sqlite3_prepare_v2(l->db, sql, -1, &s, NULL) != SQLITE_OK)
        return TS_IO;
    bind_topic(s, topic, received);
    (void)sqlite3_bind_text(s, 5, topic->name, -1, SQLITE_STATIC);
    (void)sqlite3_bind_int64(s, 6, (sqlite3_int64)payload.len);
    (void)sqlite3_bind_text(s, 7, file, -1, SQLITE_STATIC);
    return finish(l, s, fresh);
}

static bool
is_there(struct ts_landing *l, const struct ts_topic *topic)
{
    const char *sql = topic->kind == TS_SPOOL_EXPORT
                          ? "SELECT 1 FROM exports WHERE kiosk=? AND spool=? AND number=?"
                          : "SELECT 1 FROM statuses WHERE kiosk=? AND spool=? AND "
                            "number=?";
    sqlite3_stmt *s;
    if (sqlite3_prepare_v2(l->db, sql, -1, &s, NULL) != SQLITE_OK)
        return false;
    (void)sqlite3_bind_text(s, 1, topic->kiosk, -1, SQLITE_STATIC);
    (void)sqlite3_bind_text(s, 2, topic->spool, -1, SQLITE_STATIC);
    (void)sqlite3_bind_int64(s, 3, (sqlite3_int64)topic->number);
    bool there = sqlite3_step(s) == SQLITE_ROW;
    (void)sqlite3_finalize(s);
    return there;
}

enum ts_status
ts_landing_take(struct ts_landing *landing, bool *fresh, const struct ts_topic *topic,
                ts_span payload, ts_utc received)
{
    *fresh = false;
    /* What landed first stays: a second one under its number changes nothing. */
    if (is_there(landing, topic))
        return TS_OK;
    return topic->kind == TS_SPOOL_EXPORT
               ? take_export(landing, fresh, topic, payload, received)
               : take_status(landing, fresh, topic, payload, received);
}

enum ts_status
ts_landing_latest(struct ts_landing *landing,
                  void (*each)(const char *kiosk, ts_utc received, const char *json,
                               void *context),
                  void *context)
{
    static const char sql[] =
        "SELECT kiosk, max(received), status FROM statuses WHERE is_json"
        " GROUP BY kiosk ORDER BY kiosk";
    sqlite3_stmt *s;
    if (sqlite3_prepare_v2(landing->db, sql, -1, &s, NULL) != SQLITE_OK)
        return TS_IO;
    int step;
    while ((step = sqlite3_step(s)) == SQLITE_ROW)
        each((const char *)sqlite3_column_text(s, 0),
             (ts_utc){ sqlite3_column_int64(s, 1) },
             (const char *)sqlite3_column_text(s, 2), context);
    return sqlite3_finalize(s) == SQLITE_OK && step == SQLITE_DONE ? TS_OK : TS_IO;
}
