#include "firmware/board/linux/signal_beat.h"

#include "tests/support/support.h"

#include <string.h>

enum { BUZZER = 1U << TS_SIGNAL_LINE_BUZZER, RELAY = 1U << TS_SIGNAL_LINE_RELAY };

static const ts_mono start = { 5000 };

/* Millisecond by millisecond: 'x' for every 50 in which it sounds. */
static void
rhythm_of(char *drawn, size_t size, enum ts_lamp lamp)
{
    struct ts_signal_wish wish = { .rhythm = lamp, .rhythm_since = start };
    size_t len = 0;
    ts_mono wake;
    for (uint64_t ms = 0; ms < 1200 && len + 1 < size; ms += 50)
        drawn[len++] =
            ts_signal_beat(&wish, (ts_mono){ start.ms + ms }, &wake) & BUZZER ? 'x' : '.';
    drawn[len] = '\0';
}

static void
each_verdict_has_a_rhythm_of_its_own(void **state)
{
    (void)state;
    char drawn[TS_LAMP_COUNT][64];
    for (int i = 0; i < TS_LAMP_COUNT; i++)
        rhythm_of(drawn[i], sizeof(drawn[i]), (enum ts_lamp)i);
    assert_string_equal(drawn[TS_LAMP_NONE], "........................");
    assert_string_equal(drawn[TS_LAMP_READY], "xx..xxxxxx..............");
    assert_string_equal(drawn[TS_LAMP_STOP], "xxxxxxxxxxxxxxxxxxxx....");
    assert_string_equal(drawn[TS_LAMP_CANNOT_TELL], "xxx........xxx..........");
    for (int i = 0; i < TS_LAMP_COUNT; i++)
        for (int j = 0; j < i; j++)
            assert_string_not_equal(drawn[i], drawn[j]);
}

/* Whoever wakes when told to misses no change, and is not told in vain. */
static void
every_change_is_announced(void **state)
{
    (void)state;
    for (int lamp = 0; lamp < TS_LAMP_COUNT; lamp++) {
        struct ts_signal_wish wish = { .rhythm = (enum ts_lamp)lamp,
                                       .rhythm_since = start,
                                       .pulses = true,
                                       .pulse_end = { start.ms + 330 } };
        ts_mono wake = start;
        ts_mono unused;
        for (int changes = 0; wake.ms != UINT64_MAX; changes++) {
            ts_mono now = wake;
            unsigned on = ts_signal_beat(&wish, now, &wake);
            assert_true(changes < 8);
            assert_true(wake.ms > now.ms);
            if (wake.ms == UINT64_MAX)
                break;
            ts_mono last = { wake.ms - 1 };
            assert_int_equal(ts_signal_beat(&wish, last, &unused), on);
            assert_int_not_equal(ts_signal_beat(&wish, wake, &unused), on);
        }
        ts_test_row("in the end it is dark and silent");
        assert_int_equal(ts_signal_beat(&wish, (ts_mono){ 1000000 }, &wake), 0);
        assert_int_equal(wake.ms, UINT64_MAX);
    }
}

static void
a_lamp_is_lit_alone_and_for_ever(void **state)
{
    (void)state;
    static const struct {
        enum ts_lamp lamp;
        unsigned on;
    } lamps[] = {
        { TS_LAMP_NONE, 0 },
        { TS_LAMP_READY, 1U << TS_SIGNAL_LINE_READY },
        { TS_LAMP_NOT_YET, 1U << TS_SIGNAL_LINE_NOT_YET },
        { TS_LAMP_STOP, 1U << TS_SIGNAL_LINE_STOP },
        { TS_LAMP_CANNOT_TELL, 1U << TS_SIGNAL_LINE_CANNOT_TELL },
    };
    for (size_t i = 0; i < TS_COUNT(lamps); i++) {
        struct ts_signal_wish wish = { .lamp = lamps[i].lamp };
        ts_mono wake;
        assert_int_equal(ts_signal_beat(&wish, start, &wake), lamps[i].on);
        assert_int_equal(wake.ms, UINT64_MAX);
    }
}

static void
a_pulse_ends_by_itself(void **state)
{
    (void)state;
    struct ts_signal_wish wish = { .lamp = TS_LAMP_READY,
                                   .pulses = true,
                                   .pulse_end = { start.ms + 1000 } };
    ts_mono wake;
    assert_true(ts_signal_beat(&wish, start, &wake) & RELAY);
    assert_int_equal(wake.ms, start.ms + 1000);
    assert_true(ts_signal_beat(&wish, (ts_mono){ start.ms + 999 }, &wake) & RELAY);
    assert_false(ts_signal_beat(&wish, (ts_mono){ start.ms + 1000 }, &wake) & RELAY);
    assert_int_equal(wake.ms, UINT64_MAX);
    wish.pulses = false;
    assert_false(ts_signal_beat(&wish, start, &wake) & RELAY);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(each_verdict_has_a_rhythm_of_its_own),
        cmocka_unit_test(every_change_is_announced),
        cmocka_unit_test(a_lamp_is_lit_alone_and_for_ever),
        cmocka_unit_test(a_pulse_ends_by_itself),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
