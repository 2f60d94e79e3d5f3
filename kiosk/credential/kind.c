#include "kiosk/credential/kind.h"

#include "firmware/base/calendar.h"
#include "firmware/base/writer.h"

enum { DATE_LEN = 10 };

void
ts_kind_add(struct ts_form *form, struct ts_credential *draft, ts_span type)
{
    ts_form_require(form, draft->type_count < TS_TYPES_MAX, TS_OVER_LIMIT,
                    "too many types");
    if (!ts_form_ok(form))
        return;
    draft->types[draft->type_count++] = type;
    if (!ts_span_is(type, TS_KIND_VERIFIABLE))
        draft->achievement_types[draft->achievement_type_count++] = type;
}

bool
ts_kind_is(const struct ts_credential *draft, const char *type)
{
    for (size_t i = 0; i < draft->type_count; i++)
        if (ts_span_is(draft->types[i], type))
            return true;
    return false;
}

ts_span
ts_kind_last(const struct ts_credential *draft)
{
    size_t count = draft->achievement_type_count;
    return count ? draft->achievement_types[count - 1] : (ts_span){ 0 };
}

void
ts_kind_awarded(struct ts_credential *draft, ts_span text)
{
    uint8_t midnight[TS_UTC_TEXT_SIZE];
    struct ts_writer w = ts_writer_over(TS_ROOM_OF(midnight));
    ts_utc utc = TS_UTC_ALWAYS;
    if (text.len == DATE_LEN) {
        ts_write_bytes(&w, text);
        ts_write_text(&w, "T00:00:00Z");
        text = ts_writer_span(&w);
    }
    if (ts_utc_parse(&utc, text) == TS_OK && utc.s > draft->awarded.s)
        draft->awarded = utc;
}
