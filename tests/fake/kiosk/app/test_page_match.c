#include "tests/fake/kiosk/app/page_parts.h"

/* From a card to the jobs it goes for, and on with the next card, whoever it is of. */

#define JOB(name, members)                                                              \
    "{\"format\":\"touchstone-profile/1\",\"id\":\"" name "\",\"name\":{\"en\":\"" name \
    "\",\"fr\":\"Poste " name "\"},\"all_of\":[" members "]}"
#define ASKS(achievement) \
    "{\"label\":\"" achievement "\",\"achievement\":\"urn:example:" achievement "\"}"

static const char *const jobs[] = {
    JOB("Rigger", ASKS("A") "," ASKS("B") "," ASKS("C") "," ASKS("D")),
    JOB("Cook", ASKS("A")),
    JOB("Driver", ASKS("A") "," ASKS("B")),
    JOB("Guard", ASKS("A") "," ASKS("B") "," ASKS("C")),
};

static int
set_up(void **state)
{
    (void)state;
    set_up_parts();
    set_jobs(jobs, TS_COUNT(jobs));
    assert_status(ts_words_speak("en"), TS_OK);
    return 0;
}

static int
tear_down(void **state)
{
    (void)state;
    tear_down_parts();
    return 0;
}

static void
look_up(void)
{
    assert_true(touch(TS_ACTION_OPEN, TS_PAGE_CONSENT));
    assert_int_equal(l.screen.page, TS_PAGE_CONSENT);
    assert_true(touch(TS_ACTION_YES, 0));
    assert_int_equal(l.screen.page, TS_PAGE_MATCH);
}

struct want {
    const char *job;
    enum ts_icon icon;
    const char *detail;
};

static void
expect_rows(const struct want *want, size_t count)
{
    assert_int_equal(l.screen.page, TS_PAGE_MATCH);
    assert_non_null(l.model.menu);
    assert_int_equal(l.model.menu->count, count);
    for (size_t i = 0; i < count; i++) {
        const struct ts_menu_row *row = &l.model.menu->rows[i];
        ts_test_row(want[i].job);
        assert_span_equal(row->label, ts_span_text(want[i].job));
        assert_int_equal(row->icon, want[i].icon);
        assert_span_equal(row->detail, ts_span_text(want[i].detail));
        assert_int_equal(row->touch.action, TS_ACTION_NONE);
    }
}

static const struct want with_a[] = {
    { "Cook", TS_ICON_TICK, "READY" },
    { "Driver", TS_ICON_TRIANGLE, "1 ticket missing: B" },
    { "Guard", TS_ICON_TRIANGLE, "2 tickets missing: B, + 1 more" },
    { "Rigger", TS_ICON_TRIANGLE, "3 tickets missing: B, + 2 more" },
};
static const struct want with_a_and_b[] = {
    { "Cook", TS_ICON_TICK, "READY" },
    { "Driver", TS_ICON_TICK, "READY" },
    { "Guard", TS_ICON_TRIANGLE, "1 ticket missing: C" },
    { "Rigger", TS_ICON_TRIANGLE, "2 tickets missing: C, + 1 more" },
};
static const struct want with_b[] = {
    { "Cook", TS_ICON_TRIANGLE, "1 ticket missing: A" },
    { "Driver", TS_ICON_TRIANGLE, "1 ticket missing: A" },
    { "Guard", TS_ICON_TRIANGLE, "2 tickets missing: A, + 1 more" },
    { "Rigger", TS_ICON_TRIANGLE, "3 tickets missing: A, + 2 more" },
};

static void
another_card_of_the_same_person_counts_with_the_first(void **state)
{
    (void)state;
    begin();
    show_badge("Mina Roy", "A", NULL);
    assert_int_equal(l.screen.state, TS_SCAN_READY);
    look_up();
    expect_rows(with_a, TS_COUNT(with_a));
    show_badge("Mina Roy", "B", NULL);
    expect_rows(with_a_and_b, TS_COUNT(with_a_and_b));
    assert_int_equal(ts_checker_cards(parts.checker), 2);
}

static void
jobs_are_called_by_their_names_in_the_language(void **state)
{
    (void)state;
    begin();
    show_badge("Mina Roy", "A", NULL);
    look_up();
    assert_status(ts_words_speak("fr"), TS_OK);
    turn(100);
    assert_span_equal(l.model.menu->rows[0].label, TS_SPAN_LIT("Poste Cook"));
    assert_span_equal(l.model.menu->rows[0].detail,
                      ts_span_text(ts_words_verdict(TS_VERDICT_READY)));
}

/* Nobody asked that other person, and the first one's cards say nothing about them. */
static void
another_persons_card_is_shown_alone_and_asked_for_anew(void **state)
{
    (void)state;
    begin();
    show_badge("Mina Roy", "A", NULL);
    look_up();
    show_badge("Jean Tremblay", "B", NULL);
    assert_int_equal(l.screen.page, TS_PAGE_NONE);
    assert_int_equal(l.screen.state, TS_SCAN_READY);
    assert_int_equal(ts_checker_cards(parts.checker), 1);
    look_up();
    expect_rows(with_b, TS_COUNT(with_b));
    ts_test_row("nor do they later");
    show_badge("Jean Tremblay", "A", NULL);
    expect_rows(with_a_and_b, TS_COUNT(with_a_and_b));
    assert_int_equal(ts_checker_cards(parts.checker), 2);
}

static void
a_forged_card_ends_it_and_takes_the_others_along(void **state)
{
    (void)state;
    begin();
    show_badge("Mina Roy", "A", NULL);
    look_up();
    show_forged("Mina Roy", "B");
    assert_int_equal(l.screen.state, TS_SCAN_STOP);
    assert_int_equal(l.screen.page, TS_PAGE_NONE);
    ts_test_row("no jobs are offered under it");
    assert_null(target_of(TS_ACTION_OPEN, TS_PAGE_CONSENT));
    ts_test_row("the next card is the first again");
    show_badge("Mina Roy", "B", NULL);
    assert_int_equal(l.screen.page, TS_PAGE_NONE);
    look_up();
    expect_rows(with_b, TS_COUNT(with_b));
}

static void
a_card_that_nobody_vouches_for_is_shown_as_what_it_is(void **state)
{
    (void)state;
    begin();
    show_badge("Mina Roy", "A", NULL);
    look_up();
    show_badge("Mina Roy", "B", "did:web:nobody.example");
    assert_int_equal(l.screen.state, TS_SCAN_CANNOT_TELL);
    assert_int_equal(l.screen.page, TS_PAGE_NONE);
    assert_null(target_of(TS_ACTION_OPEN, TS_PAGE_CONSENT));
}

static void
after_two_minutes_of_nothing_no_card_is_left(void **state)
{
    (void)state;
    begin();
    show_badge("Mina Roy", "A", NULL);
    look_up();
    for (int s = 0; s < 115; s++)
        turn(1000);
    assert_int_equal(l.screen.page, TS_PAGE_MATCH);
    assert_int_equal(ts_checker_cards(parts.checker), 1);
    for (int s = 0; s < 6; s++)
        turn(1000);
    assert_int_equal(l.screen.state, TS_SCAN_WAITING);
    assert_int_equal(ts_checker_cards(parts.checker), 0);
    assert_null(l.verdict);
    ts_test_row("nor after going back");
    show_badge("Mina Roy", "A", NULL);
    look_up();
    assert_true(touch(TS_ACTION_BACK, 0));
    assert_int_equal(ts_checker_cards(parts.checker), 0);
    assert_int_equal(l.screen.state, TS_SCAN_WAITING);
}

static void
who_says_no_is_back_at_the_verdict(void **state)
{
    (void)state;
    begin();
    show_badge("Mina Roy", "A", NULL);
    assert_true(touch(TS_ACTION_OPEN, TS_PAGE_CONSENT));
    assert_true(touch(TS_ACTION_NO, 0));
    assert_int_equal(l.screen.page, TS_PAGE_NONE);
    assert_int_equal(l.screen.state, TS_SCAN_READY);
    ts_test_row("and the next card is not looked up");
    show_badge("Mina Roy", "B", NULL);
    assert_int_equal(l.screen.page, TS_PAGE_NONE);
}

/* The job in use is one of them: the verdict is its, the page has all. */
static void
with_a_job_in_use_the_page_still_has_all(void **state)
{
    (void)state;
    assert_status(ts_profile_read(&memory, &parts.profile, ts_span_text(jobs[3]), NULL),
                  TS_OK);
    parts.has_profile = true;
    begin();
    show_badge("Mina Roy", "A", NULL);
    assert_int_equal(l.screen.state, TS_SCAN_NOT_YET);
    look_up();
    expect_rows(with_a, TS_COUNT(with_a));
    show_badge("Mina Roy", "B", NULL);
    assert_int_equal(l.screen.state, TS_SCAN_NOT_YET);
    expect_rows(with_a_and_b, TS_COUNT(with_a_and_b));
}

static void
nothing_is_offered_where_there_is_no_other_job(void **state)
{
    (void)state;
    set_jobs(jobs + 3, 1);
    assert_status(ts_profile_read(&memory, &parts.profile, ts_span_text(jobs[3]), NULL),
                  TS_OK);
    parts.has_profile = true;
    begin();
    show_badge("Mina Roy", "A", NULL);
    assert_null(target_of(TS_ACTION_OPEN, TS_PAGE_CONSENT));
}

int
main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)
    const struct CMUnitTest tests[] = {
        TEST(another_card_of_the_same_person_counts_with_the_first),
        TEST(jobs_are_called_by_their_names_in_the_language),
        TEST(another_persons_card_is_shown_alone_and_asked_for_anew),
        TEST(a_forged_card_ends_it_and_takes_the_others_along),
        TEST(a_card_that_nobody_vouches_for_is_shown_as_what_it_is),
        TEST(after_two_minutes_of_nothing_no_card_is_left),
        TEST(who_says_no_is_back_at_the_verdict),
        TEST(with_a_job_in_use_the_page_still_has_all),
        TEST(nothing_is_offered_where_there_is_no_other_job),
    };
    TS_CHECK(ts_words_open(TS_TEST_LOCALE) == TS_OK);
    return cmocka_run_group_tests(tests, NULL, NULL);
}
