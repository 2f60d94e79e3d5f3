#include "kiosk/reader/revival.h"

void
ts_revival_began(struct ts_revival *revival, ts_mono now)
{
    revival->begun = now;
}

static uint32_t
wait_ms(uint32_t failures)
{
    uint32_t wait = TS_REVIVAL_FIRST_MS;
    if (failures < 2)
        return 0;
    for (uint32_t i = 2; i < failures && wait < TS_REVIVAL_MOST_MS; i++)
        wait *= 2;
    return wait < TS_REVIVAL_MOST_MS ? wait : TS_REVIVAL_MOST_MS;
}

void
ts_revival_ended(struct ts_revival *revival, ts_mono now)
{
    if (now.ms - revival->begun.ms >= TS_REVIVAL_GOOD_MS)
        revival->failures = 0;
    if (revival->failures < UINT32_MAX)
        revival->failures++;
    revival->next.ms = now.ms + wait_ms(revival->failures);
}

bool
ts_revival_is_due(const struct ts_revival *revival, ts_mono now)
{
    return now.ms >= revival->next.ms;
}
