#include "tests/unit/keys/trust/revocation_world.h"

static struct ts_status_list
list_of(enum ts_status_kind kind, unsigned bits, ts_span bitstring, const char *purpose)
{
    return (struct ts_status_list){ .kind = kind,
                                    .url = URL_A,
                                    .issuer = TS_SPAN_LIT("did:web:a.example"),
                                    .purpose = ts_span_text(purpose),
                                    .bits = bits,
                                    .bitstring = bitstring };
}

/* The state answers for every entry as the list does, and a little past its end. */
static void
assert_same_answers(const struct ts_status_list *list)
{
    static const char *const asked[] = { "revocation", "suspension", "refresh", "message",
                                         "" };
    struct ts_arena arena = ts_test_arena(WORLD_ARENA);
    struct ts_revocation_input inputs[TS_REVOCATION_INPUTS_MAX];
    size_t count = 0;
    uint64_t size = (uint64_t)list->bitstring.len * 8 / list->bits;
    assert_status(ts_revocation_inputs_of(&arena, inputs, &count, list), TS_OK);
    struct ts_revocations state = world_state(&arena, inputs, count, 1);
    for (size_t i = 0; i < TS_COUNT(asked); i++) {
        ts_span purpose = ts_span_text(asked[i]);
        for (uint64_t index = 0; index < size + 3; index++)
            assert_int_equal(
                ts_revocations_at(&state, list->url, list->kind, index, purpose),
                ts_status_list_at(list, index, purpose));
    }
    /* 6.6: a purpose without a number is in no segment. */
    assert_int_equal(
        ts_revocations_at(&state, URL_A, TS_STATUS_BITSTRING, 0, TS_SPAN_LIT("other")),
        TS_STATUS_UNKNOWN);
    ts_test_arena_free(&arena);
}

static void
a_state_answers_as_the_lists_it_was_made_of(void **state)
{
    (void)state;
    static const unsigned token_bits[] = { 1, 2, 4, 8 };
    static const char *const purposes[] = { "revocation", "suspension",
                                            "revocation suspension", "message",
                                            "refresh other" };
    uint8_t bytes[96];
    for (unsigned round = 0; round < 8; round++) {
        for (size_t i = 0; i < sizeof(bytes); i++)
            bytes[i] = world_draw(3) ? 0 : (uint8_t)world_draw(256);
        for (unsigned bits = 1; bits <= 8; bits++) {
            struct ts_status_list list =
                list_of(round % 2 ? TS_STATUS_BITSTRING : TS_STATUS_LIST_2021, bits,
                        TS_SPAN_OF(bytes), purposes[round % TS_COUNT(purposes)]);
            assert_same_answers(&list);
        }
        for (size_t i = 0; i < TS_COUNT(token_bits); i++) {
            struct ts_status_list list =
                list_of(TS_STATUS_TOKEN, token_bits[i], TS_SPAN_OF(bytes), "");
            assert_same_answers(&list);
        }
    }
}

static void
ids_are_told_by_their_hash(void **state)
{
    (void)state;
    const ts_span ids[] = { TS_SPAN_LIT("urn:a"), TS_SPAN_LIT("urn:b"),
                            TS_SPAN_LIT("urn:b"), TS_SPAN_LIT("urn:c") };
    struct ts_arena arena = ts_test_arena(WORLD_ARENA);
    struct ts_status_list list = list_of(TS_STATUS_1EDTECH, 0, (ts_span){ 0 }, "");
    struct ts_revocation_input inputs[TS_REVOCATION_INPUTS_MAX];
    size_t count = 0;
    list.issuer.len = 0;
    list.ids = ids;
    list.id_count = TS_COUNT(ids);
    assert_status(ts_revocation_inputs_of(&arena, inputs, &count, &list), TS_OK);
    assert_int_equal(count, 1);
    assert_int_equal(inputs[0].count, 3);
    struct ts_revocations all = world_state(&arena, inputs, count, 1);
    assert_int_equal(ts_revocations_of(&all, URL_A, TS_SPAN_LIT("urn:b")),
                     TS_STATUS_WITHDRAWN);
    assert_int_equal(ts_revocations_of(&all, URL_A, TS_SPAN_LIT("urn:d")),
                     TS_STATUS_VALID);
    ts_test_arena_free(&arena);
}

static void
an_arena_that_is_too_small_is_refused(void **state)
{
    (void)state;
    static const uint8_t bytes[] = { 0xff };
    struct ts_arena arena = ts_test_arena(32);
    struct ts_status_list list = list_of(TS_STATUS_TOKEN, 1, TS_SPAN_OF(bytes), "");
    struct ts_revocation_input inputs[TS_REVOCATION_INPUTS_MAX];
    size_t count = 42;
    assert_status(ts_revocation_inputs_of(&arena, inputs, &count, &list), TS_NO_SPACE);
    assert_int_equal(count, 42);
    ts_test_arena_free(&arena);
}

static void
a_list_for_other_purposes_makes_no_segment(void **state)
{
    (void)state;
    static const uint8_t bytes[] = { 0x80 };
    struct ts_arena arena = ts_test_arena(1 << 12);
    struct ts_revocation_input inputs[TS_REVOCATION_INPUTS_MAX];
    size_t count = 42;
    struct ts_status_list other =
        list_of(TS_STATUS_BITSTRING, 1, TS_SPAN_OF(bytes), "other");
    struct ts_status_list none = { .kind = TS_STATUS_KIND_NONE };
    assert_status(ts_revocation_inputs_of(&arena, inputs, &count, &other),
                  TS_UNSUPPORTED);
    assert_status(ts_revocation_inputs_of(&arena, inputs, &count, &none), TS_UNSUPPORTED);
    ts_test_arena_free(&arena);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_state_answers_as_the_lists_it_was_made_of),
        cmocka_unit_test(ids_are_told_by_their_hash),
        cmocka_unit_test(an_arena_that_is_too_small_is_refused),
        cmocka_unit_test(a_list_for_other_purposes_makes_no_segment),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
