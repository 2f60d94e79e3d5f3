#define _GNU_SOURCE /* memmem */

#include "tests/unit/kiosk/journal/journal_folder.h"

#include <sqlite3.h>

/* Another program's connection to the same file. */
static void
run_sql(const char *file, const char *text)
{
    sqlite3 *db = NULL;
    assert_int_equal(sqlite3_open(file, &db), SQLITE_OK);
    assert_int_equal(sqlite3_exec(db, text, NULL, NULL, NULL), SQLITE_OK);
    sqlite3_close(db);
}

static void
write_file(const char *content, size_t len)
{
    FILE *file = fopen(path, "wb");
    assert_non_null(file);
    assert_int_equal(fwrite(content, 1, len, file), len);
    assert_int_equal(fclose(file), 0);
}

static void
assert_set_aside(void)
{
    char aside[128];
    snprintf(aside, sizeof(aside), "%s.broken-20260512T083000Z", path);
    assert_int_not_equal(access(aside, F_OK), 0);
    struct ts_journal *journal = open_finding(TS_JOURNAL_SET_ASIDE);
    assert_int_equal(access(aside, F_OK), 0);
    assert_status(add(journal, "gate", 1, 0, NOW), TS_OK);
    assert_totals(journal, TS_UTC_ALWAYS, TS_UTC_NEVER, (uint64_t[]){ 0, 1, 0, 0 });
    ts_journal_close(journal);
    journal = open_finding(TS_JOURNAL_WHOLE);
    assert_totals(journal, TS_UTC_ALWAYS, TS_UTC_NEVER, (uint64_t[]){ 0, 1, 0, 0 });
    ts_journal_close(journal);
    each_file(remove_file);
}

/* A journal of several pages. */
static void
begin_journal(void)
{
    char profile[TS_JOURNAL_PROFILE_MAX + 1];
    struct ts_journal *journal = open_finding(TS_JOURNAL_NONE);
    for (int i = 0; i < 80; i++) {
        snprintf(profile, sizeof(profile), "%0250d", i);
        assert_status(add(journal, profile, 1, i, NOW), TS_OK);
    }
    ts_journal_close(journal);
}

static const struct {
    const char *rule;
    const char *sql;
} foreign_rows[] = {
    { "a later version of ours", "PRAGMA user_version=3" },
    { "an earlier one by its word alone", "PRAGMA user_version=1" },
    { "an earlier version of ours", "PRAGMA user_version=0" },
    { "another program's", "PRAGMA application_id=7" },
    { "nobody's", "PRAGMA application_id=0; PRAGMA user_version=0" },
    { "a table too many", "CREATE TABLE t(a)" },
    { "a trigger", "CREATE TRIGGER t AFTER INSERT ON counts BEGIN SELECT 1; END" },
    { "a table too few", "DROP TABLE counts" },
    { "another table", "ALTER TABLE counts RENAME COLUMN count TO names" },
};

static void
a_foreign_database_is_set_aside(void **state)
{
    (void)state;
    for (size_t i = 0; i < TS_COUNT(foreign_rows); i++) {
        ts_test_row(foreign_rows[i].rule);
        begin_journal();
        run_sql(path, foreign_rows[i].sql);
        assert_set_aside();
    }
}

static void
a_file_that_is_no_database_is_set_aside(void **state)
{
    (void)state;
    static const char noise[8192] = "SQLite format 3\0\x10\0\1\1\0\x40\x20\x20";
    write_file("not a journal\n", 14);
    assert_set_aside();
    write_file(noise, sizeof(noise));
    assert_set_aside();
    /* An empty one lost nothing, and is begun in. */
    write_file("", 0);
    ts_journal_close(open_finding(TS_JOURNAL_NONE));
}

static void
a_damaged_journal_is_set_aside(void **state)
{
    (void)state;
    struct ts_arena arena = ts_test_arena(1 << 20);
    ts_span whole;
    begin_journal();
    assert_true(ts_test_read_file(&arena, &whole, path));
    assert_true(whole.len > 3 * 4096);
    char *bytes = (char *)ts_test_exact_copy(whole);

    ts_test_row("cut short");
    write_file(bytes, whole.len - 4096);
    assert_set_aside();
    ts_test_row("one letter that puts the rows out of order");
    char row[80];
    snprintf(row, sizeof(row), "%078d4", 0);
    char *at = memmem(bytes, whole.len, row, 79);
    assert_non_null(at);
    *at = '9';
    write_file(bytes, whole.len);
    *at = '0';
    assert_set_aside();
    ts_test_row("a page of noise");
    memset(bytes + whole.len - 4096, 0xa5, 4096);
    write_file(bytes, whole.len);
    assert_set_aside();
    free(bytes);
    ts_test_arena_free(&arena);
}

static void
several_may_be_set_aside_at_once(void **state)
{
    (void)state;
    for (size_t i = 0; i < 9; i++) {
        write_file("not a journal", 13);
        ts_journal_close(open_finding(TS_JOURNAL_SET_ASIDE));
        assert_int_equal(each_file(NULL), i + 2);
    }
    struct ts_journal *journal = NULL;
    enum ts_journal_found found = TS_JOURNAL_WHOLE;
    write_file("not a journal", 13);
    assert_status(ts_journal_open(&journal, &found, path, NOW), TS_IO);
    assert_int_equal(found, TS_JOURNAL_WHOLE);
    assert_null(journal);
}

static void
what_cannot_be_opened_is_left_alone(void **state)
{
    (void)state;
    struct ts_journal *journal = NULL;
    enum ts_journal_found found;
    char absent[128];
    snprintf(absent, sizeof(absent), "%s/absent/journal.db", folder);
    assert_status(ts_journal_open(&journal, &found, absent, NOW), TS_IO);
    assert_status(ts_journal_open(&journal, &found, folder, NOW), TS_IO);
    char long_path[600] = { 0 };
    memset(long_path, 'p', sizeof(long_path) - 1);
    assert_status(ts_journal_open(&journal, &found, long_path, NOW), TS_IO);

    /* Locked by another program: not ours to rename. */
    sqlite3 *other = NULL;
    begin_journal();
    assert_int_equal(sqlite3_open(path, &other), SQLITE_OK);
    const char *lock = "PRAGMA locking_mode=EXCLUSIVE; BEGIN IMMEDIATE;"
                       "DELETE FROM counts WHERE reason=0; COMMIT";
    assert_int_equal(sqlite3_exec(other, lock, NULL, NULL, NULL), SQLITE_OK);
    assert_status(ts_journal_open(&journal, &found, path, NOW), TS_IO);
    sqlite3_close(other);
    ts_journal_close(open_finding(TS_JOURNAL_WHOLE));
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        IN_FOLDER(a_foreign_database_is_set_aside),
        IN_FOLDER(a_file_that_is_no_database_is_set_aside),
        IN_FOLDER(a_damaged_journal_is_set_aside),
        IN_FOLDER(several_may_be_set_aside_at_once),
        IN_FOLDER(what_cannot_be_opened_is_left_alone),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
