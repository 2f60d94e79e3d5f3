#define _GNU_SOURCE /* memmem */

#include "tests/unit/kiosk/journal/journal_folder.h"

#include "kiosk/journal/rows.h"

#include <signal.h>
#include <sqlite3.h>
#include <sys/resource.h>
#include <sys/stat.h>

static const int64_t DAY = 86400;
static const char CARD[] = "urn:uuid:8f1c5b5e-7a0f-4f0e-b6d4-0d9d7d1b7c11";
static const char OTHER[] = "urn:uuid:11111111-7a0f-4f0e-b6d4-0d9d7d1b7c11";
static const char NAME[] = "Aputik Nowdlak";

static struct ts_journal *
open_mode(enum ts_journal_mode mode, ts_utc now)
{
    struct ts_journal *journal = NULL;
    enum ts_journal_found found;
    struct ts_journal_options options = { path, mode, TS_JOURNAL_DAYS };
    assert_status(ts_journal_open_mode(&journal, &found, &options, now), TS_OK);
    assert_int_equal(ts_journal_mode(journal), mode);
    return journal;
}

static void
add_card(struct ts_journal *journal, const char *card, int verdict, ts_utc given)
{
    struct ts_journal_entry entry = { .profile = TS_SPAN_LIT("gate"),
                                      .verdict = verdict,
                                      .reason = 24,
                                      .given = given,
                                      .card = ts_span_text(card) };
    assert_status(ts_journal_add(journal, &entry), TS_OK);
}

static struct ts_journal_about
about(struct ts_journal *journal, const char *card)
{
    struct ts_journal_about known;
    assert_status(ts_journal_about(journal, &known, ts_span_text(card)), TS_OK);
    return known;
}

/* How many files of the folder hold these bytes. */
static ts_span wanted;
static size_t holding;

static void
look_into(const char *file)
{
    struct ts_arena arena = ts_test_arena(8 << 20);
    ts_span bytes;
    assert_true(ts_test_read_file(&arena, &bytes, file));
    holding += bytes.len && memmem(bytes.at, bytes.len, wanted.at, wanted.len) != NULL;
    ts_test_arena_free(&arena);
}

static size_t
files_with(ts_span bytes)
{
    wanted = bytes;
    holding = 0;
    each_file(look_into);
    return holding;
}

/* The number that a query gives, from outside. */
static int64_t
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

static void
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

static void
an_older_journal_is_carried_over(void **state)
{
    (void)state;
    struct ts_journal *journal = NULL;
    write_version_1();
    assert_status(ts_journal_look(&journal, path), TS_UNSUPPORTED);
    journal = open_finding(TS_JOURNAL_WHOLE);
    assert_totals(journal, TS_UTC_ALWAYS, TS_UTC_NEVER, (uint64_t[]){ 0, 7, 3, 0 });
    assert_status(add(journal, "gate", 1, 24, HOUR), TS_OK);
    ts_journal_close(journal);
    journal = open_finding(TS_JOURNAL_WHOLE);
    assert_totals(journal, HOUR, NOW, (uint64_t[]){ 0, 8, 0, 0 });
    ts_journal_close(journal);
    assert_int_equal(each_file(NULL), 1);
    assert_int_equal(ask("PRAGMA user_version"), 2);
}

/* --- Counts ---------------------------------------------------------------------- */

static void
waivers_and_changes_are_counted_apart(void **state)
{
    (void)state;
    struct ts_journal *journal = open_mode(TS_JOURNAL_COUNTS, NOW);
    struct ts_journal_entry waiver = { TS_SPAN_LIT("gate"), 2, 3, NOW, { 0 } };
    assert_status(add(journal, "gate", 2, 18, NOW), TS_OK);
    assert_status(ts_journal_add_waiver(journal, &waiver), TS_OK);
    assert_status(ts_journal_add_profile(journal, TS_SPAN_LIT("crane"), NOW), TS_OK);
    assert_totals(journal, HOUR, NOW, (uint64_t[]){ 0, 0, 1, 0 });
    waiver.profile = TS_SPAN_LIT("\xff");
    assert_status(ts_journal_add_waiver(journal, &waiver), TS_MALFORMED);
    assert_status(ts_journal_add_profile(journal, TS_SPAN_LIT("\xff"), NOW),
                  TS_MALFORMED);
    ts_journal_close(journal);
    assert_int_equal(ask("SELECT count(*) FROM counts WHERE what=1 AND reason=3"), 1);
    assert_int_equal(ask("SELECT count(*) FROM counts WHERE profile='crane' AND what=2"),
                     1);
}

static void
counts_know_nobody(void **state)
{
    (void)state;
    struct ts_journal *journal = open_mode(TS_JOURNAL_COUNTS, NOW);
    enum ts_roll_sign done = TS_ROLL_NONE;
    add_card(journal, CARD, 1, NOW);
    assert_status(
        ts_roll_pass(journal, &done, ts_span_text(CARD), ts_span_text(NAME), NOW),
        TS_UNSUPPORTED);
    struct ts_journal_about known = about(journal, CARD);
    assert_int_equal(known.count, 0);
    assert_false(known.is_on_roll);
    assert_int_equal(files_with(ts_span_text(CARD)), 0);
    assert_int_equal(files_with(ts_span_text(NAME)), 0);
    assert_true(files_with(TS_SPAN_LIT("gate")) > 0); /* so the files were looked at */
    ts_journal_close(journal);
    assert_int_equal(ask("SELECT (SELECT count(*) FROM cards)+(SELECT count(*) FROM keys)"
                         "+(SELECT count(*) FROM roll)"),
                     0);
}

/* --- Proof ----------------------------------------------------------------------- */

static void
a_card_finds_its_own_rows(void **state)
{
    (void)state;
    struct ts_journal *journal = open_mode(TS_JOURNAL_PROOF, NOW);
    add_card(journal, CARD, 2, (ts_utc){ NOW.s - DAY });
    add_card(journal, CARD, 1, NOW);
    add_card(journal, CARD, 1, NOW);
    add_card(journal, OTHER, 3, NOW);
    add_card(journal, "", 0, NOW);
    struct ts_journal_about known = about(journal, CARD);
    assert_int_equal(known.mode, TS_JOURNAL_PROOF);
    assert_int_equal(known.count, 2);
    assert_int_equal(known.shown, 2);
    assert_true(known.rows[0].hour.s == HOUR.s);
    assert_int_equal(known.rows[0].verdict, 1);
    assert_int_equal(known.rows[0].reason, 24);
    assert_string_equal(known.rows[0].profile, "gate");
    assert_int_equal(known.rows[1].verdict, 2);
    assert_int_equal(about(journal, OTHER).count, 1);
    assert_int_equal(about(journal, "urn:other").count, 0);
    assert_int_equal(about(journal, "").count, 0);
    assert_totals(journal, TS_UTC_ALWAYS, TS_UTC_NEVER, (uint64_t[]){ 1, 2, 1, 1 });
    assert_int_equal(files_with(ts_span_text(CARD)), 0);
    ts_journal_close(journal);
}

static void
days_cannot_be_joined(void **state)
{
    (void)state;
    struct ts_journal *journal = open_mode(TS_JOURNAL_PROOF, NOW);
    add_card(journal, CARD, 1, (ts_utc){ NOW.s - DAY });
    add_card(journal, CARD, 1, NOW);
    ts_journal_close(journal);
    assert_int_equal(ask("SELECT count(*) FROM keys"), 2);
    assert_int_equal(ask("SELECT count(DISTINCT key) FROM keys"), 2);
    assert_int_equal(ask("SELECT count(DISTINCT tag) FROM cards"), 2);
    assert_int_equal(ask("SELECT max(length(tag)) FROM cards"), TS_ROLL_TAG_SIZE);
}

static void
the_key_goes_with_the_rows_of_its_day(void **state)
{
    (void)state;
    struct ts_journal *journal = open_mode(TS_JOURNAL_PROOF, NOW);
    add_card(journal, CARD, 1, MIDNIGHT);
    add_card(journal, CARD, 1, NOW);
    /* The hour of midnight is too old, that of half past eight is not yet. */
    ts_utc then = { HOUR.s + 30 * DAY };
    assert_status(ts_journal_forget(journal, then, 30), TS_OK);
    assert_int_equal(about(journal, CARD).count, 1);
    assert_int_equal(ask("SELECT count(*) FROM keys"), 1);
    /* The day is over. */
    then.s = MIDNIGHT.s + 31 * DAY;
    assert_status(ts_journal_forget(journal, then, 30), TS_OK);
    assert_int_equal(about(journal, CARD).count, 0);
    assert_int_equal(ask("SELECT count(*) FROM keys"), 0);
    assert_int_equal(ask("SELECT count(*) FROM cards"), 0);
    ts_journal_close(journal);
}

static void
more_rows_than_are_shown_are_counted(void **state)
{
    (void)state;
    struct ts_journal *journal = open_mode(TS_JOURNAL_PROOF, NOW);
    for (int i = 0; i < 40; i++)
        add_card(journal, CARD, 1, (ts_utc){ NOW.s - i * 3600 });
    struct ts_journal_about known = about(journal, CARD);
    assert_int_equal(known.count, 40);
    assert_int_equal(known.shown, TS_JOURNAL_ABOUT_MAX);
    for (size_t i = 0; i < known.shown; i++)
        assert_true(known.rows[i].hour.s == HOUR.s - (int64_t)i * 3600);
    ts_journal_close(journal);
}

/* --- from one mode to another ---------------------------------------------------- */

static void
a_mode_wipes_what_it_does_not_hold(void **state)
{
    (void)state;
    enum ts_roll_sign done;
    struct ts_journal *journal = open_mode(TS_JOURNAL_PROOF, NOW);
    add_card(journal, CARD, 1, NOW);
    ts_journal_close(journal);
    ts_test_row("to roll");
    journal = open_mode(TS_JOURNAL_ROLL, NOW);
    assert_int_equal(about(journal, CARD).count, 0);
    assert_status(
        ts_roll_pass(journal, &done, ts_span_text(CARD), ts_span_text(NAME), NOW), TS_OK);
    assert_true(about(journal, CARD).is_on_roll);
    assert_true(files_with(ts_span_text(NAME)) > 0);
    ts_test_row("back to proof");
    assert_status(ts_journal_set_mode(journal, TS_JOURNAL_PROOF), TS_OK);
    assert_false(about(journal, CARD).is_on_roll);
    assert_int_equal(files_with(ts_span_text(NAME)), 0);
    add_card(journal, CARD, 1, NOW);
    ts_journal_close(journal);
    ts_test_row("to counts, by the function that knows no modes");
    journal = open_finding(TS_JOURNAL_WHOLE);
    assert_int_equal(ts_journal_mode(journal), TS_JOURNAL_COUNTS);
    assert_totals(journal, HOUR, NOW, (uint64_t[]){ 0, 2, 0, 0 });
    ts_journal_close(journal);
    assert_int_equal(ask("SELECT (SELECT count(*) FROM cards)+(SELECT count(*) FROM keys)"
                         "+(SELECT count(*) FROM roll)"
                         "+(SELECT count(*) FROM state WHERE name<>'mode')"),
                     0);
}

/* --- what must not stay ---------------------------------------------------------- */

static void
what_is_forgotten_is_in_no_file(void **state)
{
    (void)state;
    enum ts_roll_sign done;
    struct ts_journal *journal = open_mode(TS_JOURNAL_ROLL, NOW);
    assert_status(add(journal, "profile-of-long-ago", 1, 0, NOW), TS_OK);
    assert_status(
        ts_roll_pass(journal, &done, ts_span_text(CARD), ts_span_text(NAME), NOW), TS_OK);
    assert_status(
        ts_roll_pass(journal, &done, ts_span_text(CARD), ts_span_text(NAME), NOW), TS_OK);
    assert_int_equal(done, TS_ROLL_OUT);
    assert_status(add(journal, "gate", 1, 0, (ts_utc){ NOW.s + 31 * DAY }), TS_OK);
    assert_true(files_with(ts_span_text(NAME)) > 0);
    assert_true(files_with(TS_SPAN_LIT("profile-of-long-ago")) > 0);
    assert_status(ts_journal_forget(journal, (ts_utc){ NOW.s + DAY - 1 }, 30), TS_OK);
    assert_true(files_with(ts_span_text(NAME)) > 0);
    assert_status(ts_journal_forget(journal, (ts_utc){ NOW.s + DAY }, 30), TS_OK);
    assert_int_equal(files_with(ts_span_text(NAME)), 0);
    assert_true(files_with(TS_SPAN_LIT("profile-of-long-ago")) > 0);
    assert_status(ts_journal_forget(journal, (ts_utc){ NOW.s + 31 * DAY }, 30), TS_OK);
    assert_int_equal(files_with(TS_SPAN_LIT("profile-of-long-ago")), 0);
    assert_true(files_with(TS_SPAN_LIT("gate")) > 0);
    assert_int_equal(ask("SELECT count(*) FROM state WHERE name='roll key'"), 0);
    ts_journal_close(journal);
}

static void
a_reader_keeps_it_there_until_the_next_time(void **state)
{
    (void)state;
    sqlite3 *reader = NULL;
    enum ts_roll_sign done;
    struct ts_journal *journal = open_mode(TS_JOURNAL_ROLL, NOW);
    ts_utc tomorrow = { NOW.s + DAY };
    for (int i = 0; i < 2; i++)
        assert_status(
            ts_roll_pass(journal, &done, ts_span_text(CARD), ts_span_text(NAME), NOW),
            TS_OK);
    assert_int_equal(sqlite3_open(path, &reader), SQLITE_OK);
    assert_int_equal(sqlite3_exec(reader, "BEGIN;SELECT * FROM roll", NULL, NULL, NULL),
                     SQLITE_OK);
    assert_status(ts_journal_forget(journal, tomorrow, 30), TS_IO);
    sqlite3_close(reader);
    assert_status(ts_journal_forget(journal, tomorrow, 30), TS_OK);
    assert_int_equal(files_with(ts_span_text(NAME)), 0);
    ts_journal_close(journal);
}

/* A day in every mode: 400 people, each with an id and a name, past the gate. */
static void
a_day_leaves_nothing_beyond_the_mode(void **state)
{
    (void)state;
    for (int mode = 0; mode < TS_JOURNAL_MODES; mode++) {
        enum ts_roll_sign done;
        char id[64];
        char name[64];
        ts_test_row(ts_journal_mode_name((enum ts_journal_mode)mode));
        struct ts_journal *journal = open_mode((enum ts_journal_mode)mode, MIDNIGHT);
        for (int i = 0; i < 400; i++) {
            ts_utc at = { MIDNIGHT.s + 21600 + i * 30 };
            snprintf(id, sizeof(id), "urn:person:%d:x", i);
            snprintf(name, sizeof(name), "Person-%d-Name", i);
            add_card(journal, id, i % 4, at);
            if (mode == TS_JOURNAL_ROLL)
                assert_status(ts_roll_pass(journal, &done, ts_span_text(id),
                                           ts_span_text(name), at),
                              TS_OK);
            if (i % 100 == 0)
                assert_status(ts_journal_forget(journal, at, 30), TS_OK);
        }
        assert_int_equal(files_with(TS_SPAN_LIT("urn:person")), 0);
        size_t with_names = files_with(TS_SPAN_LIT("Person-"));
        assert_true(mode == TS_JOURNAL_ROLL ? with_names > 0 : with_names == 0);
        ts_journal_close(journal);
        each_file(remove_file);
    }
}

/* --- set aside ------------------------------------------------------------------- */

static void
a_journal_that_was_set_aside_is_forgotten_too(void **state)
{
    (void)state;
    sqlite3 *db = NULL;
    struct ts_journal *journal = open_mode(TS_JOURNAL_ROLL, NOW);
    enum ts_roll_sign done;
    assert_status(
        ts_roll_pass(journal, &done, ts_span_text(CARD), ts_span_text(NAME), NOW), TS_OK);
    ts_journal_close(journal);
    assert_int_equal(sqlite3_open(path, &db), SQLITE_OK);
    assert_int_equal(sqlite3_exec(db, "CREATE TABLE t(a)", NULL, NULL, NULL), SQLITE_OK);
    sqlite3_close(db);
    journal = open_finding(TS_JOURNAL_SET_ASIDE);
    assert_true(files_with(ts_span_text(NAME)) > 0);
    assert_status(ts_journal_forget(journal, (ts_utc){ NOW.s + 30 * DAY }, 30), TS_OK);
    assert_true(files_with(ts_span_text(NAME)) > 0);
    assert_status(ts_journal_forget(journal, (ts_utc){ NOW.s + 30 * DAY + 1 }, 30),
                  TS_OK);
    assert_int_equal(files_with(ts_span_text(NAME)), 0);
    ts_journal_close(journal);
    assert_int_equal(each_file(NULL), 1);
}

static void
another_programs_file_is_never_removed(void **state)
{
    (void)state;
    sqlite3 *db = NULL;
    assert_int_equal(sqlite3_open(path, &db), SQLITE_OK);
    assert_int_equal(sqlite3_exec(db, "PRAGMA application_id=7;CREATE TABLE photos(a)",
                                  NULL, NULL, NULL),
                     SQLITE_OK);
    sqlite3_close(db);
    struct ts_journal *journal = open_finding(TS_JOURNAL_SET_ASIDE);
    assert_status(ts_journal_forget(journal, (ts_utc){ NOW.s + 90 * DAY }, 30), TS_OK);
    ts_journal_close(journal);
    assert_int_equal(each_file(NULL), 2);
    assert_int_equal(files_with(TS_SPAN_LIT("photos")), 1);
}

static void
assert_private(const char *file)
{
    struct stat found;
    assert_int_equal(stat(file, &found), 0);
    assert_int_equal(found.st_mode & 0777, 0600);
}

static void
its_files_are_the_owners_alone(void **state)
{
    (void)state;
    struct ts_journal *journal = open_mode(TS_JOURNAL_ROLL, NOW);
    assert_status(add(journal, "gate", 1, 0, NOW), TS_OK);
    assert_int_equal(each_file(assert_private), 3);
    ts_journal_close(journal);
}

/* No file grows past len, as if the medium were full. */
static void
limit_files(rlim_t len)
{
    struct rlimit limit;
    assert_int_equal(getrlimit(RLIMIT_FSIZE, &limit), 0);
    limit.rlim_cur = len;
    assert_int_equal(setrlimit(RLIMIT_FSIZE, &limit), 0);
}

static void
a_full_medium_leaves_no_half_of_a_row(void **state)
{
    (void)state;
    enum ts_status status = TS_OK;
    struct ts_journal_entry entry = { .profile = TS_SPAN_LIT("gate"),
                                      .verdict = 1,
                                      .card = ts_span_text(CARD) };
    uint64_t added = 0;
    signal(SIGXFSZ, SIG_IGN);
    struct ts_journal *journal = open_mode(TS_JOURNAL_PROOF, NOW);
    limit_files(128 * 1024);
    for (int i = 0; status == TS_OK && i < 100000; i++) {
        entry.given.s = NOW.s + (int64_t)i * 3600;
        status = ts_journal_add(journal, &entry);
        added += status == TS_OK;
    }
    limit_files(RLIM_INFINITY);
    assert_status(status, TS_IO);
    assert_true(added > 10);
    assert_int_equal(about(journal, CARD).count, added);
    assert_totals(journal, TS_UTC_ALWAYS, TS_UTC_NEVER, (uint64_t[]){ 0, added, 0, 0 });
    assert_status(ts_journal_add(journal, &entry), TS_OK);
    assert_int_equal(about(journal, CARD).count, added + 1);
    ts_journal_close(journal);
}

/* --- looking --------------------------------------------------------------------- */

static void
who_looks_changes_nothing(void **state)
{
    (void)state;
    struct ts_journal *reader = NULL;
    enum ts_journal_mode mode = TS_JOURNAL_PROOF;
    assert_status(ts_journal_look(&reader, path), TS_ABSENT);
    assert_int_equal(each_file(NULL), 0);
    struct ts_journal *journal = open_mode(mode, NOW);
    add_card(journal, CARD, 1, NOW);
    assert_status(ts_journal_look(&reader, path), TS_OK);
    assert_int_equal(ts_journal_mode(reader), mode);
    assert_int_equal(about(reader, CARD).count, 1);
    assert_status(add(reader, "gate", 1, 0, NOW), TS_IO);
    assert_status(ts_journal_forget(reader, NOW, 0), TS_IO);
    assert_status(ts_journal_set_mode(reader, TS_JOURNAL_COUNTS), TS_IO);
    assert_int_equal(ts_journal_mode(reader), mode);
    add_card(journal, CARD, 1, NOW);
    ts_journal_close(reader);
    ts_journal_close(journal);
    FILE *file = fopen(path, "wb");
    assert_non_null(file);
    fputs("not a journal, but something that is long enough to be looked at", file);
    fclose(file);
    assert_status(ts_journal_look(&reader, path), TS_MALFORMED);
    assert_int_equal(each_file(NULL), 1);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        IN_FOLDER(an_older_journal_is_carried_over),
        IN_FOLDER(waivers_and_changes_are_counted_apart),
        IN_FOLDER(counts_know_nobody),
        IN_FOLDER(a_card_finds_its_own_rows),
        IN_FOLDER(days_cannot_be_joined),
        IN_FOLDER(the_key_goes_with_the_rows_of_its_day),
        IN_FOLDER(more_rows_than_are_shown_are_counted),
        IN_FOLDER(a_mode_wipes_what_it_does_not_hold),
        IN_FOLDER(what_is_forgotten_is_in_no_file),
        IN_FOLDER(a_reader_keeps_it_there_until_the_next_time),
        IN_FOLDER(a_day_leaves_nothing_beyond_the_mode),
        IN_FOLDER(a_journal_that_was_set_aside_is_forgotten_too),
        IN_FOLDER(another_programs_file_is_never_removed),
        IN_FOLDER(its_files_are_the_owners_alone),
        IN_FOLDER(a_full_medium_leaves_no_half_of_a_row),
        IN_FOLDER(who_looks_changes_nothing),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
