#include "tests/unit/kiosk/journal/journal_folder.h"

static struct ts_journal *
open_roll(void)
{
    struct ts_journal *journal = NULL;
    enum ts_journal_found found;
    struct ts_journal_options options = { path, TS_JOURNAL_ROLL, TS_JOURNAL_DAYS };
    assert_status(ts_journal_open_mode(&journal, &found, &options, NOW), TS_OK);
    return journal;
}

/* Somebody holds a card out, so many seconds after NOW. */
static enum ts_roll_sign
pass(struct ts_journal *journal, const char *name, int64_t after_s)
{
    char id[64];
    enum ts_roll_sign done;
    snprintf(id, sizeof(id), "urn:%s", name);
    assert_status(ts_roll_pass(journal, &done, ts_span_text(id), ts_span_text(name),
                               (ts_utc){ NOW.s + after_s }),
                  TS_OK);
    return done;
}

static struct ts_roll_row rows[8];

static struct ts_roll_count
list(struct ts_journal *journal, int64_t after_s, const char *names)
{
    struct ts_roll_count count;
    struct ts_roll_query query = { 0, 8, TS_ROLL_STALE_HOURS, { NOW.s + after_s } };
    char text[256] = "";
    size_t given;
    assert_status(ts_roll_list(journal, rows, &given, &count, &query), TS_OK);
    assert_int_equal(given, count.in);
    for (size_t i = 0; i < given; i++) {
        assert_true(rows[i].is_in);
        strcat(strcat(text, i ? " " : ""), rows[i].label);
    }
    assert_string_equal(text, names);
    return count;
}

static void
people_sign_in_and_out(void **state)
{
    (void)state;
    struct ts_journal *journal = open_roll();
    assert_int_equal(list(journal, 0, "").in, 0);
    assert_int_equal(pass(journal, "Tom", 0), TS_ROLL_IN);
    assert_int_equal(pass(journal, "Ann", 60), TS_ROLL_IN);
    assert_int_equal(list(journal, 61, "Ann Tom").in, 2);
    assert_true(rows[0].since.s == NOW.s + 60);
    assert_true(rows[0].left.s == TS_UTC_NEVER.s);
    assert_int_equal(pass(journal, "Tom", 120), TS_ROLL_OUT);
    assert_int_equal(list(journal, 121, "Ann").in, 1);
    assert_int_equal(pass(journal, "Tom", 180), TS_ROLL_IN);
    assert_int_equal(list(journal, 181, "Ann Tom").in, 2);
    assert_true(rows[1].since.s == NOW.s + 180);
    ts_journal_close(journal);
    journal = open_roll();
    assert_int_equal(list(journal, 181, "Ann Tom").in, 2);
    assert_int_equal(pass(journal, "Tom", 240), TS_ROLL_OUT);
    ts_journal_close(journal);
}

static void
who_stays_long_is_stale(void **state)
{
    (void)state;
    struct ts_journal *journal = open_roll();
    (void)pass(journal, "Ann", 0);
    (void)pass(journal, "Tom", 3600);
    int64_t limit = (int64_t)TS_ROLL_STALE_HOURS * 3600;
    assert_int_equal(list(journal, limit - 1, "Ann Tom").stale, 0);
    assert_int_equal(list(journal, limit, "Ann Tom").stale, 1);
    assert_true(rows[0].is_stale);
    assert_false(rows[1].is_stale);
    ts_test_row("signed out from the list");
    assert_status(ts_roll_sign_out(journal, rows[0].tag, (ts_utc){ NOW.s + limit }),
                  TS_OK);
    assert_status(ts_roll_sign_out(journal, rows[0].tag, (ts_utc){ NOW.s + limit }),
                  TS_ABSENT);
    assert_int_equal(list(journal, limit, "Tom").stale, 0);
    ts_journal_close(journal);
}

static void
a_drill_counts_who_was_seen(void **state)
{
    (void)state;
    struct ts_journal *journal = open_roll();
    (void)pass(journal, "Ann", 0);
    (void)pass(journal, "Tom", 0);
    (void)pass(journal, "Zoe", 0);
    (void)list(journal, 0, "Ann Tom Zoe");
    uint8_t zoe[TS_ROLL_TAG_SIZE];
    memcpy(zoe, rows[2].tag, sizeof(zoe));
    assert_status(ts_roll_account(journal, zoe, true), TS_ABSENT);
    assert_status(ts_roll_drill_begin(journal, (ts_utc){ NOW.s + 10 }), TS_OK);
    assert_int_equal(pass(journal, "Ann", 20), TS_ROLL_NONE);
    assert_int_equal(pass(journal, "Ann", 21), TS_ROLL_NONE);
    struct ts_roll_count count = list(journal, 21, "Ann Tom Zoe");
    assert_true(count.in_drill);
    assert_true(count.drill_began.s == NOW.s + 10);
    assert_int_equal(count.accounted, 1);
    assert_true(rows[0].is_accounted);
    ts_test_row("by hand, and taken back");
    assert_status(ts_roll_account(journal, zoe, true), TS_OK);
    assert_int_equal(list(journal, 22, "Ann Tom Zoe").accounted, 2);
    assert_status(ts_roll_account(journal, zoe, false), TS_OK);
    assert_int_equal(list(journal, 22, "Ann Tom Zoe").accounted, 1);
    assert_status(ts_roll_account(journal, zoe, true), TS_OK);
    ts_test_row("who comes in now is here");
    assert_int_equal(pass(journal, "Bob", 23), TS_ROLL_IN);
    assert_int_equal(list(journal, 23, "Ann Bob Tom Zoe").accounted, 3);
    ts_test_row("it outlives the power");
    ts_journal_close(journal);
    journal = open_roll();
    assert_int_equal(list(journal, 24, "Ann Bob Tom Zoe").accounted, 3);
    assert_int_equal(pass(journal, "Tom", 25), TS_ROLL_NONE);
    count = list(journal, 25, "Ann Bob Tom Zoe");
    assert_int_equal(count.accounted, count.in);
    ts_test_row("and ends");
    assert_status(ts_roll_drill_end(journal), TS_OK);
    count = list(journal, 26, "Ann Bob Tom Zoe");
    assert_false(count.in_drill);
    assert_int_equal(count.accounted, 0);
    assert_int_equal(pass(journal, "Tom", 27), TS_ROLL_OUT);
    ts_journal_close(journal);
}

static void
labels_are_cut_between_characters(void **state)
{
    (void)state;
    struct ts_journal *journal = open_roll();
    enum ts_roll_sign done = TS_ROLL_OUT;
    char label[TS_ROLL_LABEL_MAX + 3];
    memset(label, 'a', sizeof(label));
    memcpy(label + TS_ROLL_LABEL_MAX - 1, "\xc3\xa9", 3);
    assert_status(
        ts_roll_pass(journal, &done, TS_SPAN_LIT("id"), ts_span_text(label), NOW), TS_OK);
    label[TS_ROLL_LABEL_MAX - 1] = '\0';
    assert_int_equal(list(journal, 0, label).in, 1);
    done = TS_ROLL_OUT;
    assert_status(
        ts_roll_pass(journal, &done, TS_SPAN_LIT("x"), TS_SPAN_LIT("\xff"), NOW),
        TS_MALFORMED);
    assert_status(ts_roll_pass(journal, &done, (ts_span){ 0 }, TS_SPAN_LIT("a"), NOW),
                  TS_MALFORMED);
    assert_int_equal(done, TS_ROLL_OUT);
    ts_journal_close(journal);
}

static void
the_list_comes_in_pages(void **state)
{
    (void)state;
    struct ts_journal *journal = open_roll();
    struct ts_roll_count count;
    size_t given = 0;
    for (char name[] = "A"; name[0] < 'H'; name[0]++)
        (void)pass(journal, name, 0);
    struct ts_roll_query query = { 5, 3, TS_ROLL_STALE_HOURS, NOW };
    assert_status(ts_roll_list(journal, rows, &given, &count, &query), TS_OK);
    assert_int_equal(given, 2);
    assert_int_equal(count.in, 7);
    assert_string_equal(rows[0].label, "F");
    assert_string_equal(rows[1].label, "G");
    query.first = 7;
    assert_status(ts_roll_list(journal, rows, &given, &count, &query), TS_OK);
    assert_int_equal(given, 0);
    ts_journal_close(journal);
}

static void
who_never_signed_out_is_forgotten_with_the_rest(void **state)
{
    (void)state;
    struct ts_journal *journal = open_roll();
    const int64_t days = (int64_t)TS_JOURNAL_DAYS * 86400;
    (void)pass(journal, "Ann", 0);
    assert_status(ts_journal_forget(journal, (ts_utc){ NOW.s + days }, TS_JOURNAL_DAYS),
                  TS_OK);
    assert_int_equal(list(journal, days, "Ann").stale, 1);
    assert_status(
        ts_journal_forget(journal, (ts_utc){ NOW.s + days + 1 }, TS_JOURNAL_DAYS), TS_OK);
    assert_int_equal(list(journal, days, "").in, 0);
    ts_journal_close(journal);
}

/* The clock was years ahead when somebody left. */
static void
a_wrong_clock_keeps_nobody_on_file(void **state)
{
    (void)state;
    struct ts_journal *journal = open_roll();
    struct ts_journal_about about;
    (void)pass(journal, "Ann", 0);
    (void)pass(journal, "Ann", INT64_C(300000000));
    assert_status(ts_journal_forget(journal, NOW, TS_JOURNAL_DAYS), TS_OK);
    assert_status(ts_journal_about(journal, &about, TS_SPAN_LIT("urn:Ann")), TS_OK);
    assert_false(about.is_on_roll);
    assert_status(ts_journal_forget(journal, TS_UTC_ALWAYS, UINT32_MAX), TS_OK);
    assert_status(ts_journal_forget(journal, TS_UTC_NEVER, UINT32_MAX), TS_OK);
    ts_journal_close(journal);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        IN_FOLDER(people_sign_in_and_out),
        IN_FOLDER(who_stays_long_is_stale),
        IN_FOLDER(a_drill_counts_who_was_seen),
        IN_FOLDER(labels_are_cut_between_characters),
        IN_FOLDER(the_list_comes_in_pages),
        IN_FOLDER(who_never_signed_out_is_forgotten_with_the_rest),
        IN_FOLDER(a_wrong_clock_keeps_nobody_on_file),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
