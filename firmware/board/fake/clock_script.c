#include "firmware/board/fake/clock_script.h"

static ts_utc utc;
static uint64_t past_second_ms; /* Passed since utc ticked. */
static ts_mono mono;
static bool synchronised;

ts_utc
ts_clock_utc(void)
{
    return utc;
}

ts_mono
ts_clock_mono(void)
{
    return mono;
}

bool
ts_clock_is_synchronised(void)
{
    return synchronised;
}

void
ts_clock_script_pass(uint64_t ms)
{
    mono.ms += ms;
    past_second_ms += ms;
    utc.s += (int64_t)(past_second_ms / 1000);
    past_second_ms %= 1000;
}

void
ts_clock_script_set(ts_utc now)
{
    utc = now;
    past_second_ms = 0;
}

void
ts_clock_script_boot(void)
{
    mono.ms = 0;
    synchronised = false;
}

void
ts_clock_script_synchronise(bool is_so)
{
    synchronised = is_so;
}
