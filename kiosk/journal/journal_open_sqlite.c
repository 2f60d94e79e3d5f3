#include "kiosk/journal/aside.h"
#include "kiosk/journal/journal_sqlite.h"
#include "kiosk/journal/schema.h"

#include <fcntl.h>
#include <unistd.h>

/* What doctor or a backup may keep us waiting. */
enum { BUSY_MS = 500 };

#define STRING_OF(number) #number
#define AS_TEXT(number) STRING_OF(number)

#define VERSION 2

static const char *const SCHEMA[] = {
    /* what: enum ts_journal_what; reason: of a waiver the choice. */
    "CREATE TABLE counts("
    "what INTEGER NOT NULL,"
    "profile TEXT NOT NULL,"
    "verdict INTEGER NOT NULL,"
    "reason INTEGER NOT NULL,"
    "hour INTEGER NOT NULL,"
    "count INTEGER NOT NULL,"
    "PRIMARY KEY(what,profile,verdict,reason,hour))"
    "STRICT,WITHOUT ROWID",

    /* In order of random numbers, so that the file does not tell who came first. */
    "CREATE TABLE cards("
    "day INTEGER NOT NULL,"
    "tag BLOB NOT NULL,"
    "hour INTEGER NOT NULL,"
    "profile TEXT NOT NULL,"
    "verdict INTEGER NOT NULL,"
    "reason INTEGER NOT NULL,"
    "count INTEGER NOT NULL,"
    "PRIMARY KEY(day,tag,hour,profile,verdict,reason))"
    "STRICT,WITHOUT ROWID",

    "CREATE TABLE keys("
    "day INTEGER NOT NULL PRIMARY KEY,"
    "key BLOB NOT NULL)"
    "STRICT,WITHOUT ROWID",

    "CREATE TABLE roll("
    "tag BLOB NOT NULL PRIMARY KEY,"
    "label TEXT NOT NULL,"
    "since INTEGER NOT NULL,"
    "left_at INTEGER,"
    "accounted INTEGER NOT NULL)"
    "STRICT,WITHOUT ROWID",

    "CREATE TABLE state("
    "name TEXT NOT NULL PRIMARY KEY,"
    "value ANY NOT NULL)"
    "STRICT,WITHOUT ROWID",
};

/* The whole of version 1. */
static const char SCHEMA_1[] = "CREATE TABLE counts("
                               "profile TEXT NOT NULL,"
                               "verdict INTEGER NOT NULL,"
                               "reason INTEGER NOT NULL,"
                               "hour INTEGER NOT NULL,"
                               "count INTEGER NOT NULL,"
                               "PRIMARY KEY(profile,verdict,reason,hour))"
                               "STRICT,WITHOUT ROWID";

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

/* How many of these objects there are, to the letter. */
static int
ask_objects(sqlite3 *db, int64_t *found, const char *const *objects, size_t count)
{
    int rc = SQLITE_OK;
    *found = 0;
    for (size_t i = 0; rc == SQLITE_OK && i < count; i++) {
        int64_t one = 0;
        char *query = sqlite3_mprintf("SELECT count(*) FROM sqlite_schema WHERE sql=%Q",
                                      objects[i]);
        rc = query ? ask(db, &one, query) : SQLITE_NOMEM;
        sqlite3_free(query);
        *found += one == 1;
    }
    return rc;
}

/* Whether it has the tables of this version and nothing else: a trigger or a view
 * would be somebody else's program. */
static int
ask_schema(sqlite3 *db, bool *ours, int64_t objects, int64_t version)
{
    static const char *const first[] = { SCHEMA_1 };
    const char *const *schema = version == 1 ? first : SCHEMA;
    size_t count = version == 1 ? 1 : TS_COUNT(SCHEMA);
    int64_t found = 0;
    int rc = ask_objects(db, &found, schema, count);
    *ours = rc == SQLITE_OK && objects == (int64_t)count && found == objects;
    return rc;
}

enum content {
    UNKNOWN = 0, /* It could not be looked at. */
    EMPTY,
    OURS,
    OLDER, /* Ours, of version 1. */
    LATER, /* Ours, by its own word. */
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
    int64_t whole = 0;
    bool ours = false;
    int rc = ask(db, &objects, "SELECT count(*) FROM sqlite_schema");
    if (rc == SQLITE_OK)
        rc = ask(db, &id, "PRAGMA application_id");
    if (rc == SQLITE_OK)
        rc = ask(db, &version, "PRAGMA user_version");
    if (rc == SQLITE_OK && id == 0 && version == 0 && objects == 0)
        return EMPTY;
    if (rc == SQLITE_OK)
        rc = ask_schema(db, &ours, objects, version);
    if (rc == SQLITE_OK)
        rc = ask(db, &whole,
                 "SELECT count(*)=1 AND min(integrity_check)='ok' "
                 "FROM pragma_integrity_check");
    if (rc != SQLITE_OK)
        return content_of_failure(rc);
    if (id != TS_JOURNAL_APPLICATION_ID || !whole)
        return FOREIGN;
    if (version > VERSION)
        return LATER;
    if (version < 1 || !ours)
        return FOREIGN;
    return version == 1 ? OLDER : OURS;
}

static int
connect(sqlite3 **db, const char *path, int flags)
{
    int rc = sqlite3_open_v2(path, db, flags | SQLITE_OPEN_NOMUTEX, NULL);
    if (rc != SQLITE_OK)
        return rc;
    sqlite3_busy_timeout(*db, BUSY_MS);
    /* The file may be anybody's until it was examined. */
    sqlite3_db_config(*db, SQLITE_DBCONFIG_DEFENSIVE, 1, (int *)NULL);
    sqlite3_db_config(*db, SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0, (int *)NULL);
    return SQLITE_OK;
}

/* SQLite would let everybody read it; its log and index get the mode of the file. */
static int
connect_to_write(sqlite3 **db, const char *path)
{
    int fd = open(path, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
    if (fd >= 0)
        close(fd);
    return connect(db, path, SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE);
}

/* Where the system has no shared memory for WAL, SQLite stays with a rollback
 * journal, which is slower, and as safe. */
static int
configure(sqlite3 *db)
{
    if (sqlite3_db_readonly(db, "main") != 0)
        return SQLITE_READONLY;
    return sqlite3_exec(db,
                        "PRAGMA journal_mode=WAL;"
                        "PRAGMA synchronous=FULL;"
                        "PRAGMA secure_delete=ON;"
                        "PRAGMA wal_autocheckpoint=64;"
                        "PRAGMA temp_store=MEMORY",
                        NULL, NULL, NULL);
}

static int
exec(sqlite3 *db, int rc, const char *sql)
{
    return rc == SQLITE_OK ? sqlite3_exec(db, sql, NULL, NULL, NULL) : rc;
}

static int
make_tables(sqlite3 *db, int rc)
{
    for (size_t i = 0; i < TS_COUNT(SCHEMA); i++)
        rc = exec(db, rc, SCHEMA[i]);
    return exec(db, rc, "PRAGMA user_version=" AS_TEXT(VERSION));
}

/* All or nothing: what a power cut leaves is EMPTY, or OURS. */
static int
begin(sqlite3 *db)
{
    int rc = exec(db, SQLITE_OK, "BEGIN IMMEDIATE");
    rc = make_tables(db, rc);
    rc = exec(db, rc, "PRAGMA application_id=" AS_TEXT(TS_JOURNAL_APPLICATION_ID));
    return exec(db, rc, "COMMIT");
}

/* As well: OLDER, or OURS. */
static int
carry_over(sqlite3 *db)
{
    int rc = exec(db, SQLITE_OK, "BEGIN IMMEDIATE");
    rc = exec(db, rc, "ALTER TABLE counts RENAME TO older");
    rc = make_tables(db, rc);
    rc = exec(db, rc,
              "INSERT INTO counts SELECT 0,profile,verdict,reason,hour,count FROM older");
    rc = exec(db, rc, "DROP TABLE older");
    return exec(db, rc, "COMMIT");
}

static enum ts_status
prepare_content(sqlite3 *db, enum content content)
{
    int rc = configure(db);
    if (rc == SQLITE_OK && content == EMPTY)
        rc = begin(db);
    if (rc == SQLITE_OK && content == OLDER)
        rc = carry_over(db);
    return rc == SQLITE_OK ? TS_OK : TS_IO;
}

enum ts_status
ts_journal_db_open(sqlite3 **db, enum ts_journal_found *found, const char *path,
                   ts_utc now)
{
    *found = TS_JOURNAL_NONE;
    int rc = connect_to_write(db, path);
    enum content content = rc == SQLITE_OK ? examine(*db) : content_of_failure(rc);
    if (content == FOREIGN || content == LATER) {
        sqlite3_close(*db);
        *db = NULL;
        if (!ts_aside_put(path, now))
            return TS_IO;
        *found = TS_JOURNAL_SET_ASIDE;
        rc = connect_to_write(db, path);
        content = rc == SQLITE_OK ? examine(*db) : UNKNOWN;
    }
    if (content == OURS || content == OLDER)
        *found = TS_JOURNAL_WHOLE;
    else if (content != EMPTY)
        return TS_IO;
    return prepare_content(*db, content);
}

enum ts_status
ts_journal_db_look(sqlite3 **db, const char *path)
{
    int rc = connect(db, path, SQLITE_OPEN_READONLY);
    if (rc != SQLITE_OK)
        return (rc & 0xff) == SQLITE_CANTOPEN ? TS_ABSENT : TS_IO;
    /* What is sorted for somebody to read must not be left in a file. */
    rc = sqlite3_exec(*db, "PRAGMA temp_store=MEMORY", NULL, NULL, NULL);
    if (rc != SQLITE_OK)
        return TS_IO;
    switch (examine(*db)) {
    case OURS: return TS_OK;
    case OLDER:
    case LATER: return TS_UNSUPPORTED;
    case EMPTY:
    case FOREIGN: return TS_MALFORMED;
    case UNKNOWN: return TS_IO;
    }
    return TS_IO;
}
