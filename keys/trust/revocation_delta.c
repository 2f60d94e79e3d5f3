#include "keys/trust/revocation_delta.h"

#include "firmware/base/limits.h"
#include "keys/trust/scratch.h"

#include <string.h>

/* What changed between two states, written down (FORMAT.md 6.13 to 6.17). */

enum { REMOVED = -1 };

struct pairs {
    const struct ts_revocations *from;
    const struct ts_revocations *to;
    int32_t *partner; /* of every segment of from: its index in to, or REMOVED */
    bool *is_added;   /* of every segment of to */
};

/* Whatever else changes about a list than its length is another list (6.16). */
static bool
is_kept(const struct ts_revocation_list *from, const struct ts_revocation_list *to)
{
    if (!ts_span_equal(from->issuer, to->issuer) || from->bits != to->bits
        || from->size > to->size || from->has_canaries != to->has_canaries)
        return false;
    return !from->has_canaries
           || (from->canary_set == to->canary_set
               && from->canary_clear == to->canary_clear);
}

static enum ts_status
pair(struct ts_arena *scratch, struct pairs *pairs)
{
    const struct ts_revocations *from = pairs->from;
    const struct ts_revocations *to = pairs->to;
    size_t j = 0;
    pairs->partner = ts_arena_take_array(scratch, from->count, sizeof(*pairs->partner));
    pairs->is_added = ts_arena_take_array(scratch, to->count, sizeof(*pairs->is_added));
    if (!pairs->partner || !pairs->is_added)
        return TS_NO_SPACE;
    for (size_t i = 0; i < from->count; i++) {
        const struct ts_revocation_list *list = &from->segments[i].list;
        int order = 1;
        while (j < to->count
               && (order = ts_revocation_list_compare(&to->segments[j].list, list)) < 0)
            pairs->is_added[j++] = true;
        bool is_same = j < to->count && order == 0;
        bool kept = is_same && is_kept(list, &to->segments[j].list);
        pairs->partner[i] = kept ? (int32_t)j : REMOVED;
        if (is_same)
            pairs->is_added[j++] = !kept;
    }
    while (j < to->count)
        pairs->is_added[j++] = true;
    return TS_OK;
}

/* All lists that are kept, one behind the other (6.14). */
struct toggles {
    const struct pairs *pairs;
    size_t segment;
    uint64_t offset;
    struct ts_rev_merge merge;
    bool is_open;
};

static void
toggles_start(void *context)
{
    struct toggles *t = context;
    *t = (struct toggles){ .pairs = t->pairs };
}

static const struct ts_revocation_segment *
partner_of(const struct pairs *pairs, size_t i)
{
    return pairs->partner[i] == REMOVED ? NULL : &pairs->to->segments[pairs->partner[i]];
}

static bool
is_id_list(const struct ts_revocation_segment *segment)
{
    return segment->list.kind == TS_STATUS_1EDTECH;
}

static bool
has_same_set(const struct ts_revocation_segment *a, const struct ts_revocation_segment *b)
{
    return memcmp(a->index->digest, b->index->digest, TS_SHA256_SIZE) == 0;
}

static struct ts_rev_merge
merge_segments(const struct ts_revocation_segment *a,
               const struct ts_revocation_segment *b)
{
    return ts_rev_merge_of(ts_gap_cursor_over(a->index->gaps),
                           ts_gap_cursor_over(b->index->gaps), 0, UINT64_MAX);
}

static bool
toggles_next(void *context, uint64_t *position)
{
    struct toggles *t = context;
    for (; t->segment < t->pairs->from->count; t->segment++, t->is_open = false) {
        const struct ts_revocation_segment *a = &t->pairs->from->segments[t->segment];
        const struct ts_revocation_segment *b = partner_of(t->pairs, t->segment);
        if (!b || is_id_list(b))
            continue;
        if (!t->is_open && !has_same_set(a, b)) {
            t->merge = merge_segments(a, b);
            t->is_open = true;
        }
        if (t->is_open && ts_rev_merge_next(&t->merge, position)) {
            *position += t->offset;
            return true;
        }
        t->offset += b->list.size;
    }
    return false;
}

static void
write_ordinal(struct ts_writer *table, size_t *next, size_t ordinal)
{
    ts_write_varint(table, ordinal - *next);
    *next = ordinal + 1;
}

/* 6.15, 6.16: what happened to the segments themselves. */
static void
write_segment_changes(struct ts_writer *table, const struct pairs *pairs)
{
    size_t count = pairs->from->count;
    uint64_t removed = 0;
    uint64_t grown = 0;
    for (size_t i = 0; i < count; i++) {
        const struct ts_revocation_segment *b = partner_of(pairs, i);
        removed += !b;
        grown += b && b->list.size > pairs->from->segments[i].list.size;
    }
    ts_write_varint(table, removed);
    for (size_t i = 0, next = 0; i < count; i++)
        if (!partner_of(pairs, i))
            write_ordinal(table, &next, i);
    ts_write_varint(table, grown);
    for (size_t i = 0, next = 0; i < count; i++) {
        const struct ts_revocation_segment *b = partner_of(pairs, i);
        uint64_t before = pairs->from->segments[i].list.size;
        if (!b || b->list.size == before)
            continue;
        write_ordinal(table, &next, i);
        ts_write_varint(table, b->list.size - before - 1);
    }
}

static bool
is_id_change(const struct pairs *pairs, size_t i)
{
    const struct ts_revocation_segment *b = partner_of(pairs, i);
    return b && is_id_list(b) && !has_same_set(&pairs->from->segments[i], b);
}

static enum ts_status
write_id_changes(const struct ts_rev_sink *sink, struct ts_writer *table,
                 const struct pairs *pairs)
{
    uint8_t digest[TS_SHA256_SIZE];
    uint64_t count = 0;
    for (size_t i = 0; i < pairs->from->count; i++)
        count += is_id_change(pairs, i);
    ts_write_varint(table, count);
    for (size_t i = 0, next = 0; i < pairs->from->count; i++) {
        struct ts_rev_merge_source source;
        struct ts_rev_part part;
        if (!is_id_change(pairs, i))
            continue;
        source.fresh = merge_segments(&pairs->from->segments[i], partner_of(pairs, i));
        struct ts_positions positions = ts_rev_merge_positions(&source);
        enum ts_status status =
            ts_rev_part_write(sink, &part, digest, &positions, UINT64_MAX);
        if (status != TS_OK)
            return status;
        write_ordinal(table, &next, i);
        ts_write_part(table, &part);
    }
    return TS_OK;
}

static struct ts_rev_row *
take_added(struct ts_arena *scratch, size_t *count, const struct pairs *pairs)
{
    const struct ts_revocations *to = pairs->to;
    struct ts_rev_row *rows = ts_arena_take_array(scratch, to->count, sizeof(*rows));
    size_t done = 0;
    for (size_t j = 0; rows && j < to->count; j++)
        if (pairs->is_added[j])
            rows[done++] =
                (struct ts_rev_row){ to->segments[j].list, to->segments[j].index->part };
    *count = done;
    return rows;
}

static void
write_added(const struct ts_rev_sink *sink, const struct pairs *pairs)
{
    for (size_t j = 0; j < pairs->to->count; j++)
        if (pairs->is_added[j])
            ts_write_bytes(sink->w, pairs->to->segments[j].index->stored);
}

static enum ts_status
write_delta(const struct ts_rev_sink *sink, struct ts_arena *scratch, struct pairs *pairs,
            struct ts_rev_head *head)
{
    uint8_t digest[TS_SHA256_SIZE];
    struct ts_rev_part part;
    struct toggles toggles = { .pairs = pairs };
    struct ts_positions positions = { &toggles, toggles_start, toggles_next };
    size_t added = 0;
    enum ts_status status = pair(scratch, pairs);
    if (status != TS_OK)
        return status;
    struct ts_rev_row *rows = take_added(scratch, &added, pairs);
    if (!rows)
        return TS_NO_SPACE;

    struct ts_writer table = ts_writer_over(ts_arena_rest(scratch));
    ts_rev_begin(sink->w, TS_REV_DELTA);
    write_segment_changes(&table, pairs);
    status = ts_rev_part_write(sink, &part, digest, &positions, UINT64_MAX);
    if (status != TS_OK)
        return status;
    ts_write_part(&table, &part);
    status = write_id_changes(sink, &table, pairs);
    if (status != TS_OK)
        return status;
    write_added(sink, pairs);
    ts_write_rows(&table, rows, added);
    return table.full ? TS_NO_SPACE : ts_rev_finish(sink, head, ts_writer_span(&table));
}

static struct ts_rev_head
head_of(const struct ts_revocations *from, const struct ts_revocations *to)
{
    struct ts_rev_head head = {
        .type = TS_REV_DELTA,
        .step = { .from_epoch = from->epoch,
                  .to_epoch = to->epoch,
                  .issued = to->issued },
    };
    memcpy(head.step.from, from->hash, TS_SHA256_SIZE);
    memcpy(head.step.to, to->hash, TS_SHA256_SIZE);
    return head;
}

enum ts_status
ts_revocation_delta_write(struct ts_arena *arena, ts_span *delta,
                          const struct ts_revocations *from,
                          const struct ts_revocations *to,
                          enum ts_revocation_effort effort)
{
    struct pairs pairs = { .from = from, .to = to };
    struct ts_rev_head head = head_of(from, to);
    if (from->epoch >= to->epoch)
        return TS_MALFORMED;
    struct ts_arena scratch = ts_scratch_borrow(arena);
    struct ts_writer w = ts_writer_over(ts_arena_rest(arena));
    struct ts_rev_sink sink = { &w, ts_zstd_packer_open(effort) };
    enum ts_status status =
        sink.packer ? write_delta(&sink, &scratch, &pairs, &head) : TS_NO_SPACE;
    ts_zstd_packer_close(sink.packer);
    if (status == TS_OK)
        status = ts_writer_end(&w, delta);
    if (status == TS_OK)
        ts_arena_keep(arena, w.used);
    ts_scratch_return(arena, &scratch);
    return status;
}
