#include "firmware/base/limits.h"
#include "keys/trust/revocation_delta.h"
#include "keys/trust/scratch.h"

#include <string.h>

/* From one state to the next, both as streams. */

/* The way through a delta beside the segments of its base. */
struct walk {
    const struct ts_rev_delta *delta;
    struct ts_gap_cursor toggles;
    uint64_t offset; /* where the segment's positions begin among the toggles */
    size_t removed, grown, ids;
    struct ts_arena *scratch;
    struct ts_rev_plan *plans;
    size_t plan_count;
};

static enum ts_status
refuse(struct ts_fault *fault, enum ts_status status, const char *rule)
{
    return ts_fault_set(fault, status, 0, rule);
}

static enum ts_status
check_step(const struct ts_revocations *base, const struct ts_revocation_step *step,
           struct ts_fault *fault)
{
    if (base->epoch >= step->to_epoch)
        return refuse(fault, TS_ROLLBACK, "FORMAT.md 6.13");
    if (base->epoch != step->from_epoch)
        return refuse(fault, TS_ABSENT, "FORMAT.md 6.13");
    if (memcmp(base->hash, step->from, TS_SHA256_SIZE) != 0)
        return refuse(fault, TS_UNTRUSTED, "FORMAT.md 6.13");
    return TS_OK;
}

/* Whether any toggle is at or before last; those are passed. */
static bool
pass_toggles(struct ts_gap_cursor *toggles, uint64_t last)
{
    bool any = false;
    for (;;) {
        struct ts_gap_cursor before = *toggles;
        uint64_t position;
        if (!ts_gap_next(toggles, &position))
            return any;
        if (position > last) {
            *toggles = before;
            return any;
        }
        any = true;
    }
}

static enum ts_status
plan_merge(struct walk *walk, struct ts_rev_plan *plan, struct ts_rev_merge merge)
{
    struct ts_rev_merge_source *source = ts_arena_take(walk->scratch, sizeof(*source));
    if (!source)
        return TS_NO_SPACE;
    source->fresh = merge;
    plan->stored = NULL;
    plan->positions = ts_rev_merge_positions(source);
    return TS_OK;
}

static enum ts_status
plan_list(struct walk *walk, struct ts_rev_plan *plan, struct ts_gap_cursor set)
{
    struct ts_gap_cursor first = walk->toggles;
    uint64_t offset = walk->offset;
    if (plan->list.size > TS_REVOCATION_LIST_MAX)
        return TS_MALFORMED;
    if (plan->list.size == 0)
        return TS_OK;
    uint64_t last = offset + plan->list.size - 1;
    walk->offset = last + 1;
    if (!pass_toggles(&walk->toggles, last))
        return TS_OK;
    return plan_merge(walk, plan, ts_rev_merge_of(set, first, offset, last));
}

/* 6.15 to 6.17. A change that does not fit the segment is not walked past: that is
 * told at the end, since all of them have to be. */
static enum ts_status
plan_segment(struct walk *walk, size_t ordinal,
             const struct ts_revocation_segment *segment)
{
    const struct ts_rev_delta *delta = walk->delta;
    bool is_removed =
        walk->removed < delta->removed_count && delta->removed[walk->removed] == ordinal;
    bool is_grown =
        walk->grown < delta->grown_count && delta->grown[walk->grown].ordinal == ordinal;
    bool has_ids =
        walk->ids < delta->id_count && delta->ids[walk->ids].ordinal == ordinal;
    bool is_id_list = segment->list.kind == TS_STATUS_1EDTECH;
    if (is_grown && is_id_list)
        return TS_MALFORMED;
    walk->removed += is_removed;
    if (is_removed)
        return TS_OK;
    struct ts_rev_plan *plan = &walk->plans[walk->plan_count++];
    struct ts_gap_cursor set = ts_gap_cursor_over(segment->index->gaps);
    *plan = (struct ts_rev_plan){ .list = segment->list, .stored = segment->index };
    if (is_grown)
        plan->list.size += delta->grown[walk->grown++].by;
    if (!is_id_list)
        return plan_list(walk, plan, set);
    if (!has_ids)
        return TS_OK;
    struct ts_gap_cursor ids = ts_gap_cursor_over(delta->ids[walk->ids++].set.gaps);
    return plan_merge(walk, plan, ts_rev_merge_of(set, ids, 0, UINT64_MAX));
}

static enum ts_status
plan_all(struct walk *walk, const struct ts_revocations *base)
{
    enum ts_status status = TS_OK;
    const struct ts_rev_delta *delta = walk->delta;
    walk->toggles = ts_gap_cursor_over(delta->toggles.gaps);
    walk->plans = ts_arena_take_array(walk->scratch, base->count + delta->added_count,
                                      sizeof(*walk->plans));
    if (!walk->plans)
        return TS_NO_SPACE;
    for (size_t i = 0; i < base->count && status == TS_OK; i++)
        status = plan_segment(walk, i, &base->segments[i]);
    if (status != TS_OK)
        return status;
    if (walk->removed < delta->removed_count || walk->grown < delta->grown_count
        || walk->ids < delta->id_count || walk->toggles.done < delta->toggles.gaps.count)
        return TS_MALFORMED;
    for (size_t i = 0; i < delta->added_count; i++)
        walk->plans[walk->plan_count++] =
            (struct ts_rev_plan){ .list = delta->added[i].list,
                                  .stored = &delta->added_sets[i] };
    if (walk->plan_count > TS_REVOCATION_SEGMENTS_MAX)
        return TS_OVER_LIMIT;
    return ts_rev_plans_sort(walk->plans, walk->plan_count);
}

static void
count_changes(struct ts_revocation_result *result, const struct walk *walk)
{
    for (size_t i = 0; i < walk->plan_count; i++) {
        if (walk->plans[i].stored)
            continue;
        const struct ts_rev_merge_source *source = walk->plans[i].positions.context;
        result->set += source->merge.in_b;
        result->lifted += source->merge.in_both;
    }
    result->grown = walk->delta->grown_count;
    result->added = walk->delta->added_count;
    result->removed = walk->delta->removed_count;
}

/* Into w, with everything else in scratch. */
static enum ts_status
write_next(struct ts_writer *w, struct ts_arena *scratch,
           struct ts_revocation_result *result, const struct ts_revocations *base,
           ts_span bytes, struct ts_fault *fault)
{
    struct ts_rev_delta delta;
    struct walk walk = { .delta = &delta, .scratch = scratch };
    uint8_t hash[TS_SHA256_SIZE];
    enum ts_status status = ts_rev_delta_read(scratch, &delta, bytes, fault);
    if (status == TS_OK)
        status = check_step(base, &delta.step, fault);
    if (status != TS_OK)
        return status;
    status = plan_all(&walk, base);
    if (status != TS_OK)
        return refuse(fault, status, "FORMAT.md 6.14");
    struct ts_revocation_release release = { delta.step.to_epoch, delta.step.issued,
                                             TS_REVOCATION_BEST };
    status =
        ts_rev_snapshot_write(w, scratch, walk.plans, walk.plan_count, release, hash);
    if (status == TS_OK)
        status = ts_writer_end(w, &result->snapshot);
    if (status != TS_OK)
        return refuse(fault, status, "the next state has no room");
    if (memcmp(hash, delta.step.to, TS_SHA256_SIZE) != 0)
        return refuse(fault, TS_UNTRUSTED, "FORMAT.md 6.9");
    memcpy(result->state.hash, hash, TS_SHA256_SIZE);
    count_changes(result, &walk);
    return TS_OK;
}

enum ts_status
ts_revocations_apply(struct ts_arena *arena, struct ts_revocation_result *result,
                     const struct ts_revocations *base, ts_verified delta,
                     struct ts_fault *fault)
{
    struct ts_revocation_result draft = { .set = 0 };
    uint8_t hash[TS_SHA256_SIZE];
    size_t used = arena->used;
    struct ts_arena scratch = ts_scratch_borrow(arena);
    struct ts_writer w = ts_writer_over(ts_arena_rest(arena));
    enum ts_status status = write_next(&w, &scratch, &draft, base, delta.bytes, fault);
    ts_scratch_return(arena, &scratch);
    if (status != TS_OK)
        return status;
    ts_arena_keep(arena, w.used);
    memcpy(hash, draft.state.hash, sizeof(hash));
    status = ts_revocations_restore(arena, &draft.state, draft.snapshot, hash, fault);
    if (status == TS_OK && !ts_revocations_canaries_hold(&draft.state, base, NULL))
        status = refuse(fault, TS_UNTRUSTED, "FORMAT.md 6.8");
    if (status != TS_OK) {
        ts_arena_rewind(arena, used);
        return status;
    }
    *result = draft;
    return TS_OK;
}
