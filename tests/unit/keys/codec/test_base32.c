#include "keys/codec/base32.h"
#include "tests/support/support.h"

#include <stdlib.h>

static const struct {
    const char *name;
    const char *text;
    const char *hex;
} pairs[] = {
    { "RFC 4648 10: nothing", "", "" },
    { "RFC 4648 10: f", "MY", "66" },
    { "RFC 4648 10: fo", "MZXQ", "666f" },
    { "RFC 4648 10: foo", "MZXW6", "666f6f" },
    { "RFC 4648 10: foob", "MZXW6YQ", "666f6f62" },
    { "RFC 4648 10: fooba", "MZXW6YTB", "666f6f6261" },
    { "RFC 4648 10: foobar", "MZXW6YTBOI", "666f6f626172" },
    { "every digit once", "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567",
      "00443214c74254b635cf84653a56d7c675be77df" },
    { "zeros keep their number", "AAAAA", "000000" },
    { "all bits", "77777777", "ffffffffff" },
};

static const struct {
    const char *name;
    const char *text;
    enum ts_status want;
} refused[] = {
    { "lower case", "my", TS_MALFORMED },
    { "padding", "MZXW6===", TS_MALFORMED },
    { "0", "M0", TS_MALFORMED },
    { "1", "M1", TS_MALFORMED },
    { "8", "M8", TS_MALFORMED },
    { "9", "M9", TS_MALFORMED },
    { "before A", "M@", TS_MALFORMED },
    { "after Z", "M[", TS_MALFORMED },
    { "white space", "MZXW 6", TS_TRUNCATED },
    { "white space within a whole number", "MZX ", TS_MALFORMED },
    { "a byte over 127", "M\xC3", TS_MALFORMED },
    { "trailing bits of two", "MZ", TS_MALFORMED },
    { "trailing bits of four", "MZXR", TS_MALFORMED },
    { "trailing bits of five", "MZXW7", TS_MALFORMED },
    { "trailing bits of seven", "MZXW6YR", TS_MALFORMED },
    { "one character", "A", TS_TRUNCATED },
    { "three characters", "AAA", TS_TRUNCATED },
    { "six characters", "AAAAAA", TS_TRUNCATED },
    { "one left over", "AAAAAAAAA", TS_TRUNCATED },
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
        assert_status(ts_base32_decode(&arena, &got, ts_span_text(pairs[i].text)), TS_OK);
        assert_span_equal(got, want);
        assert_status(ts_base32_encode(&arena, &got, want), TS_OK);
        assert_span_equal(got, ts_span_text(pairs[i].text));
    }
    ts_test_arena_free(&arena);
}

static void
what_is_not_base32_is_refused_and_leaves_no_trace(void **state)
{
    (void)state;
    struct ts_arena arena = ts_test_arena(64);
    for (size_t i = 0; i < TS_COUNT(refused); i++) {
        ts_span out = TS_SPAN_LIT("before");
        ts_test_row(refused[i].name);
        assert_status(ts_base32_decode(&arena, &out, ts_span_text(refused[i].text)),
                      refused[i].want);
        assert_span_equal(out, TS_SPAN_LIT("before"));
        assert_int_equal(arena.used, 0);
    }
    ts_test_arena_free(&arena);
}

static void
every_length_of_bytes_comes_back(void **state)
{
    (void)state;
    struct ts_arena arena = ts_test_arena(256);
    uint8_t bytes[41];
    for (size_t i = 0; i < sizeof(bytes); i++)
        bytes[i] = (uint8_t)(i * 37 + 11);
    for (size_t len = 0; len <= sizeof(bytes); len++) {
        ts_span text;
        ts_span back;
        ts_arena_rewind(&arena, 0);
        assert_status(ts_base32_encode(&arena, &text, (ts_span){ bytes, len }), TS_OK);
        assert_int_equal(text.len, (len * 8 + 4) / 5);
        assert_status(ts_base32_decode(&arena, &back, text), TS_OK);
        assert_span_equal(back, ((ts_span){ bytes, len }));
    }
    ts_test_arena_free(&arena);
}

/* Alphabet and trailing bits by brute force: of all texts of two characters
 * exactly those of the 256 bytes are read. */
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
        if (ts_base32_decode(&arena, &back, TS_SPAN_OF(text)) == TS_OK)
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
    ts_span whole = TS_SPAN_LIT("AAAAAAAAAAAAAAAAAAA");
    for (size_t len = 0; len <= whole.len; len++) {
        uint8_t *exact = ts_test_exact_copy((ts_span){ whole.at, len });
        ts_span out;
        bool cut = len % 8 == 1 || len % 8 == 3 || len % 8 == 6;
        ts_arena_rewind(&arena, 0);
        assert_status(ts_base32_decode(&arena, &out, (ts_span){ exact, len }),
                      cut ? TS_TRUNCATED : TS_OK);
        if (!cut)
            assert_int_equal(out.len, len * 5 / 8);
        free(exact);
    }
    ts_test_arena_free(&arena);
}

static void
a_full_arena_is_no_space(void **state)
{
    (void)state;
    uint8_t memory[16];
    ts_span text = TS_SPAN_LIT("MZXW6YTBOI");
    ts_span bytes = TS_SPAN_LIT("foobar");
    for (size_t room = 0; room <= 10; room++) {
        struct ts_arena arena = ts_arena_over((ts_room){ memory, room });
        ts_span out = { 0 };
        assert_status(ts_base32_decode(&arena, &out, text),
                      room < 6 ? TS_NO_SPACE : TS_OK);
        arena = ts_arena_over((ts_room){ memory, room });
        assert_status(ts_base32_encode(&arena, &out, bytes),
                      room < 10 ? TS_NO_SPACE : TS_OK);
    }
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(published_pairs_match_both_ways),
        cmocka_unit_test(what_is_not_base32_is_refused_and_leaves_no_trace),
        cmocka_unit_test(every_length_of_bytes_comes_back),
        cmocka_unit_test(two_characters_have_256_good_spellings),
        cmocka_unit_test(reads_nothing_past_the_end),
        cmocka_unit_test(a_full_arena_is_no_space),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
