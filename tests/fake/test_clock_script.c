#include "firmware/base/check.h"
#include "firmware/board/fake/clock_script.h"
#include "tests/support/support.h"

static void
the_clocks_move_only_when_told(void **state)
{
    (void)state;
    assert_int_equal(ts_clock_utc().s, 0);
    assert_int_equal(ts_clock_mono().ms, 0);
    ts_clock_script_set((ts_utc){ 1778574600 });
    assert_int_equal(ts_clock_utc().s, 1778574600);
    assert_int_equal(ts_clock_mono().ms, 0);
    for (int i = 0; i < 4; i++)
        ts_clock_script_pass(600);
    assert_int_equal(ts_clock_utc().s, 1778574602);
    assert_int_equal(ts_clock_mono().ms, 2400);
    ts_clock_script_set((ts_utc){ -5 });
    ts_clock_script_pass(999);
    assert_int_equal(ts_clock_utc().s, -5);
    ts_clock_script_boot();
    assert_int_equal(ts_clock_utc().s, -5);
    assert_int_equal(ts_clock_mono().ms, 0);
}

static void
something_vouches_until_the_next_boot(void **state)
{
    (void)state;
    ts_clock_script_boot();
    assert_false(ts_clock_is_synchronised());
    ts_clock_script_synchronise(true);
    ts_clock_script_pass(1000);
    assert_true(ts_clock_is_synchronised());
    ts_clock_script_boot();
    assert_false(ts_clock_is_synchronised());
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_clocks_move_only_when_told),
        cmocka_unit_test(something_vouches_until_the_next_boot),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
