#include "tests/unit/kiosk/screen/scan_events.h"

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
                             && kind != TS_EVENT_TROUBLE && kind != TS_EVENT_NEXT
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

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_zeroed_machine_is_out_of_order),
        cmocka_unit_test(each_step_leads_where_it_says),
        cmocka_unit_test(every_state_with_a_limit_ends_at_it),
        cmocka_unit_test(only_a_ready_verdict_on_the_current_ticket_reaches_ready),
        cmocka_unit_test(the_last_20_seconds_of_the_question_are_counted),
        cmocka_unit_test(a_late_verdict_meets_the_fault_even_without_a_tick),
        cmocka_unit_test(a_verdict_is_for_one_visitor),
        cmocka_unit_test(tickets_skip_zero_when_they_wrap),
        cmocka_unit_test(the_last_20_seconds_of_not_yet_are_counted),
        cmocka_unit_test(trouble_wipes_and_recovers_by_itself),
        cmocka_unit_test(waiting_dims_after_two_minutes_and_wakes),
        cmocka_unit_test(verdict_sounds_are_for_those_who_want_them),
        cmocka_unit_test(nobodys_verdict_survives_a_wipe_on_a_long_walk),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
