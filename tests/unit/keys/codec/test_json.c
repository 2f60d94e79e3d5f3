#include "firmware/base/check.h"
#include "firmware/base/limits.h"
#include "keys/codec/json_writer.h"
#include "tests/support/support.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static struct ts_arena arena;

static int
make_arena(void **state)
{
    (void)state;
    arena = ts_test_arena((size_t)8 << 20);
    return 0;
}

static int
free_arena(void **state)
{
    (void)state;
    ts_test_arena_free(&arena);
    return 0;
}

/* Parses text from a block of exactly its size; the tree is read before the
 * block goes, so written gets a copy of what the tree holds. */
static enum ts_status
parse(ts_span text, ts_span *written, struct ts_fault *fault)
{
    const struct ts_json *root = NULL;
    arena.used = 0;
    uint8_t *copy = ts_test_exact_copy(text);
    enum ts_status status =
        ts_json_parse(&arena, &root, (ts_span){ copy, text.len }, fault);
    if (status == TS_OK) {
        struct ts_writer w = ts_writer_over(ts_arena_rest(&arena));
        ts_json_write(&w, root);
        assert_status(ts_writer_end(&w, written), TS_OK);
    }
    free(copy);
    return status;
}

static const struct {
    const char *name;
    const char *text;
    const char *written;
} good[] = {
    { "RFC 8259 2: white space everywhere", " \t\r\n{ \"a\" :\n[ 1 ,\t2 ] }\r\n ",
      "{\"a\":[1,2]}" },
    { "RFC 8259 3: the three names", "[null,true,false]", "[null,true,false]" },
    { "RFC 8259 2: any value may stand alone", "false", "false" },
    { "a number alone", "-0", "-0" },
    { "a string alone", "\"\"", "\"\"" },
    { "RFC 8259 4: an empty object", "{ }", "{}" },
    { "RFC 8259 5: an empty array", "[\n]", "[]" },
    { "members keep their order", "{\"b\":1,\"a\":2}", "{\"b\":1,\"a\":2}" },
    { "an empty name is a name", "{\"\":1}", "{\"\":1}" },
    { "the same name at two depths", "{\"a\":{\"a\":{\"a\":1}}}",
      "{\"a\":{\"a\":{\"a\":1}}}" },
    { "RFC 8259 6: numbers keep their spelling",
      "[0,-0,10,1.50,-0.0,1e5,1E+05,1e-5,123456789012345678901234567890]",
      "[0,-0,10,1.50,-0.0,1e5,1E+05,1e-5,123456789012345678901234567890]" },
    { "RFC 8259 7: the short escapes", "\"\\\"\\\\\\/\\b\\f\\n\\r\\t\"",
      "\"\\\"\\\\/\\b\\f\\n\\r\\t\"" },
    { "escapes by number, both cases of hex", "\"\\u0041\\u00e9\\u20AC\\uD83D\\uDE02\"",
      "\"A\xC3\xA9\xE2\x82\xAC\xF0\x9F\x98\x82\"" },
    { "the ends of each length of UTF-8",
      "\"\\u007f\\u0080\\u07ff\\u0800\\uffff\\ud800\\udc00\"",
      "\"\x7f\xC2\x80\xDF\xBF\xE0\xA0\x80\xEF\xBF\xBF\xF0\x90\x80\x80\"" },
    { "U+10FFFF", "\"\\udbff\\udfff\"", "\"\xF4\x8F\xBF\xBF\"" },
    { "an escape in a name", "{\"\\u0061b\":1}", "{\"ab\":1}" },
    { "RFC 8259 8.1: UTF-8 as it stands", "[\"\xC3\xA9\xF0\x9F\x98\x82\"]",
      "[\"\xC3\xA9\xF0\x9F\x98\x82\"]" },
    { "DEL needs no escape", "\"\x7f\"", "\"\x7f\"" },
};

static void
what_the_rfc_allows_is_read(void **state)
{
    (void)state;
    for (size_t i = 0; i < TS_COUNT(good); i++) {
        ts_span written = { 0 };
        ts_test_row(good[i].name);
        assert_status(parse(ts_span_text(good[i].text), &written, NULL), TS_OK);
        assert_span_equal(written, ts_span_text(good[i].written));
    }
}

static const struct {
    const char *name;
    const char *text;
    enum ts_status want;
    size_t offset;
} bad[] = {
    { "nothing", "", TS_TRUNCATED, 0 },
    { "white space only", " \n", TS_TRUNCATED, 2 },
    { "two values", "1 2", TS_TRAILING, 2 },
    { "a bracket too many", "[]]", TS_TRAILING, 2 },
    { "a byte order mark (RFC 8259 8.1)", "\xEF\xBB\xBF{}", TS_MALFORMED, 0 },
    { "a form feed is no white space", "\f1", TS_MALFORMED, 0 },
    { "a comment", "/**/1", TS_MALFORMED, 0 },
    { "a name in capitals", "True", TS_MALFORMED, 0 },
    { "a name that goes astray", "nulx", TS_MALFORMED, 3 },
    { "NaN", "NaN", TS_MALFORMED, 0 },
    { "an array: comma before the end", "[1,]", TS_MALFORMED, 3 },
    { "an array: comma first", "[,1]", TS_MALFORMED, 1 },
    { "an array: no comma", "[1 2]", TS_MALFORMED, 3 },
    { "an array closed as an object", "[1}", TS_MALFORMED, 2 },
    { "an object: comma before the end", "{\"a\":1,}", TS_MALFORMED, 7 },
    { "an object: no comma", "{\"a\":1 \"b\":2}", TS_MALFORMED, 7 },
    { "an object: no colon", "{\"a\" 1}", TS_MALFORMED, 5 },
    { "an object: no value", "{\"a\":}", TS_MALFORMED, 5 },
    { "an object: a name without quotes", "{a:1}", TS_MALFORMED, 1 },
    { "an object: a name that is a number", "{1:1}", TS_MALFORMED, 1 },
    { "single quotes", "'a'", TS_MALFORMED, 0 },
    { "a number with a plus", "+1", TS_MALFORMED, 0 },
    { "a leading zero", "012", TS_MALFORMED, 1 },
    { "a leading zero after minus", "-00", TS_MALFORMED, 2 },
    { "a minus alone", "[-]", TS_MALFORMED, 2 },
    { "no digit before the point", "[.5]", TS_MALFORMED, 1 },
    { "no digit after the point", "[1.]", TS_MALFORMED, 3 },
    { "no digit in the exponent", "[1e]", TS_MALFORMED, 3 },
    { "two signs in the exponent", "[1e+-1]", TS_MALFORMED, 4 },
    { "two points", "[1.2.3]", TS_MALFORMED, 4 },
    { "hexadecimal", "[0x10]", TS_MALFORMED, 2 },
    { "infinity", "[-Infinity]", TS_MALFORMED, 2 },
    { "a line feed in a string", "\"a\nb\"", TS_MALFORMED, 2 },
    { "no such escape", "\"ab\\x41\"", TS_MALFORMED, 3 },
    { "an escaped line feed", "\"\\\n\"", TS_MALFORMED, 1 },
    { "an escape of three digits", "\"\\u123\"", TS_MALFORMED, 1 },
    { "an escape that is not hex", "\"\\u12g4\"", TS_MALFORMED, 1 },
    { "a capital U", "\"\\U0041\"", TS_MALFORMED, 1 },
    { "RFC 7493 2.1: a high surrogate alone", "\"\\ud800\"", TS_MALFORMED, 1 },
    { "a high surrogate before a letter", "\"\\ud800a\"", TS_MALFORMED, 1 },
    { "a high surrogate before another", "\"\\ud800\\ud800\"", TS_MALFORMED, 1 },
    { "a low surrogate alone", "\"\\udc00\"", TS_MALFORMED, 1 },
    { "surrogates the wrong way round", "\"\\udc00\\ud800\"", TS_MALFORMED, 1 },
    { "a stray continuation byte", "\"ab\x80\"", TS_MALFORMED, 1 },
    { "an overlong form", "\"\xC0\xAF\"", TS_MALFORMED, 1 },
    { "a surrogate in UTF-8", "\"\xED\xA0\x80\"", TS_MALFORMED, 1 },
    { "past U+10FFFF", "\"\xF4\x90\x80\x80\"", TS_MALFORMED, 1 },
    { "a sequence cut by the quote", "\"\xE2\x82\"", TS_MALFORMED, 1 },
    { "Latin-1 outside a string", "[\xE9]", TS_MALFORMED, 1 },
    { "RFC 7493 2.3: a member twice", "{\"a\":1,\"b\":2,\"a\":1}", TS_DUPLICATE, 13 },
    { "a member twice, once in escapes", "{\"a\":1,\"\\u0061\":1}", TS_DUPLICATE, 7 },
    { "an empty name twice", "{\"\":1,\"\":1}", TS_DUPLICATE, 6 },
};

static void
what_the_rfc_forbids_is_refused_where_it_stands(void **state)
{
    (void)state;
    for (size_t i = 0; i < TS_COUNT(bad); i++) {
        ts_span written;
        struct ts_fault fault = { 0 };
        ts_test_row(bad[i].name);
        assert_status(parse(ts_span_text(bad[i].text), &written, &fault), bad[i].want);
        assert_status(fault.status, bad[i].want);
        if (fault.offset != bad[i].offset)
            print_error("[%s]\n", bad[i].name);
        assert_int_equal(fault.offset, bad[i].offset);
        assert_non_null(fault.rule);
    }
}

static const char whole[] =
    "{\"a\": [1, -2.5e+3, true, null, false, {}], \"\\u20ac\\n\": \"\xE2\x82\xAC\", "
    "\"b\": {\"c\": [[]]}}";

static void
every_prefix_is_truncated(void **state)
{
    (void)state;
    for (size_t len = 0; len < sizeof(whole) - 1; len++) {
        ts_span written;
        assert_status(parse((ts_span){ (const uint8_t *)whole, len }, &written, NULL),
                      TS_TRUNCATED);
    }
}

static void
one_byte_more_is_refused(void **state)
{
    (void)state;
    char text[sizeof(whole) + 1];
    for (int byte = 0; byte < 256; byte++) {
        ts_span written;
        bool space = byte == ' ' || byte == '\t' || byte == '\r' || byte == '\n';
        memcpy(text, whole, sizeof(whole));
        text[sizeof(whole) - 1] = (char)byte;
        assert_status(parse((ts_span){ (uint8_t *)text, sizeof(whole) }, &written, NULL),
                      space ? TS_OK : TS_TRAILING);
    }
}

static void
a_failure_leaves_root_and_arena_alone(void **state)
{
    (void)state;
    static const struct ts_json before = { .count = 42 };
    for (size_t i = 0; i < TS_COUNT(bad); i++) {
        const struct ts_json *root = &before;
        arena.used = 0;
        (void)ts_arena_take(&arena, 3);
        assert_status(ts_json_parse(&arena, &root, ts_span_text(bad[i].text), NULL),
                      bad[i].want);
        assert_ptr_equal(root, &before);
        assert_int_equal(arena.used, 3);
    }
}

static void
a_small_arena_is_no_space_and_never_overrun(void **state)
{
    (void)state;
    size_t len = 0;
    enum ts_status status = TS_NO_SPACE;
    for (; status != TS_OK; len++) {
        const struct ts_json *root = NULL;
        uint8_t *block = malloc(len + 1);
        assert_non_null(block);
        struct ts_arena small = ts_arena_over((ts_room){ block, len });
        status = ts_json_parse(&small, &root, ts_span_text(whole), NULL);
        if (status != TS_OK)
            assert_status(status, TS_NO_SPACE);
        free(block);
    }
    assert_in_range(len, 12 * sizeof(struct ts_json), 16 * sizeof(struct ts_json));
}

/* Every byte at every place of a string: the eight-byte step must see what the
 * one-byte step sees. */
static void
each_byte_means_the_same_at_each_place(void **state)
{
    (void)state;
    for (int byte = 0; byte < 256; byte++) {
        for (size_t place = 1; place < 20; place++) {
            char text[] = "\"aaaaaaaaaaaaaaaaaaaaaaaa\"";
            ts_span written;
            text[place] = (char)byte;
            enum ts_status want = byte < 0x20 || byte == '\\' || byte > 0x7f
                                      ? TS_MALFORMED
                                  : byte == '"' ? TS_TRAILING
                                                : TS_OK;
            assert_status(parse(ts_span_text(text), &written, NULL),
                          byte == 0 ? TS_TRUNCATED : want);
            if (byte == 0)
                assert_status(
                    parse((ts_span){ (uint8_t *)text, sizeof(text) - 1 }, &written, NULL),
                    TS_MALFORMED);
        }
    }
}

static void
a_string_without_escapes_views_the_source(void **state)
{
    (void)state;
    const struct ts_json *root;
    ts_span source = TS_SPAN_LIT(" {\"name\":\"text\"}");
    arena.used = 0;
    assert_status(ts_json_parse(&arena, &root, source, NULL), TS_OK);
    assert_ptr_equal(root->first->name.at, source.at + 3);
    assert_ptr_equal(root->first->text.at, source.at + 10);
    assert_int_equal(root->offset, 1);
    assert_int_equal(root->first->offset, 9);
}

static void
a_nul_in_a_string_is_kept(void **state)
{
    (void)state;
    const struct ts_json *root;
    arena.used = 0;
    assert_status(ts_json_parse(&arena, &root, TS_SPAN_LIT("\"a\\u0000b\""), NULL),
                  TS_OK);
    assert_span_equal(ts_json_string(root), TS_SPAN_LIT("a\0b"));
    assert_false(ts_json_string_is(root, "a"));
}

/* So many brackets, each of them opened and closed. */
static ts_span
nested(size_t depth, const char *open, const char *close)
{
    static uint8_t text[1024];
    struct ts_writer w = ts_writer_over(TS_ROOM_OF(text));
    for (size_t i = 0; i < depth; i++)
        ts_write_text(&w, open);
    ts_write_u8(&w, '0');
    for (size_t i = 0; i < depth; i++)
        ts_write_text(&w, close);
    assert_false(w.full);
    return ts_writer_span(&w);
}

static void
nesting_is_limited(void **state)
{
    (void)state;
    ts_span written;
    assert_status(parse(nested(TS_DEPTH_MAX, "[", "]"), &written, NULL), TS_OK);
    assert_status(parse(nested(TS_DEPTH_MAX, "{\"a\":", "}"), &written, NULL), TS_OK);
    assert_status(parse(nested(TS_DEPTH_MAX + 1, "[", "]"), &written, NULL),
                  TS_OVER_LIMIT);
    assert_status(parse(nested(TS_DEPTH_MAX + 1, "{\"a\":", "}"), &written, NULL),
                  TS_OVER_LIMIT);
}

static void
a_depth_bomb_is_refused_at_its_65th_bracket(void **state)
{
    (void)state;
    static char bomb[100000];
    struct ts_fault fault;
    ts_span written;
    memset(bomb, '[', sizeof(bomb));
    assert_status(parse(TS_SPAN_OF(bomb), &written, &fault), TS_OVER_LIMIT);
    assert_int_equal(fault.offset, TS_DEPTH_MAX);
}

/* {"k00000":0, ...}; the names at the two places are made equal. */
static ts_span
wide(char *text, size_t members, size_t one, size_t other)
{
    char *at = text;
    *at++ = '{';
    for (size_t i = 0; i < members; i++)
        at += sprintf(at, "%s\"k%05zu\":0", i ? "," : "",
                      (i == other ? one : i) * 7919 % 65536);
    *at++ = '}';
    return (ts_span){ (uint8_t *)text, (size_t)(at - text) };
}

static void
a_duplicate_is_found_in_objects_of_every_size(void **state)
{
    (void)state;
    static char text[128 * 1024];
    static const size_t sizes[] = { 2, 3, 15, 16, 17, 18, 31, 100, TS_MEMBERS_MAX };
    for (size_t i = 0; i < TS_COUNT(sizes); i++) {
        size_t n = sizes[i];
        size_t pairs[][2] = {
            { 0, n - 1 }, { 0, 1 }, { n - 2, n - 1 }, { n / 2, n - 1 }
        };
        ts_span written;
        assert_status(parse(wide(text, n, 0, 0), &written, NULL), TS_OK);
        for (size_t j = 0; j < TS_COUNT(pairs); j++) {
            bool same = pairs[j][0] == pairs[j][1];
            assert_status(parse(wide(text, n, pairs[j][0], pairs[j][1]), &written, NULL),
                          same ? TS_OK : TS_DUPLICATE);
        }
    }
}

static void
a_late_duplicate_is_named_by_its_later_place(void **state)
{
    (void)state;
    static char text[128 * 1024];
    struct ts_fault fault;
    ts_span written;
    ts_span source = wide(text, 40, 3, 30);
    assert_status(parse(source, &written, &fault), TS_DUPLICATE);
    /* Member i begins at 1 + 11 i, its value nine bytes later. */
    assert_int_equal(fault.offset, 1 + 11 * 30 + 9);
}

static void
members_are_limited_and_elements_are_not(void **state)
{
    (void)state;
    static char text[128 * 1024];
    ts_span written;
    assert_status(parse(wide(text, TS_MEMBERS_MAX + 1, 0, 0), &written, NULL),
                  TS_OVER_LIMIT);

    struct ts_writer w = ts_writer_over(TS_ROOM_OF(text));
    for (size_t i = 0; i < (size_t)10 * TS_MEMBERS_MAX; i++)
        ts_write_text(&w, i ? ",1" : "[1");
    ts_write_u8(&w, ']');
    assert_status(parse(ts_writer_span(&w), &written, NULL), TS_OK);
    assert_span_equal(written, ts_writer_span(&w));
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_the_rfc_allows_is_read),
        cmocka_unit_test(what_the_rfc_forbids_is_refused_where_it_stands),
        cmocka_unit_test(every_prefix_is_truncated),
        cmocka_unit_test(one_byte_more_is_refused),
        cmocka_unit_test(a_failure_leaves_root_and_arena_alone),
        cmocka_unit_test(a_small_arena_is_no_space_and_never_overrun),
        cmocka_unit_test(each_byte_means_the_same_at_each_place),
        cmocka_unit_test(a_string_without_escapes_views_the_source),
        cmocka_unit_test(a_nul_in_a_string_is_kept),
        cmocka_unit_test(nesting_is_limited),
        cmocka_unit_test(a_depth_bomb_is_refused_at_its_65th_bracket),
        cmocka_unit_test(a_duplicate_is_found_in_objects_of_every_size),
        cmocka_unit_test(a_late_duplicate_is_named_by_its_later_place),
        cmocka_unit_test(members_are_limited_and_elements_are_not),
    };
    return cmocka_run_group_tests(tests, make_arena, free_arena);
}
