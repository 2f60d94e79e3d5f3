#include "keys/codec/cbor.h"

static const struct ts_cbor none;

static bool
is_integer_key(const struct ts_cbor *item, int64_t key)
{
    /* -1 - value is the complement of value. */
    return key < 0 ? item->kind == TS_CBOR_NEGATIVE && item->value == ~(uint64_t)key
                   : item->kind == TS_CBOR_UNSIGNED && item->value == (uint64_t)key;
}

const struct ts_cbor *
ts_cbor_at(const struct ts_cbor *map, int64_t key)
{
    if (map->kind != TS_CBOR_MAP)
        return &none;
    for (const struct ts_cbor *item = map->first; item; item = item->next->next)
        if (is_integer_key(item, key))
            return item->next;
    return &none;
}

const struct ts_cbor *
ts_cbor_member(const struct ts_cbor *map, const char *key)
{
    ts_span name = ts_span_text(key);
    if (map->kind != TS_CBOR_MAP)
        return &none;
    for (const struct ts_cbor *item = map->first; item; item = item->next->next)
        if (item->kind == TS_CBOR_TEXT && ts_span_equal(item->bytes, name))
            return item->next;
    return &none;
}

const struct ts_cbor *
ts_cbor_element(const struct ts_cbor *array, size_t index)
{
    if (array->kind != TS_CBOR_ARRAY || index >= array->count)
        return &none;
    const struct ts_cbor *item = array->first;
    while (index-- > 0)
        item = item->next;
    return item;
}

const struct ts_cbor *
ts_cbor_tagged(const struct ts_cbor *item, uint64_t tag)
{
    return item->kind == TS_CBOR_TAG && item->value == tag ? item->first : &none;
}

ts_span
ts_cbor_text(const struct ts_cbor *item)
{
    return item->kind == TS_CBOR_TEXT ? item->bytes : (ts_span){ 0 };
}

ts_span
ts_cbor_bytes(const struct ts_cbor *item)
{
    return item->kind == TS_CBOR_BYTES ? item->bytes : (ts_span){ 0 };
}

enum ts_status
ts_cbor_integer(const struct ts_cbor *item, int64_t *out)
{
    bool negative = item->kind == TS_CBOR_NEGATIVE;
    if ((!negative && item->kind != TS_CBOR_UNSIGNED) || item->value > INT64_MAX)
        return TS_MALFORMED;
    *out = negative ? -1 - (int64_t)item->value : (int64_t)item->value;
    return TS_OK;
}
