#include "firmware/base/check.h"
#include "keys/codec/json_writer.h"
#include "tests/support/support.h"

#include <string.h>

static uint8_t memory[256 * 1024];
static struct ts_arena arena;
static uint8_t scratch_memory[64 * 1024];
static uint8_t text[64 * 1024];

static const struct ts_json *
tree(const char *source)
{
    const struct ts_json *root = NULL;
    arena = ts_arena_over(TS_ROOM_OF(memory));
    assert_status(ts_json_parse(&arena, &root, ts_span_text(source), NULL), TS_OK);
    return root;
}

static const struct {
    const char *name;
    const char *source;
    const char *want;
} jcs_rows[] = {
    { "RFC 8785 3.2.1: no white space", " [ 1 , { } ] ", "[1,{}]" },
    { "3.2.2.1: the three names", "[true,false,null]", "[true,false,null]" },
    { "3.2.2.2: escapes become shortest", "\"\\u0041\\/\\u000a\\u001F\\u007f\"",
      "\"A/\\n\\u001f\x7f\"" },
    { "3.2.2.3: numbers become shortest",
      "[1.0,-0,0.0,1e2,100000000000000000000000,1e-7]", "[1,0,0,100,1e+23,1e-7]" },
    { "an integer past 2^53 is rounded", "9007199254740993", "9007199254740992" },
    { "an integer of 15 digits stands", "-99999999999999", "-99999999999999" },
    { "3.2.3: members are sorted", "{\"b\":1,\"a\":2,\"B\":3,\"\":4,\"ab\":5}",
      "{\"\":4,\"B\":3,\"a\":2,\"ab\":5,\"b\":1}" },
    { "3.2.3: at every depth, arrays are not", "[{\"b\":[3,1],\"a\":{\"d\":1,\"c\":2}}]",
      "[{\"a\":{\"c\":2,\"d\":1},\"b\":[3,1]}]" },
    { "3.2.3: by UTF-16 code units, U+1F602 before U+FB33",
      "{\"\xEF\xAC\xB3\":1,\"\xF0\x9F\x98\x82\":2}",
      "{\"\xF0\x9F\x98\x82\":2,\"\xEF\xAC\xB3\":1}" },
    { "but U+D7FF before U+1F602, and U+E000 after",
      "{\"\xEE\x80\x80\":1,\"\xF0\x9F\x98\x82\":2,\"\xED\x9F\xBF\":3}",
      "{\"\xED\x9F\xBF\":3,\"\xF0\x9F\x98\x82\":2,\"\xEE\x80\x80\":1}" },
    { "surrogate pairs among themselves by code point",
      "{\"\xF4\x8F\xBF\xBF\":1,\"\xF0\x90\x80\x80\":2}",
      "{\"\xF0\x90\x80\x80\":2,\"\xF4\x8F\xBF\xBF\":1}" },
    { "by what a name says, not how it is spelled",
      "{\"\\u0062\":1,\"\\u0061\":2,\"c\":3}", "{\"a\":2,\"b\":1,\"c\":3}" },
};

static void
jcs_is_as_rfc_8785_says(void **state)
{
    (void)state;
    for (size_t i = 0; i < TS_COUNT(jcs_rows); i++) {
        struct ts_arena scratch = ts_arena_over(TS_ROOM_OF(scratch_memory));
        struct ts_writer w = ts_writer_over(TS_ROOM_OF(text));
        ts_test_row(jcs_rows[i].name);
        assert_status(ts_jcs_write(&w, tree(jcs_rows[i].source), NULL, &scratch), TS_OK);
        assert_span_equal(ts_writer_span(&w), ts_span_text(jcs_rows[i].want));
        assert_int_equal(scratch.used, 0);
    }
}

static void
a_canonical_form_is_its_own(void **state)
{
    (void)state;
    for (size_t i = 0; i < TS_COUNT(jcs_rows); i++) {
        ts_span again;
        ts_test_row(jcs_rows[i].name);
        assert_status(ts_jcs_text(&arena, &again, tree(jcs_rows[i].want), NULL), TS_OK);
        assert_span_equal(again, ts_span_text(jcs_rows[i].want));
    }
}

static void
the_one_member_is_left_out_of_the_outermost_object_only(void **state)
{
    (void)state;
    ts_span out;
    const struct ts_json *root = tree(
        "{\"z\":{\"proof\":1},\"proof\":{\"a\":1},\"a\":[{\"proof\":2}],\"proofs\":3}");
    assert_status(ts_jcs_text(&arena, &out, root, "proof"), TS_OK);
    assert_span_equal(
        out, TS_SPAN_LIT("{\"a\":[{\"proof\":2}],\"proofs\":3,\"z\":{\"proof\":1}}"));
    assert_status(ts_jcs_text(&arena, &out, tree("{\"proof\":1}"), "proof"), TS_OK);
    assert_span_equal(out, TS_SPAN_LIT("{}"));
    assert_status(ts_jcs_text(&arena, &out, tree("[{\"proof\":1}]"), "proof"), TS_OK);
    assert_span_equal(out, TS_SPAN_LIT("[{\"proof\":1}]"));
}

static void
a_number_past_the_doubles_is_refused(void **state)
{
    (void)state;
    static const char *const sources[] = { "1e309", "[-1e309]",
                                           "{\"a\":1e999999999999}" };
    for (size_t i = 0; i < TS_COUNT(sources); i++) {
        ts_span out = TS_SPAN_LIT("before");
        const struct ts_json *root = tree(sources[i]);
        size_t used = arena.used;
        assert_status(ts_jcs_text(&arena, &out, root, NULL), TS_MALFORMED);
        assert_span_equal(out, TS_SPAN_LIT("before"));
        assert_int_equal(arena.used, used);
    }
}

static void
what_is_not_there_has_no_form(void **state)
{
    (void)state;
    ts_span out;
    assert_status(ts_jcs_text(&arena, &out, ts_json_member(tree("{}"), "a"), NULL),
                  TS_MALFORMED);
}

static void
too_small_a_room_is_no_space(void **state)
{
    (void)state;
    const struct ts_json *root =
        tree("{\"b\":[1.5,\"x\\n\"],\"a\":{\"d\":null,\"c\":true}}");
    size_t whole = strlen("{\"a\":{\"c\":true,\"d\":null},\"b\":[1.5,\"x\\n\"]}");
    for (size_t len = 0; len <= whole; len++) {
        struct ts_arena scratch = ts_arena_over(TS_ROOM_OF(scratch_memory));
        struct ts_writer w = ts_writer_over((ts_room){ text, len });
        assert_status(ts_jcs_write(&w, root, NULL, &scratch),
                      len == whole ? TS_OK : TS_NO_SPACE);
    }
    for (size_t len = 0; len < 4 * sizeof(void *); len++) {
        struct ts_arena scratch = ts_arena_over((ts_room){ scratch_memory, len });
        struct ts_writer w = ts_writer_over(TS_ROOM_OF(text));
        assert_status(ts_jcs_write(&w, root, NULL, &scratch), TS_NO_SPACE);
        assert_int_equal(scratch.used, 0);
    }
}

/* Names in source order, reversed and shuffled give one form. */
static void
every_order_of_many_members_gives_one_form(void **state)
{
    (void)state;
    enum { MEMBERS = 257 };
    static char sources[3][8 * 1024];
    static const size_t strides[] = { 1, MEMBERS - 1, 100 };
    ts_span forms[3];
    static uint8_t kept[3][8 * 1024];
    for (size_t i = 0; i < 3; i++) {
        struct ts_writer w = ts_writer_over(TS_ROOM_OF(sources[i]));
        for (size_t j = 0; j < MEMBERS; j++) {
            ts_write_text(&w, j ? ",\"n" : "{\"n");
            ts_write_decimal(&w, (int64_t)(j * strides[i] % MEMBERS));
            ts_write_text(&w, "\":0");
        }
        ts_write_text(&w, "}");
        ts_write_u8(&w, 0);
        ts_span form;
        assert_status(ts_jcs_text(&arena, &form, tree(sources[i]), NULL), TS_OK);
        assert_true(form.len < sizeof(kept[i]));
        memcpy(kept[i], form.at, form.len);
        forms[i] = (ts_span){ kept[i], form.len };
    }
    assert_span_equal(forms[1], forms[0]);
    assert_span_equal(forms[2], forms[0]);
    assert_true(
        ts_span_starts_with(forms[0], TS_SPAN_LIT("{\"n0\":0,\"n1\":0,\"n10\":0,")));
}

static const struct {
    const char *name;
    const char *source;
    enum ts_status want;
    const char *written;
} olpc_rows[] = {
    { "members sorted, no white space", "{ \"b\": 1, \"a\": [ true, null ] }", TS_OK,
      "{\"a\":[true,null],\"b\":1}" },
    { "by code point, U+FB33 before U+1F602",
      "{\"\xF0\x9F\x98\x82\":2,\"\xEF\xAC\xB3\":1}", TS_OK,
      "{\"\xEF\xAC\xB3\":1,\"\xF0\x9F\x98\x82\":2}" },
    { "only quote and backslash are escaped", "\"\\\"\\\\\\n\\u0001/\xC3\xA9\"", TS_OK,
      "\"\\\"\\\\\n\x01/\xC3\xA9\"" },
    { "integers in plain digits", "[1e3,-0,-12]", TS_OK, "[1000,0,-12]" },
    { "no fraction", "[1.5]", TS_MALFORMED, NULL },
    { "no integer past 64 bits", "[1e19]", TS_MALFORMED, NULL },
};

static void
olpc_is_as_the_tuf_specification_says(void **state)
{
    (void)state;
    for (size_t i = 0; i < TS_COUNT(olpc_rows); i++) {
        struct ts_arena scratch = ts_arena_over(TS_ROOM_OF(scratch_memory));
        struct ts_writer w = ts_writer_over(TS_ROOM_OF(text));
        ts_test_row(olpc_rows[i].name);
        assert_status(ts_olpc_write(&w, tree(olpc_rows[i].source), &scratch),
                      olpc_rows[i].want);
        if (olpc_rows[i].want == TS_OK)
            assert_span_equal(ts_writer_span(&w), ts_span_text(olpc_rows[i].written));
        assert_int_equal(scratch.used, 0);
    }
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(jcs_is_as_rfc_8785_says),
        cmocka_unit_test(a_canonical_form_is_its_own),
        cmocka_unit_test(the_one_member_is_left_out_of_the_outermost_object_only),
        cmocka_unit_test(a_number_past_the_doubles_is_refused),
        cmocka_unit_test(what_is_not_there_has_no_form),
        cmocka_unit_test(too_small_a_room_is_no_space),
        cmocka_unit_test(every_order_of_many_members_gives_one_form),
        cmocka_unit_test(olpc_is_as_the_tuf_specification_says),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
