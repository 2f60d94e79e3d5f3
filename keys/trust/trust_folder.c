#include "keys/trust/trust_folder.h"

#include "keys/trust/repository.h"

static const char ANY_TARGET[] = "targets";

enum { FILE_BYTES_MAX = TS_TARGET_BYTES_MAX };

static enum ts_status
read_bytes(struct ts_arena *arena, ts_span *bytes, const struct ts_trust_folder *folder,
           const struct ts_target *target)
{
    struct ts_file_name name;
    enum ts_status status = TS_ABSENT;
    if (folder->is_consistent && !folder->generation.name[0]) {
        status = ts_repository_target(&name, target);
        if (status == TS_OK)
            status =
                ts_store_read(folder->store, arena, bytes, name.text, FILE_BYTES_MAX);
    }
    if (status != TS_ABSENT)
        return status;
    status = ts_generation_target(&name, &folder->generation, target);
    if (status == TS_OK)
        status = ts_store_read(folder->store, arena, bytes, name.text, FILE_BYTES_MAX);
    return status;
}

enum ts_status
ts_trust_read_target(struct ts_arena *arena, ts_verified *verified,
                     const struct ts_trust_folder *folder, const struct ts_target *target,
                     struct ts_fault *fault)
{
    ts_span bytes = { 0 };
    enum ts_status status = read_bytes(arena, &bytes, folder, target);
    if (status == TS_OK)
        status = ts_target_check(verified, target, bytes);
    return ts_fault_set(fault, status, 0, ANY_TARGET);
}

/* What deltas led to: believed for what it says, however it is coded. */
static enum ts_status
restore(struct ts_arena *arena, struct ts_revocations *state,
        const struct ts_trust_folder *folder, const struct ts_target *target,
        struct ts_fault *fault)
{
    struct ts_file_name name;
    ts_span bytes = { 0 };
    if (!target->has_state)
        return ts_fault_set(fault, TS_ABSENT, 0, ANY_TARGET);
    enum ts_status status = ts_generation_state(&name, &folder->generation, target);
    if (status == TS_OK)
        status = ts_store_read(folder->store, arena, &bytes, name.text, FILE_BYTES_MAX);
    if (status != TS_OK)
        return ts_fault_set(fault, status, 0, TS_STATE_FILE);
    return ts_revocations_restore(arena, state, bytes, target->state, fault);
}

enum ts_status
ts_trust_read_state(struct ts_arena *arena, struct ts_revocations *state,
                    const struct ts_trust_folder *folder, const struct ts_target *target,
                    struct ts_fault *fault)
{
    size_t used = arena->used;
    struct ts_revocations draft = { 0 };
    ts_verified verified = { { 0 } };
    enum ts_status status = ts_trust_read_target(arena, &verified, folder, target, fault);
    if (status == TS_ABSENT)
        status = restore(arena, &draft, folder, target, fault);
    else if (status == TS_OK)
        status = ts_revocations_load(arena, &draft, verified, fault);
    if (status == TS_OK && target->has_state
        && !ts_span_equal(TS_SPAN_OF(draft.hash), TS_SPAN_OF(target->state)))
        status = ts_fault_set(fault, TS_UNTRUSTED, 0, "FORMAT.md 1.13");
    if (status == TS_OK)
        *state = draft;
    else
        ts_arena_rewind(arena, used);
    return status;
}

bool
ts_trust_has_generations(struct ts_arena *arena, struct ts_store *store)
{
    struct ts_generation generation;
    size_t used = arena->used;
    bool has =
        ts_generation_find(arena, &generation, store, TS_GENERATION_CURRENT) != TS_ABSENT
        || ts_generation_find(arena, &generation, store, TS_GENERATION_BEFORE)
               != TS_ABSENT;
    ts_arena_rewind(arena, used);
    return has;
}
