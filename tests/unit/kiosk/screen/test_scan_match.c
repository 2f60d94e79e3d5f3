#include "kiosk/screen/scan_screen.h"
#include "tests/support/support.h"

/* From a verdict to the page on which jobs are looked up, and on from card to card. */

static struct ts_scan_screen screen;
static ts_mono now;

static struct ts_scan_actions
tell(struct ts_scan_event event)
{
    return ts_scan_handle(&screen, event, now);
}

static struct ts_scan_actions
tell_kind(enum ts_scan_event_kind kind)
{
    return tell((struct ts_scan_event){ .kind = kind });
}

static void
pass(uint64_t ms)
{
    now.ms += ms;
}

static void
open(enum ts_page page)
{
    pass(TS_SCAN_PAGE_BOUNCE_MS);
    (void)tell((struct ts_scan_event){ .kind = TS_EVENT_OPEN, .page = page });
}

/* Whether the cards before were wiped. */
static bool
see(uint64_t code)
{
    pass(100);
    struct ts_scan_actions actions =
        tell((struct ts_scan_event){ .kind = TS_EVENT_CODE_SEEN, .code = code });
    assert_true(actions.start_check);
    assert_int_equal(screen.page, TS_PAGE_NONE);
    return actions.wipe;
}

static struct ts_scan_actions
judge(enum ts_verdict_kind kind, bool matches)
{
    pass(100);
    return tell((struct ts_scan_event){ .kind = TS_EVENT_VERDICT,
                                        .ticket = screen.ticket,
                                        .verdict = kind,
                                        .matches = matches });
}

/* A card of this verdict, and on to the jobs. */
static void
look_up(enum ts_verdict_kind kind)
{
    screen = (struct ts_scan_screen){ .state = TS_SCAN_OUT_OF_ORDER };
    now = (ts_mono){ 1000 };
    (void)tell_kind(TS_EVENT_BEGIN);
    (void)tell_kind(TS_EVENT_SELF_TEST_PASSED);
    (void)see(1);
    (void)judge(kind, true);
    open(TS_PAGE_CONSENT);
    open(TS_PAGE_MATCH);
}

static void
nobody_gets_there_without_being_asked(void **state)
{
    (void)state;
    look_up(TS_VERDICT_READY);
    assert_int_equal(screen.page, TS_PAGE_MATCH);
    look_up(TS_VERDICT_STOP);
    assert_int_equal(screen.page, TS_PAGE_NONE);
    (void)tell_kind(TS_EVENT_TOUCH);
    (void)see(2);
    (void)judge(TS_VERDICT_READY, true);
    ts_test_row("a card that could be compared is not by itself");
    assert_int_equal(screen.page, TS_PAGE_NONE);
    open(TS_PAGE_MATCH);
    assert_int_equal(screen.page, TS_PAGE_NONE);
}

static void
the_page_stays_from_card_to_card(void **state)
{
    (void)state;
    static const enum ts_verdict_kind kinds[] = { TS_VERDICT_READY, TS_VERDICT_NOT_YET,
                                                  TS_VERDICT_CANNOT_TELL };
    look_up(TS_VERDICT_READY);
    for (uint64_t card = 0; card < 9; card++) {
        pass(TS_SCAN_MATCH_MS - 1000); /* every card begins the time anew */
        assert_false(see(10 + card));
        assert_false(judge(kinds[card % 3], true).wipe);
        assert_int_equal(screen.page, TS_PAGE_MATCH);
        assert_true(screen.basket_open);
    }
}

/* Another person's card, or one that is not believed. */
static void
a_card_that_does_not_go_on_is_shown_and_nobody_is_compared(void **state)
{
    (void)state;
    static const enum ts_verdict_kind kinds[] = { TS_VERDICT_READY, TS_VERDICT_NOT_YET,
                                                  TS_VERDICT_CANNOT_TELL };
    for (size_t i = 0; i < TS_COUNT(kinds); i++) {
        ts_test_row(ts_verdict_name(kinds[i]));
        look_up(TS_VERDICT_NOT_YET);
        (void)see(2);
        (void)judge(kinds[i], false);
        assert_int_equal(screen.page, TS_PAGE_NONE);
        assert_false(screen.matching);
        ts_test_row("and the next is not compared either");
        (void)see(3);
        (void)judge(TS_VERDICT_READY, true);
        assert_int_equal(screen.page, TS_PAGE_NONE);
    }
}

static void
a_forged_card_ends_it(void **state)
{
    (void)state;
    look_up(TS_VERDICT_READY);
    (void)see(2);
    (void)judge(TS_VERDICT_STOP, true);
    assert_int_equal(screen.state, TS_SCAN_STOP);
    assert_int_equal(screen.page, TS_PAGE_NONE);
    assert_false(screen.basket_open);
    assert_true(see(3));
    (void)judge(TS_VERDICT_READY, true);
    assert_int_equal(screen.page, TS_PAGE_NONE);
}

static void
after_two_minutes_of_nothing_all_is_wiped(void **state)
{
    (void)state;
    look_up(TS_VERDICT_READY);
    pass(TS_SCAN_MATCH_MS - TS_SCAN_COUNTDOWN_MS);
    assert_false(tell_kind(TS_EVENT_TICK).wipe);
    assert_true(ts_scan_time_left(&screen, now).counted);
    pass(TS_SCAN_COUNTDOWN_MS - 1);
    assert_false(tell_kind(TS_EVENT_TICK).wipe);
    pass(1);
    assert_true(tell_kind(TS_EVENT_TICK).wipe);
    assert_int_equal(screen.state, TS_SCAN_WAITING);
    assert_false(screen.matching);
}

static void
going_back_wipes(void **state)
{
    (void)state;
    look_up(TS_VERDICT_READY);
    pass(TS_SCAN_PAGE_BOUNCE_MS);
    assert_true(tell_kind(TS_EVENT_CLOSE).wipe);
    assert_int_equal(screen.state, TS_SCAN_WAITING);
}

/* A poster on the wall neither ends it nor makes it last. */
static void
what_is_no_credential_leads_back_with_the_time_there_was(void **state)
{
    (void)state;
    look_up(TS_VERDICT_READY);
    uint64_t end = now.ms + TS_SCAN_MATCH_MS;
    for (uint64_t code = 50; code < 60; code++) {
        pass(5000);
        assert_false(see(code));
        pass(100);
        assert_false(tell((struct ts_scan_event){ .kind = TS_EVENT_NOT_A_CREDENTIAL,
                                                  .ticket = screen.ticket })
                         .wipe);
        assert_int_equal(screen.page, TS_PAGE_MATCH);
        assert_int_equal(screen.state, TS_SCAN_READY);
    }
    now.ms = end - 1;
    assert_false(tell_kind(TS_EVENT_TICK).wipe);
    now.ms = end;
    assert_true(tell_kind(TS_EVENT_TICK).wipe);
}

static void
trouble_ends_it(void **state)
{
    (void)state;
    look_up(TS_VERDICT_READY);
    assert_true(tell_kind(TS_EVENT_TROUBLE).wipe);
    assert_false(screen.matching);
    look_up(TS_VERDICT_READY);
    (void)see(2);
    pass(TS_SCAN_CHECK_MS);
    assert_true(tell_kind(TS_EVENT_TICK).wipe);
    assert_int_equal(screen.state, TS_SCAN_NO_ANSWER);
    assert_false(screen.matching);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(nobody_gets_there_without_being_asked),
        cmocka_unit_test(the_page_stays_from_card_to_card),
        cmocka_unit_test(a_card_that_does_not_go_on_is_shown_and_nobody_is_compared),
        cmocka_unit_test(a_forged_card_ends_it),
        cmocka_unit_test(after_two_minutes_of_nothing_all_is_wiped),
        cmocka_unit_test(going_back_wipes),
        cmocka_unit_test(what_is_no_credential_leads_back_with_the_time_there_was),
        cmocka_unit_test(trouble_ends_it),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
