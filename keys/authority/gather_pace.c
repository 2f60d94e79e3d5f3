#include "keys/authority/gather_pace.h"

bool
ts_pace_init(struct ts_pace *pace, struct ts_arena *arena, size_t hosts, uint32_t gap_ms)
{
    pace->hosts = ts_arena_take_array(arena, hosts, sizeof(*pace->hosts));
    pace->gap_ms = gap_ms;
    return ts_index_init(&pace->names, arena, hosts) && pace->hosts;
}

bool
ts_pace_host(struct ts_pace *pace, ts_span host, size_t *number)
{
    return ts_index_add(&pace->names, host, number);
}

static struct ts_pace_host *
host_of(const struct ts_pace *pace, size_t host)
{
    TS_CHECK(host < pace->names.count);
    return &pace->hosts[host];
}

ts_mono
ts_pace_ready(const struct ts_pace *pace, size_t host)
{
    const struct ts_pace_host *h = host_of(pace, host);
    return h->is_busy || h->mood != TS_PACE_OPEN ? TS_PACE_NEVER : h->ready;
}

enum ts_pace_mood
ts_pace_mood(const struct ts_pace *pace, size_t host)
{
    return host_of(pace, host)->mood;
}

void
ts_pace_begin(struct ts_pace *pace, size_t host)
{
    TS_CHECK(ts_pace_ready(pace, host).ms != TS_PACE_NEVER.ms);
    host_of(pace, host)->is_busy = true;
}

static ts_mono
after(ts_mono now, uint64_t ms)
{
    uint64_t latest = TS_PACE_NEVER.ms - 1;
    bool is_far = ms > latest || now.ms >= latest - ms;
    return (ts_mono){ is_far ? latest : now.ms + ms };
}

void
ts_pace_end(struct ts_pace *pace, size_t host, ts_mono now, bool answered)
{
    struct ts_pace_host *h = host_of(pace, host);
    h->is_busy = false;
    h->ready = after(now, pace->gap_ms);
    h->silences = answered ? 0 : h->silences + 1;
    if (h->silences == TS_PACE_SILENCES_MAX)
        h->mood = TS_PACE_SILENT;
}

bool
ts_pace_break(struct ts_pace *pace, size_t host, ts_mono now, uint64_t ms)
{
    struct ts_pace_host *h = host_of(pace, host);
    if (h->breaks == TS_PACE_BREAKS_MAX) {
        ts_pace_give_up(pace, host);
        return false;
    }
    h->breaks++;
    h->ready = after(now, ms > pace->gap_ms ? ms : pace->gap_ms);
    return true;
}

void
ts_pace_give_up(struct ts_pace *pace, size_t host)
{
    host_of(pace, host)->mood = TS_PACE_PEACE;
}
