#include "firmware/base/check.h"
#include "keys/codec/json.h"
#include "tests/support/support.h"

static uint8_t memory[16 * 1024];
static struct ts_arena arena;

static const struct ts_json *
tree(const char *text)
{
    const struct ts_json *root = NULL;
    arena = ts_arena_over(TS_ROOM_OF(memory));
    assert_status(ts_json_parse(&arena, &root, ts_span_text(text), NULL), TS_OK);
    return root;
}

static void
a_member_is_found_by_its_exact_name(void **state)
{
    (void)state;
    const struct ts_json *root = tree("{\"ab\":1,\"a\":\"x\",\"\\u0061c\":[2]}");
    assert_true(ts_json_string_is(ts_json_member(root, "a"), "x"));
    assert_true(ts_json_is(ts_json_member(root, "ac"), TS_JSON_ARRAY));
    assert_true(ts_json_is(ts_json_member(root, "A"), TS_JSON_NONE));
    assert_true(ts_json_is(ts_json_member(root, "abc"), TS_JSON_NONE));
    ts_span name = TS_SPAN_LIT("ab");
    assert_true(ts_json_is(ts_json_member_span(root, name), TS_JSON_NUMBER));
}

static void
what_is_not_there_may_be_asked_the_same(void **state)
{
    (void)state;
    int64_t number = 42;
    const struct ts_json *none = ts_json_member(tree("[{\"a\":1}]"), "a");
    assert_true(ts_json_is(none, TS_JSON_NONE));
    assert_true(ts_json_is(ts_json_member(none, "a"), TS_JSON_NONE));
    assert_true(ts_json_is(ts_json_element(none, 0), TS_JSON_NONE));
    assert_int_equal(ts_json_values(none), 0);
    assert_true(ts_json_is(ts_json_value(none, 0), TS_JSON_NONE));
    assert_int_equal(ts_json_string(none).len, 0);
    assert_false(ts_json_string_is(none, ""));
    assert_status(ts_json_integer(none, &number), TS_MALFORMED);
    assert_int_equal(number, 42);
}

static void
elements_are_found_by_index(void **state)
{
    (void)state;
    const struct ts_json *root = tree("[\"a\",[],{\"x\":null}]");
    assert_int_equal(root->count, 3);
    assert_true(ts_json_string_is(ts_json_element(root, 0), "a"));
    assert_true(ts_json_is(ts_json_element(root, 2), TS_JSON_OBJECT));
    assert_true(ts_json_is(ts_json_element(root, 3), TS_JSON_NONE));
    assert_true(ts_json_is(ts_json_element(ts_json_element(root, 2), 0), TS_JSON_NULL));
    assert_true(ts_json_is(ts_json_element(ts_json_element(root, 0), 0), TS_JSON_NONE));
}

static void
one_value_and_an_array_of_them_read_alike(void **state)
{
    (void)state;
    const struct ts_json *one = tree("\"x\"");
    assert_int_equal(ts_json_values(one), 1);
    assert_true(ts_json_string_is(ts_json_value(one, 0), "x"));
    assert_true(ts_json_is(ts_json_value(one, 1), TS_JSON_NONE));

    const struct ts_json *many = tree("[\"x\",\"y\"]");
    assert_int_equal(ts_json_values(many), 2);
    assert_true(ts_json_string_is(ts_json_value(many, 1), "y"));
    assert_true(ts_json_is(ts_json_value(many, 2), TS_JSON_NONE));

    assert_true(ts_json_values_include(tree("[1,\"x\",\"y\"]"), "y"));
    assert_true(ts_json_values_include(tree("\"y\""), "y"));
    assert_false(ts_json_values_include(tree("[[\"y\"],{\"a\":\"y\"}]"), "y"));
    assert_false(ts_json_values_include(tree("{\"a\":\"y\"}"), "y"));

    assert_int_equal(ts_json_values(tree("[]")), 0);
    assert_int_equal(ts_json_values(tree("{\"a\":1,\"b\":2}")), 1);
    assert_int_equal(ts_json_values(tree("null")), 1);
}

static void
only_a_string_has_text(void **state)
{
    (void)state;
    assert_span_equal(ts_json_string(tree("\"1\"")), TS_SPAN_LIT("1"));
    assert_int_equal(ts_json_string(tree("1")).len, 0);
    assert_false(ts_json_string_is(tree("1"), "1"));
    assert_true(ts_json_string_is(tree("\"\""), ""));
}

static const struct {
    const char *text;
    enum ts_status want;
    int64_t value;
} integers[] = {
    { "0", TS_OK, 0 },
    { "-0", TS_OK, 0 },
    { "0.000", TS_OK, 0 },
    { "0e99999999999999999999", TS_OK, 0 },
    { "17", TS_OK, 17 },
    { "-17", TS_OK, -17 },
    { "5.0", TS_OK, 5 },
    { "1e3", TS_OK, 1000 },
    { "1E+3", TS_OK, 1000 },
    { "12.50e1", TS_OK, 125 },
    { "1200e-2", TS_OK, 12 },
    { "0.00012e5", TS_OK, 12 },
    { "9223372036854775807", TS_OK, INT64_MAX },
    { "-9223372036854775808", TS_OK, INT64_MIN },
    { "-922337203685477580800e-2", TS_OK, INT64_MIN },
    { "9223372036854775808", TS_MALFORMED, 0 },
    { "-9223372036854775809", TS_MALFORMED, 0 },
    { "1e19", TS_MALFORMED, 0 },
    { "1e99999999999999999999", TS_MALFORMED, 0 },
    { "1e-1", TS_MALFORMED, 0 },
    { "1e-99999999999999999999", TS_MALFORMED, 0 },
    { "0.5", TS_MALFORMED, 0 },
    { "12.5e0", TS_MALFORMED, 0 },
    { "\"1\"", TS_MALFORMED, 0 },
    { "true", TS_MALFORMED, 0 },
    { "[1]", TS_MALFORMED, 0 },
};

static void
an_integer_is_one_however_spelled(void **state)
{
    (void)state;
    for (size_t i = 0; i < TS_COUNT(integers); i++) {
        int64_t value = 42;
        ts_test_row(integers[i].text);
        assert_status(ts_json_integer(tree(integers[i].text), &value), integers[i].want);
        assert_int_equal(value, integers[i].want == TS_OK ? integers[i].value : 42);
    }
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_member_is_found_by_its_exact_name),
        cmocka_unit_test(what_is_not_there_may_be_asked_the_same),
        cmocka_unit_test(elements_are_found_by_index),
        cmocka_unit_test(one_value_and_an_array_of_them_read_alike),
        cmocka_unit_test(only_a_string_has_text),
        cmocka_unit_test(an_integer_is_one_however_spelled),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
