#include "firmware/base/check.h"
#include "firmware/board/clock.h"
#include "tests/support/support.h"

#include <time.h>

static void
calendar_time_is_the_systems(void **state)
{
    (void)state;
    int64_t before = time(NULL);
    int64_t told = ts_clock_utc().s;
    int64_t after = time(NULL);
    /* time() may lag a tick behind the clock. */
    assert_in_range((uintmax_t)told, (uintmax_t)before, (uintmax_t)after + 1);
}

static void
monotonic_time_counts_milliseconds_since_boot(void **state)
{
    (void)state;
    struct timespec uptime;
    uint64_t last = ts_clock_mono().ms;
    assert_int_equal(clock_gettime(CLOCK_BOOTTIME, &uptime), 0);
    assert_true(last / 1000 <= (uint64_t)uptime.tv_sec);
    for (int i = 0; i < 10000; i++) {
        uint64_t now = ts_clock_mono().ms;
        assert_true(now >= last);
        last = now;
    }
    assert_true(last / 1000 >= (uint64_t)uptime.tv_sec);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(calendar_time_is_the_systems),
        cmocka_unit_test(monotonic_time_counts_milliseconds_since_boot),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
