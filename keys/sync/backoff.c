#include "keys/sync/backoff.h"

uint64_t
ts_backoff_ms(uint32_t failures, uint32_t random)
{
    uint64_t whole = TS_BACKOFF_FIRST_MS;
    if (failures == 0)
        return 0;
    for (uint32_t i = 1; i < failures && whole < TS_BACKOFF_LONGEST_MS; i++)
        whole *= 2;
    if (whole > TS_BACKOFF_LONGEST_MS)
        whole = TS_BACKOFF_LONGEST_MS;
    return whole / 2 + (whole / 2 * random >> 32);
}

ts_mono
ts_backoff_until(ts_mono now, uint32_t failures, uint32_t random)
{
    uint64_t pause = ts_backoff_ms(failures, random);
    return (ts_mono){ now.ms > UINT64_MAX - pause ? UINT64_MAX : now.ms + pause };
}
