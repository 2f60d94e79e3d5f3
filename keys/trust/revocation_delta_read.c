#include "firmware/base/limits.h"
#include "keys/trust/revocation_delta.h"

/* Arrays come after their counts, so that no count is believed that the bytes which
 * follow cannot bear out. TS_NO_SPACE is returned; the rest is the readers'. */

static size_t
read_list_count(struct ts_reader *table, size_t row_min)
{
    uint64_t count = ts_read_varint(table);
    ts_require(table, count <= TS_REVOCATION_SEGMENTS_MAX, TS_OVER_LIMIT,
               "FORMAT.md 6.15");
    ts_require(table, count <= ts_reader_left(table) / row_min, TS_TRUNCATED,
               "FORMAT.md 6.15");
    return ts_reader_ok(table) ? (size_t)count : 0;
}

static size_t
read_ordinal(struct ts_reader *table, uint64_t *ordinal, bool is_first)
{
    uint64_t gap = ts_read_varint(table);
    ts_require(table, ts_gap_step(ordinal, is_first, gap, TS_REVOCATION_SEGMENTS_MAX - 1),
               TS_MALFORMED, "FORMAT.md 6.15");
    return (size_t)*ordinal;
}

static enum ts_status
read_removed(struct ts_arena *arena, struct ts_rev_delta *delta, struct ts_reader *table)
{
    uint64_t ordinal = 0;
    delta->removed_count = read_list_count(table, 1);
    delta->removed =
        ts_arena_take_array(arena, delta->removed_count, sizeof(*delta->removed));
    if (!delta->removed)
        return TS_NO_SPACE;
    for (size_t i = 0; i < delta->removed_count; i++)
        delta->removed[i] = read_ordinal(table, &ordinal, i == 0);
    return TS_OK;
}

static enum ts_status
read_grown(struct ts_arena *arena, struct ts_rev_delta *delta, struct ts_reader *table)
{
    uint64_t ordinal = 0;
    delta->grown_count = read_list_count(table, 2);
    delta->grown = ts_arena_take_array(arena, delta->grown_count, sizeof(*delta->grown));
    if (!delta->grown)
        return TS_NO_SPACE;
    for (size_t i = 0; i < delta->grown_count; i++) {
        delta->grown[i].ordinal = read_ordinal(table, &ordinal, i == 0);
        uint64_t more = ts_read_varint(table);
        ts_require(table, more < TS_REVOCATION_LIST_MAX, TS_OVER_LIMIT, "FORMAT.md 6.16");
        delta->grown[i].by = more + 1;
    }
    return TS_OK;
}

static enum ts_status
read_ids(struct ts_arena *arena, struct ts_rev_delta *delta, struct ts_reader *table)
{
    uint64_t ordinal = 0;
    delta->id_count = read_list_count(table, 3);
    delta->ids = ts_arena_take_array(arena, delta->id_count, sizeof(*delta->ids));
    if (!delta->ids)
        return TS_NO_SPACE;
    for (size_t i = 0; i < delta->id_count; i++) {
        delta->ids[i].ordinal = read_ordinal(table, &ordinal, i == 0);
        delta->ids[i].part = ts_read_part(table);
        ts_require(table, delta->ids[i].part.count > 0, TS_MALFORMED, "FORMAT.md 6.17");
    }
    return TS_OK;
}

static enum ts_status
read_table(struct ts_arena *arena, struct ts_rev_delta *delta, struct ts_rev_part *part,
           struct ts_reader *table)
{
    enum ts_status status = read_removed(arena, delta, table);
    if (status == TS_OK)
        status = read_grown(arena, delta, table);
    *part = ts_read_part(table);
    if (status == TS_OK)
        status = read_ids(arena, delta, table);
    if (status != TS_OK || !ts_reader_ok(table))
        return status;
    delta->added = ts_read_rows(table, arena, &delta->added_count);
    if (!ts_reader_ok(table))
        return TS_OK;
    if (!delta->added)
        return TS_NO_SPACE;
    ts_require(table, ts_reader_left(table) == 0, TS_TRAILING, "FORMAT.md 6.3");
    return TS_OK;
}

static enum ts_status
read_sets(const struct ts_rev_source *source, struct ts_rev_delta *delta,
          struct ts_rev_part toggles)
{
    enum ts_status status =
        ts_rev_part_read(source, &delta->toggles, toggles, UINT64_MAX);
    for (size_t i = 0; i < delta->id_count && status == TS_OK; i++)
        status =
            ts_rev_part_read(source, &delta->ids[i].set, delta->ids[i].part, UINT64_MAX);
    delta->added_sets = ts_arena_take_array(source->arena, delta->added_count,
                                            sizeof(*delta->added_sets));
    if (status == TS_OK && !delta->added_sets)
        return TS_NO_SPACE;
    for (size_t i = 0; i < delta->added_count && status == TS_OK; i++)
        status = ts_rev_part_read(source, &delta->added_sets[i], delta->added[i].part,
                                  ts_revocation_list_last(&delta->added[i].list));
    return status;
}

static enum ts_status
out_of_space(struct ts_fault *fault)
{
    return ts_fault_set(fault, TS_NO_SPACE, 0, "the arena is full");
}

static enum ts_status
read_delta(struct ts_arena *arena, struct ts_rev_delta *delta, ts_span bytes,
           struct ts_zstd_unpacker *unpacker, struct ts_fault *fault)
{
    struct ts_rev_opened opened;
    struct ts_rev_part toggles;
    enum ts_status status =
        ts_rev_open(arena, &opened, TS_REV_DELTA, bytes, unpacker, fault);
    if (status != TS_OK)
        return status;
    delta->step = opened.head.step;
    if (read_table(arena, delta, &toggles, &opened.table) != TS_OK)
        return out_of_space(fault);
    const struct ts_fault *found = &opened.table.fault;
    if (found->status != TS_OK)
        return ts_fault_set(fault, found->status, found->offset, found->rule);

    struct ts_rev_source source = { arena, &opened.payload, unpacker, false };
    if (read_sets(&source, delta, toggles) != TS_OK)
        return out_of_space(fault);
    ts_require(&opened.payload, ts_reader_left(&opened.payload) == 0, TS_TRAILING,
               "FORMAT.md 6.1");
    found = &opened.payload.fault;
    return ts_fault_set(fault, found->status, found->offset, found->rule);
}

enum ts_status
ts_rev_delta_read(struct ts_arena *arena, struct ts_rev_delta *delta, ts_span bytes,
                  struct ts_fault *fault)
{
    struct ts_zstd_unpacker *unpacker = ts_zstd_unpacker_open();
    *delta = (struct ts_rev_delta){ .removed_count = 0 };
    enum ts_status status = unpacker
                                ? read_delta(arena, delta, bytes, unpacker, fault)
                                : ts_fault_set(fault, TS_NO_SPACE, 0, "no heap for zstd");
    ts_zstd_unpacker_close(unpacker);
    return status;
}

enum ts_status
ts_revocation_step_read(struct ts_revocation_step *step, ts_verified delta,
                        struct ts_fault *fault)
{
    struct ts_reader r = ts_reader_over(delta.bytes);
    struct ts_rev_head head;
    ts_read_head(&r, &head, TS_REV_DELTA);
    if (ts_reader_ok(&r))
        *step = head.step;
    return ts_fault_set(fault, r.fault.status, r.fault.offset, r.fault.rule);
}
