#include "keys/sync/refresh_form.h"

#include "firmware/base/writer.h"
#include "keys/trust/scratch.h"

enum ts_status
ts_refresh_stored(struct ts_refresh *refresh, const char *name, size_t max,
                  ts_take_stored *take, void *context, bool *is_found)
{
    ts_span bytes;
    struct ts_arena scratch = ts_scratch_borrow(refresh->arena);
    enum ts_status status = ts_store_read(refresh->store, &scratch, &bytes, name, max);
    if (status == TS_OK)
        status = take(refresh, bytes, context);
    ts_scratch_return(refresh->arena, &scratch);
    *is_found = status == TS_OK;
    return status == TS_NO_SPACE || status == TS_IO ? status : TS_OK;
}

enum ts_status
ts_refresh_keep(struct ts_refresh *refresh, const char *name, ts_span bytes,
                struct ts_fault *fault)
{
    enum ts_status status = ts_store_replace(refresh->store, name, bytes, false);
    return ts_fault_set(fault, status, 0, "the metadata folder");
}

enum ts_status
ts_refresh_check_time(struct ts_refresh *refresh, ts_utc expires, const char *rule,
                      struct ts_fault *fault)
{
    if (refresh->now.s < expires.s)
        return TS_OK;
    refresh->is_expired = true;
    return ts_fault_set(fault, TS_ROLLBACK, 0, rule);
}

enum ts_status
ts_refresh_set_want(struct ts_refresh *refresh, const char *role, uint64_t version,
                    const struct ts_meta *meta, uint64_t max, struct ts_fault *fault)
{
    struct ts_writer w = ts_writer_over(TS_ROOM_OF(refresh->want_name));
    if (version) {
        ts_write_decimal(&w, (int64_t)version);
        ts_write_u8(&w, '.');
    }
    ts_write_text(&w, role);
    ts_write_text(&w, ".json");
    ts_write_u8(&w, 0);
    bool has_length = meta && meta->has_length;
    if (w.full || (has_length && meta->length > max))
        return ts_fault_set(fault, TS_OVER_LIMIT, 0, "TUF 5.6.1");
    refresh->want = (struct ts_want){
        .name = refresh->want_name,
        .max = has_length ? meta->length : max,
        .meta = meta,
        .is_immutable = version != 0,
        .may_be_absent = refresh->stage == TS_STAGE_ROOT,
    };
    return TS_OK;
}

enum ts_status
ts_refresh_begin(struct ts_arena *arena, struct ts_refresh **refresh,
                 struct ts_store *store, ts_utc now, struct ts_fault *fault)
{
    size_t used = arena->used;
    struct ts_refresh *draft = ts_arena_take(arena, sizeof(*draft));
    if (!draft)
        return ts_fault_set(fault, TS_NO_SPACE, 0, "the arena is full");
    draft->arena = arena;
    draft->store = store;
    draft->now = now;
    enum ts_status status = ts_refresh_begin_root(draft, fault);
    if (status != TS_OK) {
        ts_arena_rewind(arena, used);
        return status;
    }
    *refresh = draft;
    return ts_fault_set(fault, TS_OK, 0, NULL);
}

const struct ts_want *
ts_refresh_want(const struct ts_refresh *refresh)
{
    return refresh->stage == TS_STAGE_NONE ? NULL : &refresh->want;
}

static enum ts_status
give(struct ts_refresh *refresh, ts_span bytes, struct ts_fault *fault)
{
    switch (refresh->stage) {
    case TS_STAGE_ROOT: return ts_refresh_give_root(refresh, bytes, fault);
    case TS_STAGE_TIMESTAMP: return ts_refresh_give_timestamp(refresh, bytes, fault);
    case TS_STAGE_SNAPSHOT: return ts_refresh_give_snapshot(refresh, bytes, fault);
    case TS_STAGE_TARGETS: return ts_refresh_give_targets(refresh, bytes, fault);
    case TS_STAGE_DELEGATED: return ts_refresh_give_delegated(refresh, bytes, fault);
    case TS_STAGE_NONE: break;
    }
    return ts_fault_set(fault, TS_ABSENT, 0, "nothing was wanted");
}

static enum ts_status
end_step(struct ts_refresh *refresh, enum ts_status status, struct ts_fault *fault)
{
    if (status == TS_OK)
        return ts_fault_set(fault, TS_OK, 0, NULL);
    refresh->stage = TS_STAGE_NONE;
    return status;
}

enum ts_status
ts_refresh_give(struct ts_refresh *refresh, ts_span bytes, struct ts_fault *fault)
{
    enum ts_status status;
    refresh->is_expired = false;
    if (refresh->stage != TS_STAGE_NONE && bytes.len > refresh->want.max)
        status = ts_fault_set(fault, TS_OVER_LIMIT, 0, "TUF 5.6.1");
    else
        status = give(refresh, bytes, fault);
    return end_step(refresh, status, fault);
}

enum ts_status
ts_refresh_absent(struct ts_refresh *refresh, struct ts_fault *fault)
{
    enum ts_status status;
    refresh->is_expired = false;
    if (refresh->stage == TS_STAGE_ROOT)
        status = ts_refresh_end_roots(refresh, fault);
    else
        status = ts_fault_set(fault, TS_ABSENT, 0, "TUF 5.6.1");
    return end_step(refresh, status, fault);
}

bool
ts_refresh_is_current(const struct ts_refresh *refresh)
{
    return refresh->is_current;
}

bool
ts_refresh_is_expired(const struct ts_refresh *refresh)
{
    return refresh->is_expired;
}

const struct ts_root *
ts_refresh_root(const struct ts_refresh *refresh)
{
    return refresh->root;
}

const struct ts_timestamp *
ts_refresh_timestamp(const struct ts_refresh *refresh)
{
    return refresh->has_timestamp ? &refresh->timestamp : NULL;
}

const struct ts_snapshot *
ts_refresh_snapshot(const struct ts_refresh *refresh)
{
    return refresh->has_snapshot ? &refresh->snapshot : NULL;
}

const struct ts_targets *
ts_refresh_targets(const struct ts_refresh *refresh)
{
    return refresh->has_targets ? &refresh->targets : NULL;
}
