#include "tests/fake/kiosk/app/typing_steps.h"

static void
the_right_answer_is_ready(void **state)
{
    (void)state;
    begin(TS_VERDICT_CANNOT_TELL, true);
    assert_int_equal(l.screen.page, TS_PAGE_ANSWER);
    assert_int_equal(scripted_journal.writes, 0);
    type(NAME);
    size_t forgets = scripted_senses.forgets;
    press(TS_KEY_ENTER);
    assert_int_equal(l.screen.state, TS_SCAN_READY);
    assert_int_equal(ts_signal_record_lit(), TS_LAMP_READY);
    assert_int_equal(scripted_journal.writes, 1);
    assert_int_equal(scripted_journal.entries[0].verdict, TS_VERDICT_READY);
    assert_true(scripted_senses.forgets
                > forgets); /* no picture of what was typed is left */
    assert_null(l.model.keyboard);
}

static void
a_wrong_answer_is_not_yet_at_once(void **state)
{
    (void)state;
    begin(TS_VERDICT_CANNOT_TELL, true);
    type("Somebody Else");
    press(TS_KEY_ENTER);
    assert_int_equal(l.screen.state, TS_SCAN_NOT_YET);
    assert_int_equal(scripted_journal.entries[0].reason, TS_REASON_NOT_SAME_PERSON);
    assert_int_equal(ts_signal_record_times(TS_LAMP_READY), 0);
    ts_loop_answered(&l, ts_span_text(NAME)); /* there is no second guess */
    assert_int_equal(l.screen.state, TS_SCAN_NOT_YET);
    assert_int_equal(scripted_checker.verdict.kind, TS_VERDICT_NOT_YET);
}

static void
nothing_typed_is_no_answer(void **state)
{
    (void)state;
    begin(TS_VERDICT_CANNOT_TELL, true);
    press(TS_KEY_ENTER);
    assert_int_equal(l.screen.page, TS_PAGE_ANSWER);
    assert_true(scripted_checker.verdict.identity_due);
}

static void
the_name_in_the_clear_is_no_answer(void **state)
{
    (void)state;
    deal("emailAddress", EMAIL);
    begin(TS_VERDICT_CANNOT_TELL, true);
    type(NAME);
    press(TS_KEY_ENTER);
    assert_int_equal(l.screen.state, TS_SCAN_NOT_YET);
}

static void
giving_up_is_cannot_tell(void **state)
{
    (void)state;
    begin(TS_VERDICT_CANNOT_TELL, true);
    type("Ap");
    assert_true(touch(TS_ACTION_BACK, 0));
    assert_int_equal(l.screen.state, TS_SCAN_CANNOT_TELL);
    assert_null(l.model.keyboard);
    turn(TS_SCAN_CANNOT_TELL_MS);
    assert_int_equal(l.screen.state, TS_SCAN_WAITING);
    assert_int_equal(scripted_journal.writes, 1);
    assert_int_equal(scripted_journal.entries[0].verdict, TS_VERDICT_CANNOT_TELL);
}

static void
who_goes_away_is_forgotten(void **state)
{
    (void)state;
    begin(TS_VERDICT_CANNOT_TELL, true);
    type("Ap");
    size_t wipes = scripted_checker.wipes;
    turn(TS_SCAN_IDENTITY_MS + 1);
    assert_int_equal(l.screen.state, TS_SCAN_WAITING);
    assert_true(scripted_checker.wipes > wipes);
    assert_null(l.model.keyboard);
    assert_null(l.model.verdict);
}

static void
another_card_interrupts_and_begins_with_nothing_typed(void **state)
{
    (void)state;
    begin(TS_VERDICT_CANNOT_TELL, true);
    type("Ap");
    size_t wipes = scripted_checker.wipes;
    show_card(2);
    assert_int_equal(l.screen.state, TS_SCAN_CHECKING);
    assert_true(scripted_checker.wipes > wipes);
    give(TS_VERDICT_CANNOT_TELL, true);
    turn(100);
    assert_int_equal(l.screen.page, TS_PAGE_ANSWER);
    assert_int_equal(ts_keyboard_typed(l.model.keyboard).len, 0);
}

static void
the_kind_that_is_asked_for_is_the_cards(void **state)
{
    static const struct {
        const char *type;
        enum ts_phrase asked;
    } ROWS[] = {
        { "name", TS_PHRASE_ASK_NAME },
        { "emailAddress", TS_PHRASE_ASK_EMAIL },
        { "nationalIdentityNumber", TS_PHRASE_ASK_NUMBER },
        { "userName", TS_PHRASE_ASK_USER_NAME },
        { "ext:somethingElse", TS_PHRASE_ASK_ANY },
        { "", TS_PHRASE_ASK_ANY },
    };
    for (size_t i = 0; i < TS_COUNT(ROWS); i++) {
        if (i > 0)
            (void)tear_down(state);
        (void)set_up(state);
        ts_test_row(ROWS[i].type);
        deal(ROWS[i].type, "x");
        begin(TS_VERDICT_CANNOT_TELL, true);
        assert_span_equal(l.model.keyboard->question,
                          ts_span_text(ts_words(ROWS[i].asked)));
    }
}

/* What was read is the checker's from then on; the loop has no use for it any more. */
static void
the_text_of_a_code_does_not_stay_in_the_loop(void **state)
{
    (void)state;
    static const struct ts_sight nothing;
    begin(TS_VERDICT_NOT_YET, false);
    assert_int_equal(scripted_checker.submissions, 1);
    assert_memory_equal(l.sight.text, nothing.text, sizeof(nothing.text));
    assert_int_equal(l.sight.len, 0);
    show_card(1); /* seen once more, and not checked */
    assert_int_equal(scripted_checker.submissions, 1);
    assert_memory_equal(l.sight.text, nothing.text, sizeof(nothing.text));
}

/* On the screen: a group is opened, then its letter typed. */
static void
the_keys_of_the_picture_type(void **state)
{
    (void)state;
    deal("userName", "a");
    begin(TS_VERDICT_CANNOT_TELL, true);
    struct ts_key_group first = { 0, 2 };
    assert_true(touch(TS_ACTION_CHOOSE, ts_keyboard_group(first)));
    assert_true(touch(TS_ACTION_KEY, 'b'));
    assert_true(touch(TS_ACTION_ERASE, 0));
    assert_true(touch(TS_ACTION_CHOOSE, ts_keyboard_group(first)));
    assert_true(touch(TS_ACTION_KEY, 'a'));
    assert_true(touch(TS_ACTION_ENTER, 0));
    assert_int_equal(l.screen.state, TS_SCAN_READY);
}

static void
keys_act_as_always_where_nobody_types(void **state)
{
    (void)state;
    struct ts_input input = { .kind = TS_INPUT_KEY, .key = TS_KEY_LANGUAGE };
    begin(TS_VERDICT_READY, false);
    assert_false(ts_loop_typed(&l, &input));
}

int
main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)
    const struct CMUnitTest tests[] = {
        TEST(the_right_answer_is_ready),
        TEST(a_wrong_answer_is_not_yet_at_once),
        TEST(nothing_typed_is_no_answer),
        TEST(the_name_in_the_clear_is_no_answer),
        TEST(giving_up_is_cannot_tell),
        TEST(who_goes_away_is_forgotten),
        TEST(another_card_interrupts_and_begins_with_nothing_typed),
        TEST(the_kind_that_is_asked_for_is_the_cards),
        TEST(the_text_of_a_code_does_not_stay_in_the_loop),
        TEST(the_keys_of_the_picture_type),
        TEST(keys_act_as_always_where_nobody_types),
    };
    TS_CHECK(ts_pin_hash(pin_line, TS_SPAN_LIT("2718")) == TS_OK);
    return cmocka_run_group_tests(tests, NULL, NULL);
}
