#include "firmware/board/clock.h"

#include "firmware/base/check.h"

#include <time.h>

ts_utc
ts_clock_utc(void)
{
    struct timespec now;
    TS_CHECK(clock_gettime(CLOCK_REALTIME, &now) == 0);
    return (ts_utc){ now.tv_sec };
}

ts_mono
ts_clock_mono(void)
{
    struct timespec now;
    /* Not CLOCK_MONOTONIC, which stands still while the machine sleeps. */
    TS_CHECK(clock_gettime(CLOCK_BOOTTIME, &now) == 0);
    return (ts_mono){ (uint64_t)now.tv_sec * 1000 + (uint64_t)now.tv_nsec / 1000000 };
}
