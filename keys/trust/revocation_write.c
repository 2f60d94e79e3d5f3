#include "firmware/base/limits.h"
#include "keys/trust/revocation_form.h"
#include "keys/trust/scratch.h"

#include <stdlib.h>
#include <string.h>

/* The authority's side has time and a heap: qsort() is good enough here. */

static enum ts_status
write_sets(const struct ts_rev_sink *sink, struct ts_rev_row *rows,
           struct ts_rev_plan *plans, size_t count, struct ts_state_digest *digest)
{
    uint64_t positions = 0;
    for (size_t i = 0; i < count; i++) {
        struct ts_rev_plan *plan = &plans[i];
        uint8_t gaps[TS_SHA256_SIZE];
        enum ts_status status = TS_OK;
        rows[i].list = plan->list;
        if (plan->stored) {
            ts_write_bytes(sink->w, plan->stored->stored);
            rows[i].part = plan->stored->part;
            memcpy(gaps, plan->stored->digest, sizeof(gaps));
        } else {
            status = ts_rev_part_write(sink, &rows[i].part, gaps, &plan->positions,
                                       ts_revocation_list_last(&plan->list));
        }
        if (status != TS_OK)
            return status;
        positions += rows[i].part.count;
        if (positions > TS_REVOCATIONS_MAX)
            return TS_OVER_LIMIT;
        ts_state_digest_add(digest, &plan->list, rows[i].part.count, gaps);
    }
    return TS_OK;
}

static enum ts_status
write_snapshot(const struct ts_rev_sink *sink, struct ts_arena *scratch,
               struct ts_rev_plan *plans, size_t count, struct ts_rev_head *head)
{
    struct ts_rev_row *rows = ts_arena_take_array(scratch, count, sizeof(*rows));
    struct ts_state_digest digest;
    ts_span table = { 0 };
    if (!rows)
        return TS_NO_SPACE;
    ts_rev_begin(sink->w, TS_REV_SNAPSHOT);
    ts_state_digest_begin(&digest, head->step.to_epoch, head->step.issued, count);
    enum ts_status status = write_sets(sink, rows, plans, count, &digest);
    if (status != TS_OK)
        return status;
    memcpy(head->step.to, digest.chain, TS_SHA256_SIZE);

    struct ts_writer w = ts_writer_over(ts_arena_rest(scratch));
    ts_write_rows(&w, rows, count);
    status = ts_writer_end(&w, &table);
    return status == TS_OK ? ts_rev_finish(sink, head, table) : status;
}

enum ts_status
ts_rev_snapshot_write(struct ts_writer *w, struct ts_arena *scratch,
                      struct ts_rev_plan *plans, size_t count,
                      struct ts_revocation_release release,
                      uint8_t hash[static TS_SHA256_SIZE])
{
    struct ts_rev_head head = {
        .type = TS_REV_SNAPSHOT,
        .step = { .to_epoch = release.epoch, .issued = release.issued },
    };
    struct ts_rev_sink sink = { w, ts_zstd_packer_open(release.effort) };
    if (!sink.packer)
        return TS_NO_SPACE;
    enum ts_status status = write_snapshot(&sink, scratch, plans, count, &head);
    ts_zstd_packer_close(sink.packer);
    if (status == TS_OK)
        memcpy(hash, head.step.to, TS_SHA256_SIZE);
    return status;
}

struct array_source {
    const struct ts_revocation_input *input;
    size_t next;
};

static void
array_start(void *context)
{
    struct array_source *source = context;
    source->next = 0;
}

static bool
array_next(void *context, uint64_t *position)
{
    struct array_source *source = context;
    if (source->next == source->input->count)
        return false;
    *position = source->input->positions[source->next++];
    return true;
}

static int
by_list(const void *a, const void *b)
{
    const struct ts_rev_plan *left = a;
    const struct ts_rev_plan *right = b;
    return ts_revocation_list_compare(&left->list, &right->list);
}

enum ts_status
ts_rev_plans_sort(struct ts_rev_plan *plans, size_t count)
{
    if (count > 1)
        qsort(plans, count, sizeof(*plans), by_list);
    for (size_t i = 1; i < count; i++)
        if (by_list(&plans[i - 1], &plans[i]) == 0)
            return TS_DUPLICATE;
    return TS_OK;
}

static bool
is_valid(const struct ts_revocation_input *input)
{
    return !ts_revocation_list_broken(&input->list)
           && (input->list.kind == TS_STATUS_1EDTECH || input->count <= input->list.size);
}

static enum ts_status
plan_inputs(struct ts_arena *scratch, struct ts_rev_plan **plans,
            const struct ts_revocation_input *inputs, size_t count)
{
    struct ts_rev_plan *all = ts_arena_take_array(scratch, count, sizeof(*all));
    struct array_source *sources = ts_arena_take_array(scratch, count, sizeof(*sources));
    if (!all || !sources)
        return TS_NO_SPACE;
    for (size_t i = 0; i < count; i++) {
        if (!is_valid(&inputs[i]))
            return TS_MALFORMED;
        sources[i].input = &inputs[i];
        all[i].list = inputs[i].list;
        all[i].positions = (struct ts_positions){ &sources[i], array_start, array_next };
    }
    *plans = all;
    return ts_rev_plans_sort(all, count);
}

enum ts_status
ts_revocations_write(struct ts_arena *arena, ts_span *snapshot,
                     const struct ts_revocation_input *inputs, size_t count,
                     struct ts_revocation_release release)
{
    uint8_t hash[TS_SHA256_SIZE];
    struct ts_rev_plan *plans = NULL;
    if (count > TS_REVOCATION_SEGMENTS_MAX)
        return TS_OVER_LIMIT;
    struct ts_arena scratch = ts_scratch_borrow(arena);
    struct ts_writer w = ts_writer_over(ts_arena_rest(arena));
    enum ts_status status = plan_inputs(&scratch, &plans, inputs, count);
    if (status == TS_OK)
        status = ts_rev_snapshot_write(&w, &scratch, plans, count, release, hash);
    if (status == TS_OK)
        status = ts_writer_end(&w, snapshot);
    if (status == TS_OK)
        ts_arena_keep(arena, w.used);
    ts_scratch_return(arena, &scratch);
    return status;
}
