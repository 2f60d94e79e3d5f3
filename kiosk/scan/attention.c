#include "kiosk/scan/attention.h"

static uint64_t
since(ts_mono then, ts_mono now)
{
    return now.ms > then.ms ? now.ms - then.ms : 0;
}

enum ts_attention_task
ts_attention_take(struct ts_attention *attention, bool awake, bool moving, ts_mono taken)
{
    if (awake)
        attention->awake = taken;
    attention->moved |= moving;
    uint32_t patience = attention->moved ? TS_ATTENTION_MOVING_MS : TS_ATTENTION_STILL_MS;
    if (attention->known && since(attention->looked, taken) < patience)
        return TS_ATTENTION_KNOWN;
    if (!awake && !attention->known)
        return TS_ATTENTION_SHOW;
    attention->looked = taken;
    attention->moved = false;
    return TS_ATTENTION_LOOK;
}

bool
ts_attention_learn(struct ts_attention *attention, bool read)
{
    bool lost = attention->known && !read;
    attention->known = read;
    return lost;
}

uint32_t
ts_attention_rest_ms(const struct ts_attention *attention, ts_mono now)
{
    uint64_t quiet_ms = since(attention->awake, now);
    if (quiet_ms >= TS_ATTENTION_SLEEP_AFTER_MS)
        return TS_ATTENTION_SLEEP_MS;
    return quiet_ms >= TS_ATTENTION_REST_AFTER_MS ? TS_ATTENTION_REST_MS : 0;
}

struct ts_scan_region
ts_attention_region(const struct ts_scan_sight *sight)
{
    struct ts_point least = sight->corners[0];
    struct ts_point most = sight->corners[0];
    for (size_t i = 1; i < 4; i++) {
        struct ts_point at = sight->corners[i];
        least.x = at.x < least.x ? at.x : least.x;
        least.y = at.y < least.y ? at.y : least.y;
        most.x = at.x > most.x ? at.x : most.x;
        most.y = at.y > most.y ? at.y : most.y;
    }
    int32_t wide = most.x - least.x;
    int32_t high = most.y - least.y;
    return (struct ts_scan_region){ least.x - wide / 2, least.y - high / 2,
                                    2 * (uint32_t)wide, 2 * (uint32_t)high };
}
