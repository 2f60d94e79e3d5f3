#include "firmware/board/fake/signal_record.h"
#include "tests/support/support.h"

static struct ts_signal *signal;

static int
set_up(void **state)
{
    (void)state;
    ts_signal_record_reset();
    return ts_signal_open(&signal, "gpio:board,stop=1") == TS_OK ? 0 : -1;
}

static void
lamps_are_remembered(void **state)
{
    (void)state;
    assert_status(ts_signal_open(&signal, ""), TS_MALFORMED);
    assert_int_equal(ts_signal_record_lit(), TS_LAMP_NONE);
    assert_status(ts_signal_show(signal, TS_LAMP_STOP), TS_OK);
    assert_status(ts_signal_show(signal, TS_LAMP_READY), TS_OK);
    assert_status(ts_signal_show(signal, TS_LAMP_STOP), TS_OK);
    assert_int_equal(ts_signal_record_lit(), TS_LAMP_STOP);
    assert_int_equal(ts_signal_record_times(TS_LAMP_STOP), 2);
    assert_int_equal(ts_signal_record_times(TS_LAMP_READY), 1);
    ts_signal_close(signal);
    assert_int_equal(ts_signal_record_lit(), TS_LAMP_NONE);
    assert_int_equal(ts_signal_record_times(TS_LAMP_STOP), 2);
}

static void
rhythms_are_counted(void **state)
{
    (void)state;
    ts_signal_buzz(signal, TS_LAMP_READY);
    ts_signal_buzz(signal, TS_LAMP_READY);
    assert_int_equal(ts_signal_record_buzzed(TS_LAMP_READY), 2);
    assert_int_equal(ts_signal_record_buzzed(TS_LAMP_STOP), 0);
}

static void
the_relay_is_let_go_of_with_the_lamp(void **state)
{
    (void)state;
    assert_false(ts_signal_record_is_on());
    assert_status(ts_signal_show(signal, TS_LAMP_READY), TS_OK);
    ts_signal_pulse(signal);
    assert_true(ts_signal_record_is_on());
    assert_status(ts_signal_show(signal, TS_LAMP_NONE), TS_OK);
    assert_false(ts_signal_record_is_on());
    assert_int_equal(ts_signal_record_pulses(), 1);
    ts_signal_pulse(signal);
    ts_signal_close(signal);
    assert_false(ts_signal_record_is_on());
}

static void
a_press_is_told_once(void **state)
{
    (void)state;
    assert_false(ts_signal_next(signal));
    ts_signal_record_press();
    assert_true(ts_signal_next(signal));
    assert_false(ts_signal_next(signal));
}

static void
a_lost_chip_shows_what_it_ought_to_when_it_is_back(void **state)
{
    (void)state;
    struct ts_signal_state now;
    assert_status(ts_signal_show(signal, TS_LAMP_STOP), TS_OK);
    ts_signal_describe(signal, &now);
    assert_null(now.trouble);
    ts_signal_record_fail(true);
    ts_signal_describe(signal, &now);
    assert_non_null(now.trouble);
    assert_status(ts_signal_show(signal, TS_LAMP_READY), TS_IO);
    ts_signal_pulse(signal);
    ts_signal_record_press();
    assert_false(ts_signal_next(signal));
    assert_int_equal(ts_signal_record_lit(), TS_LAMP_STOP);
    assert_status(ts_signal_open(&signal, "none"), TS_OK);
    assert_status(ts_signal_show(signal, TS_LAMP_READY), TS_IO);
    ts_signal_record_fail(false);
    assert_int_equal(ts_signal_record_lit(), TS_LAMP_READY);
    assert_int_equal(ts_signal_record_pulses(), 0);
    ts_signal_record_reset();
    assert_int_equal(ts_signal_record_times(TS_LAMP_STOP), 0);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup(lamps_are_remembered, set_up),
        cmocka_unit_test_setup(rhythms_are_counted, set_up),
        cmocka_unit_test_setup(the_relay_is_let_go_of_with_the_lamp, set_up),
        cmocka_unit_test_setup(a_press_is_told_once, set_up),
        cmocka_unit_test_setup(a_lost_chip_shows_what_it_ought_to_when_it_is_back,
                               set_up),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
