#include "keys/codec/base58.h"
#include "tests/support/support.h"

#include <stdlib.h>
#include <string.h>

static const struct {
    const char *name;
    const char *text;
    const char *hex;
} pairs[] = {
    { "nothing", "", "" },
    { "draft-msporny-base58-03 5: Hello World!", "2NEpo7TZRRrLZSi2U",
      "48656c6c6f20576f726c6421" },
    { "draft-msporny-base58-03 5: the quick brown fox",
      "USm3fpXnKG5EUBx2ndxBDMPVciP5hGey2Jh4NDv6gmeo1LkMeiKrLJUUBk6Z",
      "54686520717569636b2062726f776e20666f78206a756d7073206f76657220746865206c617a7920"
      "646f672e" },
    { "draft-msporny-base58-03 5: leading zeros", "11233QC4", "0000287fb4cd" },
    { "zeros alone", "111", "000000" },
    { "one byte", "z", "39" },
    { "all bits of a limb", "7YXq9G", "ffffffff" },
    { "one more than a limb", "7YXq9H", "0100000000" },
    { "the first number of six digits", "211111", "271f35a0" },
    { "the first number of eleven digits", "21111111111", "05fa8624c7fba400" },
    { "a multicodec Ed25519 key of did:key",
      "6MkrHKzgsahxBLyNAbLQyB1pcWNYC9GmywiWPgkrvntAZcj",
      "ed01afc0e6b8150fd0f27d0b7004e375a617d8bd42adf762fd3c894ecfa6b7397e10" },
    { "a signature",
      "2HnFSSPPBzR36zdDgK8PbEHeXbR56YF24jwMpt3R1eHXQzJDMWS93FCzpvJpwTWd3GAVFuUfjoJdcnTMuV"
      "or"
      "51aX",
      "407cd12654b33d718ecbb99179a1506daaa849450bf3fc523cce3e1c96f8b80351da3f253d725c6f00"
      "b0"
      "7c9e5448d50b3ef78012b9ab54255116d069c6dd2808" },
};

static const struct {
    const char *name;
    const char *text;
} refused[] = {
    { "zero is no digit", "0" },
    { "capital o is no digit", "O" },
    { "capital i is no digit", "I" },
    { "small l is no digit", "l" },
    { "a bad digit among the zeros", "110" },
    { "a bad first digit", "0NEpo7TZRRrLZSi2U" },
    { "a bad last digit", "2NEpo7TZRRrLZSi2l" },
    { "white space", "2NEpo7TZ RRrLZSi2U" },
    { "a byte over 127", "2NEpo7TZ\xC3\xBC" },
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
        assert_status(ts_base58_decode(&arena, &got, ts_span_text(pairs[i].text)), TS_OK);
        assert_span_equal(got, want);
        assert_status(ts_base58_encode(&arena, &got, want), TS_OK);
        assert_span_equal(got, ts_span_text(pairs[i].text));
    }
    ts_test_arena_free(&arena);
}

static void
what_is_not_base58_is_refused_and_leaves_no_trace(void **state)
{
    (void)state;
    struct ts_arena arena = ts_test_arena(64);
    for (size_t i = 0; i < TS_COUNT(refused); i++) {
        ts_span out = TS_SPAN_LIT("before");
        ts_test_row(refused[i].name);
        assert_status(ts_base58_decode(&arena, &out, ts_span_text(refused[i].text)),
                      TS_MALFORMED);
        assert_span_equal(out, TS_SPAN_LIT("before"));
        assert_int_equal(arena.used, 0);
    }
    ts_test_arena_free(&arena);
}

static void
bytes_of_every_length_come_back(void **state)
{
    (void)state;
    struct ts_arena arena = ts_test_arena(4096);
    uint8_t bytes[300];
    for (size_t i = 0; i < sizeof(bytes); i++)
        bytes[i] = (uint8_t)(i * 167 + 13);
    for (size_t len = 0; len <= sizeof(bytes); len++) {
        ts_span text;
        ts_span back;
        ts_arena_rewind(&arena, 0);
        assert_status(ts_base58_encode(&arena, &text, (ts_span){ bytes, len }), TS_OK);
        assert_status(ts_base58_decode(&arena, &back, text), TS_OK);
        assert_span_equal(back, ((ts_span){ bytes, len }));
    }
    ts_test_arena_free(&arena);
}

static void
the_longest_text_is_read_and_one_more_is_over_the_limit(void **state)
{
    (void)state;
    struct ts_arena arena = ts_test_arena(8192);
    uint8_t text[TS_BASE58_TEXT_MAX + 1];
    static const char fills[] = { '1', 'z', '2' };
    for (size_t i = 0; i < sizeof(fills); i++) {
        ts_span bytes;
        ts_span back;
        memset(text, fills[i], sizeof(text));
        assert_status(
            ts_base58_decode(&arena, &bytes, (ts_span){ text, TS_BASE58_TEXT_MAX }),
            TS_OK);
        assert_status(ts_base58_encode(&arena, &back, bytes), TS_OK);
        assert_span_equal(back, ((ts_span){ text, TS_BASE58_TEXT_MAX }));
        assert_status(ts_base58_decode(&arena, &back, TS_SPAN_OF(text)), TS_OVER_LIMIT);
    }
    ts_test_arena_free(&arena);
}

static const struct {
    const char *name;
    size_t zeros;
    size_t ones; /* Bytes of all bits after them. */
    enum ts_status want;
} lengths[] = {
    { "749 bytes have at most 1,023 digits", 0, 749, TS_OK },
    { "750 bytes may have 1,025", 0, 750, TS_OVER_LIMIT },
    { "one zero more fills the text", 1, 749, TS_OK },
    { "two zeros more are too many", 2, 749, TS_OVER_LIMIT },
    { "as many zeros as the text has characters", 1024, 0, TS_OK },
    { "one more", 1025, 0, TS_OVER_LIMIT },
    { "bytes that cannot be meant", 0, 1025, TS_OVER_LIMIT },
    { "digits far past the buffer", 0, 1024, TS_OVER_LIMIT },
};

static void
encoding_keeps_the_limit_of_decoding(void **state)
{
    (void)state;
    struct ts_arena arena = ts_test_arena(4096);
    for (size_t i = 0; i < TS_COUNT(lengths); i++) {
        uint8_t bytes[1100] = { 0 };
        ts_span out;
        memset(bytes + lengths[i].zeros, 0xFF, lengths[i].ones);
        ts_test_row(lengths[i].name);
        ts_arena_rewind(&arena, 0);
        ts_span in = { bytes, lengths[i].zeros + lengths[i].ones };
        assert_status(ts_base58_encode(&arena, &out, in), lengths[i].want);
    }
    ts_test_arena_free(&arena);
}

static void
a_full_arena_is_no_space(void **state)
{
    (void)state;
    uint8_t memory[16];
    const uint8_t bytes[] = { 0x00, 0x00, 0x28, 0x7f, 0xb4, 0xcd };
    for (size_t room = 0; room <= 8; room++) {
        struct ts_arena arena = ts_arena_over((ts_room){ memory, room });
        ts_span out;
        assert_status(ts_base58_decode(&arena, &out, TS_SPAN_LIT("11233QC4")),
                      room < 6 ? TS_NO_SPACE : TS_OK);
        arena = ts_arena_over((ts_room){ memory, room });
        assert_status(ts_base58_encode(&arena, &out, TS_SPAN_OF(bytes)),
                      room < 8 ? TS_NO_SPACE : TS_OK);
    }
}

static void
reads_nothing_past_the_end(void **state)
{
    (void)state;
    struct ts_arena arena = ts_test_arena(256);
    ts_span whole = TS_SPAN_LIT("11233QC4");
    for (size_t len = 0; len <= whole.len; len++) {
        uint8_t *exact = ts_test_exact_copy((ts_span){ whole.at, len });
        ts_span out;
        assert_status(ts_base58_decode(&arena, &out, (ts_span){ exact, len }), TS_OK);
        free(exact);
    }
    ts_test_arena_free(&arena);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(published_pairs_match_both_ways),
        cmocka_unit_test(what_is_not_base58_is_refused_and_leaves_no_trace),
        cmocka_unit_test(bytes_of_every_length_come_back),
        cmocka_unit_test(the_longest_text_is_read_and_one_more_is_over_the_limit),
        cmocka_unit_test(encoding_keeps_the_limit_of_decoding),
        cmocka_unit_test(a_full_arena_is_no_space),
        cmocka_unit_test(reads_nothing_past_the_end),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
