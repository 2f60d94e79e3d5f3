#include "kiosk/credential/form.h"

#include "firmware/base/calendar.h"

void
ts_form_require(struct ts_form *form, bool fact, enum ts_status why, const char *rule)
{
    if (!fact && ts_form_ok(form))
        form->fault = (struct ts_fault){ .status = why, .rule = rule };
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

ts_span
ts_form_id(const struct ts_json *value)
{
    return ts_json_is(value, TS_JSON_OBJECT) ? ts_json_string(ts_json_member(value, "id"))
                                             : ts_json_string(value);
}
