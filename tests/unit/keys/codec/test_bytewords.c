#include "keys/codec/bytewords.h"
#include "keys/codec/crc32.h"
#include "tests/support/support.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

static const struct {
    const char *name;
    const char *text;
    uint32_t crc;
} sums[] = {
    { "nothing", "", 0 },
    { "the check value of the catalogue of CRCs", "123456789", 0xcbf43926 },
    { "BCR-2020-005's reference: Hello, world!", "Hello, world!", 0xebe6c6e6 },
    { "BCR-2020-005's reference: Wolf", "Wolf", 0x598c84dc },
};

/* Of BCR-2020-012 and its reference implementation (bc-ur, test.cpp). */
static const struct {
    const char *name;
    const char *words;
    const char *hex;
} pairs[] = {
    { "five bytes from end to end of the list", "aeadaolazmjendeoti", "00010280ff" },
    { "a hundred bytes",
      "yktsbbswwnwmfefrttsnonbgmtnnjyltvwtybwne"
      "bydawswtzcbdjnrsdawzdsksurdtnsrywzzemusf"
      "fwottppersfdptencxfnmhvatdldroskcljshdba"
      "ntctpadmadjksnfevymtfpwmftmhfpwtlpfejsyl"
      "fhecwzonnbmhcybtgwwelpflgmfezeonledtgocs"
      "fzhycypf",
      "f5d714c6f1eb453bd1cda512969e7487e5d4139f1125eff0fd0b6dbf25f22678df299cbd"
      "f2fe93cc42a3d8afbf48a936203c90e6d289b8c52171580e9d1fb12e0173cd45e19641eb"
      "3a9041f0854571f73f35f2a5a0901a0d4fed85475245fea58a295518" },
    { "a seed, the paper's own",
      "tantjzoeadgdstaslplabghydrpfmkbggufgludprfgmaosecffltnsoaawkbd",
      "d99d6ca20150c7098580125e2ab0981253468b2dbc5202c11947da" },
};

static const struct {
    const char *name;
    const char *words;
    enum ts_status want;
} refused[] = {
    { "another checksum", "aeadaolazmjendeowf", TS_MALFORMED },
    { "two letters that name no byte", "xxadaolazmjendeoti", TS_MALFORMED },
    { "the list of before October 2020", "aeadaolazojendeoti", TS_MALFORMED },
    { "a digit", "ae1daolazmjendeoti", TS_MALFORMED },
    { "a separator", "ae-daolazmjendeoti", TS_MALFORMED },
    { "a byte over 127",
      "ae\xC3\xA4"
      "aolazmjendeoti",
      TS_MALFORMED },
    { "half a byte", "aeadaolazmjendeot", TS_TRUNCATED },
    { "less than a checksum", "aeadao", TS_TRUNCATED },
    { "nothing", "", TS_TRUNCATED },
};

static void
checksums_are_as_published(void **state)
{
    (void)state;
    for (size_t i = 0; i < TS_COUNT(sums); i++) {
        ts_test_row(sums[i].name);
        assert_int_equal(ts_crc32(ts_span_text(sums[i].text)), sums[i].crc);
    }
}

static ts_span
in_capitals(struct ts_arena *arena, const char *words)
{
    ts_span text = ts_span_text(words);
    uint8_t *copy = ts_arena_take(arena, text.len);
    for (size_t i = 0; i < text.len; i++)
        copy[i] = (uint8_t)toupper(text.at[i]);
    return (ts_span){ copy, text.len };
}

static void
published_pairs_match_both_ways(void **state)
{
    (void)state;
    struct ts_arena arena = ts_test_arena(8192);
    for (size_t i = 0; i < TS_COUNT(pairs); i++) {
        ts_span capitals = in_capitals(&arena, pairs[i].words);
        ts_span want = ts_test_hex(&arena, pairs[i].hex);
        ts_span got;
        ts_test_row(pairs[i].name);
        assert_status(ts_bytewords_decode(&arena, &got, ts_span_text(pairs[i].words)),
                      TS_OK);
        assert_span_equal(got, want);
        assert_status(ts_bytewords_decode(&arena, &got, capitals), TS_OK);
        assert_span_equal(got, want);
        assert_status(ts_bytewords_encode(&arena, &got, want), TS_OK);
        assert_span_equal(got, capitals);
    }
    ts_test_arena_free(&arena);
}

static void
what_is_not_bytewords_is_refused_and_leaves_no_trace(void **state)
{
    (void)state;
    struct ts_arena arena = ts_test_arena(4096);
    for (size_t i = 0; i < TS_COUNT(refused); i++) {
        ts_span text = ts_span_text(refused[i].words);
        uint8_t *copy = ts_test_exact_copy(text);
        ts_span got = { (const uint8_t *)"left alone", 10 };
        ts_test_row(refused[i].name);
        assert_status(ts_bytewords_decode(&arena, &got, (ts_span){ copy, text.len }),
                      refused[i].want);
        assert_true(ts_span_is(got, "left alone"));
        assert_int_equal(arena.used, 0);
        free(copy);
    }
    ts_test_arena_free(&arena);
}

static void
every_prefix_and_one_byte_more_are_refused(void **state)
{
    (void)state;
    struct ts_arena arena = ts_test_arena(4096);
    ts_span whole = ts_span_text(pairs[1].words);
    ts_span got;
    for (size_t len = 0; len < whole.len; len++)
        assert_int_not_equal(
            ts_bytewords_decode(&arena, &got, ts_span_part(whole, 0, len)), TS_OK);
    for (unsigned byte = 0; byte < 256; byte++) {
        uint8_t longer[256];
        size_t used = arena.used;
        ts_span more;
        memcpy(longer, ts_test_hex(&arena, pairs[0].hex).at, 5);
        longer[5] = (uint8_t)byte;
        /* The words of five bytes, one more, and the checksum of the five. */
        assert_status(ts_bytewords_encode(&arena, &more, (ts_span){ longer, 6 }), TS_OK);
        uint8_t text[24];
        memcpy(text, more.at, 12);
        memcpy(text + 12, pairs[0].words + 10, 8);
        assert_int_not_equal(ts_bytewords_decode(&arena, &got, (ts_span){ text, 20 }),
                             TS_OK);
        ts_arena_rewind(&arena, used);
    }
    ts_test_arena_free(&arena);
}

static void
every_byte_comes_back(void **state)
{
    (void)state;
    struct ts_arena arena = ts_test_arena(4096);
    uint8_t bytes[256];
    ts_span text;
    ts_span back;
    for (size_t i = 0; i < sizeof(bytes); i++)
        bytes[i] = (uint8_t)i;
    assert_status(ts_bytewords_encode(&arena, &text, TS_SPAN_OF(bytes)), TS_OK);
    assert_status(ts_bytewords_decode(&arena, &back, text), TS_OK);
    assert_span_equal(back, TS_SPAN_OF(bytes));
    ts_test_arena_free(&arena);
}

static void
a_full_arena_is_said(void **state)
{
    (void)state;
    struct ts_arena arena = ts_test_arena(4);
    ts_span got;
    assert_status(ts_bytewords_decode(&arena, &got, ts_span_text(pairs[0].words)),
                  TS_NO_SPACE);
    assert_status(ts_bytewords_encode(&arena, &got, TS_SPAN_LIT("abc")), TS_NO_SPACE);
    ts_test_arena_free(&arena);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(checksums_are_as_published),
        cmocka_unit_test(published_pairs_match_both_ways),
        cmocka_unit_test(what_is_not_bytewords_is_refused_and_leaves_no_trace),
        cmocka_unit_test(every_prefix_and_one_byte_more_are_refused),
        cmocka_unit_test(every_byte_comes_back),
        cmocka_unit_test(a_full_arena_is_said),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
