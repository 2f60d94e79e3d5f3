#include "keys/authority/gather_pace.h"

bool
ts_pace_init(struct ts_pace *pace, struct ts_arena *arena, size_t hosts, uint32_t gap_ms)
{
    pace->ready = ts_arena_take_array(arena, hosts, sizeof(*pace->ready));
    pace->gap_ms = gap_ms;
    return ts_index_init(&pace->hosts, arena, hosts) && pace->ready;
}

bool
ts_pace_host(struct ts_pace *pace, ts_span host, size_t *number)
{
    return ts_index_add(&pace->hosts, host, number);
}

ts_mono
ts_pace_ready(const struct ts_pace *pace, size_t host)
{
    TS_CHECK(host < pace->hosts.count);
    return pace->ready[host];
}

void
ts_pace_begin(struct ts_pace *pace, size_t host)
{
    TS_CHECK(ts_pace_ready(pace, host).ms != TS_PACE_NEVER.ms);
    pace->ready[host] = TS_PACE_NEVER;
}

void
ts_pace_end(struct ts_pace *pace, size_t host, ts_mono now)
{
    TS_CHECK(host < pace->hosts.count);
    uint64_t latest = TS_PACE_NEVER.ms - 1;
    bool far = now.ms >= latest - pace->gap_ms;
    pace->ready[host] = (ts_mono){ far ? latest : now.ms + pace->gap_ms };
}

void
ts_pace_give_up(struct ts_pace *pace, size_t host)
{
    TS_CHECK(host < pace->hosts.count);
    pace->ready[host] = TS_PACE_NEVER;
}
