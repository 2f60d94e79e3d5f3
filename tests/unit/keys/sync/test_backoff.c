#include "keys/sync/backoff.h"
#include "tests/support/support.h"

static void
no_failure_no_pause(void **state)
{
    (void)state;
    assert_int_equal(ts_backoff_ms(0, 0), 0);
    assert_int_equal(ts_backoff_ms(0, UINT32_MAX), 0);
}

static void
pauses_double_up_to_the_longest(void **state)
{
    (void)state;
    uint64_t whole = TS_BACKOFF_FIRST_MS;
    for (uint32_t failures = 1; failures < 200; failures++) {
        assert_int_equal(ts_backoff_ms(failures, 0), whole / 2);
        assert_in_range(ts_backoff_ms(failures, UINT32_MAX), whole - 1, whole);
        assert_int_equal(ts_backoff_ms(failures, 1U << 31), whole / 2 + whole / 4);
        whole = whole * 2 > TS_BACKOFF_LONGEST_MS ? TS_BACKOFF_LONGEST_MS : whole * 2;
    }
    assert_int_equal(ts_backoff_ms(UINT32_MAX, 0), TS_BACKOFF_LONGEST_MS / 2);
}

static void
a_moment_never_wraps(void **state)
{
    (void)state;
    ts_mono late = { UINT64_MAX - 5 };
    ts_mono early = { 1000 };
    assert_int_equal(ts_backoff_until(late, 3, 7).ms, UINT64_MAX);
    assert_int_equal(ts_backoff_until(early, 1, 0).ms, 1000 + TS_BACKOFF_FIRST_MS / 2);
    assert_int_equal(ts_backoff_until(early, 0, 9).ms, 1000);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(no_failure_no_pause),
        cmocka_unit_test(pauses_double_up_to_the_longest),
        cmocka_unit_test(a_moment_never_wraps),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
