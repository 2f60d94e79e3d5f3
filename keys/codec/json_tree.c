#include "keys/codec/json.h"

static const struct ts_json nothing = { .kind = TS_JSON_NONE };

const struct ts_json *
ts_json_member_span(const struct ts_json *object, ts_span name)
{
    if (object->kind != TS_JSON_OBJECT)
        return &nothing;
    for (const struct ts_json *at = object->first; at; at = at->next)
        if (ts_span_equal(at->name, name))
            return at;
    return &nothing;
}

const struct ts_json *
ts_json_member(const struct ts_json *object, const char *name)
{
    return ts_json_member_span(object, ts_span_text(name));
}

const struct ts_json *
ts_json_element(const struct ts_json *array, size_t index)
{
    for (const struct ts_json *at = array->first; at; at = at->next)
        if (index-- == 0)
            return at;
    return &nothing;
}

size_t
ts_json_values(const struct ts_json *value)
{
    if (value->kind == TS_JSON_NONE)
        return 0;
    return value->kind == TS_JSON_ARRAY ? value->count : 1;
}

const struct ts_json *
ts_json_value(const struct ts_json *value, size_t index)
{
    if (value->kind == TS_JSON_ARRAY)
        return ts_json_element(value, index);
    return index == 0 ? value : &nothing;
}

bool
ts_json_values_include(const struct ts_json *value, const char *text)
{
    if (value->kind != TS_JSON_ARRAY)
        return ts_json_string_is(value, text);
    for (const struct ts_json *at = value->first; at; at = at->next)
        if (ts_json_string_is(at, text))
            return true;
    return false;
}

bool
ts_json_is(const struct ts_json *value, enum ts_json_kind kind)
{
    return value->kind == kind;
}

ts_span
ts_json_string(const struct ts_json *value)
{
    return value->kind == TS_JSON_STRING ? value->text : (ts_span){ 0 };
}

bool
ts_json_string_is(const struct ts_json *value, const char *text)
{
    return value->kind == TS_JSON_STRING && ts_span_is(value->text, text);
}
