#include "keys/sync/mirror_parts.h"
#include "keys/trust/issuer_list_pack.h"
#include "keys/trust/revocation.h"

/* The state between two deltas; swept away with the pieces. */
static const char HALFWAY[] = "partial/state.rev";

static enum ts_status
read_object(const struct ts_mirror *m, struct ts_arena *arena, ts_verified *verified,
            const struct ts_target *target)
{
    struct ts_file_name name;
    ts_span bytes = { 0 };
    enum ts_status status =
        ts_generation_target(&name, &ts_mirror_any_generation, target);
    if (status == TS_OK)
        status = ts_store_read(m->options.trust, arena, &bytes, name.text,
                               TS_TARGET_BYTES_MAX);
    return status == TS_OK ? ts_target_check(verified, target, bytes) : status;
}

static enum ts_status
read_base(const struct ts_mirror *m, struct ts_arena *arena, ts_span *bytes,
          const struct ts_mirror_base *base)
{
    if (base->epoch == 0)
        return TS_ABSENT;
    return ts_store_read(m->options.trust, arena, bytes, base->object.text,
                         TS_TARGET_BYTES_MAX);
}

static enum ts_status
unpack_issuers(struct ts_mirror *m)
{
    struct ts_arena scratch = ts_mirror_scratch(m);
    const struct ts_mirror_assembly *assembly = &m->issuers;
    struct ts_mirror_base base = ts_mirror_find_base(m, scratch, TS_ISSUERS_PATH);
    ts_span older = { 0 };
    ts_verified packed;
    ts_verified list;
    enum ts_status status = TS_OK;
    if (!assembly->route.is_whole)
        status = read_base(m, &scratch, &older, &base);
    if (status == TS_OK)
        status = read_object(m, &scratch, &packed, assembly->route.steps[0]);
    if (status == TS_OK)
        status =
            ts_issuer_list_unpack(&scratch, &list, assembly->result, packed.bytes, older);
    return status == TS_OK ? ts_mirror_put_object(m, assembly->result, list.bytes)
                           : status;
}

/* What the next delta begins at. */
static enum ts_status
read_state(const struct ts_mirror *m, struct ts_arena *arena, ts_span *bytes)
{
    if (m->state.done > 0)
        return ts_store_read(m->options.trust, arena, bytes, HALFWAY,
                             TS_TARGET_BYTES_MAX);
    struct ts_mirror_base state = ts_mirror_find_base(m, *arena, TS_STATE_FILE);
    struct ts_mirror_base snapshot = ts_mirror_find_base(m, *arena, TS_REV_SNAPSHOT_PATH);
    return read_base(m, arena, bytes, state.epoch > snapshot.epoch ? &state : &snapshot);
}

/* The state between two deltas, or the last. Both sides code in one way, so that the last
 * is the published snapshot byte for byte, unless the publisher has another zstd: then it
 * is kept under the signed hash of what it says. */
static enum ts_status
put_state(struct ts_mirror *m, const struct ts_revocation_result *result)
{
    struct ts_file_name name;
    ts_verified published;
    const struct ts_mirror_assembly *assembly = &m->state;
    const struct ts_target *target = assembly->result;
    if (assembly->done + 1 < assembly->route.count)
        return ts_store_replace(m->options.trust, HALFWAY, result->snapshot, false);
    if (!ts_span_equal(TS_SPAN_OF(result->state.hash), TS_SPAN_OF(target->state)))
        return TS_UNTRUSTED;
    struct ts_mirror_item *item = &m->items[target - m->targets];
    item->wanted = ts_target_check(&published, target, result->snapshot) == TS_OK;
    item->held = item->wanted;
    m->state_held = !item->wanted;
    if (item->wanted)
        return ts_mirror_put_object(m, target, result->snapshot);
    enum ts_status status = ts_generation_state(&name, &ts_mirror_any_generation, target);
    return status == TS_OK
               ? ts_store_replace(m->options.trust, name.text, result->snapshot, false)
               : status;
}

static enum ts_status
apply_delta(struct ts_mirror *m)
{
    struct ts_arena scratch = ts_mirror_scratch(m);
    struct ts_revocation_step step;
    struct ts_revocations base;
    struct ts_revocation_result result;
    ts_verified delta;
    ts_span bytes = { 0 };
    enum ts_status status =
        read_object(m, &scratch, &delta, m->state.route.steps[m->state.done]);
    if (status == TS_OK)
        status = ts_revocation_step_read(&step, delta, NULL);
    if (status == TS_OK)
        status = read_state(m, &scratch, &bytes);
    if (status == TS_OK)
        status = ts_revocations_restore(&scratch, &base, bytes, step.from, NULL);
    if (status == TS_OK)
        status = ts_revocations_apply(&scratch, &result, &base, delta, NULL);
    return status == TS_OK ? put_state(m, &result) : status;
}

/* It came as it was signed, and does not lead where it should: our base is damaged, or
 * the publisher is wrong. */
static void
failed(struct ts_mirror *m, enum ts_status status, const char *rule)
{
    if (status == TS_IO || m->options.metered || m->only_whole) {
        ts_mirror_end_broken(m, status, rule);
        return;
    }
    m->only_whole = true;
    m->progress.whole = true;
    status = ts_mirror_plan(m);
    if (status != TS_OK)
        ts_mirror_end_broken(m, status, rule);
    else
        m->phase = TS_MIRROR_TARGETS;
}

static void
step_issuers(struct ts_mirror *m)
{
    enum ts_status status = unpack_issuers(m);
    if (status != TS_OK) {
        failed(m, status, "keys/FORMAT.md 1.12");
        return;
    }
    struct ts_mirror_item *item = &m->items[m->issuers.result - m->targets];
    item->wanted = true;
    item->held = true;
    m->issuers.result = NULL;
}

static void
step_state(struct ts_mirror *m)
{
    enum ts_status status = apply_delta(m);
    if (status != TS_OK) {
        failed(m, status, "keys/FORMAT.md 1.13");
        return;
    }
    if (++m->state.done < m->state.route.count)
        return;
    m->state.result = NULL;
}

void
ts_mirror_step_assembly(struct ts_mirror *m)
{
    m->opened = false;
    if (m->issuers.result)
        step_issuers(m);
    else if (m->state.result)
        step_state(m);
    else
        m->phase = TS_MIRROR_ACTIVATION;
}
