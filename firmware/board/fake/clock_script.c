#include "firmware/board/fake/clock_script.h"

#include <stdatomic.h>

static atomic_llong utc_s;
static uint64_t past_second_ms; /* Passed since utc_s ticked. */
static atomic_ullong mono_ms;
static atomic_bool synchronised;

ts_utc
ts_clock_utc(void)
{
    return (ts_utc){ utc_s };
}

ts_mono
ts_clock_mono(void)
{
    return (ts_mono){ mono_ms };
}

bool
ts_clock_is_synchronised(void)
{
    return synchronised;
}

void
ts_clock_script_pass(uint64_t ms)
{
    mono_ms += ms;
    past_second_ms += ms;
    utc_s += (long long)(past_second_ms / 1000);
    past_second_ms %= 1000;
}

void
ts_clock_script_set(ts_utc now)
{
    utc_s = now.s;
    past_second_ms = 0;
}

void
ts_clock_script_boot(void)
{
    mono_ms = 0;
    synchronised = false;
}

void
ts_clock_script_synchronise(bool is_so)
{
    synchronised = is_so;
}
