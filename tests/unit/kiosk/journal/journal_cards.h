#ifndef TS_TEST_JOURNAL_CARDS_H
#define TS_TEST_JOURNAL_CARDS_H

/* Journals in each mode and what is in their files, for test_journal_modes.c and
 * test_journal_files.c. */

#include "kiosk/journal/rows.h"
#include "tests/unit/kiosk/journal/journal_folder.h"
#include <signal.h>
#include <sqlite3.h>
#include <sys/resource.h>
#include <sys/stat.h>

static const int64_t DAY = 86400;

static const char CARD[] = "urn:uuid:8f1c5b5e-7a0f-4f0e-b6d4-0d9d7d1b7c11";

static const char OTHER[] = "urn:uuid:11111111-7a0f-4f0e-b6d4-0d9d7d1b7c11";

static const char NAME[] = "Aputik Nowdlak";

static inline struct ts_journal *
open_mode(enum ts_journal_mode mode, ts_utc now)
{
    struct ts_journal *journal = NULL;
    enum ts_journal_found found;
    struct ts_journal_options options = { path, mode, TS_JOURNAL_DAYS };
    assert_status(ts_journal_open_mode(&journal, &found, &options, now), TS_OK);
    assert_int_equal(ts_journal_mode(journal), mode);
    return journal;
}

static inline void
add_card(struct ts_journal *journal, const char *card, int verdict, ts_utc given)
{
    struct ts_journal_entry entry = { .profile = TS_SPAN_LIT("gate"),
                                      .verdict = verdict,
                                      .reason = 24,
                                      .given = given,
                                      .card = ts_span_text(card) };
    assert_status(ts_journal_add(journal, &entry), TS_OK);
}

static inline struct ts_journal_about
about(struct ts_journal *journal, const char *card)
{
    struct ts_journal_about known;
    assert_status(ts_journal_about(journal, &known, ts_span_text(card)), TS_OK);
    return known;
}

/* How many files of the folder hold these bytes. */
static ts_span wanted;

static size_t holding;

static inline void
look_into(const char *file)
{
    struct ts_arena arena = ts_test_arena(8 << 20);
    ts_span bytes;
    assert_true(ts_test_read_file(&arena, &bytes, file));
    holding += bytes.len && memmem(bytes.at, bytes.len, wanted.at, wanted.len) != NULL;
    ts_test_arena_free(&arena);
}

static inline size_t
files_with(ts_span bytes)
{
    wanted = bytes;
    holding = 0;
    each_file(look_into);
    return holding;
}

/* The number that a query gives, from outside. */
static inline int64_t
ask(const char *query)
{
    sqlite3 *db = NULL;
    sqlite3_stmt *statement = NULL;
    assert_int_equal(sqlite3_open(path, &db), SQLITE_OK);
    assert_int_equal(sqlite3_prepare_v2(db, query, -1, &statement, NULL), SQLITE_OK);
    assert_int_equal(sqlite3_step(statement), SQLITE_ROW);
    int64_t answer = sqlite3_column_int64(statement, 0);
    sqlite3_finalize(statement);
    sqlite3_close(db);
    return answer;
}

/* --- carried over ---------------------------------------------------------------- */

static inline void
write_version_1(void)
{
    sqlite3 *db = NULL;
    assert_int_equal(sqlite3_open(path, &db), SQLITE_OK);
    assert_int_equal(
        sqlite3_exec(
            db,
            "PRAGMA journal_mode=WAL;"
            "CREATE TABLE counts(profile TEXT NOT NULL,verdict INTEGER NOT NULL,"
            "reason INTEGER NOT NULL,hour INTEGER NOT NULL,count INTEGER NOT NULL,"
            "PRIMARY KEY(profile,verdict,reason,hour))STRICT,WITHOUT ROWID;"
            "PRAGMA application_id=1414752867;PRAGMA user_version=1;"
            "INSERT INTO counts VALUES('gate',1,24,494048,7),"
            "('forklift',2,8,494047,3)",
            NULL, NULL, NULL),
        SQLITE_OK);
    sqlite3_close(db);
}

#endif
