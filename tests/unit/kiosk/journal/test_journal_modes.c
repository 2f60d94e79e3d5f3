#define _GNU_SOURCE /* memmem */

#include "tests/unit/kiosk/journal/journal_cards.h"

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
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
