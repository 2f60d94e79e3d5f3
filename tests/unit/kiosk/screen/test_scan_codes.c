#include "tests/unit/kiosk/screen/scan_events.h"

/* Codes: of the same person, of somebody else, of nobody, and in several parts. */

static void
the_same_code_in_view_is_checked_once(void **state)
{
    (void)state;
    struct ts_scan_screen screen = brought_to(TS_SCAN_READY);
    for (uint64_t ms = 0; ms < 20000; ms += 100) {
        assert_false(see(&screen, 7, later(ms)).start_check);
        send(&screen, TS_EVENT_TICK, later(ms));
    }
    assert_int_equal(screen.state, TS_SCAN_WAITING);
    assert_false(see(&screen, 7, later(19900 + 1999)).start_check);
    assert_true(see(&screen, 7, later(19900 + 1999 + 2000)).start_check);
}

static void
holding_the_same_code_renews_nothing(void **state)
{
    (void)state;
    struct ts_scan_screen screen = brought_to(TS_SCAN_NOT_YET);
    for (uint64_t ms = 0; ms < 29999; ms += 100)
        see(&screen, 7, later(ms));
    send(&screen, TS_EVENT_TICK, later(30000));
    assert_int_equal(screen.state, TS_SCAN_WAITING);
}

static void
the_next_badge_interrupts_ready_and_is_somebody_else(void **state)
{
    (void)state;
    struct ts_scan_screen screen = brought_to(TS_SCAN_READY);
    struct ts_scan_actions actions = see(&screen, 8, later(100));
    assert_int_equal(screen.state, TS_SCAN_CHECKING);
    assert_true(actions.wipe && actions.start_check && actions.light);
    assert_int_equal(actions.lamp, TS_LAMP_NONE);
    assert_int_equal(actions.sound, TS_SOUND_TICK);
}

static void
the_first_card_comes_back_after_another_one(void **state)
{
    (void)state;
    struct ts_scan_screen screen = brought_to(TS_SCAN_NOT_YET);
    see(&screen, 8, later(100));
    judge(&screen, TS_VERDICT_NOT_YET, later(120));
    assert_true(see(&screen, 7, later(200)).start_check);
}

static void
not_yet_keeps_the_cards_for_the_next_one(void **state)
{
    (void)state;
    struct ts_scan_screen screen = brought_to(TS_SCAN_NOT_YET);
    assert_false(see(&screen, 8, later(25000)).wipe);
    assert_false(judge(&screen, TS_VERDICT_CANNOT_TELL, later(25100)).wipe);
    assert_false(see(&screen, 9, later(40000)).wipe);
    assert_false(judge(&screen, TS_VERDICT_READY, later(40100)).wipe);
    assert_int_equal(screen.state, TS_SCAN_READY);
    assert_true(see(&screen, 10, later(41000)).wipe);
}

static void
a_card_after_cannot_tell_alone_is_somebody_else(void **state)
{
    (void)state;
    struct ts_scan_screen screen = brought_to(TS_SCAN_CANNOT_TELL);
    assert_true(see(&screen, 8, later(1000)).wipe);
}

static void
stop_ends_a_basket(void **state)
{
    (void)state;
    struct ts_scan_screen screen = brought_to(TS_SCAN_NOT_YET);
    see(&screen, 8, later(100));
    judge(&screen, TS_VERDICT_STOP, later(200));
    assert_true(see(&screen, 9, later(300)).wipe);
}

static void
a_basket_lives_two_minutes_whatever_is_scanned(void **state)
{
    (void)state;
    struct ts_scan_screen screen = brought_to(TS_SCAN_NOT_YET);
    for (uint64_t ms = 20000; ms < 120000; ms += 20000) {
        assert_false(see(&screen, ms, later(ms)).wipe);
        judge(&screen, TS_VERDICT_NOT_YET, later(ms + 50));
        send(&screen, TS_EVENT_TOUCH, later(ms + 60));
    }
    assert_int_equal(ts_scan_time_left(&screen, later(110000)).left_ms, 10000);
    send(&screen, TS_EVENT_TICK, later(119999));
    assert_int_equal(screen.state, TS_SCAN_NOT_YET);
    assert_true(send(&screen, TS_EVENT_TICK, later(120000)).wipe);
    assert_int_equal(screen.state, TS_SCAN_WAITING);
}

static void
a_verdict_after_the_basket_ended_leaves_at_once(void **state)
{
    (void)state;
    struct ts_scan_screen screen = brought_to(TS_SCAN_NOT_YET);
    for (uint64_t ms = 25000; ms < 119000; ms += 25000)
        send(&screen, TS_EVENT_TOUCH, later(ms));
    see(&screen, 8, later(119500));
    judge(&screen, TS_VERDICT_NOT_YET, later(120500));
    assert_int_equal(ts_scan_time_left(&screen, later(120500)).total_ms, 0);
    assert_true(send(&screen, TS_EVENT_TICK, later(120500)).wipe);
    assert_int_equal(screen.state, TS_SCAN_WAITING);
}

static struct ts_scan_actions
foreign(struct ts_scan_screen *screen, ts_mono now)
{
    return ts_scan_handle(screen,
                          (struct ts_scan_event){ .kind = TS_EVENT_NOT_A_CREDENTIAL,
                                                  .ticket = screen->ticket },
                          now);
}

static void
not_a_credential_is_a_toast_of_three_silent_seconds(void **state)
{
    (void)state;
    struct ts_scan_screen screen = waiting();
    struct ts_scan_event code = { .kind = TS_EVENT_CODE_SEEN, .code = 7 };
    assert_int_equal(ts_scan_handle(&screen, code, noon).sound, TS_SOUND_NONE);
    assert_int_equal(foreign(&screen, later(10)).sound, TS_SOUND_NONE);
    assert_int_equal(screen.state, TS_SCAN_WAITING);
    assert_true(ts_scan_toasts(&screen, later(3009)));
    assert_false(ts_scan_toasts(&screen, later(3010)));
    send(&screen, TS_EVENT_TOUCH, later(20));
    assert_false(ts_scan_toasts(&screen, later(21)));
}

static void
a_foreign_ticket_makes_no_toast(void **state)
{
    (void)state;
    struct ts_scan_screen screen = brought_to(TS_SCAN_CHECKING);
    struct ts_scan_event event = { .kind = TS_EVENT_NOT_A_CREDENTIAL,
                                   .ticket = screen.ticket + 1 };
    ts_scan_handle(&screen, event, noon);
    assert_int_equal(screen.state, TS_SCAN_CHECKING);
}

static void
a_poster_in_view_does_not_take_turns_with_a_badge(void **state)
{
    (void)state;
    struct ts_scan_screen screen = waiting();
    see(&screen, 66, noon);
    foreign(&screen, later(10));
    see(&screen, 7, later(100));
    judge(&screen, TS_VERDICT_READY, later(110));
    for (uint64_t ms = 200; ms < 7000; ms += 100) {
        assert_false(see(&screen, 66, later(ms)).start_check);
        assert_false(see(&screen, 7, later(ms)).start_check);
    }
    assert_int_equal(screen.state, TS_SCAN_READY);
}

static void
a_foreign_code_leads_back_to_not_yet_with_the_time_it_had(void **state)
{
    (void)state;
    struct ts_scan_screen screen = brought_to(TS_SCAN_NOT_YET);
    see(&screen, 66, later(5000));
    struct ts_scan_actions actions = foreign(&screen, later(5100));
    assert_int_equal(screen.state, TS_SCAN_NOT_YET);
    assert_false(actions.wipe);
    assert_int_equal(actions.lamp, TS_LAMP_NOT_YET);
    assert_int_equal(ts_scan_time_left(&screen, later(5100)).left_ms, 24900);
}

static enum ts_hint
hint_after(struct ts_scan_screen *screen, uint64_t from, uint64_t to)
{
    struct ts_scan_event event = { .kind = TS_EVENT_SEEN_UNREAD, .hint = TS_HINT_CLOSER };
    for (uint64_t ms = from; ms <= to; ms += 100)
        ts_scan_handle(screen, event, later(ms));
    return ts_scan_hint(screen, later(to));
}

static void
a_hint_comes_after_four_seconds_seen_but_unread(void **state)
{
    (void)state;
    struct ts_scan_screen screen = waiting();
    assert_int_equal(hint_after(&screen, 0, 3900), TS_HINT_NONE);
    assert_int_equal(hint_after(&screen, 4000, 4000), TS_HINT_CLOSER);
    assert_int_equal(ts_scan_hint(&screen, later(6000)), TS_HINT_NONE);
    assert_int_equal(hint_after(&screen, 7000, 10900), TS_HINT_NONE);
    see(&screen, 7, later(11000));
    assert_int_equal(ts_scan_hint(&screen, later(11000)), TS_HINT_NONE);
}

static struct ts_scan_actions
send_part(struct ts_scan_screen *screen, uint32_t seen, uint32_t total, ts_mono now)
{
    struct ts_scan_event event = { .kind = TS_EVENT_PART_SEEN, .parts = { seen, total } };
    return ts_scan_handle(screen, event, now);
}

static void
parts_are_shown_until_they_are_whole_or_given_up(void **state)
{
    (void)state;
    struct ts_scan_screen screen = brought_to(TS_SCAN_WAITING);
    assert_int_equal(ts_scan_parts_seen(&screen, noon).total, 0);
    send_part(&screen, 1, 3, noon);
    send_part(&screen, 2, 3, later(1000));
    assert_int_equal(screen.state, TS_SCAN_WAITING);
    assert_int_equal(ts_scan_parts_seen(&screen, later(1000)).seen, 2);
    assert_int_equal(ts_scan_parts_seen(&screen, later(1000)).total, 3);
    assert_int_equal(ts_scan_parts_seen(&screen, later(999 + TS_SCAN_PARTS_MS)).total, 3);
    assert_int_equal(ts_scan_parts_seen(&screen, later(1000 + TS_SCAN_PARTS_MS)).total,
                     0);

    send_part(&screen, 2, 3, later(2000));
    struct ts_scan_event whole = { .kind = TS_EVENT_CODE_SEEN, .code = 9 };
    assert_true(ts_scan_handle(&screen, whole, later(2000)).start_check);
    assert_int_equal(screen.state, TS_SCAN_CHECKING);
    assert_int_equal(ts_scan_parts_seen(&screen, later(2000)).total, 0);
}

static void
parts_change_no_state_and_wake_the_screen(void **state)
{
    (void)state;
    for (int from = 0; from < TS_SCAN_STATE_COUNT; from++) {
        struct ts_scan_screen screen = brought_to((enum ts_scan_state)from);
        struct ts_scan_actions actions = send_part(&screen, 1, 2, noon);
        assert_int_equal(screen.state, from);
        assert_false(actions.wipe || actions.start_check || actions.light);
        bool shown = from == TS_SCAN_WAITING;
        assert_int_equal(ts_scan_parts_seen(&screen, noon).total, shown ? 2 : 0);
    }
    struct ts_scan_screen screen = brought_to(TS_SCAN_WAITING);
    screen.dim_ms = TS_SCAN_DIM_MS;
    assert_true(ts_scan_dimmed(&screen, later(TS_SCAN_DIM_MS)));
    send_part(&screen, 1, 2, later(TS_SCAN_DIM_MS));
    assert_false(ts_scan_dimmed(&screen, later(TS_SCAN_DIM_MS)));
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(parts_are_shown_until_they_are_whole_or_given_up),
        cmocka_unit_test(parts_change_no_state_and_wake_the_screen),
        cmocka_unit_test(the_same_code_in_view_is_checked_once),
        cmocka_unit_test(holding_the_same_code_renews_nothing),
        cmocka_unit_test(the_next_badge_interrupts_ready_and_is_somebody_else),
        cmocka_unit_test(the_first_card_comes_back_after_another_one),
        cmocka_unit_test(not_yet_keeps_the_cards_for_the_next_one),
        cmocka_unit_test(a_card_after_cannot_tell_alone_is_somebody_else),
        cmocka_unit_test(stop_ends_a_basket),
        cmocka_unit_test(a_basket_lives_two_minutes_whatever_is_scanned),
        cmocka_unit_test(a_verdict_after_the_basket_ended_leaves_at_once),
        cmocka_unit_test(not_a_credential_is_a_toast_of_three_silent_seconds),
        cmocka_unit_test(a_foreign_ticket_makes_no_toast),
        cmocka_unit_test(a_poster_in_view_does_not_take_turns_with_a_badge),
        cmocka_unit_test(a_foreign_code_leads_back_to_not_yet_with_the_time_it_had),
        cmocka_unit_test(a_hint_comes_after_four_seconds_seen_but_unread),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
