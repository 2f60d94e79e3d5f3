#include "firmware/base/writer.h"
#include "keys/codec/cbor.h"
#include "keys/codec/cbor_writer.h"
#include "keys/codec/json.h"
#include "keys/codec/json_writer.h"
#include "tests/support/support.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/*
 * The examples of RFC 8949 appendix A as cbor/test-vectors publishes them:
 * "hex", and the value as JSON ("decoded") or in diagnostic notation
 * ("diagnostic").
 */

static const size_t ARENA = 1 << 20;

/* Written for RFC 7049; RFC 8949 3.3 has made it not well-formed since. */
static const char NO_LONGER_WELL_FORMED[] = "f818";

static const struct ts_json *
load(struct ts_arena *arena)
{
    const struct ts_json *vectors = NULL;
    ts_span file;
    const char *path = ts_test_vector("cbor/appendix_a.json");
    assert_true(ts_test_read_file(arena, &file, path));
    assert_status(ts_json_parse(arena, &vectors, file, NULL), TS_OK);
    return vectors;
}

static ts_span
bytes_of(struct ts_arena *arena, const struct ts_json *vector)
{
    char hex[256];
    ts_span text = ts_json_string(ts_json_member(vector, "hex"));
    snprintf(hex, sizeof(hex), "%.*s", TS_SPAN_ARG(text));
    assert_int_equal(strlen(hex), text.len);
    return ts_test_hex(arena, hex);
}

/* RFC 8949 3.4.3, in decimal: digits are kept least first. */
static void
write_bignum(struct ts_writer *w, const struct ts_cbor *tag)
{
    unsigned digits[64] = { 0 };
    size_t last = TS_COUNT(digits) - 1;
    ts_span bytes = ts_cbor_bytes(tag->first);
    for (size_t i = 0; i <= bytes.len; i++) {
        /* The last turn adds the one of -1 - n. */
        unsigned factor = i < bytes.len ? 256 : 1;
        unsigned carry = i < bytes.len ? bytes.at[i] : tag->value == 3;
        for (size_t k = 0; k < TS_COUNT(digits); k++) {
            carry += digits[k] * factor;
            digits[k] = carry % 10;
            carry /= 10;
        }
    }
    while (last > 0 && digits[last] == 0)
        last--;
    ts_write_text(w, tag->value == 3 ? "-" : "");
    for (size_t k = last + 1; k-- > 0;)
        ts_write_u8(w, (uint8_t)('0' + digits[k]));
}

static void
assert_same_number(const struct ts_cbor *item, ts_span text)
{
    char spelled[64];
    snprintf(spelled, sizeof(spelled), "%.*s", TS_SPAN_ARG(text));
    if (item->kind == TS_CBOR_FLOAT) {
        double want = strtod(spelled, NULL);
        assert_true(item->number == want);
        assert_int_equal(signbit(item->number) != 0, signbit(want) != 0);
        return;
    }
    uint8_t memory[512];
    struct ts_writer w = ts_writer_over(TS_ROOM_OF(memory));
    struct ts_arena arena = ts_test_arena(512);
    const struct ts_json *json;
    if (item->kind == TS_CBOR_TAG) {
        write_bignum(&w, item);
    } else {
        assert_status(ts_cbor_to_json(&arena, &json, item), TS_OK);
        ts_write_bytes(&w, json->text);
    }
    assert_span_equal(ts_writer_span(&w), text);
    ts_test_arena_free(&arena);
}

static void
assert_same(const struct ts_cbor *item, const struct ts_json *want)
{
    switch (want->kind) {
    case TS_JSON_NONE: fail_msg("no value"); break;
    case TS_JSON_NULL:
    case TS_JSON_FALSE:
    case TS_JSON_TRUE:
        assert_int_equal(item->kind, TS_CBOR_SIMPLE);
        assert_int_equal(item->value, want->kind == TS_JSON_NULL    ? 22
                                      : want->kind == TS_JSON_FALSE ? 20
                                                                    : 21);
        break;
    case TS_JSON_NUMBER: assert_same_number(item, want->text); break;
    case TS_JSON_STRING:
        assert_int_equal(item->kind, TS_CBOR_TEXT);
        assert_span_equal(item->bytes, want->text);
        break;
    case TS_JSON_ARRAY:
        assert_int_equal(item->kind, TS_CBOR_ARRAY);
        assert_int_equal(item->count, want->count);
        for (size_t i = 0; i < want->count; i++)
            assert_same(ts_cbor_element(item, i), ts_json_element(want, i));
        break;
    case TS_JSON_OBJECT: {
        assert_int_equal(item->kind, TS_CBOR_MAP);
        assert_int_equal(item->count, want->count);
        const struct ts_cbor *key = item->first;
        for (const struct ts_json *m = want->first; m;
             m = m->next, key = key->next->next) {
            assert_span_equal(ts_cbor_text(key), m->name);
            assert_same(key->next, m);
        }
        break;
    }
    }
}

/* RFC 8949 8, as far as the examples go. */
static void write_diagnostic(struct ts_writer *w, const struct ts_cbor *item);

static void
write_integer(struct ts_writer *w, const struct ts_cbor *item)
{
    int64_t value;
    assert_status(ts_cbor_integer(item, &value), TS_OK);
    ts_write_decimal(w, value);
}

static void
write_float(struct ts_writer *w, double number)
{
    char text[TS_NUMBER_TEXT_SIZE] = "NaN";
    if (isinf(number))
        snprintf(text, sizeof(text), number < 0 ? "-Infinity" : "Infinity");
    else if (!isnan(number))
        ts_json_number_format(text, number);
    ts_write_text(w, text);
}

static void
write_hex(struct ts_writer *w, ts_span bytes)
{
    ts_write_text(w, "h'");
    for (size_t i = 0; i < bytes.len; i++) {
        ts_write_u8(w, (uint8_t) "0123456789abcdef"[bytes.at[i] >> 4]);
        ts_write_u8(w, (uint8_t) "0123456789abcdef"[bytes.at[i] & 15]);
    }
    ts_write_text(w, "'");
}

static void
write_map(struct ts_writer *w, const struct ts_cbor *map)
{
    ts_write_text(w, "{");
    for (const struct ts_cbor *key = map->first; key; key = key->next->next) {
        ts_write_text(w, key == map->first ? "" : ", ");
        write_diagnostic(w, key);
        ts_write_text(w, ": ");
        write_diagnostic(w, key->next);
    }
    ts_write_text(w, "}");
}

static void
write_numbered(struct ts_writer *w, const struct ts_cbor *item)
{
    if (item->kind == TS_CBOR_SIMPLE && item->value == 23) {
        ts_write_text(w, "undefined");
        return;
    }
    ts_write_text(w, item->kind == TS_CBOR_SIMPLE ? "simple(" : "");
    ts_write_decimal(w, (int64_t)item->value);
    ts_write_text(w, item->kind == TS_CBOR_TAG ? "(" : "");
    if (item->kind == TS_CBOR_TAG)
        write_diagnostic(w, item->first);
    ts_write_text(w, ")");
}

static void
write_diagnostic(struct ts_writer *w, const struct ts_cbor *item)
{
    switch (item->kind) {
    case TS_CBOR_UNSIGNED:
    case TS_CBOR_NEGATIVE: write_integer(w, item); break;
    case TS_CBOR_BYTES: write_hex(w, item->bytes); break;
    case TS_CBOR_TEXT: ts_json_write_string(w, item->bytes); break;
    case TS_CBOR_MAP: write_map(w, item); break;
    case TS_CBOR_TAG:
    case TS_CBOR_SIMPLE: write_numbered(w, item); break;
    case TS_CBOR_FLOAT: write_float(w, item->number); break;
    case TS_CBOR_NONE:
    case TS_CBOR_ARRAY: fail_msg("no such example"); break;
    }
}

static void
assert_diagnostic(const struct ts_cbor *item, ts_span want)
{
    uint8_t memory[256];
    struct ts_writer w = ts_writer_over(TS_ROOM_OF(memory));
    /* The tree does not keep where one chunk ended and the next began. */
    if (ts_span_is(want, "(_ h'0102', h'030405')"))
        want = TS_SPAN_LIT("h'0102030405'");
    write_diagnostic(&w, item);
    assert_span_equal(ts_writer_span(&w), want);
}

static void
every_example_has_its_value(void **state)
{
    (void)state;
    struct ts_arena arena = ts_test_arena(ARENA);
    const struct ts_json *vectors = load(&arena);
    size_t read = 0;
    assert_int_equal(vectors->count, 82);
    for (const struct ts_json *v = vectors->first; v; v = v->next) {
        char name[256];
        const struct ts_cbor *item = NULL;
        const struct ts_json *decoded = ts_json_member(v, "decoded");
        ts_span hex = ts_json_string(ts_json_member(v, "hex"));
        snprintf(name, sizeof(name), "%.*s", TS_SPAN_ARG(hex));
        ts_test_row(name);
        enum ts_status status = ts_cbor_parse(&arena, &item, bytes_of(&arena, v), NULL);
        if (ts_span_is(hex, NO_LONGER_WELL_FORMED)) {
            assert_status(status, TS_MALFORMED);
            continue;
        }
        assert_status(status, TS_OK);
        read++;
        if (decoded->kind != TS_JSON_NONE)
            assert_same(item, decoded);
        else
            assert_diagnostic(item, ts_json_string(ts_json_member(v, "diagnostic")));
    }
    assert_int_equal(read, 81);
    ts_test_arena_free(&arena);
}

static void
every_prefix_and_one_byte_more_are_refused(void **state)
{
    (void)state;
    struct ts_arena arena = ts_test_arena(ARENA);
    const struct ts_json *vectors = load(&arena);
    for (const struct ts_json *v = vectors->first; v; v = v->next) {
        ts_span whole = bytes_of(&arena, v);
        const struct ts_cbor *item = NULL;
        if (ts_span_is(ts_json_string(ts_json_member(v, "hex")), NO_LONGER_WELL_FORMED))
            continue;
        for (size_t len = 0; len < whole.len; len++) {
            uint8_t *exact = ts_test_exact_copy((ts_span){ whole.at, len });
            assert_status(ts_cbor_parse(&arena, &item, (ts_span){ exact, len }, NULL),
                          TS_TRUNCATED);
            free(exact);
        }
        ts_arena_keep(&arena, 1);
        assert_status(
            ts_cbor_parse(&arena, &item, (ts_span){ whole.at, whole.len + 1 }, NULL),
            TS_TRAILING);
        assert_null(item);
    }
    ts_test_arena_free(&arena);
}

/* What the writer has no word for: floats, undefined and other simple values. */
static bool
write_again(struct ts_writer *w, const struct ts_cbor *item)
{
    bool all = true;
    switch (item->kind) {
    case TS_CBOR_UNSIGNED: ts_cbor_write_unsigned(w, item->value); return true;
    case TS_CBOR_NEGATIVE:
        if (item->value > INT64_MAX)
            return false;
        ts_cbor_write_integer(w, -1 - (int64_t)item->value);
        return true;
    case TS_CBOR_BYTES: ts_cbor_write_bytes(w, item->bytes); return true;
    case TS_CBOR_TEXT: ts_cbor_write_text(w, item->bytes); return true;
    case TS_CBOR_ARRAY: ts_cbor_write_array(w, item->count); break;
    case TS_CBOR_MAP: ts_cbor_write_map(w, item->count); break;
    case TS_CBOR_TAG: ts_cbor_write_tag(w, item->value); break;
    case TS_CBOR_SIMPLE:
        if (item->value == 22)
            ts_cbor_write_null(w);
        else
            ts_cbor_write_bool(w, item->value == 21);
        return item->value >= 20 && item->value <= 22;
    case TS_CBOR_NONE:
    case TS_CBOR_FLOAT: return false;
    }
    for (const struct ts_cbor *child = item->first; child; child = child->next)
        all = write_again(w, child) && all;
    return all;
}

static void
examples_marked_roundtrip_are_written_the_same(void **state)
{
    (void)state;
    struct ts_arena arena = ts_test_arena(ARENA);
    const struct ts_json *vectors = load(&arena);
    size_t written = 0;
    for (const struct ts_json *v = vectors->first; v; v = v->next) {
        uint8_t memory[256];
        struct ts_writer w = ts_writer_over(TS_ROOM_OF(memory));
        const struct ts_cbor *item;
        ts_span source = bytes_of(&arena, v);
        if (ts_json_member(v, "roundtrip")->kind != TS_JSON_TRUE
            || ts_cbor_parse(&arena, &item, source, NULL) != TS_OK
            || !write_again(&w, item))
            continue;
        assert_span_equal(ts_writer_span(&w), source);
        written++;
    }
    assert_int_equal(written, 43);
    ts_test_arena_free(&arena);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_example_has_its_value),
        cmocka_unit_test(every_prefix_and_one_byte_more_are_refused),
        cmocka_unit_test(examples_marked_roundtrip_are_written_the_same),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
