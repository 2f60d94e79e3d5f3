#include "firmware/base/limits.h"
#include "keys/trust/revocation_form.h"

#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/*
 * A snapshot's hash is over what it says, so that bytes which were changed would never
 * get past it; it is set right before they are read once more. What is accepted
 * is written again, in both ways, and is then the same state.
 */
static uint8_t memory[24 * 1024 * 1024];
static uint8_t input[1 << 20];

static void
check_segment(const struct ts_revocation_segment *segment)
{
    struct ts_gap_cursor cursor = ts_gap_cursor_over(segment->index->gaps);
    uint64_t position;
    uint64_t next = 0;
    uint64_t count = 0;
    TS_CHECK(!ts_revocation_list_broken(&segment->list));
    for (; ts_gap_next(&cursor, &position); count++, next = position + 1) {
        TS_CHECK(position >= next && position <= ts_revocation_list_last(&segment->list));
        if (count % 61 && count + 3 < segment->count)
            continue;
        TS_CHECK(ts_revocation_contains(segment, position));
        TS_CHECK(position == next || !ts_revocation_contains(segment, next));
    }
    TS_CHECK(cursor.status == TS_OK && count == segment->count);
}

static size_t
take_inputs(struct ts_arena *arena, struct ts_revocation_input *inputs,
            const struct ts_revocations *state)
{
    for (size_t i = 0; i < state->count; i++) {
        const struct ts_revocation_segment *segment = &state->segments[i];
        uint64_t *positions =
            ts_arena_take_array(arena, (size_t)segment->count, sizeof(*positions));
        struct ts_gap_cursor cursor = ts_gap_cursor_over(segment->index->gaps);
        if (!positions)
            return 0;
        for (uint64_t *at = positions; ts_gap_next(&cursor, at);)
            at++;
        inputs[i] = (struct ts_revocation_input){ segment->list, positions,
                                                  (size_t)segment->count };
    }
    return state->count;
}

static void
check_round_trip(struct ts_arena *arena, const struct ts_revocations *state)
{
    struct ts_revocation_input *inputs =
        ts_arena_take_array(arena, state->count, sizeof(*inputs));
    struct ts_revocation_release release = { state->epoch, state->issued,
                                             TS_REVOCATION_QUICK };
    struct ts_revocations back;
    ts_span bytes;
    if (!inputs || take_inputs(arena, inputs, state) != state->count)
        return; /* a small input can say a lot */
    enum ts_status status =
        ts_revocations_write(arena, &bytes, inputs, state->count, release);
    if (status == TS_NO_SPACE)
        return;
    TS_CHECK(status == TS_OK);
    status = ts_revocations_restore(arena, &back, bytes, state->hash, NULL);
    TS_CHECK(status == TS_OK || status == TS_NO_SPACE);
    TS_CHECK(status != TS_OK || back.positions == state->positions);
}

/* Makes the hash in the head that of the state, where there is a state at all. */
static void
mend_hash(ts_room bytes)
{
    struct ts_arena arena = ts_arena_over(TS_ROOM_OF(memory));
    struct ts_zstd_unpacker *unpacker = ts_zstd_unpacker_open();
    struct ts_rev_opened opened;
    struct ts_state_digest digest;
    size_t count = 0;
    TS_CHECK(unpacker);
    ts_span span = { bytes.at, bytes.len };
    if (ts_rev_open(&arena, &opened, TS_REV_SNAPSHOT, span, unpacker, NULL) == TS_OK) {
        struct ts_rev_row *rows = ts_read_rows(&opened.table, &arena, &count);
        struct ts_rev_source source = { &arena, &opened.payload, unpacker, false };
        ts_state_digest_begin(&digest, opened.head.step.to_epoch, opened.head.step.issued,
                              count);
        for (size_t i = 0; rows && i < count && ts_reader_ok(&opened.payload); i++) {
            struct ts_revocation_index index = { .firsts = NULL };
            if (ts_rev_part_read(&source, &index, rows[i].part,
                                 ts_revocation_list_last(&rows[i].list))
                != TS_OK)
                break;
            ts_state_digest_add(&digest, &rows[i].list, rows[i].part.count, index.digest);
        }
        memcpy(bytes.at + 22, digest.chain, TS_SHA256_SIZE);
    }
    ts_zstd_unpacker_close(unpacker);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct ts_revocations state = { .epoch = 42 };
    struct ts_fault fault = { 0 };
    if (size > sizeof(input))
        return 0;
    if (size)
        memcpy(input, data, size);
    mend_hash((ts_room){ input, size });

    struct ts_arena arena = ts_arena_over(TS_ROOM_OF(memory));
    ts_verified source = { { input, size } }; /* only a test may say so */
    enum ts_status status = ts_revocations_load(&arena, &state, source, &fault);
    TS_CHECK(fault.status == status && arena.len == sizeof(memory));
    TS_CHECK((status == TS_OK) == (fault.rule == NULL));
    if (status != TS_OK) {
        TS_CHECK(arena.used == 0 && state.epoch == 42 && !state.segments);
        return 0;
    }
    TS_CHECK(state.positions <= TS_REVOCATIONS_MAX);
    for (size_t i = 0; i < state.count; i++) {
        const struct ts_revocation_list *list = &state.segments[i].list;
        TS_CHECK(ts_revocations_find(&state, list->url, list->kind, list->purpose)
                 == &state.segments[i]);
        check_segment(&state.segments[i]);
    }
    TS_CHECK(ts_revocations_canaries_hold(&state, &state, NULL));
    check_round_trip(&arena, &state);
    return 0;
}
