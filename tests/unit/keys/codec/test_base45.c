#include "keys/codec/base45.h"
#include "tests/support/support.h"

#include <stdlib.h>

static const struct {
    const char *name;
    const char *text;
    const char *hex;
} pairs[] = {
    { "nothing", "", "" },
    { "RFC 9285 4.3: AB", "BB8", "4142" },
    { "RFC 9285 4.3: Hello!!", "%69 VD92EX0", "48656c6c6f2121" },
    { "RFC 9285 4.3: base-45", "UJCLQE7W581", "626173652d3435" },
    { "RFC 9285 4.4: ietf!", "QED8WEX0", "6965746621" },
    { "the largest pair", "FGW", "ffff" },
    { "the largest single byte", "U5", "ff" },
    { "zeros keep their number", "00000", "000000" },
};

static const struct {
    const char *name;
    const char *text;
    enum ts_status want;
} refused[] = {
    { "a group of 65536", "GGW", TS_MALFORMED },
    { "the largest group", ":::", TS_MALFORMED },
    { "a group too large before a good one", "GGWBB8", TS_MALFORMED },
    { "a last group of 256", "V5", TS_MALFORMED },
    { "the largest last group", "::", TS_MALFORMED },
    { "lower case", "bb8", TS_MALFORMED },
    { "no such character first", "_B8", TS_MALFORMED },
    { "no such character second", "B_8", TS_MALFORMED },
    { "no such character third", "BB_", TS_MALFORMED },
    { "no such character in a last group", "BB8B\n", TS_MALFORMED },
    { "a byte over 127", "BB\xC3", TS_MALFORMED },
    { "one character", "B", TS_TRUNCATED },
    { "one character left over", "BB8B", TS_TRUNCATED },
};

static void
published_pairs_match_both_ways(void **state)
{
    (void)state;
    struct ts_arena arena = ts_test_arena(4096);
    for (size_t i = 0; i < TS_COUNT(pairs); i++) {
        ts_span want = ts_test_hex(&arena, pairs[i].hex);
        ts_span got;
        ts_test_row(pairs[i].name);
        assert_status(ts_base45_decode(&arena, &got, ts_span_text(pairs[i].text)), TS_OK);
        assert_span_equal(got, want);
        assert_status(ts_base45_encode(&arena, &got, want), TS_OK);
        assert_span_equal(got, ts_span_text(pairs[i].text));
    }
    ts_test_arena_free(&arena);
}

static void
what_is_not_base45_is_refused_and_leaves_no_trace(void **state)
{
    (void)state;
    struct ts_arena arena = ts_test_arena(64);
    for (size_t i = 0; i < TS_COUNT(refused); i++) {
        ts_span out = TS_SPAN_LIT("before");
        ts_test_row(refused[i].name);
        assert_status(ts_base45_decode(&arena, &out, ts_span_text(refused[i].text)),
                      refused[i].want);
        assert_span_equal(out, TS_SPAN_LIT("before"));
        assert_int_equal(arena.used, 0);
    }
    ts_test_arena_free(&arena);
}

static void
every_pair_of_bytes_comes_back(void **state)
{
    (void)state;
    struct ts_arena arena = ts_test_arena(64);
    for (unsigned value = 0; value <= UINT16_MAX; value++) {
        const uint8_t bytes[] = { (uint8_t)(value >> 8), (uint8_t)value };
        ts_span text;
        ts_span back;
        ts_arena_rewind(&arena, 0);
        assert_status(ts_base45_encode(&arena, &text, TS_SPAN_OF(bytes)), TS_OK);
        assert_int_equal(text.len, 3);
        assert_status(ts_base45_decode(&arena, &back, text), TS_OK);
        assert_span_equal(back, TS_SPAN_OF(bytes));
    }
    ts_test_arena_free(&arena);
}

/* Alphabet and range by brute force: of all texts of two characters exactly
 * those of the 256 bytes are read. */
static void
two_characters_have_256_good_spellings(void **state)
{
    (void)state;
    struct ts_arena arena = ts_test_arena(64);
    unsigned good = 0;
    for (unsigned value = 0; value <= UINT16_MAX; value++) {
        const uint8_t text[] = { (uint8_t)(value >> 8), (uint8_t)value };
        ts_span back;
        ts_arena_rewind(&arena, 0);
        if (ts_base45_decode(&arena, &back, TS_SPAN_OF(text)) == TS_OK)
            good++;
    }
    assert_int_equal(good, 256);
    ts_test_arena_free(&arena);
}

static void
reads_nothing_past_the_end(void **state)
{
    (void)state;
    struct ts_arena arena = ts_test_arena(64);
    ts_span whole = TS_SPAN_LIT("%69 VD92EX0");
    for (size_t len = 0; len <= whole.len; len++) {
        uint8_t *exact = ts_test_exact_copy((ts_span){ whole.at, len });
        ts_span out;
        ts_arena_rewind(&arena, 0);
        enum ts_status status = ts_base45_decode(&arena, &out, (ts_span){ exact, len });
        /* A cut in the middle of a group leaves a last group of another value. */
        if (len % 3 == 1)
            assert_status(status, TS_TRUNCATED);
        else if (status == TS_OK)
            assert_int_equal(out.len, len / 3 * 2 + len % 3 / 2);
        free(exact);
    }
    ts_test_arena_free(&arena);
}

static void
a_full_arena_is_no_space(void **state)
{
    (void)state;
    uint8_t memory[16];
    ts_span text = TS_SPAN_LIT("QED8WEX0");
    ts_span bytes = TS_SPAN_LIT("ietf!");
    for (size_t room = 0; room <= 8; room++) {
        struct ts_arena arena = ts_arena_over((ts_room){ memory, room });
        ts_span out = { 0 };
        assert_status(ts_base45_decode(&arena, &out, text),
                      room < 5 ? TS_NO_SPACE : TS_OK);
        arena = ts_arena_over((ts_room){ memory, room });
        assert_status(ts_base45_encode(&arena, &out, bytes),
                      room < 8 ? TS_NO_SPACE : TS_OK);
    }
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(published_pairs_match_both_ways),
        cmocka_unit_test(what_is_not_base45_is_refused_and_leaves_no_trace),
        cmocka_unit_test(every_pair_of_bytes_comes_back),
        cmocka_unit_test(two_characters_have_256_good_spellings),
        cmocka_unit_test(reads_nothing_past_the_end),
        cmocka_unit_test(a_full_arena_is_no_space),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
