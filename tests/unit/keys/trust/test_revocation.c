#include "tests/unit/keys/trust/revocation_world.h"

static struct ts_arena arena;
static struct ts_revocations golden;

static int
set_up(void **state)
{
    (void)state;
    arena = ts_test_arena(WORLD_ARENA);
    ts_span bytes = ts_test_hex(&arena, GOLDEN_SNAPSHOT);
    return world_load(&arena, &golden, bytes) == TS_OK ? 0 : -1;
}

static int
tear_down(void **state)
{
    (void)state;
    ts_test_arena_free(&arena);
    return 0;
}

static void
a_snapshot_of_another_program_says_what_it_says(void **state)
{
    (void)state;
    assert_int_equal(golden.epoch, 7);
    assert_int_equal(golden.issued.s, 1780272000);
    assert_int_equal(golden.count, 4);
    assert_int_equal(golden.positions, 3 + 0 + 2 + 81);
    const struct ts_revocation_segment *a =
        ts_revocations_find(&golden, URL_A, TS_STATUS_BITSTRING, TS_REVOCATION_WITHDRAWN);
    assert_non_null(a);
    assert_span_equal(a->list.issuer, TS_SPAN_LIT("did:web:a.example"));
    assert_int_equal(a->list.bits, 1);
    assert_int_equal(a->list.size, 131072);
    assert_true(a->list.has_canaries);
    assert_int_equal(a->list.canary_set, 5);
    assert_int_equal(a->list.canary_clear, 6);
    assert_int_equal(a->count, 3);
}

static const struct {
    const char *name;
    const char *url;
    enum ts_status_kind kind;
    uint64_t index;
    const char *purpose;
    enum ts_status_value want;
} rows[] = {
    { "withdrawn", "https://a.example/s", TS_STATUS_BITSTRING, 100, "revocation",
      TS_STATUS_WITHDRAWN },
    { "the last entry", "https://a.example/s", TS_STATUS_BITSTRING, 131071, "revocation",
      TS_STATUS_WITHDRAWN },
    { "before the first", "https://a.example/s", TS_STATUS_BITSTRING, 0, "revocation",
      TS_STATUS_VALID },
    { "between two", "https://a.example/s", TS_STATUS_BITSTRING, 101, "revocation",
      TS_STATUS_VALID },
    { "6.7 past the end", "https://a.example/s", TS_STATUS_BITSTRING, 131072,
      "revocation", TS_STATUS_UNKNOWN },
    { "6.6 an empty set answers", "https://a.example/s", TS_STATUS_BITSTRING, 100,
      "suspension", TS_STATUS_VALID },
    { "6.6 a purpose the list has not", "https://a.example/s", TS_STATUS_BITSTRING, 100,
      "message", TS_STATUS_UNKNOWN },
    { "6.6 a purpose of nobody", "https://a.example/s", TS_STATUS_BITSTRING, 100, "",
      TS_STATUS_UNKNOWN },
    { "another kind of list", "https://a.example/s", TS_STATUS_LIST_2021, 100,
      "revocation", TS_STATUS_UNKNOWN },
    { "a token list under a W3C name", "https://a.example/s", TS_STATUS_TOKEN, 100, "",
      TS_STATUS_UNKNOWN },
    { "no such list", "https://a.example/", TS_STATUS_BITSTRING, 100, "revocation",
      TS_STATUS_UNKNOWN },
    { "ids are not asked by number", "https://b.example/l", TS_STATUS_1EDTECH, 0, "",
      TS_STATUS_UNKNOWN },
    { "token, withdrawn", "https://c.example/t", TS_STATUS_TOKEN, 4000, "",
      TS_STATUS_WITHDRAWN },
    { "token, valid", "https://c.example/t", TS_STATUS_TOKEN, 159, "", TS_STATUS_VALID },
    { "token, past the end", "https://c.example/t", TS_STATUS_TOKEN, 4096, "",
      TS_STATUS_UNKNOWN },
};

static void
each_entry_has_the_answer_of_its_list(void **state)
{
    (void)state;
    for (size_t i = 0; i < TS_COUNT(rows); i++) {
        ts_test_row(rows[i].name);
        assert_int_equal(ts_revocations_at(&golden, ts_span_text(rows[i].url),
                                           rows[i].kind, rows[i].index,
                                           ts_span_text(rows[i].purpose)),
                         rows[i].want);
    }
    assert_int_equal(ts_revocations_of(&golden, URL_B, TS_SPAN_LIT("urn:uuid:2")),
                     TS_STATUS_WITHDRAWN);
    assert_int_equal(ts_revocations_of(&golden, URL_B, TS_SPAN_LIT("urn:uuid:3")),
                     TS_STATUS_VALID);
    assert_int_equal(ts_revocations_of(&golden, URL_A, TS_SPAN_LIT("urn:uuid:2")),
                     TS_STATUS_UNKNOWN);
}

static void
a_token_list_is_spread_over_three_segments(void **state)
{
    (void)state;
    static const uint64_t one[] = { 1 };
    static const uint64_t two[] = { 2 };
    static const uint64_t three[] = { 3 };
    static const enum ts_status_value want[] = { TS_STATUS_VALID, TS_STATUS_WITHDRAWN,
                                                 TS_STATUS_SUSPENDED, TS_STATUS_UNKNOWN };
    struct ts_revocation_input inputs[] = {
        world_input("t", 8, three, 1),
        world_input("t", 8, one, 1),
        world_input("t", 8, two, 1),
    };
    for (size_t i = 0; i < 3; i++) {
        inputs[i].list.kind = TS_STATUS_TOKEN;
        inputs[i].list.bits = 2;
    }
    inputs[0].list.purpose = TS_REVOCATION_UNNAMED;
    inputs[2].list.purpose = TS_REVOCATION_SUSPENDED;
    struct ts_revocations all = world_state(&arena, inputs, 3, 1);
    for (uint64_t i = 0; i < 4; i++)
        assert_int_equal(
            ts_revocations_at(&all, TS_SPAN_LIT("t"), TS_STATUS_TOKEN, i, (ts_span){ 0 }),
            want[i]);
    /* 6.6: without its first segment the list was not gathered. */
    struct ts_revocation_input others[] = { inputs[0], inputs[2] };
    struct ts_revocations part = world_state(&arena, others, 2, 1);
    assert_int_equal(
        ts_revocations_at(&part, TS_SPAN_LIT("t"), TS_STATUS_TOKEN, 2, (ts_span){ 0 }),
        TS_STATUS_UNKNOWN);
}

static void
a_purpose_that_does_not_touch_validity_is_a_notice(void **state)
{
    (void)state;
    static const uint64_t one[] = { 1 };
    struct ts_revocation_input inputs[] = { world_input("m", 8, one, 1),
                                            world_input("m", 8, one, 1) };
    inputs[0].list.purpose = TS_REVOCATION_REFRESH;
    inputs[1].list.purpose = TS_REVOCATION_MESSAGE;
    struct ts_revocations all = world_state(&arena, inputs, 2, 1);
    static const char *const asked[] = { "refresh", "message" };
    for (size_t i = 0; i < 2; i++) {
        assert_int_equal(ts_revocations_at(&all, TS_SPAN_LIT("m"), TS_STATUS_BITSTRING, 1,
                                           ts_span_text(asked[i])),
                         TS_STATUS_NOTICE);
        assert_int_equal(ts_revocations_at(&all, TS_SPAN_LIT("m"), TS_STATUS_BITSTRING, 2,
                                           ts_span_text(asked[i])),
                         TS_STATUS_VALID);
    }
}

/* Every position of a list is asked, in sets from sparse to full, at the edges of
 * blocks, and in both codings. */
static void
contains_agrees_with_the_positions(void **state)
{
    (void)state;
    static const uint64_t densities[] = { 1, 2, 30, 128, 254, 255, 256 };
    static const uint64_t sizes[] = { 1, 63, 64, 65, 129, 20000 };
    for (size_t d = 0; d < TS_COUNT(densities) * TS_COUNT(sizes); d++) {
        uint64_t density = densities[d % TS_COUNT(densities)];
        uint64_t size = sizes[d / TS_COUNT(densities)];
        uint64_t *positions = calloc((size_t)size, sizeof(*positions));
        bool *is_set = calloc((size_t)size, sizeof(*is_set));
        size_t count = 0;
        size_t used = arena.used;
        assert_true(positions && is_set);
        for (uint64_t i = 0; i < size; i++)
            if ((is_set[i] = world_draw(256) < density))
                positions[count++] = i;
        struct ts_revocation_input input = world_input("u", size, positions, count);
        struct ts_revocations all = world_state(&arena, &input, 1, 1);
        for (uint64_t i = 0; i < size; i++)
            assert_int_equal(ts_revocation_contains(&all.segments[0], i), is_set[i]);
        assert_false(ts_revocation_contains(&all.segments[0], size));
        assert_false(ts_revocation_contains(&all.segments[0], UINT64_MAX));
        ts_arena_rewind(&arena, used);
        free(positions);
        free(is_set);
    }
}

static void
ids_lie_anywhere_in_64_bits(void **state)
{
    (void)state;
    static const uint64_t ids[] = { 0, 1, UINT64_MAX / 2, UINT64_MAX - 1, UINT64_MAX };
    struct ts_revocation_input input = world_input("i", 0, ids, TS_COUNT(ids));
    input.list.kind = TS_STATUS_1EDTECH;
    input.list.bits = 0;
    struct ts_revocations all = world_state(&arena, &input, 1, 1);
    for (size_t i = 0; i < TS_COUNT(ids); i++)
        assert_true(ts_revocation_contains(&all.segments[0], ids[i]));
    assert_false(ts_revocation_contains(&all.segments[0], 2));
    assert_false(ts_revocation_contains(&all.segments[0], UINT64_MAX - 2));
}

static void
a_state_without_lists_knows_nothing(void **state)
{
    (void)state;
    struct ts_revocations none = world_state(&arena, NULL, 0, 1);
    assert_int_equal(none.count, 0);
    assert_null(
        ts_revocations_find(&none, URL_A, TS_STATUS_BITSTRING, TS_REVOCATION_WITHDRAWN));
    assert_int_equal(ts_revocations_at(&none, URL_A, TS_STATUS_BITSTRING, 0, REVOCATION),
                     TS_STATUS_UNKNOWN);
}

static const struct {
    const char *name;
    uint64_t positions[3];
    size_t count;
    bool holds;
} canary_rows[] = {
    { "6.8 one is set and one is not", { 2, 4 }, 2, true },
    { "6.8 the one that is always set is not", { 4 }, 1, false },
    { "6.8 the one that never is, is", { 2, 3 }, 2, false },
    { "6.8 nobody is withdrawn", { 0 }, 0, false },
};

static void
a_list_whose_canary_fails_does_not_go_live(void **state)
{
    (void)state;
    for (size_t i = 0; i < TS_COUNT(canary_rows); i++) {
        struct ts_revocation_input input =
            world_input("u", 10, canary_rows[i].positions, canary_rows[i].count);
        struct ts_revocations out = { .epoch = 42 };
        struct ts_fault fault = { 0 };
        bool holds = canary_rows[i].holds;
        ts_test_row(canary_rows[i].name);
        input.list.has_canaries = true;
        input.list.canary_set = 2;
        input.list.canary_clear = 3;
        ts_span bytes = world_write(&arena, &input, 1, 1);
        assert_status(ts_revocations_load(&arena, &out, world_verified(bytes), &fault),
                      holds ? TS_OK : TS_UNTRUSTED);
        assert_int_equal(out.epoch, holds ? 1 : 42);
        if (!holds)
            assert_string_equal(fault.rule, "FORMAT.md 6.8");
    }
}

static void
canaries_outlive_the_list_that_forgets_them(void **state)
{
    (void)state;
    static const uint64_t good[] = { 2 };
    static const uint64_t everybody[] = { 0, 1, 2, 3, 4 };
    struct ts_revocation_input before = world_input("u", 5, good, 1);
    before.list.has_canaries = true;
    before.list.canary_set = 2;
    before.list.canary_clear = 3;
    struct ts_revocation_input after = world_input("u", 5, everybody, 5);
    struct ts_revocation_input other = world_input("v", 5, everybody, 5);
    struct ts_revocations known = world_state(&arena, &before, 1, 1);
    struct ts_revocations next = world_state(&arena, &after, 1, 2);
    struct ts_revocations gone = world_state(&arena, &other, 1, 2);
    const struct ts_revocation_segment *failing = NULL;
    assert_false(ts_revocations_canaries_hold(&next, &known, &failing));
    assert_ptr_equal(failing, &known.segments[0]);
    assert_true(ts_revocations_canaries_hold(&known, &next, NULL));
    assert_true(ts_revocations_canaries_hold(&gone, &known, NULL));
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_snapshot_of_another_program_says_what_it_says),
        cmocka_unit_test(each_entry_has_the_answer_of_its_list),
        cmocka_unit_test(a_token_list_is_spread_over_three_segments),
        cmocka_unit_test(a_purpose_that_does_not_touch_validity_is_a_notice),
        cmocka_unit_test(contains_agrees_with_the_positions),
        cmocka_unit_test(ids_lie_anywhere_in_64_bits),
        cmocka_unit_test(a_state_without_lists_knows_nothing),
        cmocka_unit_test(a_list_whose_canary_fails_does_not_go_live),
        cmocka_unit_test(canaries_outlive_the_list_that_forgets_them),
    };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
