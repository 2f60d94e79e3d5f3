#include "firmware/base/check.h"
#include "firmware/base/utf8.h"
#include "tests/support/support.h"

#include <stdlib.h>

static const struct {
    const char *name;
    const char *hex;
    bool valid;
} rows[] = {
    { "nothing", "", true },
    { "U+0000", "00", true },
    { "U+007F", "7f", true },
    { "U+0080, the first of two bytes", "c280", true },
    { "U+07FF, the last of two bytes", "dfbf", true },
    { "U+0800, the first of three bytes", "e0a080", true },
    { "U+D7FF, before the surrogates", "ed9fbf", true },
    { "U+E000, after the surrogates", "ee8080", true },
    { "U+FFFF, the last of three bytes", "efbfbf", true },
    { "U+10000, the first of four bytes", "f0908080", true },
    { "U+10FFFF, the last of all", "f48fbfbf", true },
    { "one of each length", "41c3bce6b0b4f0908591", true },
    { "a continuation alone", "80", false },
    { "a continuation after a character", "4180", false },
    { "an overlong U+0000 in two bytes", "c080", false },
    { "an overlong U+007F in two bytes", "c1bf", false },
    { "an overlong U+07FF in three bytes", "e09fbf", false },
    { "an overlong U+FFFF in four bytes", "f08fbfbf", false },
    { "U+D800, the first surrogate", "eda080", false },
    { "U+DFFF, the last surrogate", "edbfbf", false },
    { "a pair of surrogates (CESU-8)", "eda081edb080", false },
    { "U+110000, past the last", "f4908080", false },
    { "a lead past F4", "f5808080", false },
    { "a sequence of five (RFC 2279)", "f888808080", false },
    { "FE", "fe", false },
    { "FF", "ff", false },
    { "two bytes cut to one", "c3", false },
    { "three bytes cut to two", "e6b0", false },
    { "four bytes cut to three", "f09085", false },
    { "a lead where a continuation should be", "c3c3", false },
    { "ASCII for the third byte", "e6b041", false },
    { "ASCII for the fourth byte", "f0908541", false },
    { "a bad character after many good ones", "4141414141414141414141c0", false },
};

static void
each_sequence_is_judged(void **state)
{
    (void)state;
    struct ts_arena arena = ts_test_arena(4096);
    for (size_t i = 0; i < TS_COUNT(rows); i++) {
        ts_span text = ts_test_hex(&arena, rows[i].hex);
        uint8_t *exact = ts_test_exact_copy(text);
        ts_test_row(rows[i].name);
        if (ts_utf8_valid((ts_span){ exact, text.len }) != rows[i].valid)
            fail_msg("%s", rows[i].name);
        free(exact);
    }
    ts_test_arena_free(&arena);
}

static size_t
encode(uint8_t bytes[4], uint32_t code)
{
    static const uint8_t leads[] = { 0, 0, 0xC0, 0xE0, 0xF0 };
    size_t len = code < 0x80 ? 1 : code < 0x800 ? 2 : code < 0x10000 ? 3 : 4;
    for (size_t i = len; i-- > 1; code >>= 6)
        bytes[i] = (uint8_t)(0x80 | (code & 0x3F));
    bytes[0] = (uint8_t)(leads[len] | code);
    return len;
}

static void
every_code_point_but_surrogates_is_valid(void **state)
{
    (void)state;
    for (uint32_t code = 0; code < 0x200000; code++) {
        uint8_t bytes[4];
        size_t len = encode(bytes, code);
        bool want = code <= 0x10FFFF && (code < 0xD800 || code > 0xDFFF);
        if (ts_utf8_valid((ts_span){ bytes, len }) != want)
            fail_msg("U+%04X", code);
        if (len > 1 && ts_utf8_valid((ts_span){ bytes, len - 1 }))
            fail_msg("U+%04X cut short", code);
    }
}

/* A bad byte is seen at every place of a text, also when blocks are skipped. */
static void
a_bad_byte_is_found_anywhere(void **state)
{
    (void)state;
    uint8_t text[40];
    for (size_t len = 1; len <= sizeof(text); len++) {
        for (size_t at = 0; at < len; at++) {
            for (size_t i = 0; i < len; i++)
                text[i] = 'a';
            assert_true(ts_utf8_valid((ts_span){ text, len }));
            text[at] = 0x80;
            assert_false(ts_utf8_valid((ts_span){ text, len }));
        }
    }
}

static const struct {
    const char *name;
    size_t max;
    size_t want;
} prefixes[] = {
    { "nothing", 0, 0 },
    { "the letter", 1, 1 },
    { "half of two bytes", 2, 1 },
    { "two bytes", 3, 3 },
    { "a third of three bytes", 4, 3 },
    { "two thirds of three bytes", 5, 3 },
    { "three bytes", 6, 6 },
    { "a quarter of four bytes", 7, 6 },
    { "three quarters of four bytes", 9, 6 },
    { "all", 10, 10 },
    { "more than all", 11, 10 },
    { "any length", SIZE_MAX, 10 },
};

static void
a_prefix_ends_between_two_characters(void **state)
{
    (void)state;
    ts_span text = TS_SPAN_LIT("A\xC3\xBC\xE6\xB0\xB4\xF0\x90\x85\x91");
    for (size_t i = 0; i < TS_COUNT(prefixes); i++) {
        ts_test_row(prefixes[i].name);
        ts_span got = ts_utf8_prefix(text, prefixes[i].max);
        assert_span_equal(got, ts_span_part(text, 0, prefixes[i].want));
    }
    assert_int_equal(ts_utf8_prefix((ts_span){ 0 }, 5).len, 0);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(each_sequence_is_judged),
        cmocka_unit_test(every_code_point_but_surrogates_is_valid),
        cmocka_unit_test(a_bad_byte_is_found_anywhere),
        cmocka_unit_test(a_prefix_ends_between_two_characters),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
