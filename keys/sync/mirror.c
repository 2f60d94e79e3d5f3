#include "keys/sync/mirror.h"

#include "keys/sync/mirror_parts.h"

void
ts_mirror_end(struct ts_mirror *m, enum ts_mirror_outcome outcome, struct ts_fault fault)
{
    m->phase = TS_MIRROR_ENDED;
    m->progress.outcome = m->in_use ? m->reached : outcome;
    m->progress.fault = m->in_use ? (struct ts_fault){ 0 } : fault;
}

/* Rooms are not zeroed by taking them: pages that no file needs are never touched. */
static bool
take_memory(struct ts_arena *arena, struct ts_mirror *m)
{
    m->items = ts_arena_take_array(arena, TS_TARGETS_MAX, sizeof(*m->items));
    m->targets = ts_arena_take_array(arena, TS_TARGETS_MAX, sizeof(*m->targets));
    ts_room rest = ts_arena_rest(arena);
    if (!m->items || !m->targets
        || rest.len < TS_MIRROR_METADATA_SIZE + TS_MIRROR_BUFFER_SIZE)
        return false;
    m->metadata_room = (ts_room){ rest.at, TS_MIRROR_METADATA_SIZE };
    m->buffer = (ts_room){ rest.at + TS_MIRROR_METADATA_SIZE, TS_MIRROR_BUFFER_SIZE };
    ts_arena_keep(arena, TS_MIRROR_METADATA_SIZE + TS_MIRROR_BUFFER_SIZE);
    return true;
}

enum ts_status
ts_mirror_begin(struct ts_arena *arena, struct ts_mirror **mirror,
                const struct ts_mirror_options *options)
{
    size_t used = arena->used;
    if (options->source_count == 0 || options->source_count > TS_MIRROR_SOURCES_MAX)
        return TS_MALFORMED;
    struct ts_mirror *m = ts_arena_take(arena, sizeof(*m));
    if (!m || !take_memory(arena, m)) {
        ts_arena_rewind(arena, used);
        return TS_NO_SPACE;
    }
    m->options = *options;
    m->phase = TS_MIRROR_METADATA;
    m->progress.source = options->sources[0].name;
    m->progress.what = m->what;
    m->progress.issued = TS_UTC_ALWAYS;
    *mirror = m;
    return TS_OK;
}

enum ts_mirror_next
ts_mirror_step(struct ts_mirror *mirror, ts_mono now, uint32_t random)
{
    if (mirror->phase != TS_MIRROR_ENDED && now.ms < mirror->wake.ms)
        return TS_MIRROR_PAUSE;
    switch (mirror->phase) {
    case TS_MIRROR_METADATA: ts_mirror_step_metadata(mirror, now, random); break;
    case TS_MIRROR_TARGETS: ts_mirror_step_targets(mirror, now, random); break;
    case TS_MIRROR_ASSEMBLY: ts_mirror_step_assembly(mirror); break;
    case TS_MIRROR_ACTIVATION: ts_mirror_step_activation(mirror); break;
    case TS_MIRROR_ENDED: return TS_MIRROR_OVER;
    }
    if (mirror->phase == TS_MIRROR_ENDED)
        return TS_MIRROR_OVER;
    return mirror->wake.ms > now.ms ? TS_MIRROR_PAUSE : TS_MIRROR_GO;
}

ts_mono
ts_mirror_wake(const struct ts_mirror *mirror)
{
    return mirror->wake;
}

const struct ts_mirror_progress *
ts_mirror_progress(const struct ts_mirror *mirror)
{
    return &mirror->progress;
}
