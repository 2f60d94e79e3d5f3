#include "firmware/base/limits.h"
#include "tests/unit/keys/trust/revocation_world.h"

static const uint64_t one_three[] = { 1, 3 };

static void
size_past_the_limit(struct ts_revocation_input *input)
{
    input->list.size = TS_REVOCATION_LIST_MAX + 1ULL;
}

static void
largest_size(struct ts_revocation_input *input)
{
    input->list.size = TS_REVOCATION_LIST_MAX;
}

static void
position_past_the_end(struct ts_revocation_input *input)
{
    input->list.size = 3;
}

static void
more_positions_than_entries(struct ts_revocation_input *input)
{
    input->list.size = 1;
}

static void
not_ascending(struct ts_revocation_input *input)
{
    static const uint64_t positions[] = { 3, 3 };
    input->positions = positions;
}

static void
no_url(struct ts_revocation_input *input)
{
    input->list.url.len = 0;
}

static void
no_kind(struct ts_revocation_input *input)
{
    input->list.kind = TS_STATUS_KIND_NONE;
}

static void
no_purpose(struct ts_revocation_input *input)
{
    input->list.purpose = TS_REVOCATION_NONE;
}

static void
canaries_in_one_place(struct ts_revocation_input *input)
{
    input->list.has_canaries = true;
}

static void
as_it_is(struct ts_revocation_input *input)
{
    (void)input;
}

static const struct {
    const char *name;
    void (*change)(struct ts_revocation_input *input);
    enum ts_status want;
} rows[] = {
    { "good", as_it_is, TS_OK },
    { "6.4 no url", no_url, TS_MALFORMED },
    { "6.5 no kind", no_kind, TS_MALFORMED },
    { "6.6 no purpose", no_purpose, TS_MALFORMED },
    { "6.7 as long as a list may be", largest_size, TS_OK },
    { "6.7 longer", size_past_the_limit, TS_MALFORMED },
    { "6.7 a position past the end", position_past_the_end, TS_MALFORMED },
    { "6.7 more positions than entries", more_positions_than_entries, TS_MALFORMED },
    { "6.8 canaries in one place", canaries_in_one_place, TS_MALFORMED },
    { "6.10 not ascending", not_ascending, TS_MALFORMED },
};

static void
what_breaks_a_rule_is_not_written(void **state)
{
    (void)state;
    struct ts_arena arena = ts_test_arena(1 << 20);
    for (size_t i = 0; i < TS_COUNT(rows); i++) {
        struct ts_revocation_input input = world_input("u", 10, one_three, 2);
        struct ts_revocation_release release = { 1, { 0 }, TS_REVOCATION_QUICK };
        ts_span out = { .len = 42 };
        size_t used = arena.used;
        ts_test_row(rows[i].name);
        rows[i].change(&input);
        assert_status(ts_revocations_write(&arena, &out, &input, 1, release),
                      rows[i].want);
        if (rows[i].want != TS_OK) {
            assert_int_equal(out.len, 42);
            assert_int_equal(arena.used, used);
        }
        ts_arena_rewind(&arena, used);
    }
    ts_test_arena_free(&arena);
}

static void
two_of_one_segment_are_refused(void **state)
{
    (void)state;
    struct ts_arena arena = ts_test_arena(1 << 20);
    struct ts_revocation_input inputs[] = { world_input("u", 10, one_three, 2),
                                            world_input("v", 10, one_three, 2),
                                            world_input("u", 11, one_three, 1) };
    struct ts_revocation_release release = { 1, { 0 }, TS_REVOCATION_QUICK };
    ts_span out = { .len = 42 };
    assert_status(ts_revocations_write(&arena, &out, inputs, 3, release), TS_DUPLICATE);
    assert_int_equal(out.len, 42);
    ts_test_arena_free(&arena);
}

/* The hash is of what is said: neither order, nor effort, nor coding is in it. */
static void
one_state_has_one_hash(void **state)
{
    (void)state;
    struct ts_arena arena = ts_test_arena(WORLD_ARENA);
    static uint64_t run[2000];
    struct ts_revocations first = { 0 };
    for (size_t i = 0; i < TS_COUNT(run); i++)
        run[i] = i + i / 100 * 5000;
    struct ts_revocation_input inputs[] = { world_input("u", 1 << 20, run, 2000),
                                            world_input("v", 10, one_three, 2) };
    struct ts_revocation_input turned[] = { inputs[1], inputs[0] };
    for (unsigned effort = 0; effort < 2; effort++) {
        struct ts_revocation_release release = { 9,
                                                 { -1 },
                                                 (enum ts_revocation_effort)effort };
        struct ts_revocations all = { 0 };
        ts_span bytes = { 0 };
        assert_status(
            ts_revocations_write(&arena, &bytes, effort ? turned : inputs, 2, release),
            TS_OK);
        assert_status(world_load(&arena, &all, bytes), TS_OK);
        assert_int_equal(all.issued.s, -1);
        if (effort)
            assert_memory_equal(all.hash, first.hash, sizeof(first.hash));
        else
            first = all;
    }
    ts_test_arena_free(&arena);
}

/* Of 9000 positions, whose gaps fill several pieces; the hash is another program's. */
static void
the_hash_of_many_pieces_is_that_of_another_program(void **state)
{
    (void)state;
    static const uint8_t want[] = { 0xfa, 0x6b, 0x20, 0x92, 0x08, 0x6a, 0x33, 0x3e,
                                    0x95, 0x13, 0x59, 0x8a, 0x8e, 0x1c, 0x86, 0x24,
                                    0x87, 0xb8, 0x44, 0x8e, 0xd9, 0xe9, 0x2a, 0xb1,
                                    0x2b, 0xe3, 0xf9, 0x64, 0xf4, 0x91, 0x26, 0x26 };
    struct ts_arena arena = ts_test_arena(WORLD_ARENA);
    static uint64_t positions[9000];
    struct ts_revocations all = { 0 };
    ts_span bytes = { 0 };
    for (uint64_t i = 0; i < TS_COUNT(positions); i++)
        positions[i] = i * i * 37 + i;
    struct ts_revocation_input input =
        world_input("u", TS_REVOCATION_LIST_MAX, positions, TS_COUNT(positions));
    input.list.issuer.len = 0;
    struct ts_revocation_release release = { 2, { -1 }, TS_REVOCATION_BEST };
    assert_status(ts_revocations_write(&arena, &bytes, &input, 1, release), TS_OK);
    assert_status(world_load(&arena, &all, bytes), TS_OK);
    assert_memory_equal(all.hash, want, sizeof(want));
    ts_test_arena_free(&arena);
}

static void
an_arena_that_is_too_small_is_refused(void **state)
{
    (void)state;
    struct ts_revocation_input input = world_input("u", 10, one_three, 2);
    struct ts_revocation_release release = { 1, { 0 }, TS_REVOCATION_QUICK };
    bool was_ok = false;
    for (size_t size = 1; !was_ok; size += 7) {
        struct ts_arena small = ts_test_arena(size);
        ts_span out = { .len = 42 };
        enum ts_status status = ts_revocations_write(&small, &out, &input, 1, release);
        was_ok = status == TS_OK;
        if (!was_ok) {
            assert_status(status, TS_NO_SPACE);
            assert_int_equal(out.len, 42);
            assert_int_equal(small.used, 0);
        }
        ts_test_arena_free(&small);
    }
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_breaks_a_rule_is_not_written),
        cmocka_unit_test(two_of_one_segment_are_refused),
        cmocka_unit_test(one_state_has_one_hash),
        cmocka_unit_test(the_hash_of_many_pieces_is_that_of_another_program),
        cmocka_unit_test(an_arena_that_is_too_small_is_refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
