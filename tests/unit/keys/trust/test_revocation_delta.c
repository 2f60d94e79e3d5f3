#include "tests/unit/keys/trust/revocation_world.h"

#include <stdio.h>

/* States drawn at random and their later forms: every way to a state ends there. */
enum { SEGMENTS = 24, POSITIONS = 600, DAYS = 5 };

struct segment {
    struct ts_revocation_list list;
    char url[32];
    uint64_t positions[POSITIONS];
    size_t count;
};

struct world {
    struct segment segments[SEGMENTS];
    size_t count;
    unsigned named; /* lists so far, so that each has its own name */
};

static struct ts_arena arena;

static int
set_up(void **state)
{
    (void)state;
    arena = ts_test_arena(WORLD_ARENA);
    return 0;
}

static int
tear_down(void **state)
{
    (void)state;
    ts_test_arena_free(&arena);
    return 0;
}

static int
by_value(const void *a, const void *b)
{
    uint64_t left = *(const uint64_t *)a;
    uint64_t right = *(const uint64_t *)b;
    return (left > right) - (left < right);
}

static void
toggle(struct segment *segment, uint64_t position)
{
    for (size_t i = 0; i < segment->count; i++) {
        if (segment->positions[i] != position)
            continue;
        segment->positions[i] = segment->positions[--segment->count];
        return;
    }
    if (segment->count < POSITIONS)
        segment->positions[segment->count++] = position;
}

/* The first two positions of a list are its canaries and never change. */
static uint64_t
draw_position(const struct segment *segment)
{
    if (segment->list.kind == TS_STATUS_1EDTECH)
        return 2 + world_draw(UINT64_MAX - 2);
    return 2 + world_draw(segment->list.size - 2);
}

static void
toggle_some(struct segment *segment, uint64_t most)
{
    if (segment->list.kind != TS_STATUS_1EDTECH && segment->list.size < 3)
        return;
    for (uint64_t n = world_draw(most + 1); n > 0; n--) {
        uint64_t run = world_draw(4) ? 1 : world_draw(40);
        uint64_t at = draw_position(segment);
        for (; run > 0 && at < segment->list.size; run--, at++)
            toggle(segment, at);
        if (segment->list.kind == TS_STATUS_1EDTECH)
            toggle(segment, at);
    }
}

static void
add_segment(struct world *world)
{
    if (world->count == SEGMENTS)
        return;
    struct segment *segment = &world->segments[world->count++];
    static const enum ts_status_kind kinds[] = { TS_STATUS_BITSTRING, TS_STATUS_TOKEN,
                                                 TS_STATUS_1EDTECH, TS_STATUS_LIST_2021 };
    *segment = (struct segment){ .count = 0 };
    segment->list = (struct ts_revocation_list){
        .issuer = TS_SPAN_LIT("did:web:a.example"),
        .kind = kinds[world_draw(4)],
        .purpose = TS_REVOCATION_WITHDRAWN,
        .bits = 1,
        .size = world_draw(8) ? 3 + world_draw(UINT64_C(1) << world_draw(20)) : 0,
    };
    (void)snprintf(segment->url, sizeof(segment->url), "https://%llu.example/%u",
                   (unsigned long long)world_draw(1000), world->named++);
    if (segment->list.kind == TS_STATUS_1EDTECH) {
        segment->list.bits = 0;
        segment->list.size = 0;
    }
    segment->list.has_canaries =
        world_draw(2) && (segment->list.size > 2 || segment->list.bits == 0);
    if (segment->list.has_canaries) {
        segment->list.canary_clear = 1;
        toggle(segment, 0);
    }
    toggle_some(segment, world_draw(3) ? 20 : 200);
}

static void
live_a_day(struct world *world)
{
    for (size_t i = 0; i < world->count; i++) {
        struct segment *segment = &world->segments[i];
        if (world_draw(3) == 0 && segment->list.bits)
            segment->list.size += world_draw(2) ? 1 : world_draw(100000);
        if (world_draw(2))
            toggle_some(segment, 6);
        if (world_draw(12) == 0)
            segment->list.issuer = TS_SPAN_LIT("did:web:b.example");
    }
    if (world->count && world_draw(2)) {
        size_t gone = world_draw(world->count);
        world->segments[gone] = world->segments[--world->count];
    }
    for (uint64_t n = world_draw(3); n > 0; n--)
        add_segment(world);
}

static struct ts_revocations
state_of(struct world *world, uint64_t epoch)
{
    struct ts_revocation_input inputs[SEGMENTS];
    for (size_t i = 0; i < world->count; i++) {
        struct segment *segment = &world->segments[i];
        qsort(segment->positions, segment->count, sizeof(uint64_t), by_value);
        segment->list.url = ts_span_text(segment->url);
        inputs[i] = (struct ts_revocation_input){ segment->list, segment->positions,
                                                  segment->count };
    }
    return world_state(&arena, inputs, world->count, epoch);
}

static ts_span
delta_of(const struct ts_revocations *from, const struct ts_revocations *to)
{
    ts_span delta = { 0 };
    assert_status(ts_revocation_delta_write(&arena, &delta, from, to, TS_REVOCATION_BEST),
                  TS_OK);
    return delta;
}

static struct ts_revocations
apply(const struct ts_revocations *base, ts_span delta)
{
    struct ts_revocation_result result = { .set = 0 };
    struct ts_revocations again = { 0 };
    assert_status(
        ts_revocations_apply(&arena, &result, base, world_verified(delta), NULL), TS_OK);
    assert_status(
        ts_revocations_restore(&arena, &again, result.snapshot, result.state.hash, NULL),
        TS_OK);
    return result.state;
}

static void
assert_same_state(const struct ts_revocations *a, const struct ts_revocations *b)
{
    assert_memory_equal(a->hash, b->hash, sizeof(a->hash));
    assert_int_equal(a->epoch, b->epoch);
    assert_int_equal(a->count, b->count);
    assert_int_equal(a->positions, b->positions);
}

static void
assert_says(const struct ts_revocations *state, const struct world *world)
{
    for (size_t i = 0; i < world->count; i++) {
        const struct segment *segment = &world->segments[i];
        const struct ts_revocation_segment *found = ts_revocations_find(
            state, ts_span_text(segment->url), segment->list.kind, segment->list.purpose);
        assert_non_null(found);
        assert_int_equal(found->list.size, segment->list.size);
        assert_int_equal(found->count, segment->count);
        for (size_t j = 0; j < segment->count; j++)
            assert_true(ts_revocation_contains(found, segment->positions[j]));
    }
}

static void
chain_skip_and_snapshot_end_at_one_state(void **state)
{
    (void)state;
    for (unsigned round = 0; round < 40; round++) {
        static struct world world;
        struct ts_revocations days[DAYS];
        size_t used = arena.used;
        world = (struct world){ .count = 0 };
        for (uint64_t n = world_draw(12); n > 0; n--)
            add_segment(&world);
        days[0] = state_of(&world, 1);
        struct ts_revocations chained = days[0];
        for (unsigned day = 1; day < DAYS; day++) {
            live_a_day(&world);
            days[day] = state_of(&world, day + 1);
            chained = apply(&chained, delta_of(&days[day - 1], &days[day]));
            assert_same_state(&chained, &days[day]);
            struct ts_revocations skipped =
                apply(&days[0], delta_of(&days[0], &days[day]));
            assert_same_state(&skipped, &days[day]);
            assert_says(&skipped, &world);
        }
        ts_arena_rewind(&arena, used);
    }
}

static struct ts_revocations
golden(void)
{
    struct ts_revocations base = { 0 };
    assert_status(world_load(&arena, &base, ts_test_hex(&arena, GOLDEN_SNAPSHOT)), TS_OK);
    return base;
}

static void
a_delta_of_another_program_does_what_it_says(void **state)
{
    (void)state;
    struct ts_revocations base = golden();
    ts_span delta = ts_test_hex(&arena, GOLDEN_DELTA);
    struct ts_revocation_result result = { .set = 42 };
    struct ts_revocation_step step = { .from_epoch = 42 };
    assert_status(ts_revocation_step_read(&step, world_verified(delta), NULL), TS_OK);
    assert_int_equal(step.from_epoch, 7);
    assert_int_equal(step.to_epoch, 8);
    assert_int_equal(step.issued.s, 1780358400);
    assert_memory_equal(step.from, base.hash, sizeof(base.hash));

    assert_status(
        ts_revocations_apply(&arena, &result, &base, world_verified(delta), NULL), TS_OK);
    assert_memory_equal(step.to, result.state.hash, sizeof(step.to));
    assert_int_equal(result.set, 1);
    assert_int_equal(result.lifted, 3);
    assert_int_equal(result.grown, 1);
    assert_int_equal(result.added, 1);
    assert_int_equal(result.removed, 1);
    const struct ts_revocations *next = &result.state;
    assert_int_equal(ts_revocations_at(next, URL_A, TS_STATUS_BITSTRING, 100, REVOCATION),
                     TS_STATUS_VALID);
    assert_int_equal(
        ts_revocations_at(next, URL_A, TS_STATUS_BITSTRING, 131075, REVOCATION),
        TS_STATUS_WITHDRAWN);
    assert_int_equal(ts_revocations_of(next, URL_B, TS_SPAN_LIT("urn:uuid:1")),
                     TS_STATUS_VALID);
    assert_int_equal(ts_revocations_of(next, URL_B, TS_SPAN_LIT("urn:uuid:2")),
                     TS_STATUS_WITHDRAWN);
    assert_int_equal(
        ts_revocations_at(next, URL_C, TS_STATUS_TOKEN, 4000, (ts_span){ 0 }),
        TS_STATUS_VALID);
}

static void
our_delta_between_the_same_states_is_the_same(void **state)
{
    (void)state;
    struct ts_revocations base = golden();
    ts_span theirs = ts_test_hex(&arena, GOLDEN_DELTA);
    struct ts_revocations next = apply(&base, theirs);
    assert_span_equal(delta_of(&base, &next), theirs);
}

/* A day of 500 is about as long over 40 lists as it is in one. */
static void
a_delta_does_not_pay_for_many_lists(void **state)
{
    (void)state;
    static char urls[40][32];
    static uint64_t positions[40][20];
    struct ts_revocation_input before[40];
    struct ts_revocation_input after[40];
    for (size_t i = 0; i < 40; i++) {
        (void)snprintf(urls[i], sizeof(urls[i]), "https://%zu.example/", i);
        for (uint64_t j = 0; j < 20; j++)
            positions[i][j] = j * 50000 + world_draw(50000);
        before[i] = world_input(urls[i], 1000000, positions[i], 0);
        after[i] = world_input(urls[i], 1000000, positions[i], 20);
    }
    struct ts_revocations from = world_state(&arena, before, 40, 1);
    struct ts_revocations to = world_state(&arena, after, 40, 2);
    /* 800 in 4e7 are at least 1700 bytes; 106 are the head. */
    assert_in_range(delta_of(&from, &to).len, 1700, 1700 + 106 + 40);
}

static void
nothing_changed_is_a_short_delta(void **state)
{
    (void)state;
    static const uint64_t one[] = { 1 };
    struct ts_revocation_input input = world_input("u", 10, one, 1);
    struct ts_revocations from = world_state(&arena, &input, 1, 1);
    struct ts_revocations to = world_state(&arena, &input, 1, 5);
    ts_span delta = delta_of(&from, &to);
    struct ts_revocations next = apply(&from, delta);
    assert_int_equal(next.epoch, 5);
    assert_int_equal(delta.len, 106 + 6);
}

static void
an_older_state_is_no_end(void **state)
{
    (void)state;
    struct ts_revocations from = world_state(&arena, NULL, 0, 2);
    struct ts_revocations same = world_state(&arena, NULL, 0, 2);
    ts_span out = { .len = 42 };
    assert_status(
        ts_revocation_delta_write(&arena, &out, &from, &same, TS_REVOCATION_QUICK),
        TS_MALFORMED);
    assert_int_equal(out.len, 42);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(chain_skip_and_snapshot_end_at_one_state),
        cmocka_unit_test(a_delta_of_another_program_does_what_it_says),
        cmocka_unit_test(our_delta_between_the_same_states_is_the_same),
        cmocka_unit_test(a_delta_does_not_pay_for_many_lists),
        cmocka_unit_test(nothing_changed_is_a_short_delta),
        cmocka_unit_test(an_older_state_is_no_end),
    };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
