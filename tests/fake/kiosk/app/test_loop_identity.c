#include "tests/fake/kiosk/app/loop_events.h"

/* A verdict that waits for somebody to say who it is about. */

/* What came of a verdict that waited for somebody to compare; it is counted once. */
static const struct {
    const char *name;
    enum act act;
    uint64_t at_ms, code;
    enum ts_scan_state then;
    enum ts_verdict_kind counted;
    enum ts_reason reason;
    size_t compared;
} comparisons[] = {

    { "yes", ACT_YES, 2500, 0, TS_SCAN_READY, TS_VERDICT_READY, TS_REASON_ALL_PROVEN, 1 },
    { "no", ACT_NO, 2500, 0, TS_SCAN_NOT_YET, TS_VERDICT_NOT_YET,
      TS_REASON_NOT_SAME_PERSON, 1 },
    { "nobody answers", ACT_NOTHING, 2500, 0, TS_SCAN_WAITING, TS_VERDICT_CANNOT_TELL,
      TS_REASON_IDENTITY_NOT_CHECKED, 0 },
    { "a touch beside both", ACT_TOUCH, 2500, 0, TS_SCAN_WAITING, TS_VERDICT_CANNOT_TELL,
      TS_REASON_IDENTITY_NOT_CHECKED, 0 },
    { "a touch that was meant for something else", ACT_YES, 800, 0, TS_SCAN_WAITING,
      TS_VERDICT_CANNOT_TELL, TS_REASON_IDENTITY_NOT_CHECKED, 0 },
    { "the next badge", ACT_SEE, 2500, 'b', TS_SCAN_CHECKING, TS_VERDICT_CANNOT_TELL,
      TS_REASON_IDENTITY_NOT_CHECKED, 0 },
    { "trouble", ACT_UNPLUG, 2500, 0, TS_SCAN_OUT_OF_ORDER, TS_VERDICT_CANNOT_TELL,
      TS_REASON_IDENTITY_NOT_CHECKED, 0 },
};

static void
nobody_is_ready_before_somebody_said_so(void **state)
{
    for (size_t i = 0; i < TS_COUNT(comparisons); i++) {
        const struct event events[] = {
            { 500, ACT_SEE, .code = 'a' },
            { 700, ACT_DUE, .ticket = 1 },
            { comparisons[i].at_ms, comparisons[i].act, .code = comparisons[i].code },
        };
        bool waits = comparisons[i].then == TS_SCAN_WAITING;
        ts_test_row(comparisons[i].name);
        if (i > 0)
            ts_signal_close(parts.signal);
        (void)set_up(state);
        scripted_checker.photo.width = 1;
        (void)run(events, TS_COUNT(events), waits ? 62000 : 6300);
        bool then_idle =
            comparisons[i].then == TS_SCAN_CHECKING; /* nothing came of that one */
        EXPECT_FIRST(TS_SCAN_START, TS_SCAN_WAITING, TS_SCAN_CHECKING, TS_SCAN_IDENTITY,
                     comparisons[i].then);
        assert_int_equal(play.did.state_count, then_idle ? 6 : 5);
        assert_int_equal(scripted_journal.writes, 1);
        assert_int_equal(scripted_journal.entries[0].verdict, comparisons[i].counted);
        assert_int_equal(scripted_journal.entries[0].reason, comparisons[i].reason);
        assert_int_equal(scripted_checker.compared, comparisons[i].compared);
        if (comparisons[i].then != TS_SCAN_READY)
            assert_int_equal(ts_signal_record_times(TS_LAMP_READY), 0);
        if (comparisons[i].compared)
            assert_int_equal(scripted_checker.same,
                             comparisons[i].then == TS_SCAN_READY ? TS_PASS : TS_FAIL);
    }
}

/* A portrait that could not be decoded: the verdict says so, and nobody is asked. */
static void
without_a_photo_nobody_is_asked(void **state)
{
    (void)state;
    const struct event events[] = {
        { 500, ACT_SEE, .code = 'a' },
        { 700, ACT_ANSWER, .ticket = 1, .verdict = TS_VERDICT_CANNOT_TELL },
    };
    scripted_checker.verdict.identity_due = true;
    (void)run(events, TS_COUNT(events), 1500);
    EXPECT_STATES(TS_SCAN_START, TS_SCAN_WAITING, TS_SCAN_CHECKING, TS_SCAN_CANNOT_TELL);
    assert_int_equal(scripted_journal.writes, 1);
}

int
main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)
    const struct CMUnitTest tests[] = {
        TEST(nobody_is_ready_before_somebody_said_so),
        TEST(without_a_photo_nobody_is_asked),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
