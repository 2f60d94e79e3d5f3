#include "kiosk/screen/scan_screen.h"
#include "tests/support/support.h"

static const ts_mono noon = { 1000000 };

static ts_mono
later(uint64_t ms)
{
    return (ts_mono){ noon.ms + ms };
}

static struct ts_scan_actions
send(struct ts_scan_screen *screen, enum ts_scan_event_kind kind, ts_mono now)
{
    return ts_scan_handle(screen, (struct ts_scan_event){ .kind = kind }, now);
}

static struct ts_scan_actions
see(struct ts_scan_screen *screen, uint64_t code, ts_mono now)
{
    return ts_scan_handle(screen,
                          (struct ts_scan_event){ .kind = TS_EVENT_CODE_SEEN,
                                                  .code = code,
                                                  .recognised = true },
                          now);
}

static struct ts_scan_actions
judge(struct ts_scan_screen *screen, enum ts_verdict_kind kind, ts_mono now)
{
    return ts_scan_handle(screen,
                          (struct ts_scan_event){ .kind = TS_EVENT_VERDICT,
                                                  .ticket = screen->ticket,
                                                  .verdict = kind },
                          now);
}

/* A verdict that somebody has to compare the person for. */
static struct ts_scan_actions
judge_comparing(struct ts_scan_screen *screen, ts_mono now)
{
    return ts_scan_handle(screen,
                          (struct ts_scan_event){ .kind = TS_EVENT_VERDICT,
                                                  .ticket = screen->ticket,
                                                  .verdict = TS_VERDICT_CANNOT_TELL,
                                                  .compares = true },
                          now);
}

static struct ts_scan_actions
compare(struct ts_scan_screen *screen, bool same, ts_mono now)
{
    return ts_scan_handle(
        screen, (struct ts_scan_event){ .kind = TS_EVENT_COMPARED, .same = same }, now);
}

static struct ts_scan_screen
waiting(void)
{
    struct ts_scan_screen screen = { .verdict_sounds = true };
    send(&screen, TS_EVENT_BEGIN, noon);
    send(&screen, TS_EVENT_SELF_TEST_PASSED, noon);
    assert_int_equal(screen.state, TS_SCAN_WAITING);
    return screen;
}

/* A machine in any state, brought there by events at noon. */
static struct ts_scan_screen
brought_to(enum ts_scan_state state)
{
    static const enum ts_verdict_kind kinds[TS_SCAN_STATE_COUNT] = {
        [TS_SCAN_READY] = TS_VERDICT_READY,
        [TS_SCAN_NOT_YET] = TS_VERDICT_NOT_YET,
        [TS_SCAN_STOP] = TS_VERDICT_STOP,
    };
    struct ts_scan_screen screen = { 0 };
    if (state == TS_SCAN_OUT_OF_ORDER)
        return screen;
    screen = waiting();
    if (state == TS_SCAN_START) {
        send(&screen, TS_EVENT_SELF_TEST_FAILED, noon);
        send(&screen, TS_EVENT_BEGIN, noon);
    } else if (state == TS_SCAN_NO_ANSWER) {
        see(&screen, 7, (ts_mono){ noon.ms - TS_SCAN_CHECK_MS });
        send(&screen, TS_EVENT_TICK, noon);
    } else if (state != TS_SCAN_WAITING) {
        see(&screen, 7, noon);
        if (state == TS_SCAN_IDENTITY)
            judge_comparing(&screen, noon);
        else if (state != TS_SCAN_CHECKING)
            judge(&screen, kinds[state], noon);
    }
    if (state == TS_SCAN_WAIVED) { /* by way of CANNOT TELL, the PIN and a reason */
        ts_scan_handle(
            &screen,
            (struct ts_scan_event){ .kind = TS_EVENT_OPEN, .page = TS_PAGE_WAIVER_PIN },
            later(TS_SCAN_PAGE_BOUNCE_MS));
        send(&screen, TS_EVENT_UNLOCKED, later(TS_SCAN_PAGE_BOUNCE_MS));
        send(&screen, TS_EVENT_WAIVED, later(TS_SCAN_PAGE_BOUNCE_MS));
    }
    assert_int_equal(screen.state, state);
    return screen;
}

static const struct {
    const char *name;
    enum ts_scan_state from;
    enum ts_scan_event_kind on;
    enum ts_scan_state to;
} steps[] = {
    { "out of order reads no code", TS_SCAN_OUT_OF_ORDER, TS_EVENT_CODE_SEEN,
      TS_SCAN_OUT_OF_ORDER },
    { "untested, recovery is not enough", TS_SCAN_OUT_OF_ORDER, TS_EVENT_RECOVERED,
      TS_SCAN_OUT_OF_ORDER },
    { "a later self-test ends out of order", TS_SCAN_OUT_OF_ORDER,
      TS_EVENT_SELF_TEST_PASSED, TS_SCAN_WAITING },
    { "a failed self-test", TS_SCAN_START, TS_EVENT_SELF_TEST_FAILED,
      TS_SCAN_OUT_OF_ORDER },
    { "a code during the self-test waits", TS_SCAN_START, TS_EVENT_CODE_SEEN,
      TS_SCAN_START },
    { "trouble while waiting", TS_SCAN_WAITING, TS_EVENT_TROUBLE, TS_SCAN_OUT_OF_ORDER },
    { "trouble during a check", TS_SCAN_CHECKING, TS_EVENT_TROUBLE,
      TS_SCAN_OUT_OF_ORDER },
    { "trouble takes READY away", TS_SCAN_READY, TS_EVENT_TROUBLE, TS_SCAN_OUT_OF_ORDER },
    { "a touch keeps READY", TS_SCAN_READY, TS_EVENT_TOUCH, TS_SCAN_READY },
    { "a touch keeps NOT YET", TS_SCAN_NOT_YET, TS_EVENT_TOUCH, TS_SCAN_NOT_YET },
    { "a touch ends STOP", TS_SCAN_STOP, TS_EVENT_TOUCH, TS_SCAN_WAITING },
    { "a touch ends CANNOT TELL", TS_SCAN_CANNOT_TELL, TS_EVENT_TOUCH, TS_SCAN_WAITING },
    { "a touch ends NO ANSWER", TS_SCAN_NO_ANSWER, TS_EVENT_TOUCH, TS_SCAN_WAITING },
    { "a touch beside both answers is none", TS_SCAN_IDENTITY, TS_EVENT_TOUCH,
      TS_SCAN_IDENTITY },
    { "trouble takes the question away", TS_SCAN_IDENTITY, TS_EVENT_TROUBLE,
      TS_SCAN_OUT_OF_ORDER },
    { "a verdict does not answer the question", TS_SCAN_IDENTITY, TS_EVENT_VERDICT,
      TS_SCAN_IDENTITY },
    { "an answer without a question", TS_SCAN_NOT_YET, TS_EVENT_COMPARED,
      TS_SCAN_NOT_YET },
    { "a touch does not end a check", TS_SCAN_CHECKING, TS_EVENT_TOUCH,
      TS_SCAN_CHECKING },
};

static void
each_step_leads_where_it_says(void **state)
{
    (void)state;
    for (size_t i = 0; i < TS_COUNT(steps); i++) {
        struct ts_scan_screen screen = brought_to(steps[i].from);
        ts_test_row(steps[i].name);
        send(&screen, steps[i].on, noon);
        assert_int_equal(screen.state, steps[i].to);
    }
}

static void
a_zeroed_machine_is_out_of_order(void **state)
{
    (void)state;
    struct ts_scan_screen screen = { 0 };
    struct ts_scan_actions actions = send(&screen, TS_EVENT_TICK, noon);
    assert_int_equal(screen.state, TS_SCAN_OUT_OF_ORDER);
    assert_int_equal(actions.lamp, TS_LAMP_NONE);
}

/* How long every state lasts when nothing happens. */
static const struct {
    enum ts_scan_state state;
    uint64_t ms;
    enum ts_scan_state then;
} limits[] = {
    { TS_SCAN_START, 10000, TS_SCAN_OUT_OF_ORDER },
    { TS_SCAN_CHECKING, 2000, TS_SCAN_NO_ANSWER },
    { TS_SCAN_READY, 8000, TS_SCAN_WAITING },
    { TS_SCAN_NOT_YET, 30000, TS_SCAN_WAITING },
    { TS_SCAN_STOP, 30000, TS_SCAN_WAITING },
    { TS_SCAN_CANNOT_TELL, 30000, TS_SCAN_WAITING },
    { TS_SCAN_NO_ANSWER, 10000, TS_SCAN_WAITING },
    { TS_SCAN_IDENTITY, 60000, TS_SCAN_WAITING },
};

static void
every_state_with_a_limit_ends_at_it(void **state)
{
    (void)state;
    for (size_t i = 0; i < TS_COUNT(limits); i++) {
        struct ts_scan_screen screen = brought_to(limits[i].state);
        assert_int_equal(ts_scan_time_left(&screen, noon).total_ms, limits[i].ms);
        send(&screen, TS_EVENT_TICK, later(limits[i].ms - 1));
        assert_int_equal(screen.state, limits[i].state);
        struct ts_scan_actions actions =
            send(&screen, TS_EVENT_TICK, later(limits[i].ms));
        assert_int_equal(screen.state, limits[i].then);
        assert_true(actions.wipe);
    }
}

/* All states, all events, with every flag set that could help. */
static void
only_a_ready_verdict_on_the_current_ticket_reaches_ready(void **state)
{
    (void)state;
    for (int from = 0; from < TS_SCAN_STATE_COUNT; from++) {
        for (int kind = 0; kind < TS_EVENT_COUNT; kind++) {
            for (uint32_t ticket = 0; ticket < 3; ticket++) {
                struct ts_scan_screen screen = brought_to((enum ts_scan_state)from);
                struct ts_scan_event event = { .kind = (enum ts_scan_event_kind)kind,
                                               .ticket = ticket,
                                               .verdict = TS_VERDICT_READY,
                                               .same = true,
                                               .code = 99 };
                bool due = from == TS_SCAN_CHECKING && kind == TS_EVENT_VERDICT
                           && ticket == screen.ticket;
                bool stays = from == TS_SCAN_READY && kind != TS_EVENT_CODE_SEEN
                             && kind != TS_EVENT_TROUBLE
                             && kind != TS_EVENT_SELF_TEST_FAILED;
                bool compared = from == TS_SCAN_IDENTITY && kind == TS_EVENT_COMPARED;
                bool ready = due || stays || compared;
                struct ts_scan_actions actions =
                    ts_scan_handle(&screen, event, later(TS_SCAN_BOUNCE_MS));
                assert_int_equal(screen.state == TS_SCAN_READY, ready);
                assert_int_equal(actions.lamp == TS_LAMP_READY, ready);
            }
        }
    }
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
the_last_20_seconds_of_the_question_are_counted(void **state)
{
    (void)state;
    struct ts_scan_screen screen = brought_to(TS_SCAN_IDENTITY);
    assert_false(ts_scan_time_left(&screen, later(39999)).counted);
    assert_true(ts_scan_time_left(&screen, later(40000)).counted);
}

static void
a_late_verdict_meets_the_fault_even_without_a_tick(void **state)
{
    (void)state;
    struct ts_scan_screen screen = brought_to(TS_SCAN_CHECKING);
    struct ts_scan_actions actions = judge(&screen, TS_VERDICT_READY, later(2000));
    assert_int_equal(screen.state, TS_SCAN_NO_ANSWER);
    assert_int_equal(actions.lamp, TS_LAMP_CANNOT_TELL);
}

static void
a_verdict_is_for_one_visitor(void **state)
{
    (void)state;
    struct ts_scan_screen screen = brought_to(TS_SCAN_CHECKING);
    uint32_t first = screen.ticket;
    send(&screen, TS_EVENT_TICK, later(2000));
    see(&screen, 8, later(3000));
    struct ts_scan_event late = { .kind = TS_EVENT_VERDICT,
                                  .ticket = first,
                                  .verdict = TS_VERDICT_READY };
    ts_scan_handle(&screen, late, later(3001));
    assert_int_equal(screen.state, TS_SCAN_CHECKING);
    judge(&screen, TS_VERDICT_STOP, later(3002));
    assert_int_equal(screen.state, TS_SCAN_STOP);
}

static void
tickets_skip_zero_when_they_wrap(void **state)
{
    (void)state;
    struct ts_scan_screen screen = waiting();
    screen.ticket = UINT32_MAX;
    see(&screen, 7, noon);
    assert_int_equal(screen.ticket, 1);
}

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

static void
the_last_20_seconds_of_not_yet_are_counted(void **state)
{
    (void)state;
    struct ts_scan_screen screen = brought_to(TS_SCAN_NOT_YET);
    assert_false(ts_scan_time_left(&screen, later(9999)).counted);
    assert_true(ts_scan_time_left(&screen, later(10000)).counted);
    screen = brought_to(TS_SCAN_STOP);
    assert_false(ts_scan_time_left(&screen, later(20000)).counted);
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

static void
trouble_wipes_and_recovers_by_itself(void **state)
{
    (void)state;
    struct ts_scan_screen screen = brought_to(TS_SCAN_NOT_YET);
    assert_true(send(&screen, TS_EVENT_TROUBLE, later(10)).wipe);
    send(&screen, TS_EVENT_RECOVERED, later(20));
    assert_int_equal(screen.state, TS_SCAN_WAITING);
    assert_true(see(&screen, 7, later(30)).start_check); /* its verdict was taken away */
}

static void
waiting_dims_after_two_minutes_and_wakes(void **state)
{
    (void)state;
    struct ts_scan_screen screen = waiting();
    screen.dim_ms = 0;
    assert_false(ts_scan_dimmed(&screen, later(1000000))); /* never */
    screen.dim_ms = TS_SCAN_DIM_MS;
    assert_false(ts_scan_dimmed(&screen, later(119999)));
    assert_true(ts_scan_dimmed(&screen, later(120000)));
    send(&screen, TS_EVENT_SEEN_UNREAD, later(130000));
    assert_false(ts_scan_dimmed(&screen, later(130000)));
    assert_true(ts_scan_dimmed(&screen, later(250000)));
    send(&screen, TS_EVENT_TOUCH, later(260000));
    assert_false(ts_scan_dimmed(&screen, later(260000)));
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

static void
verdict_sounds_are_for_those_who_want_them(void **state)
{
    (void)state;
    struct ts_scan_screen screen = brought_to(TS_SCAN_CHECKING);
    struct ts_scan_screen quiet = screen;
    quiet.verdict_sounds = false;
    assert_int_equal(judge(&screen, TS_VERDICT_STOP, noon).sound, TS_SOUND_STOP);
    assert_int_equal(judge(&quiet, TS_VERDICT_STOP, noon).sound, TS_SOUND_NONE);
}

/* What an onlooker knows of the machine after a long walk through it. */
struct onlooker {
    bool verdict_alive;
    bool basket;
    uint64_t basket_since;
};

static bool
shows_a_verdict(enum ts_scan_state state)
{
    return state == TS_SCAN_READY || state == TS_SCAN_NOT_YET || state == TS_SCAN_STOP
           || state == TS_SCAN_CANNOT_TELL || state == TS_SCAN_IDENTITY;
}

static void
look_on(struct onlooker *on, const struct ts_scan_screen *screen,
        enum ts_scan_state before, struct ts_scan_actions actions, ts_mono now)
{
    if (actions.wipe)
        *on = (struct onlooker){ 0 };
    if (before == TS_SCAN_CHECKING && shows_a_verdict(screen->state))
        on->verdict_alive = true;
    if (screen->state == TS_SCAN_NOT_YET && before == TS_SCAN_CHECKING && !on->basket) {
        on->basket = true;
        on->basket_since = now.ms;
    }
    assert_true(!shows_a_verdict(screen->state) || on->verdict_alive);
    if (screen->state == TS_SCAN_READY || screen->state == TS_SCAN_STOP
        || screen->state == TS_SCAN_IDENTITY)
        on->basket = false;
    assert_true(!on->basket
                || now.ms - on->basket_since <= TS_SCAN_BASKET_MS + TS_SCAN_CHECK_MS);
    assert_true(!actions.start_check || screen->state == TS_SCAN_CHECKING);
}

static void
nobodys_verdict_survives_a_wipe_on_a_long_walk(void **state)
{
    (void)state;
    struct ts_scan_screen screen = { 0 };
    struct onlooker on = { 0 };
    uint64_t random = 88172645463325252u;
    size_t reached[TS_SCAN_STATE_COUNT] = { 0 };
    ts_mono now = noon;
    for (int i = 0; i < 400000; i++) {
        random ^= random << 13;
        random ^= random >> 7;
        random ^= random << 17;
        /* Troubles are rare, or nothing else would be reached. */
        int kind = (int)(random % TS_EVENT_COUNT);
        if ((kind == TS_EVENT_TROUBLE || kind == TS_EVENT_SELF_TEST_FAILED)
            && random >> 60 != 0)
            kind = TS_EVENT_VERDICT;
        struct ts_scan_event event = {
            .kind = (enum ts_scan_event_kind)kind,
            .code = (random >> 20) % 5,
            .ticket = screen.ticket - (uint32_t)((random >> 24) % 4 == 0),
            .verdict = (enum ts_verdict_kind)((random >> 28) % TS_VERDICT_COUNT),
            .compares = (random >> 44) % 4 == 0,
            .same = (random >> 46) % 2 == 0,
            .page = random % 2 ? TS_PAGE_WAIVER_PIN
                               : (enum ts_page)((random >> 48) % TS_PAGE_COUNT),
        };
        now.ms +=
            (random >> 32) % 16 == 0 ? (random >> 36) % 30000 : (random >> 36) % 300;
        enum ts_scan_state before = screen.state;
        struct ts_scan_actions actions = ts_scan_handle(&screen, event, now);
        look_on(&on, &screen, before, actions, now);
        reached[screen.state]++;
    }
    for (size_t i = 0; i < TS_SCAN_STATE_COUNT; i++)
        assert_true(reached[i] > 100);
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
        cmocka_unit_test(a_zeroed_machine_is_out_of_order),
        cmocka_unit_test(each_step_leads_where_it_says),
        cmocka_unit_test(every_state_with_a_limit_ends_at_it),
        cmocka_unit_test(only_a_ready_verdict_on_the_current_ticket_reaches_ready),
        cmocka_unit_test(nothing_reaches_ready_while_the_person_must_be_compared),
        cmocka_unit_test(yes_is_ready_and_no_is_not_yet_of_nobodys_cards),
        cmocka_unit_test(
            an_answer_in_the_first_second_is_a_touch_that_was_meant_otherwise),
        cmocka_unit_test(the_next_badge_interrupts_the_question_and_is_somebody_else),
        cmocka_unit_test(the_last_20_seconds_of_the_question_are_counted),
        cmocka_unit_test(a_late_verdict_meets_the_fault_even_without_a_tick),
        cmocka_unit_test(a_verdict_is_for_one_visitor),
        cmocka_unit_test(tickets_skip_zero_when_they_wrap),
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
        cmocka_unit_test(the_last_20_seconds_of_not_yet_are_counted),
        cmocka_unit_test(a_touch_keeps_ready_for_a_minute_and_a_second_one_ends_it),
        cmocka_unit_test(not_a_credential_is_a_toast_of_three_silent_seconds),
        cmocka_unit_test(a_foreign_ticket_makes_no_toast),
        cmocka_unit_test(a_poster_in_view_does_not_take_turns_with_a_badge),
        cmocka_unit_test(a_foreign_code_leads_back_to_not_yet_with_the_time_it_had),
        cmocka_unit_test(trouble_wipes_and_recovers_by_itself),
        cmocka_unit_test(waiting_dims_after_two_minutes_and_wakes),
        cmocka_unit_test(a_hint_comes_after_four_seconds_seen_but_unread),
        cmocka_unit_test(verdict_sounds_are_for_those_who_want_them),
        cmocka_unit_test(nobodys_verdict_survives_a_wipe_on_a_long_walk),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
