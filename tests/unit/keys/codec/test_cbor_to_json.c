#include "keys/codec/cbor.h"
#include "keys/codec/json_writer.h"
#include "tests/support/support.h"

static const struct {
    const char *name;
    const char *hex;
    const char *json; /* NULL: has none. */
} rows[] = {
    { "zero", "00", "0" },
    { "a digit", "09", "9" },
    { "the largest integer", "1bffffffffffffffff", "18446744073709551615" },
    { "minus one", "20", "-1" },
    { "a carry into the tens", "29", "-10" },
    { "a carry into the hundreds", "3863", "-100" },
    { "the smallest of 64 bits", "3b7fffffffffffffff", "-9223372036854775808" },
    { "the smallest integer", "3bffffffffffffffff", "-18446744073709551616" },
    { "a float", "fb3ff199999999999a", "1.1" },
    { "a float without a fraction", "f93c00", "1" },
    { "a large float", "fb7e37e43c8800759c", "1e+300" },
    { "false, true, null", "83f4f5f6", "[false,true,null]" },
    { "text", "62225c", "\"\\\"\\\\\"" },
    { "no text", "60", "\"\"" },
    { "text in chunks", "7f657374726561646d696e67ff", "\"streaming\"" },
    { "no elements", "80", "[]" },
    { "no members", "a0", "{}" },
    { "nested", "a26161016162820203", "{\"a\":1,\"b\":[2,3]}" },
    { "source order is kept", "a361630161610261623903e7",
      "{\"c\":1,\"a\":2,\"b\":-1000}" },
    { "a name in chunks", "a17f61616162ff01", "{\"ab\":1}" },
    { "a member of members", "a16161a16162a0", "{\"a\":{\"b\":{}}}" },

    { "an integer key", "a10102", NULL },
    { "a byte key", "a1416102", NULL },
    { "a bad key after a good one", "a26161010102", NULL },
    { "bytes", "4101", NULL },
    { "bytes inside", "81a161614101", NULL },
    { "a tag", "c11a514b67b0", NULL },
    { "a bignum is a tag", "c249010000000000000000", NULL },
    { "undefined", "f7", NULL },
    { "another simple value", "f0", NULL },
    { "infinity", "f97c00", NULL },
    { "minus infinity", "fbfff0000000000000", NULL },
    { "not a number", "f97e00", NULL },
};

static const struct ts_cbor *
parse(struct ts_arena *arena, const char *hex)
{
    const struct ts_cbor *item = NULL;
    ts_span source = ts_test_hex(arena, hex);
    assert_status(ts_cbor_parse(arena, &item, source, NULL), TS_OK);
    return item;
}

static void
each_item_has_the_json_it_should(void **state)
{
    (void)state;
    struct ts_arena arena = ts_test_arena(65536);
    static const struct ts_json before;
    for (size_t i = 0; i < TS_COUNT(rows); i++) {
        uint8_t memory[256];
        struct ts_writer w = ts_writer_over(TS_ROOM_OF(memory));
        const struct ts_json *json = &before;
        ts_test_row(rows[i].name);
        ts_arena_rewind(&arena, 0);
        const struct ts_cbor *item = parse(&arena, rows[i].hex);
        size_t used = arena.used;
        enum ts_status status = ts_cbor_to_json(&arena, &json, item);
        assert_status(status, rows[i].json ? TS_OK : TS_UNSUPPORTED);
        if (status == TS_OK) {
            ts_json_write(&w, json);
            assert_span_equal(ts_writer_span(&w), ts_span_text(rows[i].json));
        } else {
            assert_ptr_equal(json, &before);
            assert_int_equal(arena.used, used);
        }
    }
    ts_test_arena_free(&arena);
}

static void
the_tree_answers_like_any_json(void **state)
{
    (void)state;
    struct ts_arena arena = ts_test_arena(65536);
    const struct ts_json *json;
    /* {"Fun": true, "Amt": [-2, "x"]} */
    const struct ts_cbor *item = parse(&arena, "bf6346756ef563416d74822161 78ff");
    assert_status(ts_cbor_to_json(&arena, &json, item), TS_OK);
    assert_true(ts_json_is(ts_json_member(json, "Fun"), TS_JSON_TRUE));
    const struct ts_json *amount = ts_json_member(json, "Amt");
    int64_t value = 0;
    assert_int_equal(json->count, 2);
    assert_int_equal(amount->count, 2);
    assert_status(ts_json_integer(ts_json_element(amount, 0), &value), TS_OK);
    assert_int_equal(value, -2);
    assert_true(ts_json_string_is(ts_json_element(amount, 1), "x"));
    assert_int_equal(ts_json_element(amount, 1)->offset, 12);
    assert_int_equal(json->offset, 0);
    ts_test_arena_free(&arena);
}

static void
a_part_of_an_item_counts_offsets_from_its_own_start(void **state)
{
    (void)state;
    struct ts_arena arena = ts_test_arena(65536);
    const struct ts_json *json;
    const struct ts_cbor *item = parse(&arena, "a2 01 4101 02 820102");
    assert_status(ts_cbor_to_json(&arena, &json, item), TS_UNSUPPORTED);
    assert_status(ts_cbor_to_json(&arena, &json, ts_cbor_at(item, 2)), TS_OK);
    assert_int_equal(ts_json_element(json, 1)->offset, 2);
    assert_status(ts_cbor_to_json(&arena, &json, ts_cbor_at(item, 3)), TS_UNSUPPORTED);
    ts_test_arena_free(&arena);
}

static void
a_full_arena_is_no_space(void **state)
{
    (void)state;
    struct ts_arena arena = ts_test_arena(65536);
    const struct ts_cbor *item = parse(&arena, "a26161016162821819fb3ff199999999999a");
    ts_room rest = ts_arena_rest(&arena);
    static const struct ts_json before;
    bool fitted = false;
    for (size_t room = 0; room < 1024 && !fitted; room++) {
        struct ts_arena small = ts_arena_over((ts_room){ rest.at, room });
        const struct ts_json *json = &before;
        enum ts_status status = ts_cbor_to_json(&small, &json, item);
        fitted = status == TS_OK;
        if (!fitted) {
            assert_status(status, TS_NO_SPACE);
            assert_ptr_equal(json, &before);
            assert_int_equal(small.used, 0);
        }
    }
    assert_true(fitted);
    ts_test_arena_free(&arena);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(each_item_has_the_json_it_should),
        cmocka_unit_test(the_tree_answers_like_any_json),
        cmocka_unit_test(a_part_of_an_item_counts_offsets_from_its_own_start),
        cmocka_unit_test(a_full_arena_is_no_space),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
