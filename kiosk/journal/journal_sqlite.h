#ifndef TS_JOURNAL_JOURNAL_SQLITE_H
#define TS_JOURNAL_JOURNAL_SQLITE_H

/* For the files of this folder that are named by the same library. */

#include "kiosk/journal/journal.h"
#include "kiosk/journal/rows.h"

#include <sqlite3.h>

/* SQLite refuses paths of 512 bytes and more itself. */
enum { TS_JOURNAL_PATH_SIZE = 512 };

enum { TS_JOURNAL_KEY_SIZE = 32 };

struct ts_journal {
    sqlite3 *db;
    enum ts_journal_mode mode;
    char path[TS_JOURNAL_PATH_SIZE];
};

/* state: names of what there is one of. */
#define TS_STATE_MODE "mode"
#define TS_STATE_ROLL_KEY "roll key"
#define TS_STATE_DRILL "drill"

/* journal_open_sqlite.c */

/** A connection to a whole journal at path; none if it could not be had. */
enum ts_status ts_journal_db_open(sqlite3 **db, enum ts_journal_found *found,
                                  const char *path, ts_utc now);
enum ts_status ts_journal_db_look(sqlite3 **db, const char *path);

/* journal_sqlite.c: what all of them do. */

/** One statement; parameters are bound in between. NULL: out of memory, or the file
 * cannot be read; the others then do nothing and say so. */
sqlite3_stmt *ts_journal_prepare(struct ts_journal *journal, const char *sql);

/** Runs one that gives no rows, and finishes it. */
bool ts_journal_run(sqlite3_stmt *statement);

/** Runs one that gives a number, and finishes it; absent where it gives no row. */
bool ts_journal_number(sqlite3_stmt *statement, int64_t *number, int64_t absent);

/** BEGIN IMMEDIATE; and COMMIT if all is well, else (or if that fails) ROLLBACK. */
bool ts_journal_begin(struct ts_journal *journal);
bool ts_journal_end(struct ts_journal *journal, bool is_well);

/** Runs statements without parameters, if all was well; whether it still is. */
bool ts_journal_exec(struct ts_journal *journal, bool well, const char *sql);

/** Carries the log over into the database and empties it. */
bool ts_journal_clear_log(struct ts_journal *journal);

void ts_journal_bind_span(sqlite3_stmt *statement, int place, ts_span text);
void ts_journal_bind_blob(sqlite3_stmt *statement, int place, ts_span bytes);

/** The last instant that lies s seconds before now. */
int64_t ts_journal_before(ts_utc now, int64_t s);
int64_t ts_journal_hour_floor(ts_utc utc);
int64_t ts_journal_hour_ceiling(ts_utc utc);
int64_t ts_journal_day_of_hour(int64_t hour);

/** The beginning of HMAC(key, card). */
void ts_journal_tag(uint8_t tag[static TS_ROLL_TAG_SIZE],
                    const uint8_t key[static TS_JOURNAL_KEY_SIZE], ts_span card);

/** The key that a query with one column gives: TS_OK, TS_ABSENT (no row) or TS_IO. */
enum ts_status
ts_journal_key(sqlite3_stmt *statement, uint8_t key[static TS_JOURNAL_KEY_SIZE]);

/* roll_sqlite.c */

/** The row that stands in the columns label, since, left_at, accounted, tag. */
void ts_roll_row_read(struct ts_roll_row *row, sqlite3_stmt *statement);

/** Finds somebody on the roll, in or out. TS_OK, TS_ABSENT or TS_IO. */
enum ts_status
ts_roll_find(struct ts_journal *journal, struct ts_roll_row *row, ts_span card);

#endif
