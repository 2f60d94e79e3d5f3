#include "keys/codec/cbor_writer.h"
#include "keys/codec/json.h"
#include "tests/support/families.h"

#include <stdlib.h>
#include <string.h>

static bool
is_whole_number(ts_span name, int64_t *number)
{
    struct ts_json value = { .kind = TS_JSON_NUMBER, .text = name };
    return name.len && (name.at[0] == '-' || (name.at[0] >= '0' && name.at[0] <= '9'))
           && ts_json_integer(&value, number) == TS_OK;
}

static unsigned
hex_digit(uint8_t c)
{
    return c <= '9' ? c - (unsigned)'0' : (c | 0x20U) - 'a' + 10;
}

static void
write_text(struct ts_writer *w, ts_span text)
{
    uint8_t bytes[256];
    if (!ts_span_starts_with(text, TS_SPAN_LIT("h'"))) {
        ts_cbor_write_text(w, text);
        return;
    }
    size_t len = (text.len - 3) / 2;
    TS_CHECK(len <= sizeof(bytes));
    for (size_t i = 0; i < len; i++)
        bytes[i] =
            (uint8_t)(hex_digit(text.at[2 + 2 * i]) << 4 | hex_digit(text.at[3 + 2 * i]));
    ts_cbor_write_bytes(w, (ts_span){ bytes, len });
}

static void
write_number(struct ts_writer *w, ts_span text)
{
    int64_t whole;
    if (is_whole_number(text, &whole)) {
        ts_cbor_write_integer(w, whole);
        return;
    }
    double number = strtod((const char *)text.at, NULL);
    uint64_t bits;
    memcpy(&bits, &number, sizeof(bits));
    ts_write_u8(w, 0xFB);
    for (int shift = 56; shift >= 0; shift -= 8)
        ts_write_u8(w, (uint8_t)(bits >> shift));
}

static void write_item(struct ts_writer *w, const struct ts_json *value);

static void
write_members(struct ts_writer *w, const struct ts_json *value)
{
    for (const struct ts_json *at = value->first; at; at = at->next) {
        int64_t key;
        if (value->kind == TS_JSON_OBJECT && is_whole_number(at->name, &key))
            ts_cbor_write_integer(w, key);
        else if (value->kind == TS_JSON_OBJECT)
            ts_cbor_write_text(w, at->name);
        write_item(w, at);
    }
}

static void
write_item(struct ts_writer *w, const struct ts_json *value)
{
    switch (value->kind) {
    case TS_JSON_NONE:
    case TS_JSON_NULL: ts_cbor_write_null(w); break;
    case TS_JSON_FALSE:
    case TS_JSON_TRUE: ts_cbor_write_bool(w, value->kind == TS_JSON_TRUE); break;
    case TS_JSON_NUMBER: write_number(w, value->text); break;
    case TS_JSON_STRING: write_text(w, value->text); break;
    case TS_JSON_ARRAY:
        ts_cbor_write_array(w, value->count);
        write_members(w, value);
        break;
    case TS_JSON_OBJECT:
        ts_cbor_write_map(w, value->count);
        write_members(w, value);
        break;
    }
}

ts_span
ts_sample_cbor(struct ts_arena *arena, const char *json)
{
    const struct ts_json *root;
    TS_CHECK(ts_json_parse(arena, &root, ts_span_text(json), NULL) == TS_OK);
    struct ts_writer w = ts_writer_over(ts_arena_rest(arena));
    write_item(&w, root);
    ts_span bytes;
    TS_CHECK(ts_writer_end(&w, &bytes) == TS_OK);
    ts_arena_keep(arena, bytes.len);
    return bytes;
}
