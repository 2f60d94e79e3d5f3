#include "keys/codec/cbor.h"

#include "keys/codec/json_writer.h"

#include <math.h>

struct conversion {
    struct ts_arena *arena;
    const uint8_t *start; /* Of the outermost item. */
};

/* RFC 8949 3.3. */
enum { SIMPLE_FALSE = 20, SIMPLE_TRUE = 21, SIMPLE_NULL = 22 };

static enum ts_status
convert(const struct conversion *c, struct ts_json *json, const struct ts_cbor *item);

static enum ts_status
keep_number(const struct conversion *c, struct ts_json *json, ts_span text)
{
    json->kind = TS_JSON_NUMBER;
    return ts_arena_copy(c->arena, &json->text, text) ? TS_OK : TS_NO_SPACE;
}

static enum ts_status
convert_integer(const struct conversion *c, struct ts_json *json,
                const struct ts_cbor *item)
{
    uint8_t digits[21];
    size_t at = sizeof(digits);
    /* -1 - value has the digits of value + 1, which 64 bits may not hold: so
     * the last digit is worked out apart. */
    bool negative = item->kind == TS_CBOR_NEGATIVE;
    unsigned last = (unsigned)(item->value % 10) + negative;
    uint64_t left = item->value / 10 + last / 10;

    digits[--at] = (uint8_t)('0' + last % 10);
    for (; left; left /= 10)
        digits[--at] = (uint8_t)('0' + left % 10);
    if (negative)
        digits[--at] = '-';
    return keep_number(c, json, (ts_span){ digits + at, sizeof(digits) - at });
}

static enum ts_status
convert_float(const struct conversion *c, struct ts_json *json, double number)
{
    char text[TS_NUMBER_TEXT_SIZE];
    if (!isfinite(number))
        return TS_UNSUPPORTED;
    ts_json_number_format(text, number);
    return keep_number(c, json, ts_span_text(text));
}

static enum ts_status
convert_simple(struct ts_json *json, uint64_t value)
{
    switch (value) {
    case SIMPLE_FALSE: json->kind = TS_JSON_FALSE; return TS_OK;
    case SIMPLE_TRUE: json->kind = TS_JSON_TRUE; return TS_OK;
    case SIMPLE_NULL: json->kind = TS_JSON_NULL; return TS_OK;
    default: return TS_UNSUPPORTED;
    }
}

/* One more child at *end, which moves on. */
static enum ts_status
append(const struct conversion *c, struct ts_json ***end, const struct ts_cbor *item)
{
    struct ts_json *child = ts_arena_take(c->arena, sizeof(*child));
    if (!child)
        return TS_NO_SPACE;
    **end = child;
    *end = &child->next;
    return convert(c, child, item);
}

static enum ts_status
convert_array(const struct conversion *c, struct ts_json *json,
              const struct ts_cbor *array)
{
    struct ts_json **end = &json->first;
    enum ts_status status = TS_OK;
    json->kind = TS_JSON_ARRAY;
    json->count = array->count;
    for (const struct ts_cbor *item = array->first; item && status == TS_OK;
         item = item->next)
        status = append(c, &end, item);
    return status;
}

static enum ts_status
convert_map(const struct conversion *c, struct ts_json *json, const struct ts_cbor *map)
{
    struct ts_json **end = &json->first;
    json->kind = TS_JSON_OBJECT;
    json->count = map->count;
    for (const struct ts_cbor *key = map->first; key; key = key->next->next) {
        if (key->kind != TS_CBOR_TEXT)
            return TS_UNSUPPORTED;
        struct ts_json **member = end;
        enum ts_status status = append(c, &end, key->next);
        if (status != TS_OK)
            return status;
        (*member)->name = key->bytes;
    }
    return TS_OK;
}

static enum ts_status
convert(const struct conversion *c, struct ts_json *json, const struct ts_cbor *item)
{
    json->offset = (uint32_t)(item->source.at - c->start);
    switch (item->kind) {
    case TS_CBOR_UNSIGNED:
    case TS_CBOR_NEGATIVE: return convert_integer(c, json, item);
    case TS_CBOR_TEXT:
        json->kind = TS_JSON_STRING;
        json->text = item->bytes;
        return TS_OK;
    case TS_CBOR_ARRAY: return convert_array(c, json, item);
    case TS_CBOR_MAP: return convert_map(c, json, item);
    case TS_CBOR_SIMPLE: return convert_simple(json, item->value);
    case TS_CBOR_FLOAT: return convert_float(c, json, item->number);
    case TS_CBOR_NONE:
    case TS_CBOR_BYTES:
    case TS_CBOR_TAG: break;
    }
    return TS_UNSUPPORTED;
}

enum ts_status
ts_cbor_to_json(struct ts_arena *arena, const struct ts_json **root,
                const struct ts_cbor *item)
{
    const struct conversion c = { .arena = arena, .start = item->source.at };
    size_t used = arena->used;
    struct ts_json *json = ts_arena_take(arena, sizeof(*json));

    enum ts_status status = json ? convert(&c, json, item) : TS_NO_SPACE;
    if (status == TS_OK)
        *root = json;
    else
        ts_arena_rewind(arena, used);
    return status;
}
