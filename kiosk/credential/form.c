#include "kiosk/credential/form.h"

#include "firmware/base/calendar.h"
#include "firmware/base/writer.h"
#include "kiosk/credential/plain_text.h"

void
ts_form_require(struct ts_form *form, bool fact, enum ts_status why, const char *rule)
{
    if (!fact && ts_form_ok(form))
        form->fault = (struct ts_fault){ .status = why, .rule = rule };
}

void
ts_form_only(struct ts_form *form, const struct ts_json *object, const char *const *names,
             const char *rule)
{
    ts_form_require(form, ts_json_is(object, TS_JSON_OBJECT), TS_MALFORMED, rule);
    if (!ts_form_ok(form))
        return;
    for (const struct ts_json *member = object->first; member; member = member->next) {
        size_t n = 0;
        while (names[n] && !ts_span_is(member->name, names[n]))
            n++;
        ts_form_require(form, names[n] != NULL, TS_MALFORMED, rule);
    }
}

ts_span
ts_form_text(struct ts_form *form, const struct ts_json *object, const char *name,
             const char *rule)
{
    const struct ts_json *value = ts_json_member(object, name);
    bool fine = value->kind == TS_JSON_NONE || value->kind == TS_JSON_STRING;
    ts_form_require(form, fine, TS_MALFORMED, rule);
    return ts_json_string(value);
}

static ts_span
value_of(const struct ts_json *value)
{
    return ts_json_is(value, TS_JSON_OBJECT)
               ? ts_json_string(ts_json_member(value, "@value"))
               : ts_json_string(value);
}

ts_span
ts_form_words(const struct ts_json *object, const char *name)
{
    const struct ts_json *value = ts_json_member(object, name);
    for (size_t i = 0; i < ts_json_values(value) && i < TS_FORM_ENTRIES_MAX; i++) {
        const struct ts_json *one = ts_json_value(value, i);
        if (ts_json_string_is(ts_json_member(one, "@language"), "en"))
            return value_of(one);
    }
    return value_of(ts_json_value(value, 0));
}

ts_span
ts_form_plain(struct ts_form *form, const struct ts_json *object, const char *name)
{
    ts_span plain = { 0 };
    enum ts_status status =
        ts_plain_text(form->arena, &plain, ts_form_words(object, name));
    ts_form_require(form, status == TS_OK, TS_NO_SPACE, "arena");
    return plain;
}

size_t
ts_form_count(struct ts_form *form, const struct ts_json *list, size_t max,
              const char *rule)
{
    size_t count = ts_json_values(list);
    ts_form_require(form, !rule || count <= max, TS_OVER_LIMIT, rule);
    return count < max ? count : max;
}

void *
ts_form_array(struct ts_form *form, size_t count, size_t size)
{
    void *array = ts_arena_take_array(form->arena, count, size);
    ts_form_require(form, array != NULL, TS_NO_SPACE, "arena");
    return array;
}

ts_utc
ts_form_time(struct ts_form *form, const struct ts_json *object, const char *name,
             ts_utc absent, const char *rule)
{
    const struct ts_json *value = ts_json_member(object, name);
    ts_utc utc = absent;
    if (value->kind == TS_JSON_NONE)
        return absent;
    ts_form_require(form, ts_utc_parse(&utc, ts_json_string(value)) == TS_OK,
                    TS_MALFORMED, rule);
    return utc;
}

ts_utc
ts_form_seconds(struct ts_form *form, const struct ts_json *object, const char *name,
                ts_utc absent, const char *rule)
{
    const struct ts_json *value = ts_json_member(object, name);
    struct ts_json whole = *value;
    size_t dot = ts_span_index(value->text, '.');
    ts_utc utc = absent;
    if (value->kind == TS_JSON_NONE)
        return absent;
    /* "5.0e3" is 5000 and no fraction: what has an exponent is read as it stands. */
    if (ts_span_index(value->text, 'e') == value->text.len
        && ts_span_index(value->text, 'E') == value->text.len)
        whole.text.len = dot;
    ts_form_require(form, ts_json_integer(&whole, &utc.s) == TS_OK, TS_MALFORMED, rule);
    return utc;
}

ts_span
ts_form_join(struct ts_form *form, ts_span first, ts_span second)
{
    ts_span joined = { 0 };
    if (first.len == 0 || second.len == 0)
        return first.len ? first : second;
    struct ts_writer w = ts_writer_over(ts_arena_rest(form->arena));
    ts_write_bytes(&w, first);
    ts_write_u8(&w, ' ');
    ts_write_bytes(&w, second);
    enum ts_status status = ts_writer_end(&w, &joined);
    ts_form_require(form, status == TS_OK, status, "arena");
    if (status == TS_OK)
        ts_arena_keep(form->arena, joined.len);
    return joined;
}

ts_span
ts_form_id(const struct ts_json *value)
{
    return ts_json_is(value, TS_JSON_OBJECT) ? ts_json_string(ts_json_member(value, "id"))
                                             : ts_json_string(value);
}
