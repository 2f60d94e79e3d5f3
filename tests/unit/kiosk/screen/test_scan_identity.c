#include "tests/unit/kiosk/screen/scan_events.h"

/* The question whether this is the person, and what somebody touches. */

/* The button: it ends what is shown of somebody, and decides nothing. */
static const struct {
    enum ts_scan_state from, to;
    bool wipes;
} nexts[] = {

    { TS_SCAN_OUT_OF_ORDER, TS_SCAN_OUT_OF_ORDER, false },
    { TS_SCAN_START, TS_SCAN_START, false },
    { TS_SCAN_WAITING, TS_SCAN_WAITING, false },
    { TS_SCAN_CHECKING, TS_SCAN_CHECKING, false },
    { TS_SCAN_READY, TS_SCAN_WAITING, true },
    { TS_SCAN_NOT_YET, TS_SCAN_WAITING, true },
    { TS_SCAN_STOP, TS_SCAN_WAITING, true },
    { TS_SCAN_CANNOT_TELL, TS_SCAN_WAITING, true },
    { TS_SCAN_NO_ANSWER, TS_SCAN_WAITING, true },
    { TS_SCAN_IDENTITY, TS_SCAN_WAITING, true },
    { TS_SCAN_WAIVED, TS_SCAN_WAITING, true },
};

static void
next_ends_every_verdict_but_one_that_came_just_now(void **state)
{
    (void)state;
    assert_int_equal(TS_COUNT(nexts), TS_SCAN_STATE_COUNT);
    for (size_t i = 0; i < TS_COUNT(nexts); i++) {
        struct ts_scan_screen screen = brought_to(nexts[i].from);
        ts_mono early = { screen.since.ms + TS_SCAN_PAGE_BOUNCE_MS - 1 };
        ts_mono late = { screen.since.ms + TS_SCAN_PAGE_BOUNCE_MS };
        bool ends = nexts[i].to != nexts[i].from;
        send(&screen, TS_EVENT_NEXT, early);
        assert_int_equal(screen.state, nexts[i].from);
        struct ts_scan_actions actions = send(&screen, TS_EVENT_NEXT, late);
        assert_int_equal(screen.state, nexts[i].to);
        assert_int_equal(actions.wipe, nexts[i].wipes);
        assert_int_equal(actions.lamp, TS_LAMP_NONE);
        assert_false(actions.start_check);
        if (ends)
            assert_false(screen.basket_open);
    }
}

static void
next_closes_pages_and_leads_to_none(void **state)
{
    (void)state;
    struct ts_scan_screen verdict = brought_to(TS_SCAN_NOT_YET);
    struct ts_scan_screen rest = brought_to(TS_SCAN_WAITING);
    struct ts_scan_event open = { .kind = TS_EVENT_OPEN, .page = TS_PAGE_WAIVER_PIN };
    (void)ts_scan_handle(&verdict, open, later(500));
    assert_int_equal(verdict.page, TS_PAGE_WAIVER_PIN);
    send(&verdict, TS_EVENT_NEXT, later(600)); /* a touch's echo */
    assert_int_equal(verdict.page, TS_PAGE_WAIVER_PIN);
    send(&verdict, TS_EVENT_NEXT, later(1000));
    assert_int_equal(verdict.page, TS_PAGE_NONE);
    assert_int_equal(verdict.state, TS_SCAN_WAITING);
    open.page = TS_PAGE_LANGUAGE;
    (void)ts_scan_handle(&rest, open, later(500));
    assert_int_equal(rest.page, TS_PAGE_LANGUAGE);
    send(&rest, TS_EVENT_NEXT, later(1000));
    assert_int_equal(rest.page, TS_PAGE_NONE);
    assert_int_equal(rest.state, TS_SCAN_WAITING);
}

static void
next_is_a_sign_of_life(void **state)
{
    (void)state;
    struct ts_scan_screen screen = brought_to(TS_SCAN_WAITING);
    screen.dim_ms = TS_SCAN_DIM_MS;
    assert_true(ts_scan_dimmed(&screen, later(TS_SCAN_DIM_MS)));
    send(&screen, TS_EVENT_NEXT, later(TS_SCAN_DIM_MS));
    assert_false(ts_scan_dimmed(&screen, later(TS_SCAN_DIM_MS)));
}

/* The same with a verdict that compares, and with the answer no. */
static void
nothing_reaches_ready_while_the_person_must_be_compared(void **state)
{
    (void)state;
    for (int from = 0; from < TS_SCAN_STATE_COUNT; from++) {
        for (int kind = 0; kind < TS_EVENT_COUNT && from != TS_SCAN_READY; kind++) {
            struct ts_scan_screen screen = brought_to((enum ts_scan_state)from);
            struct ts_scan_event event = { .kind = (enum ts_scan_event_kind)kind,
                                           .ticket = screen.ticket,
                                           .verdict = TS_VERDICT_READY,
                                           .compares = true,
                                           .code = 99 };
            ts_scan_handle(&screen, event, later(TS_SCAN_BOUNCE_MS));
            assert_int_not_equal(screen.state, TS_SCAN_READY);
            if (from == TS_SCAN_CHECKING && kind == TS_EVENT_VERDICT)
                assert_int_equal(screen.state, TS_SCAN_IDENTITY);
        }
    }
}

static void
yes_is_ready_and_no_is_not_yet_of_nobodys_cards(void **state)
{
    (void)state;
    struct ts_scan_screen yes = brought_to(TS_SCAN_IDENTITY);
    struct ts_scan_screen no = yes;
    struct ts_scan_actions actions = compare(&yes, true, later(1000));
    assert_int_equal(yes.state, TS_SCAN_READY);
    assert_false(actions.wipe);
    assert_int_equal(actions.sound, TS_SOUND_READY);
    assert_int_equal(ts_scan_time_left(&yes, later(1000)).total_ms, TS_SCAN_READY_MS);
    actions = compare(&no, false, later(1000));
    assert_int_equal(no.state, TS_SCAN_NOT_YET);
    assert_false(actions.wipe);
    assert_int_equal(actions.lamp, TS_LAMP_NOT_YET);
    send(&no, TS_EVENT_TOUCH, later(20000)); /* there is no basket to keep */
    assert_int_equal(ts_scan_time_left(&no, later(20000)).left_ms, 11000);
    assert_true(see(&no, 8, later(21000)).wipe);
}

static void
an_answer_in_the_first_second_is_a_touch_that_was_meant_otherwise(void **state)
{
    (void)state;
    struct ts_scan_screen screen = brought_to(TS_SCAN_IDENTITY);
    compare(&screen, true, later(TS_SCAN_BOUNCE_MS - 1));
    assert_int_equal(screen.state, TS_SCAN_IDENTITY);
    compare(&screen, true, later(TS_SCAN_IDENTITY_MS)); /* and a late one is none */
    assert_int_equal(screen.state, TS_SCAN_WAITING);
}

static void
the_next_badge_interrupts_the_question_and_is_somebody_else(void **state)
{
    (void)state;
    struct ts_scan_screen screen = brought_to(TS_SCAN_NOT_YET);
    see(&screen, 8, later(100));
    judge_comparing(&screen, later(200)); /* the last card of a basket */
    assert_int_equal(ts_scan_time_left(&screen, later(200)).total_ms,
                     TS_SCAN_IDENTITY_MS);
    assert_false(see(&screen, 8, later(300)).start_check); /* it is still held there */
    struct ts_scan_actions actions = see(&screen, 9, later(400));
    assert_true(actions.wipe && actions.start_check);
    assert_false(ts_scan_time_left(&screen, later(400)).counted);
}

static void
a_touch_keeps_ready_for_a_minute_and_a_second_one_ends_it(void **state)
{
    (void)state;
    struct ts_scan_screen screen = brought_to(TS_SCAN_READY);
    send(&screen, TS_EVENT_TOUCH, later(1000));
    assert_true(screen.kept);
    send(&screen, TS_EVENT_TOUCH, later(1300)); /* a glove bounces */
    send(&screen, TS_EVENT_TICK, later(60999));
    assert_int_equal(screen.state, TS_SCAN_READY);
    struct ts_scan_screen other = screen;
    send(&screen, TS_EVENT_TICK, later(61000));
    assert_int_equal(screen.state, TS_SCAN_WAITING);
    assert_true(send(&other, TS_EVENT_TOUCH, later(50000)).wipe);
    assert_int_equal(other.state, TS_SCAN_WAITING);
    assert_false(other.kept);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(next_ends_every_verdict_but_one_that_came_just_now),
        cmocka_unit_test(next_closes_pages_and_leads_to_none),
        cmocka_unit_test(next_is_a_sign_of_life),
        cmocka_unit_test(nothing_reaches_ready_while_the_person_must_be_compared),
        cmocka_unit_test(yes_is_ready_and_no_is_not_yet_of_nobodys_cards),
        cmocka_unit_test(
            an_answer_in_the_first_second_is_a_touch_that_was_meant_otherwise),
        cmocka_unit_test(the_next_badge_interrupts_the_question_and_is_somebody_else),
        cmocka_unit_test(a_touch_keeps_ready_for_a_minute_and_a_second_one_ends_it),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
