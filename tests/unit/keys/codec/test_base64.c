#include "keys/codec/base64.h"
#include "tests/support/support.h"

#include <stdlib.h>

static const struct {
    const char *name;
    const char *url;
    const char *plain;
    const char *hex;
} pairs[] = {
    { "RFC 4648 10: nothing", "", "", "" },
    { "RFC 4648 10: f", "Zg", "Zg==", "66" },
    { "RFC 4648 10: fo", "Zm8", "Zm8=", "666f" },
    { "RFC 4648 10: foo", "Zm9v", "Zm9v", "666f6f" },
    { "RFC 4648 10: foob", "Zm9vYg", "Zm9vYg==", "666f6f62" },
    { "RFC 4648 10: fooba", "Zm9vYmE", "Zm9vYmE=", "666f6f6261" },
    { "RFC 4648 10: foobar", "Zm9vYmFy", "Zm9vYmFy", "666f6f626172" },
    { "RFC 7515 C: both letters that differ", "A-z_4ME", "A+z/4ME=", "03ecffe0c1" },
    { "all bits", "_____w", "/////w==", "ffffffff" },
};

struct refusal {
    const char *name;
    const char *text;
    enum ts_status want;
};

static const struct refusal refused_url[] = {
    { "padding", "Zg==", TS_MALFORMED },
    { "padding of one", "Zm8=", TS_MALFORMED },
    { "the plain alphabet's 62", "A+z_", TS_MALFORMED },
    { "the plain alphabet's 63", "A-z/", TS_MALFORMED },
    { "a line end", "Zm9v\nZm9v", TS_TRUNCATED },
    { "a line end that fills a group", "Zm9v\n\n\n\n", TS_MALFORMED },
    { "a bad digit first", "*m9v", TS_MALFORMED },
    { "a bad digit second", "Z*9v", TS_MALFORMED },
    { "a bad digit third", "Zm*v", TS_MALFORMED },
    { "a bad digit fourth", "Zm9*", TS_MALFORMED },
    { "a bad group before a good one", "Zm9*Zm9v", TS_MALFORMED },
    { "a bad digit in the last two", "Z*", TS_MALFORMED },
    { "a bad digit in the last three", "Zm*", TS_MALFORMED },
    { "a byte over 127", "Zm9\xFF", TS_MALFORMED },
    { "bits no byte takes, of four", "Zh", TS_MALFORMED },
    { "bits no byte takes, of two", "Zm9", TS_MALFORMED },
    { "one digit", "Z", TS_TRUNCATED },
    { "one digit left over", "Zm9vZ", TS_TRUNCATED },
};

static const struct refusal refused_plain[] = {
    { "no padding", "Zg", TS_TRUNCATED },
    { "half the padding", "Zg=", TS_TRUNCATED },
    { "three of padding", "Z===", TS_MALFORMED },
    { "nothing but padding", "====", TS_MALFORMED },
    { "padding in the middle", "Zg==Zg==", TS_MALFORMED },
    { "a digit after padding", "Zg=g", TS_MALFORMED },
    { "the URL alphabet's 62", "A-z/", TS_MALFORMED },
    { "the URL alphabet's 63", "A+z_", TS_MALFORMED },
    { "a blank", "Zm9v Zg=", TS_MALFORMED },
    { "a tab", "Zm9v\tZg=", TS_MALFORMED },
    { "bits no byte takes, of four", "Zh==", TS_MALFORMED },
    { "bits no byte takes, of two", "Zm9=", TS_MALFORMED },
};

typedef enum ts_status (*decoder)(struct ts_arena *arena, ts_span *out, ts_span text);

static void
published_pairs_match_both_ways(void **state)
{
    (void)state;
    struct ts_arena arena = ts_test_arena(4096);
    for (size_t i = 0; i < TS_COUNT(pairs); i++) {
        ts_span want = ts_test_hex(&arena, pairs[i].hex);
        ts_span got;
        ts_test_row(pairs[i].name);
        assert_status(ts_base64url_decode(&arena, &got, ts_span_text(pairs[i].url)),
                      TS_OK);
        assert_span_equal(got, want);
        assert_status(ts_base64_decode(&arena, &got, ts_span_text(pairs[i].plain)),
                      TS_OK);
        assert_span_equal(got, want);
        assert_status(ts_base64url_encode(&arena, &got, want), TS_OK);
        assert_span_equal(got, ts_span_text(pairs[i].url));
    }
    ts_test_arena_free(&arena);
}

static void
assert_refused(const struct refusal *rows, size_t count, decoder decode)
{
    struct ts_arena arena = ts_test_arena(64);
    for (size_t i = 0; i < count; i++) {
        ts_span out = TS_SPAN_LIT("before");
        ts_test_row(rows[i].name);
        assert_status(decode(&arena, &out, ts_span_text(rows[i].text)), rows[i].want);
        assert_span_equal(out, TS_SPAN_LIT("before"));
        assert_int_equal(arena.used, 0);
    }
    ts_test_arena_free(&arena);
}

static void
what_is_not_of_the_alphabet_is_refused_and_leaves_no_trace(void **state)
{
    (void)state;
    assert_refused(refused_url, TS_COUNT(refused_url), ts_base64url_decode);
    assert_refused(refused_plain, TS_COUNT(refused_plain), ts_base64_decode);
}

static void
line_ends_are_skipped_wherever_they_stand(void **state)
{
    (void)state;
    static const char *const texts[] = { "Zm9v\r\nYmE=\r\n", "\nZm9vYmE=", "Zm9vYmE\n=",
                                         "Z\nm\n9\nv\nY\nm\nE\n=\n" };
    struct ts_arena arena = ts_test_arena(256);
    for (size_t i = 0; i < TS_COUNT(texts); i++) {
        ts_span out;
        ts_test_row(texts[i]);
        assert_status(ts_base64_decode(&arena, &out, ts_span_text(texts[i])), TS_OK);
        assert_span_equal(out, TS_SPAN_LIT("fooba"));
    }
    ts_test_arena_free(&arena);
}

static void
bytes_of_every_length_come_back(void **state)
{
    (void)state;
    struct ts_arena arena = ts_test_arena(4096);
    uint8_t bytes[256];
    for (size_t i = 0; i < sizeof(bytes); i++)
        bytes[i] = (uint8_t)(255 - i);
    for (size_t len = 0; len <= sizeof(bytes); len++) {
        ts_span text;
        ts_span back;
        ts_arena_rewind(&arena, 0);
        assert_status(ts_base64url_encode(&arena, &text, (ts_span){ bytes, len }), TS_OK);
        assert_status(ts_base64url_decode(&arena, &back, text), TS_OK);
        assert_span_equal(back, ((ts_span){ bytes, len }));
    }
    ts_test_arena_free(&arena);
}

/* Alphabet and trailing bits by brute force. */
static void
one_value_has_one_spelling(void **state)
{
    (void)state;
    struct ts_arena arena = ts_test_arena(64);
    unsigned good = 0;
    for (unsigned value = 0; value <= UINT16_MAX; value++) {
        const uint8_t text[] = { (uint8_t)(value >> 8), (uint8_t)value };
        ts_span back;
        ts_arena_rewind(&arena, 0);
        if (ts_base64url_decode(&arena, &back, TS_SPAN_OF(text)) == TS_OK)
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
    ts_span whole = TS_SPAN_LIT("AAAAAAAAAAA");
    for (size_t len = 0; len <= whole.len; len++) {
        uint8_t *exact = ts_test_exact_copy((ts_span){ whole.at, len });
        ts_span out;
        ts_arena_rewind(&arena, 0);
        assert_status(ts_base64url_decode(&arena, &out, (ts_span){ exact, len }),
                      len % 4 == 1 ? TS_TRUNCATED : TS_OK);
        ts_arena_rewind(&arena, 0);
        assert_status(ts_base64_decode(&arena, &out, (ts_span){ exact, len }),
                      len % 4 == 0 ? TS_OK : TS_TRUNCATED);
        free(exact);
    }
    ts_test_arena_free(&arena);
}

static void
a_full_arena_is_no_space(void **state)
{
    (void)state;
    uint8_t memory[16];
    for (size_t room = 0; room <= 8; room++) {
        struct ts_arena arena = ts_arena_over((ts_room){ memory, room });
        ts_span out;
        assert_status(ts_base64url_decode(&arena, &out, TS_SPAN_LIT("Zm9vYmE")),
                      room < 5 ? TS_NO_SPACE : TS_OK);
        arena = ts_arena_over((ts_room){ memory, room });
        assert_status(ts_base64_decode(&arena, &out, TS_SPAN_LIT("Zm9v\nYmE=")),
                      room < 8 ? TS_NO_SPACE : TS_OK);
        arena = ts_arena_over((ts_room){ memory, room });
        assert_status(ts_base64url_encode(&arena, &out, TS_SPAN_LIT("fooba")),
                      room < 7 ? TS_NO_SPACE : TS_OK);
    }
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(published_pairs_match_both_ways),
        cmocka_unit_test(what_is_not_of_the_alphabet_is_refused_and_leaves_no_trace),
        cmocka_unit_test(line_ends_are_skipped_wherever_they_stand),
        cmocka_unit_test(bytes_of_every_length_come_back),
        cmocka_unit_test(one_value_has_one_spelling),
        cmocka_unit_test(reads_nothing_past_the_end),
        cmocka_unit_test(a_full_arena_is_no_space),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
