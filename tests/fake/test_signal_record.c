#include "firmware/board/fake/signal_record.h"
#include "tests/support/support.h"

static void
lamps_are_remembered(void **state)
{
    (void)state;
    struct ts_signal *signal = NULL;
    ts_signal_record_reset();
    assert_status(ts_signal_open(&signal, ""), TS_MALFORMED);
    assert_status(ts_signal_open(&signal, "gpio:board,stop=1"), TS_OK);
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
a_lost_chip_keeps_what_it_showed(void **state)
{
    (void)state;
    struct ts_signal *signal = NULL;
    ts_signal_record_reset();
    assert_status(ts_signal_open(&signal, "none"), TS_OK);
    assert_status(ts_signal_show(signal, TS_LAMP_STOP), TS_OK);
    ts_signal_record_fail(true);
    assert_status(ts_signal_show(signal, TS_LAMP_READY), TS_IO);
    assert_status(ts_signal_open(&signal, "none"), TS_IO);
    assert_int_equal(ts_signal_record_lit(), TS_LAMP_STOP);
    ts_signal_record_fail(false);
    assert_status(ts_signal_show(signal, TS_LAMP_READY), TS_OK);
    assert_int_equal(ts_signal_record_lit(), TS_LAMP_READY);
    ts_signal_record_reset();
    assert_int_equal(ts_signal_record_times(TS_LAMP_READY), 0);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(lamps_are_remembered),
        cmocka_unit_test(a_lost_chip_keeps_what_it_showed),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
