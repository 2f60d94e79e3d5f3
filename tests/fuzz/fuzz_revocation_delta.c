#include "keys/trust/revocation_delta.h"

#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/*
 * Deltas against one state of five segments. Where a delta begins is set right, so
 * that what follows is reached; where it ends is set right in every other run, so that
 * results are accepted at all. The last byte says which run this is.
 */
static uint8_t memory[24 * 1024 * 1024];
static uint8_t base_memory[1024 * 1024];
static uint8_t input[1 << 20];
static struct ts_revocations base;

static struct ts_revocation_input
segment(const char *url, enum ts_status_kind kind, const uint64_t *positions,
        size_t count)
{
    bool has_ids = kind == TS_STATUS_1EDTECH;
    return (struct ts_revocation_input){
        .list = { .url = ts_span_text(url),
                  .kind = kind,
                  .purpose = TS_REVOCATION_WITHDRAWN,
                  .bits = has_ids ? 0 : 1,
                  .size = has_ids ? 0 : 1000 },
        .positions = positions,
        .count = count,
    };
}

static void
make_base(void)
{
    static uint64_t run[300];
    static const uint64_t few[] = { 2, 3, 500, 999 };
    struct ts_arena arena = ts_arena_over(TS_ROOM_OF(base_memory));
    struct ts_revocation_release release = { 1, { 0 }, TS_REVOCATION_QUICK };
    ts_span bytes;
    for (size_t i = 0; i < TS_COUNT(run); i++)
        run[i] = 3 * i;
    struct ts_revocation_input inputs[] = {
        segment("a", TS_STATUS_BITSTRING, few, 4),
        segment("b", TS_STATUS_TOKEN, run, 300),
        segment("c", TS_STATUS_1EDTECH, few, 4),
        segment("d", TS_STATUS_TOKEN, run, 0),
        segment("e", TS_STATUS_1EDTECH, run, 300),
    };
    inputs[0].list.has_canaries = true;
    inputs[0].list.canary_set = 2;
    inputs[0].list.canary_clear = 4;
    TS_CHECK(ts_revocations_write(&arena, &bytes, inputs, TS_COUNT(inputs), release)
             == TS_OK);
    ts_verified source = { bytes }; /* only a test may say so */
    TS_CHECK(ts_revocations_load(&arena, &base, source, NULL) == TS_OK);
}

static enum ts_status
apply(struct ts_arena *arena, struct ts_revocation_result *result, ts_span bytes)
{
    struct ts_fault fault = { 0 };
    ts_verified delta = { bytes }; /* only a test may say so */
    enum ts_status status = ts_revocations_apply(arena, result, &base, delta, &fault);
    TS_CHECK(fault.status == status && arena->len == sizeof(memory));
    if (status != TS_OK)
        TS_CHECK(arena->used == 0 && result->set == 42 && !result->state.segments);
    return status;
}

static void
begin_at_base(size_t size)
{
    static const uint8_t epoch[8] = { 0, 0, 0, 0, 0, 0, 0, 1 };
    if (size < 94)
        return;
    memcpy(input + 54, epoch, sizeof(epoch));
    memcpy(input + 62, base.hash, sizeof(base.hash));
}

/* The positions of from, toggled, in memory and one by one: another way than that of
 * the code under test. */
static bool
toggle_into(struct ts_arena *arena, struct ts_revocation_input *out,
            const struct ts_revocation_segment *from, struct ts_gap_cursor toggles,
            uint64_t first, uint64_t last)
{
    struct ts_gap_cursor cursor = ts_gap_cursor_over(from->index->gaps);
    uint64_t room = from->count + toggles.gaps.count;
    uint64_t *at = ts_arena_take_array(arena, (size_t)room, sizeof(*at));
    size_t count = 0;
    uint64_t position;
    uint64_t toggled = 0;
    if (!at)
        return false;
    while (ts_gap_next(&cursor, &position))
        at[count++] = position;
    while (ts_gap_next(&toggles, &toggled)) {
        if (toggled < first || toggled > last)
            continue;
        size_t i = 0;
        while (i < count && at[i] < toggled - first)
            i++;
        if (i < count && at[i] == toggled - first) {
            memmove(at + i, at + i + 1, (count - i - 1) * sizeof(*at));
            count--;
        } else {
            memmove(at + i + 1, at + i, (count - i) * sizeof(*at));
            at[i] = toggled - first;
            count++;
        }
    }
    out->positions = at;
    out->count = count;
    return true;
}

static bool
is_removed(const struct ts_rev_delta *delta, size_t ordinal)
{
    for (size_t i = 0; i < delta->removed_count; i++)
        if (delta->removed[i] == ordinal)
            return true;
    return false;
}

static size_t
take_kept(struct ts_arena *arena, struct ts_revocation_input *inputs,
          const struct ts_rev_delta *delta)
{
    size_t count = 0;
    uint64_t offset = 0;
    for (size_t i = 0; i < base.count; i++) {
        const struct ts_revocation_segment *from = &base.segments[i];
        struct ts_gap_cursor toggles = ts_gap_cursor_over(delta->toggles.gaps);
        uint64_t first = offset;
        uint64_t last = UINT64_MAX;
        if (is_removed(delta, i))
            continue;
        struct ts_revocation_input *out = &inputs[count++];
        out->list = from->list;
        for (size_t j = 0; j < delta->grown_count; j++)
            if (delta->grown[j].ordinal == i)
                out->list.size += delta->grown[j].by;
        if (from->list.kind == TS_STATUS_1EDTECH) {
            first = 0;
            toggles.gaps.count = 0;
            for (size_t j = 0; j < delta->id_count; j++)
                if (delta->ids[j].ordinal == i)
                    toggles = ts_gap_cursor_over(delta->ids[j].set.gaps);
        } else {
            offset += out->list.size;
            last = offset - 1;
        }
        if (!toggle_into(arena, out, from, toggles, first, last))
            return SIZE_MAX;
    }
    return count;
}

static bool
take_added(struct ts_arena *arena, struct ts_revocation_input *out,
           const struct ts_rev_delta *delta, size_t i)
{
    struct ts_revocation_segment none = { .count = 0 };
    struct ts_revocation_index index = { .firsts = NULL };
    none.index = &index;
    out->list = delta->added[i].list;
    return toggle_into(arena, out, &none, ts_gap_cursor_over(delta->added_sets[i].gaps),
                       0, UINT64_MAX);
}

/* States of the delta what it has to: the hash of where it leads. */
static void
end_where_it_leads(size_t size)
{
    struct ts_arena arena = ts_arena_over(TS_ROOM_OF(memory));
    struct ts_rev_delta delta;
    ts_span bytes;
    ts_span span = { input, size };
    if (ts_rev_delta_read(&arena, &delta, span, NULL) != TS_OK || delta.added_count > 64
        || delta.toggles.gaps.count > 2000)
        return;
    struct ts_revocation_input *inputs =
        ts_arena_take_array(&arena, base.count + delta.added_count, sizeof(*inputs));
    size_t count = inputs ? take_kept(&arena, inputs, &delta) : SIZE_MAX;
    if (count == SIZE_MAX)
        return;
    for (size_t i = 0; i < delta.added_count; i++)
        if (delta.added[i].part.count > 2000
            || !take_added(&arena, &inputs[count++], &delta, i))
            return;
    struct ts_revocation_release release = { delta.step.to_epoch, delta.step.issued,
                                             TS_REVOCATION_QUICK };
    if (ts_revocations_write(&arena, &bytes, inputs, count, release) == TS_OK)
        memcpy(input + 22, bytes.at + 22, TS_SHA256_SIZE);
}

/* From where it led a delta of our own leads there as well. */
static void
check_result(struct ts_arena *arena, const struct ts_revocation_result *result)
{
    struct ts_revocation_result again = { .set = 0 };
    struct ts_revocations back;
    ts_span delta;
    TS_CHECK(memcmp(result->state.hash, input + 22, TS_SHA256_SIZE) == 0);
    TS_CHECK(result->state.epoch > base.epoch);
    TS_CHECK(ts_revocations_canaries_hold(&result->state, &base, NULL));
    enum ts_status status =
        ts_revocations_restore(arena, &back, result->snapshot, result->state.hash, NULL);
    TS_CHECK(status == TS_OK || status == TS_NO_SPACE);
    if (ts_revocation_delta_write(arena, &delta, &base, &result->state,
                                  TS_REVOCATION_QUICK)
        != TS_OK)
        return;
    ts_verified source = { delta }; /* only a test may say so */
    status = ts_revocations_apply(arena, &again, &base, source, NULL);
    TS_CHECK(status == TS_OK || status == TS_NO_SPACE);
    TS_CHECK(status != TS_OK
             || memcmp(again.state.hash, result->state.hash, TS_SHA256_SIZE) == 0);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct ts_revocation_result result = { .set = 42 };
    if (size == 0 || size > sizeof(input))
        return 0;
    if (!base.segments)
        make_base();
    memcpy(input, data, size);
    size_t len = size - 1;
    begin_at_base(len);
    if (data[len] % 2)
        end_where_it_leads(len);

    struct ts_arena arena = ts_arena_over(TS_ROOM_OF(memory));
    if (apply(&arena, &result, (ts_span){ input, len }) == TS_OK)
        check_result(&arena, &result);
    return 0;
}
