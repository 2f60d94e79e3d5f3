#include "keys/trust/revocation_form.h"

#include <string.h>

static enum ts_status
out_of_space(struct ts_fault *fault)
{
    return ts_fault_set(fault, TS_NO_SPACE, 0, "the arena is full");
}

static enum ts_status
reader_fault(const struct ts_reader *r, struct ts_fault *fault)
{
    return ts_fault_set(fault, r->fault.status, r->fault.offset, r->fault.rule);
}

/* Decodes every set; what is hashed is what will be looked up. */
static enum ts_status
read_segments(const struct ts_rev_source *source, struct ts_revocations *state,
              const struct ts_rev_row *rows)
{
    struct ts_arena *arena = source->arena;
    struct ts_state_digest digest;
    struct ts_revocation_segment *segments =
        ts_arena_take_array(arena, state->count, sizeof(*segments));
    struct ts_revocation_index *indexes =
        ts_arena_take_array(arena, state->count, sizeof(*indexes));
    if (!segments || !indexes)
        return TS_NO_SPACE;
    ts_state_digest_begin(&digest, state->epoch, state->issued, state->count);
    for (size_t i = 0; i < state->count && ts_reader_ok(source->payload); i++) {
        const struct ts_rev_row *row = &rows[i];
        enum ts_status status = ts_rev_part_read(source, &indexes[i], row->part,
                                                 ts_revocation_list_last(&row->list));
        if (status != TS_OK)
            return status;
        segments[i] = (struct ts_revocation_segment){ .list = row->list,
                                                      .count = row->part.count,
                                                      .index = &indexes[i] };
        state->positions += row->part.count;
        ts_state_digest_add(&digest, &row->list, row->part.count, indexes[i].digest);
    }
    state->segments = segments;
    memcpy(state->hash, digest.chain, sizeof(state->hash));
    return TS_OK;
}

static enum ts_status
read_snapshot(struct ts_arena *arena, struct ts_revocations *state, ts_span bytes,
              struct ts_zstd_unpacker *unpacker, struct ts_fault *fault)
{
    struct ts_rev_opened opened;
    enum ts_status status =
        ts_rev_open(arena, &opened, TS_REV_SNAPSHOT, bytes, unpacker, fault);
    if (status != TS_OK)
        return status;
    state->epoch = opened.head.step.to_epoch;
    state->issued = opened.head.step.issued;

    const struct ts_rev_row *rows = ts_read_rows(&opened.table, arena, &state->count);
    if (!ts_reader_ok(&opened.table) || (rows && ts_reader_end(&opened.table) != TS_OK))
        return reader_fault(&opened.table, fault);
    if (!rows)
        return out_of_space(fault);

    struct ts_rev_source source = { arena, &opened.payload, unpacker, true };
    if (read_segments(&source, state, rows) != TS_OK)
        return out_of_space(fault);
    if (ts_reader_end(&opened.payload) != TS_OK)
        return reader_fault(&opened.payload, fault);
    if (memcmp(state->hash, opened.head.step.to, sizeof(state->hash)) != 0)
        return ts_fault_set(fault, TS_UNTRUSTED, 0, "FORMAT.md 6.9");
    return TS_OK;
}

static enum ts_status
load(struct ts_arena *arena, struct ts_revocations *state, ts_span bytes,
     const uint8_t *hash, struct ts_fault *fault)
{
    struct ts_revocations draft = { .epoch = 0 };
    size_t used = arena->used;
    struct ts_zstd_unpacker *unpacker = ts_zstd_unpacker_open();
    enum ts_status status = unpacker
                                ? read_snapshot(arena, &draft, bytes, unpacker, fault)
                                : ts_fault_set(fault, TS_NO_SPACE, 0, "no heap for zstd");
    ts_zstd_unpacker_close(unpacker);
    if (status == TS_OK && hash && memcmp(draft.hash, hash, sizeof(draft.hash)) != 0)
        status = ts_fault_set(fault, TS_UNTRUSTED, 0, "FORMAT.md 6.9");
    if (status == TS_OK && !ts_revocations_canaries_hold(&draft, &draft, NULL))
        status = ts_fault_set(fault, TS_UNTRUSTED, 0, "FORMAT.md 6.8");
    if (status != TS_OK) {
        ts_arena_rewind(arena, used);
        return status;
    }
    *state = draft;
    return ts_fault_set(fault, TS_OK, 0, NULL);
}

enum ts_status
ts_revocations_load(struct ts_arena *arena, struct ts_revocations *state,
                    ts_verified snapshot, struct ts_fault *fault)
{
    return load(arena, state, snapshot.bytes, NULL, fault);
}

enum ts_status
ts_revocations_restore(struct ts_arena *arena, struct ts_revocations *state,
                       ts_span snapshot, const uint8_t hash[static TS_SHA256_SIZE],
                       struct ts_fault *fault)
{
    return load(arena, state, snapshot, hash, fault);
}
