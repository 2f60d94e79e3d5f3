#include "tests/fake/kiosk/app/typing_steps.h"

/* The pages behind a PIN: the administrator's, and the supervisor who lets somebody in.
 */

static void
the_right_pin_opens_the_settings(void **state)
{
    (void)state;
    ts_loop_tell_kind(&l, TS_EVENT_BEGIN);
    ts_loop_tell_kind(&l, TS_EVENT_SELF_TEST_PASSED);
    turn(1500);
    assert_true(touch(TS_ACTION_OPEN, TS_PAGE_ADMIN_PIN));
    type_pin("1111");
    assert_int_equal(l.screen.page, TS_PAGE_ADMIN_PIN);
    assert_true(l.model.pin_pad->wrong);
    assert_int_equal(l.model.pin_pad->len, 0);
    type_pin("2718");
    assert_int_equal(l.screen.page, TS_PAGE_ADMIN);
    assert_true(l.screen.unlocked);
    assert_null(l.model.pin_pad);
    assert_int_equal(l.pin_tries.wrong[TS_PIN_ADMIN], 0);
}

static void
wrong_pins_wait_and_closing_the_page_does_not_help(void **state)
{
    (void)state;
    ts_loop_tell_kind(&l, TS_EVENT_BEGIN);
    ts_loop_tell_kind(&l, TS_EVENT_SELF_TEST_PASSED);
    turn(1500);
    assert_true(touch(TS_ACTION_OPEN, TS_PAGE_ADMIN_PIN));
    for (int i = 0; i < 3; i++)
        type_pin("1111");
    assert_false(touch(TS_ACTION_KEY, '2')); /* there are no keys */
    assert_true(l.model.pin_pad->wait_ms > 0);
    type("2718");
    press(TS_KEY_ENTER);
    assert_int_equal(l.screen.page, TS_PAGE_ADMIN_PIN);
    assert_true(touch(TS_ACTION_BACK, 0));
    assert_int_equal(l.screen.page, TS_PAGE_NONE);
    assert_true(touch(TS_ACTION_OPEN, TS_PAGE_ADMIN_PIN));
    assert_false(touch(TS_ACTION_KEY, '2'));
    turn(TS_PIN_WAIT_FIRST_MS);
    type_pin("2718");
    assert_int_equal(l.screen.page, TS_PAGE_ADMIN);
}

static void
without_a_pin_there_is_no_way_to_its_page(void **state)
{
    (void)state;
    options.admin_pin = options.waiver_pin = NULL;
    ts_loop_tell_kind(&l, TS_EVENT_BEGIN);
    ts_loop_tell_kind(&l, TS_EVENT_SELF_TEST_PASSED);
    turn(1500);
    assert_false(touch(TS_ACTION_OPEN, TS_PAGE_ADMIN_PIN));
    begin(TS_VERDICT_NOT_YET, false);
    assert_false(l.model.offers.waiver);
    /* And on it nothing is right. */
    ts_loop_tell(
        &l, (struct ts_scan_event){ .kind = TS_EVENT_OPEN, .page = TS_PAGE_WAIVER_PIN });
    turn(500);
    type_pin("2718");
    assert_int_equal(l.screen.page, TS_PAGE_WAIVER_PIN);
}

static void
open_waiver(void)
{
    ts_loop_tell(
        &l, (struct ts_scan_event){ .kind = TS_EVENT_OPEN, .page = TS_PAGE_WAIVER_PIN });
    turn(500);
}

/* It takes long by design: the screen goes on while it does, and nothing typed. */
static void
a_pin_is_looked_at_while_the_screen_goes_on(void **state)
{
    (void)state;
    ts_loop_tell_kind(&l, TS_EVENT_BEGIN);
    ts_loop_tell_kind(&l, TS_EVENT_SELF_TEST_PASSED);
    turn(1500);
    assert_true(touch(TS_ACTION_OPEN, TS_PAGE_ADMIN_PIN));
    type("2718");
    struct ts_input enter = { .kind = TS_INPUT_KEY, .key = TS_KEY_ENTER };
    uint32_t turns = l.turns;
    assert_true(ts_loop_typed(&l, &enter));
    assert_int_equal(l.screen.page, TS_PAGE_ADMIN_PIN);
    assert_int_equal(l.pin_tries.wrong[TS_PIN_ADMIN], 1); /* counted before it is known */
    type("9");
    assert_int_equal(l.model.pin_pad ? l.model.pin_pad->len : 0, 0);
    wait_for_pin();
    assert_true(l.turns > turns);
    assert_int_equal(l.screen.page, TS_PAGE_ADMIN);
    assert_int_equal(l.pin_tries.wrong[TS_PIN_ADMIN], 0);
}

/* Or the answer of one would open the page to another. */
static void
who_closes_the_page_meanwhile_gets_no_answer(void **state)
{
    (void)state;
    ts_loop_tell_kind(&l, TS_EVENT_BEGIN);
    ts_loop_tell_kind(&l, TS_EVENT_SELF_TEST_PASSED);
    turn(1500);
    assert_true(touch(TS_ACTION_OPEN, TS_PAGE_ADMIN_PIN));
    for (const char *digit = "2718"; *digit; digit++)
        assert_true(touch(TS_ACTION_KEY, *digit));
    struct ts_touch done = { TS_ACTION_ENTER, 0 };
    ts_pages_touch(&l, done);
    ts_loop_tell_kind(&l, TS_EVENT_CLOSE);
    ts_pages_follow(&l);
    assert_int_equal(l.pin_tries.wrong[TS_PIN_ADMIN], 1);
    turn(1500);
    assert_true(touch(TS_ACTION_OPEN, TS_PAGE_ADMIN_PIN));
    wait_for_pin();
    assert_int_equal(l.screen.page, TS_PAGE_ADMIN_PIN);
    assert_false(l.screen.unlocked);
    assert_false(l.model.pin_pad->checking);
    type_pin("2718");
    assert_int_equal(l.screen.page, TS_PAGE_ADMIN);
}

/* Every verdict, every reason: let in is never green, and STOP is never let in. */
static void
a_waiver_is_never_ready(void **state)
{
    for (int kind = 0; kind < TS_VERDICT_COUNT; kind++)
        for (int why = 1; why < TS_WAIVER_COUNT; why++) {
            bool may = kind == TS_VERDICT_NOT_YET || kind == TS_VERDICT_CANNOT_TELL;
            (void)tear_down(state);
            (void)set_up(state);
            begin((enum ts_verdict_kind)kind, false);
            assert_int_equal(l.model.offers.waiver, may);
            open_waiver();
            assert_int_equal(l.screen.page == TS_PAGE_WAIVER_PIN, may);
            if (!may)
                continue;
            type_pin("2718");
            assert_int_equal(l.screen.page, TS_PAGE_WAIVER);
            if (!touch(TS_ACTION_CHOOSE, why))
                ts_loop_waived(&l, (enum ts_waiver)why); /* below the fold */
            turn(100);
            assert_int_equal(l.screen.state, TS_SCAN_WAIVED);
            assert_int_equal(scripted_checker.verdict.waived, why);
            assert_int_equal(scripted_checker.verdict.kind, kind);
            assert_int_equal(ts_signal_record_lit(), TS_LAMP_NOT_YET);
            assert_int_equal(ts_signal_record_times(TS_LAMP_READY), 0);
            assert_int_equal(scripted_journal.waived, 1);
            assert_int_equal(scripted_journal.waivers[0].verdict, kind);
            assert_int_equal(scripted_journal.waivers[0].reason, why);
            assert_int_equal(scripted_journal.writes, 1);
            struct ts_colour ground = l.drawing.items[0].colour;
            struct ts_colour yellow = ts_theme_verdict(TS_VERDICT_NOT_YET).ground;
            assert_memory_equal(&ground, &yellow, sizeof(ground));
            assert_false(l.model.offers.waiver);
        }
}

static void
nobody_is_let_in_but_from_its_page(void **state)
{
    (void)state;
    begin(TS_VERDICT_NOT_YET, false);
    ts_loop_waived(&l, TS_WAIVER_OTHER);
    assert_int_equal(l.screen.state, TS_SCAN_NOT_YET);
    assert_int_equal(scripted_checker.verdict.waived, TS_WAIVER_NONE);
    open_waiver();
    ts_loop_waived(&l, TS_WAIVER_OTHER);
    assert_int_equal(scripted_journal.waived, 0);
    assert_int_equal(scripted_checker.verdict.waived, TS_WAIVER_NONE);
}

static void
who_gave_up_may_be_let_in_and_is_counted_once(void **state)
{
    (void)state;
    begin(TS_VERDICT_CANNOT_TELL, true);
    assert_true(touch(TS_ACTION_BACK, 0));
    open_waiver();
    type_pin("2718");
    ts_loop_waived(&l, TS_WAIVER_CONFIRMED);
    turn(TS_SCAN_WAIVED_MS + 1);
    assert_int_equal(l.screen.state, TS_SCAN_WAITING);
    assert_int_equal(scripted_journal.writes, 1);
    assert_int_equal(scripted_journal.waived, 1);
}

int
main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)
    const struct CMUnitTest tests[] = {
        TEST(the_right_pin_opens_the_settings),
        TEST(wrong_pins_wait_and_closing_the_page_does_not_help),
        TEST(a_pin_is_looked_at_while_the_screen_goes_on),
        TEST(who_closes_the_page_meanwhile_gets_no_answer),
        TEST(without_a_pin_there_is_no_way_to_its_page),
        TEST(a_waiver_is_never_ready),
        TEST(nobody_is_let_in_but_from_its_page),
        TEST(who_gave_up_may_be_let_in_and_is_counted_once),
    };
    TS_CHECK(ts_pin_hash(pin_line, TS_SPAN_LIT("2718")) == TS_OK);
    return cmocka_run_group_tests(tests, NULL, NULL);
}
