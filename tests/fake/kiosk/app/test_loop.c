#include "tests/fake/kiosk/app/loop_events.h"

static void
every_verdict_is_shown_lit_and_counted(void **state)
{
    static const struct {
        enum ts_verdict_kind kind;
        enum ts_scan_state shown;
        enum ts_lamp lamp;
    } ROWS[] = {
        { TS_VERDICT_READY, TS_SCAN_READY, TS_LAMP_READY },
        { TS_VERDICT_NOT_YET, TS_SCAN_NOT_YET, TS_LAMP_NOT_YET },
        { TS_VERDICT_STOP, TS_SCAN_STOP, TS_LAMP_STOP },
        { TS_VERDICT_CANNOT_TELL, TS_SCAN_CANNOT_TELL, TS_LAMP_CANNOT_TELL },
    };
    for (size_t i = 0; i < TS_COUNT(ROWS); i++) {
        const struct event events[] = {
            { 500, ACT_SEE, .code = 'a' },
            { 700, ACT_ANSWER, .ticket = 1, .verdict = ROWS[i].kind },
        };
        ts_test_row(ts_verdict_name(ROWS[i].kind));
        if (i > 0)
            ts_signal_close(parts.signal);
        (void)set_up(state);
        assert_int_equal(run(events, TS_COUNT(events), 1500), TS_APP_CLOSED);
        assert_int_equal(scripted_checker.submissions, 1);
        assert_int_equal(scripted_journal.writes, 1);
        assert_int_equal(scripted_journal.entries[0].verdict, ROWS[i].kind);
        assert_int_equal(scripted_journal.entries[0].reason, TS_REASON_EXPIRED);
        assert_int_equal(scripted_journal.entries[0].given.s, 1780272000);
        assert_int_equal(ts_signal_record_lit(), TS_LAMP_NONE); /* it has ended */
        assert_int_equal(ts_signal_record_times(ROWS[i].lamp), 1);
        EXPECT_STATES(TS_SCAN_START, TS_SCAN_WAITING, TS_SCAN_CHECKING, ROWS[i].shown);
    }
}

/* What comes after its visitor was told that nothing came is nobody's. */
static void
a_late_verdict_is_forgotten(void **state)
{
    (void)state;
    const struct event events[] = {
        { 500, ACT_SEE, .code = 'a' },
        { 3500, ACT_ANSWER, .ticket = 1, .verdict = TS_VERDICT_READY },
    };
    (void)run(events, TS_COUNT(events), 4500);
    EXPECT_STATES(TS_SCAN_START, TS_SCAN_WAITING, TS_SCAN_CHECKING, TS_SCAN_NO_ANSWER);
    assert_int_equal(ts_signal_record_times(TS_LAMP_READY), 0);
    assert_int_equal(scripted_journal.writes, 0);
    assert_true(scripted_checker.wipes > 0);
}

/* At every moment around the end of its time: then it is told, or nobody's. */
static void
a_verdict_at_the_last_moment_is_whole_or_nobodys(void **state)
{
    size_t told = 0;
    for (uint64_t at = 2480; at < 2640; at += 5) {
        const struct event events[] = {
            { 500, ACT_SEE, .code = 'a' },
            { at, ACT_ANSWER, .ticket = 1, .verdict = TS_VERDICT_READY },
        };
        if (at > 2480)
            ts_signal_close(parts.signal);
        (void)set_up(state);
        (void)run(events, TS_COUNT(events), 4000);
        bool shown = play.did.states[play.did.state_count - 1] == TS_SCAN_READY;
        assert_int_equal(scripted_journal.writes, shown);
        told += shown;
    }
    assert_in_range(told, 1, 31);
}

/* The verdict on the card before, when the next one is being checked. */
static void
a_verdict_of_another_ticket_is_forgotten(void **state)
{
    (void)state;
    const struct event events[] = {
        { 500, ACT_SEE, .code = 'a' },
        { .at_ms = 3500, .act = ACT_TOUCH },
        { 6000, ACT_SEE, .code = 'b' },
        { 6500, ACT_ANSWER, .ticket = 1, .verdict = TS_VERDICT_READY },
    };
    (void)run(events, TS_COUNT(events), 7000);
    assert_int_equal(scripted_checker.submissions, 2);
    assert_true(scripted_checker.submitted[1] != 1);
    assert_int_equal(ts_signal_record_times(TS_LAMP_READY), 0);
    assert_int_equal(scripted_journal.writes, 0);
    assert_int_equal(play.did.states[play.did.state_count - 1], TS_SCAN_CHECKING);
}

/* Nor does it take the check away from whoever stands there now. */
static void
a_late_verdict_does_not_cancel_the_next_check(void **state)
{
    (void)state;
    const struct event events[] = {
        { 500, ACT_SEE, .code = 'a' },
        { .at_ms = 3500, .act = ACT_TOUCH },
        { 6000, ACT_SEE, .code = 'b' },
        { 6200, ACT_ANSWER, .ticket = 1, .verdict = TS_VERDICT_READY },
        { 6400, ACT_ANSWER, .ticket = 2, .verdict = TS_VERDICT_NOT_YET },
    };
    scripted_checker.wipe_cancels = true;
    (void)run(events, TS_COUNT(events), 9000);
    assert_int_equal(play.did.states[play.did.state_count - 1], TS_SCAN_NOT_YET);
    assert_int_equal(ts_signal_record_times(TS_LAMP_READY), 0);
    assert_int_equal(scripted_journal.writes, 1);
    assert_int_equal(scripted_journal.entries[0].verdict, TS_VERDICT_NOT_YET);
}

static void
what_is_no_credential_is_not_counted(void **state)
{
    (void)state;
    const struct event events[] = {
        { 500, ACT_SEE, .code = 'a' },
        { 700, ACT_FOREIGN, .ticket = 1 },
    };
    options.answers = 1;
    memcpy(play.events, events, sizeof(events));
    play.count = TS_COUNT(events);
    ts_test_row("it is an answer, and the last that was asked for");
    assert_int_equal(ts_loop_run(&parts), TS_APP_CLOSED);
    assert_int_equal(scripted_journal.writes, 0);
    EXPECT_STATES(TS_SCAN_START, TS_SCAN_WAITING, TS_SCAN_CHECKING, TS_SCAN_WAITING);
}

static void
ends_when_its_seconds_are_over(void **state)
{
    (void)state;
    options.seconds = 5;
    assert_int_equal(ts_loop_run(&parts), TS_APP_CLOSED);
    ts_test_row("without the answers that were asked for");
    options.answers = 1;
    assert_int_equal(ts_loop_run(&parts), TS_APP_NO_ANSWER);
}

/* A lamp or a journal that fails is seen by people; the screen still says it. */
static void
goes_on_when_lamp_and_journal_fail(void **state)
{
    (void)state;
    const struct event events[] = {
        { 500, ACT_SEE, .code = 'a' },
        { 700, ACT_ANSWER, .ticket = 1, .verdict = TS_VERDICT_READY },
    };
    scripted_journal.fails = true;
    ts_signal_record_fail(true);
    (void)run(events, TS_COUNT(events), 1500);
    EXPECT_STATES(TS_SCAN_START, TS_SCAN_WAITING, TS_SCAN_CHECKING, TS_SCAN_READY);
}

static void
is_out_of_order_without_a_camera(void **state)
{
    (void)state;
    const struct event events[] = {
        { 500, ACT_SEE, .code = 'a' },
        { 700, ACT_ANSWER, .ticket = 1, .verdict = TS_VERDICT_READY },
        { .at_ms = 1000, .act = ACT_UNPLUG },
    };
    (void)run(events, TS_COUNT(events), 6000);
    EXPECT_STATES(TS_SCAN_START, TS_SCAN_WAITING, TS_SCAN_CHECKING, TS_SCAN_READY,
                  TS_SCAN_OUT_OF_ORDER);
    assert_int_equal(ts_signal_record_lit(), TS_LAMP_NONE);
}

/* Between two people, never under a verdict that views the old lists. */
static void
newer_lists_wait_for_the_visitor_to_leave(void **state)
{
    (void)state;
    const struct event shown[] = {
        { 500, ACT_SEE, .code = 'a' },
        { 700, ACT_ANSWER, .ticket = 1, .verdict = TS_VERDICT_STOP },
        { .at_ms = 1000, .act = ACT_NEWER },
    };
    const struct event left[] = {
        { 500, ACT_SEE, .code = 'a' },
        { 700, ACT_ANSWER, .ticket = 1, .verdict = TS_VERDICT_STOP },
        { .at_ms = 1000, .act = ACT_NEWER },
        { .at_ms = 3000, .act = ACT_TOUCH },
    };
    (void)run(shown, TS_COUNT(shown), 5000);
    assert_int_equal(scripted_parts.turns, 0);
    ts_signal_close(parts.signal);
    (void)set_up(state);
    (void)run(left, TS_COUNT(left), 5000);
    assert_int_equal(scripted_parts.turns, 1);
    assert_int_equal(play.did.states[play.did.state_count - 1], TS_SCAN_WAITING);
}

int
main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)
    const struct CMUnitTest tests[] = {
        TEST(every_verdict_is_shown_lit_and_counted),
        TEST(a_late_verdict_is_forgotten),
        TEST(a_verdict_at_the_last_moment_is_whole_or_nobodys),
        TEST(a_verdict_of_another_ticket_is_forgotten),
        TEST(a_late_verdict_does_not_cancel_the_next_check),
        TEST(what_is_no_credential_is_not_counted),
        TEST(ends_when_its_seconds_are_over),
        TEST(goes_on_when_lamp_and_journal_fail),
        TEST(is_out_of_order_without_a_camera),
        TEST(newer_lists_wait_for_the_visitor_to_leave),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
