#include "keys/codec/cbor.h"
#include "tests/support/support.h"

#include <math.h>
#include <stdlib.h>

struct refusal {
    const char *name;
    const char *hex;
    enum ts_status want;
};

/* RFC 8949 appendix F: what is not well-formed, one row an example. */
static const struct refusal appendix_f[] = {
    { "F.1 end of input in a head, 18", "18", TS_TRUNCATED },
    { "F.1 end of input in a head, 19", "19", TS_TRUNCATED },
    { "F.1 end of input in a head, 1a", "1a", TS_TRUNCATED },
    { "F.1 end of input in a head, 1b", "1b", TS_TRUNCATED },
    { "F.1 end of input in a head, 19 01", "1901", TS_TRUNCATED },
    { "F.1 end of input in a head, 1a 01 02", "1a0102", TS_TRUNCATED },
    { "F.1 end of input in a head, 1b of seven", "1b01020304050607", TS_TRUNCATED },
    { "F.1 end of input in a head, 38", "38", TS_TRUNCATED },
    { "F.1 end of input in a head, 58", "58", TS_TRUNCATED },
    { "F.1 end of input in a head, 78", "78", TS_TRUNCATED },
    { "F.1 end of input in a head, 98", "98", TS_TRUNCATED },
    { "F.1 end of input in a head, 9a", "9a01ff00", TS_TRUNCATED },
    { "F.1 end of input in a head, b8", "b8", TS_TRUNCATED },
    { "F.1 end of input in a head, d8", "d8", TS_TRUNCATED },
    { "F.1 end of input in a head, f8", "f8", TS_TRUNCATED },
    { "F.1 end of input in a head, f9", "f900", TS_TRUNCATED },
    { "F.1 end of input in a head, fa", "fa0000", TS_TRUNCATED },
    { "F.1 end of input in a head, fb", "fb000000", TS_TRUNCATED },
    { "F.1 a byte string of one without it", "41", TS_TRUNCATED },
    { "F.1 a text of one without it", "61", TS_TRUNCATED },
    { "F.1 a byte string of 2^32 - 1", "5affffffff00", TS_TRUNCATED },
    { "F.1 a byte string of 2^64 - 1", "5bffffffffffffffff010203", TS_TRUNCATED },
    { "F.1 a text of 2^32 - 1", "7affffffff00", TS_TRUNCATED },
    { "F.1 a text of 2^63 - 1", "7b7fffffffffffffff010203", TS_TRUNCATED },
    { "F.1 an array of one without it", "81", TS_TRUNCATED },
    { "F.1 nine arrays without an end", "818181818181818181", TS_TRUNCATED },
    { "F.1 an array of two with one", "8200", TS_TRUNCATED },
    { "F.1 a map of one without it", "a1", TS_TRUNCATED },
    { "F.1 a map of two with one", "a20102", TS_TRUNCATED },
    { "F.1 a map of one with half a pair", "a100", TS_TRUNCATED },
    { "F.1 a map of two with half a pair less", "a2000000", TS_TRUNCATED },
    { "F.1 a tag without content", "c0", TS_TRUNCATED },
    { "F.1 bytes in chunks without a break", "5f4100", TS_TRUNCATED },
    { "F.1 text in chunks without a break", "7f6100", TS_TRUNCATED },
    { "F.1 an open array without a break", "9f", TS_TRUNCATED },
    { "F.1 an open array of two without a break", "9f0102", TS_TRUNCATED },
    { "F.1 an open map without a break", "bf", TS_TRUNCATED },
    { "F.1 an open array in an array", "819f", TS_TRUNCATED },
    { "F.1 an open array after an empty one", "9f8000", TS_TRUNCATED },
    { "F.1 a break too few", "9f9f9f9f9fffffffff", TS_TRUNCATED },
    { "F.1 a break too few, mixed", "9f819f819f9fffffff", TS_TRUNCATED },
    { "F.1 reserved additional information 1c", "1c", TS_MALFORMED },
    { "F.1 reserved additional information 1d", "1d", TS_MALFORMED },
    { "F.1 reserved additional information 1e", "1e", TS_MALFORMED },
    { "F.1 reserved additional information 3c", "3c", TS_MALFORMED },
    { "F.1 reserved additional information 5d", "5d", TS_MALFORMED },
    { "F.1 reserved additional information 7e", "7e", TS_MALFORMED },
    { "F.1 reserved additional information 9c", "9c", TS_MALFORMED },
    { "F.1 reserved additional information bd", "bd", TS_MALFORMED },
    { "F.1 reserved additional information de", "de", TS_MALFORMED },
    { "F.1 reserved additional information fc", "fc", TS_MALFORMED },
    { "F.1 reserved additional information fe", "fe", TS_MALFORMED },
    { "F.1 a simple value in two bytes, 0", "f800", TS_MALFORMED },
    { "F.1 a simple value in two bytes, 1", "f801", TS_MALFORMED },
    { "F.1 a simple value in two bytes, 24", "f818", TS_MALFORMED },
    { "F.1 a simple value in two bytes, 31", "f81f", TS_MALFORMED },
    { "F.1 an integer as a chunk of bytes", "5f00ff", TS_MALFORMED },
    { "F.1 a negative as a chunk of bytes", "5f21ff", TS_MALFORMED },
    { "F.1 text as a chunk of bytes", "5f6100ff", TS_MALFORMED },
    { "F.1 an array as a chunk of bytes", "5f80ff", TS_MALFORMED },
    { "F.1 a map as a chunk of bytes", "5fa0ff", TS_MALFORMED },
    { "F.1 a tag as a chunk of bytes", "5fc000ff", TS_MALFORMED },
    { "F.1 a simple value as a chunk of bytes", "5fe0ff", TS_MALFORMED },
    { "F.1 bytes as a chunk of text", "7f4100ff", TS_MALFORMED },
    { "F.1 chunks as a chunk of bytes", "5f5f4100ffff", TS_MALFORMED },
    { "F.1 chunks as a chunk of text", "7f7f6100ffff", TS_MALFORMED },
    { "F.1 a break alone", "ff", TS_MALFORMED },
    { "F.1 a break in an array of one", "81ff", TS_MALFORMED },
    { "F.1 a break in an array of two", "8200ff", TS_MALFORMED },
    { "F.1 a break for a key", "a1ff", TS_TRUNCATED },
    { "F.1 a break for a key, then an item", "a1ff00", TS_MALFORMED },
    { "F.1 a break for a value", "a100ff", TS_MALFORMED },
    { "F.1 a break for a second key", "a20000ff", TS_TRUNCATED },
    { "F.1 a break in an array in an open array", "9f81ff", TS_MALFORMED },
    { "F.1 a break in an array among open ones", "9f829f819f9fffffffff", TS_MALFORMED },
    { "F.1 half a pair in an open map", "bf00ff", TS_MALFORMED },
    { "F.1 a pair and a half in an open map", "bf000000ff", TS_MALFORMED },
    { "F.1 an open integer", "1f", TS_MALFORMED },
    { "F.1 an open negative", "3f", TS_MALFORMED },
    { "F.1 an open tag", "df", TS_MALFORMED },
};

static const struct refusal refused[] = {
    { "nothing", "", TS_TRUNCATED },
    { "an item more", "0000", TS_TRAILING },
    { "a break more", "9fffff", TS_TRAILING },
    { "2^32 - 1 elements in five bytes", "9affffffff", TS_TRUNCATED },
    { "2^64 - 1 elements", "9bffffffffffffffff00", TS_TRUNCATED },
    { "2^32 - 1 pairs in five bytes", "baffffffff", TS_OVER_LIMIT },
    { "2^63 pairs, which are no items twice", "bb800000000000000000", TS_OVER_LIMIT },
    { "4,096 pairs announced, one there", "b910000000", TS_TRUNCATED },
    { "text that is not UTF-8", "61ff", TS_MALFORMED },
    { "text with an overlong character", "62c080", TS_MALFORMED },
    { "text with a surrogate", "63eda080", TS_MALFORMED },
    { "a character cut by the end of the text", "61c3", TS_MALFORMED },
    { "a character over two chunks", "7f61c361bcff", TS_MALFORMED },
    { "a chunk longer than the input", "5f5affffffff00ff", TS_TRUNCATED },
    { "two equal keys", "a201000102", TS_DUPLICATE },
    { "two equal keys, one spelled longer", "a20100180102", TS_DUPLICATE },
    { "two equal negative keys", "a22000380000", TS_DUPLICATE },
    { "two equal text keys", "a2616101616102", TS_DUPLICATE },
    { "two equal text keys, one in chunks", "a26161017f6161ff02", TS_DUPLICATE },
    { "two equal byte keys, one in chunks", "a24161015f4161ff02", TS_DUPLICATE },
    { "two equal empty keys", "a260016002", TS_DUPLICATE },
    { "two equal array keys", "a2810100810100", TS_DUPLICATE },
    { "two equal floats as keys", "a2f93c0000f93c0000", TS_DUPLICATE },
    { "two nulls as keys", "a2f600f600", TS_DUPLICATE },
    { "equal keys far apart", "a3010002000100", TS_DUPLICATE },
    { "equal keys in an open map", "bf01000100ff", TS_DUPLICATE },
    { "equal keys in a map that is a value", "a100a201000100", TS_DUPLICATE },
    { "equal keys in a map that is a key", "a1a20100010000", TS_DUPLICATE },
};

static void
assert_refused(const struct refusal *rows, size_t count)
{
    struct ts_arena arena = ts_test_arena(65536);
    static const struct ts_cbor before;
    for (size_t i = 0; i < count; i++) {
        ts_test_row(rows[i].name);
        ts_arena_rewind(&arena, 0);
        ts_span source = ts_test_hex(&arena, rows[i].hex);
        size_t used = arena.used;
        uint8_t *exact = ts_test_exact_copy(source);
        const struct ts_cbor *root = &before;
        struct ts_fault fault = { 0 };
        assert_status(
            ts_cbor_parse(&arena, &root, (ts_span){ exact, source.len }, &fault),
            rows[i].want);
        assert_status(fault.status, rows[i].want);
        assert_true(fault.offset <= source.len);
        assert_non_null(fault.rule);
        assert_ptr_equal(root, &before);
        assert_int_equal(arena.used, used);
        free(exact);
    }
    ts_test_arena_free(&arena);
}

static void
what_is_not_well_formed_is_refused(void **state)
{
    (void)state;
    assert_refused(appendix_f, TS_COUNT(appendix_f));
}

static void
what_is_not_valid_is_refused(void **state)
{
    (void)state;
    assert_refused(refused, TS_COUNT(refused));
}

static const struct ts_cbor *
parse(struct ts_arena *arena, const char *hex)
{
    const struct ts_cbor *root = NULL;
    ts_span source = ts_test_hex(arena, hex);
    ts_test_row(hex);
    assert_status(ts_cbor_parse(arena, &root, source, NULL), TS_OK);
    return root;
}

/* {1: -7, -2: h'0102', "a": [10, [], "x"], h'61': 18({}), 1.5: true, "": (_ "b", "c")} */
#define RICH "a6 01 26 21 420102 6161 830a806178 4161 d2a0 f93e00 f5 60 7f61626163ff"

static void
every_prefix_and_one_byte_more_are_refused(void **state)
{
    (void)state;
    struct ts_arena arena = ts_test_arena(65536);
    ts_span whole = ts_test_hex(&arena, RICH "00");
    whole.len--;
    for (size_t len = 0; len < whole.len; len++) {
        const struct ts_cbor *root = NULL;
        uint8_t *exact = ts_test_exact_copy((ts_span){ whole.at, len });
        assert_status(ts_cbor_parse(&arena, &root, (ts_span){ exact, len }, NULL),
                      TS_TRUNCATED);
        assert_null(root);
        free(exact);
    }
    const struct ts_cbor *root = NULL;
    ts_span more = { whole.at, whole.len + 1 };
    assert_status(ts_cbor_parse(&arena, &root, more, NULL), TS_TRAILING);
    assert_null(root);
    assert_status(ts_cbor_parse(&arena, &root, whole, NULL), TS_OK);
    assert_span_equal(root->source, whole);
    ts_test_arena_free(&arena);
}

static void
a_map_answers_by_integer_and_by_name(void **state)
{
    (void)state;
    struct ts_arena arena = ts_test_arena(65536);
    const struct ts_cbor *root = parse(&arena, RICH);
    int64_t value = 0;
    assert_int_equal(root->kind, TS_CBOR_MAP);
    assert_int_equal(root->count, 6);
    assert_status(ts_cbor_integer(ts_cbor_at(root, 1), &value), TS_OK);
    assert_int_equal(value, -7);
    assert_span_equal(ts_cbor_bytes(ts_cbor_at(root, -2)), TS_SPAN_LIT("\1\2"));
    assert_int_equal(ts_cbor_member(root, "a")->kind, TS_CBOR_ARRAY);
    assert_span_equal(ts_cbor_text(ts_cbor_member(root, "")), TS_SPAN_LIT("bc"));
    assert_int_equal(ts_cbor_at(root, 2)->kind, TS_CBOR_NONE);
    assert_int_equal(ts_cbor_at(root, -1)->kind, TS_CBOR_NONE);
    assert_int_equal(ts_cbor_member(root, "b")->kind, TS_CBOR_NONE);

    const struct ts_cbor *ends =
        parse(&arena, "a4 1b7fffffffffffffff 01 3b7fffffffffffffff 02"
                      "1bffffffffffffffff 03 3bffffffffffffffff 04");
    assert_int_equal(ts_cbor_at(ends, INT64_MAX)->value, 1);
    assert_int_equal(ts_cbor_at(ends, INT64_MIN)->value, 2);
    assert_int_equal(ts_cbor_at(ends, -1)->kind, TS_CBOR_NONE);
    assert_int_equal(ts_cbor_at(ends, 0)->kind, TS_CBOR_NONE);
    ts_test_arena_free(&arena);
}

static void
elements_and_tags_answer(void **state)
{
    (void)state;
    struct ts_arena arena = ts_test_arena(65536);
    const struct ts_cbor *root = parse(&arena, RICH);
    const struct ts_cbor *array = ts_cbor_member(root, "a");
    assert_int_equal(array->count, 3);
    assert_int_equal(ts_cbor_element(array, 0)->value, 10);
    assert_int_equal(ts_cbor_element(array, 1)->count, 0);
    assert_span_equal(ts_cbor_text(ts_cbor_element(array, 2)), TS_SPAN_LIT("x"));
    assert_int_equal(ts_cbor_element(array, 3)->kind, TS_CBOR_NONE);
    assert_int_equal(ts_cbor_element(array, SIZE_MAX)->kind, TS_CBOR_NONE);
    assert_span_equal(array->source, ts_test_hex(&arena, "830a806178"));

    const struct ts_cbor *tagged = parse(&arena, "d83dd2820304");
    assert_int_equal(ts_cbor_tagged(ts_cbor_tagged(tagged, 61), 18)->count, 2);
    assert_int_equal(ts_cbor_tagged(tagged, 18)->kind, TS_CBOR_NONE);
    assert_span_equal(tagged->first->source, ts_test_hex(&arena, "d2820304"));
    ts_test_arena_free(&arena);
}

static void
what_is_not_there_may_be_asked_anything(void **state)
{
    (void)state;
    struct ts_arena arena = ts_test_arena(65536);
    const struct ts_cbor *asked[] = { parse(&arena, "01"), parse(&arena, "8101"),
                                      parse(&arena, "c101"), parse(&arena, "6161") };
    for (size_t i = 0; i < TS_COUNT(asked); i++) {
        const struct ts_cbor *none = ts_cbor_at(ts_cbor_member(asked[i], "a"), 1);
        int64_t value = 42;
        assert_int_equal(none->kind, TS_CBOR_NONE);
        assert_int_equal(ts_cbor_element(none, 0)->kind, TS_CBOR_NONE);
        assert_int_equal(ts_cbor_tagged(none, 0)->kind, TS_CBOR_NONE);
        assert_int_equal(ts_cbor_text(none).len, 0);
        assert_int_equal(ts_cbor_bytes(none).len, 0);
        assert_status(ts_cbor_integer(none, &value), TS_MALFORMED);
        assert_int_equal(value, 42);
    }
    /* Bytes are no text, text is no bytes, a map has no elements. */
    assert_int_equal(ts_cbor_bytes(parse(&arena, "6161")).len, 0);
    assert_int_equal(ts_cbor_text(parse(&arena, "4161")).len, 0);
    assert_int_equal(ts_cbor_element(parse(&arena, "a10203"), 0)->kind, TS_CBOR_NONE);
    assert_int_equal(ts_cbor_member(parse(&arena, "a1416101"), "a")->kind, TS_CBOR_NONE);
    ts_test_arena_free(&arena);
}

static const struct {
    const char *hex;
    enum ts_status want;
    int64_t value;
} integers[] = {
    { "00", TS_OK, 0 },
    { "20", TS_OK, -1 },
    { "1818", TS_OK, 24 },
    { "1b0000000000000018", TS_OK, 24 },
    { "1b7fffffffffffffff", TS_OK, INT64_MAX },
    { "3b7fffffffffffffff", TS_OK, INT64_MIN },
    { "1b8000000000000000", TS_MALFORMED, 0 },
    { "3b8000000000000000", TS_MALFORMED, 0 },
    { "f93c00", TS_MALFORMED, 0 },
    { "6131", TS_MALFORMED, 0 },
    { "f5", TS_MALFORMED, 0 },
};

static void
integers_are_read_within_64_bits(void **state)
{
    (void)state;
    struct ts_arena arena = ts_test_arena(65536);
    for (size_t i = 0; i < TS_COUNT(integers); i++) {
        int64_t value = 42;
        const struct ts_cbor *item = parse(&arena, integers[i].hex);
        assert_status(ts_cbor_integer(item, &value), integers[i].want);
        assert_int_equal(value, integers[i].want == TS_OK ? integers[i].value : 42);
    }
    ts_test_arena_free(&arena);
}

/* Against ldexp(), for all 65,536: RFC 8949 appendix D. */
static void
every_half_has_its_value(void **state)
{
    (void)state;
    struct ts_arena arena = ts_test_arena(1024);
    for (unsigned half = 0; half <= UINT16_MAX; half++) {
        const uint8_t source[] = { 0xF9, (uint8_t)(half >> 8), (uint8_t)half };
        const struct ts_cbor *item;
        int exponent = (int)(half >> 10 & 0x1F);
        unsigned fraction = half & 0x3FF;
        double want =
            exponent == 0 ? ldexp(fraction, -24) : ldexp(fraction + 1024, exponent - 25);
        if (exponent == 31)
            want = fraction ? NAN : INFINITY;
        ts_arena_rewind(&arena, 0);
        assert_status(ts_cbor_parse(&arena, &item, TS_SPAN_OF(source), NULL), TS_OK);
        assert_int_equal(item->kind, TS_CBOR_FLOAT);
        assert_int_equal(isnan(item->number) != 0, isnan(want) != 0);
        assert_true(isnan(want) || fabs(item->number) == want);
        assert_int_equal(signbit(item->number) != 0, half >> 15);
    }
    ts_test_arena_free(&arena);
}

static void
definite_strings_are_views_and_chunks_are_joined(void **state)
{
    (void)state;
    struct ts_arena arena = ts_test_arena(65536);
    const struct ts_cbor *whole = parse(&arena, "43010203");
    assert_ptr_equal(whole->bytes.at, whole->source.at + 1);
    const struct ts_cbor *array =
        parse(&arena, "83 5f 4101 40 420203 580d0405060708090a0b0c0d0e0f10 ff 7fff 07");
    assert_span_equal(ts_cbor_element(array, 0)->bytes,
                      TS_SPAN_LIT("\x1\x2\x3\x4\x5\x6\x7\x8\x9\xA\xB\xC\xD\xE\xF\x10"));
    assert_int_equal(ts_cbor_element(array, 1)->kind, TS_CBOR_TEXT);
    assert_int_equal(ts_cbor_element(array, 1)->bytes.len, 0);
    assert_int_equal(ts_cbor_element(array, 2)->value, 7);
    assert_span_equal(
        ts_cbor_element(array, 0)->source,
        ts_test_hex(&arena, "5f410140420203580d0405060708090a0b0c0d0e0f10ff"));
    ts_test_arena_free(&arena);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_is_not_well_formed_is_refused),
        cmocka_unit_test(what_is_not_valid_is_refused),
        cmocka_unit_test(every_prefix_and_one_byte_more_are_refused),
        cmocka_unit_test(a_map_answers_by_integer_and_by_name),
        cmocka_unit_test(elements_and_tags_answer),
        cmocka_unit_test(what_is_not_there_may_be_asked_anything),
        cmocka_unit_test(integers_are_read_within_64_bits),
        cmocka_unit_test(every_half_has_its_value),
        cmocka_unit_test(definite_strings_are_views_and_chunks_are_joined),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
