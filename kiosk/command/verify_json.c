#include "firmware/base/calendar.h"
#include "keys/codec/json_writer.h"
#include "kiosk/command/verify_print.h"

static void
member(struct ts_writer *w, const char *name, ts_span text)
{
    ts_json_write_name(w, name);
    ts_json_write_string(w, text);
}

static void
next_member(struct ts_writer *w, const char *name, ts_span text)
{
    ts_write_u8(w, ',');
    member(w, name, text);
}

static void
write_reasons(struct ts_writer *w, const struct ts_verdict *v)
{
    ts_write_text(w, ",\"reasons\":[");
    for (size_t i = 0; i < v->reason_count; i++) {
        ts_write_text(w, i ? ",{\"code\":" : "{\"code\":");
        ts_write_decimal(w, v->reasons[i].code);
        next_member(w, "name", ts_span_text(ts_reason_name(v->reasons[i].code)));
        next_member(w, "detail", v->reasons[i].detail);
        ts_write_u8(w, '}');
    }
    ts_write_u8(w, ']');
}

static const char *
finding_name(enum ts_finding finding)
{
    switch (finding) {
    case TS_UNKNOWN: return "unknown";
    case TS_PASS: return "pass";
    case TS_FAIL: return "fail";
    }
    return "unknown";
}

static void
write_checks(struct ts_writer *w, const struct ts_checks *checks)
{
    ts_write_text(w, ",\"checks\":{");
    member(w, "proof", ts_span_text(finding_name(checks->proof)));
    next_member(w, "issuer", ts_span_text(finding_name(checks->issuer)));
    next_member(w, "dates", ts_span_text(finding_name(checks->dates)));
    next_member(w, "status", ts_span_text(finding_name(checks->status)));
    ts_write_u8(w, '}');
}

/* The list's name where the issuer is listed; else what it calls itself. */
static void
write_issuer(struct ts_writer *w, const struct ts_assessment *card, ts_span language)
{
    const struct ts_credential *c = card->credential;
    ts_write_text(w, ",\"issuer\":");
    if (!c) {
        ts_write_text(w, "null");
        return;
    }
    ts_write_u8(w, '{');
    member(w, "id", c->issuer_id);
    next_member(w, "name",
                card->issuer ? ts_issuer_name(card->issuer, language) : c->issuer_name);
    ts_write_u8(w, '}');
}

static void
write_time(struct ts_writer *w, const char *name, ts_utc utc, ts_utc unsaid)
{
    char text[TS_UTC_TEXT_SIZE];
    ts_write_u8(w, ',');
    ts_json_write_name(w, name);
    if (utc.s == unsaid.s) {
        ts_write_text(w, "null");
        return;
    }
    ts_utc_format(text, utc);
    ts_json_write_string(w, ts_span_text(text));
}

static void
write_types(struct ts_writer *w, const struct ts_credential *c)
{
    ts_write_text(w, ",\"types\":[");
    for (size_t i = 0; i < c->type_count; i++) {
        if (i)
            ts_write_u8(w, ',');
        ts_json_write_string(w, c->types[i]);
    }
    ts_write_u8(w, ']');
}

static void
write_credential(struct ts_writer *w, const struct ts_assessment *card)
{
    const struct ts_credential *c = card->credential;
    ts_write_text(w, ",\"credential\":");
    if (card->checks.proof == TS_FAIL || card->format == TS_FORMAT_NONE) {
        ts_write_text(w, "null");
        return;
    }
    ts_write_u8(w, '{');
    member(w, "format", ts_span_text(ts_format_name(card->format)));
    if (c) {
        next_member(w, "name", c->name);
        write_types(w, c);
        next_member(w, "subject", c->subject_name.len ? c->subject_name : c->subject_id);
        write_time(w, "validFrom", c->valid_from, TS_UTC_ALWAYS);
        write_time(w, "validUntil", c->valid_until, TS_UTC_NEVER);
    }
    ts_write_u8(w, '}');
}

static void
write_lists(struct ts_writer *w, const struct ts_lists_age *lists)
{
    ts_write_text(w, ",\"lists\":");
    if (!lists->present) {
        ts_write_text(w, "null");
        return;
    }
    ts_write_text(w, "{\"epoch\":");
    ts_write_decimal(w, (int64_t)lists->epoch);
    ts_write_text(w, ",\"age_seconds\":");
    ts_write_decimal(w, lists->age_s);
    ts_write_u8(w, '}');
}

static void
write_unchecked(struct ts_writer *w, unsigned unchecked)
{
    bool first = true;
    if (!unchecked)
        return;
    ts_write_text(w, ",\"unchecked\":[");
    for (unsigned place = 0; place < TS_UNCHECKED_COUNT; place++) {
        if (!(unchecked & 1U << place))
            continue;
        if (!first)
            ts_write_u8(w, ',');
        ts_json_write_string(w, ts_span_text(ts_unchecked_name(place)));
        first = false;
    }
    ts_write_u8(w, ']');
}

void
ts_verdict_write_json(struct ts_writer *w, const char *input,
                      const struct ts_verdict *verdict, ts_span language)
{
    ts_write_u8(w, '{');
    member(w, "input", ts_span_text(input));
    next_member(w, "verdict", ts_span_text(ts_verdict_name(verdict->kind)));
    write_reasons(w, verdict);
    write_checks(w, &verdict->card->checks);
    write_issuer(w, verdict->card, language);
    write_credential(w, verdict->card);
    write_lists(w, &verdict->lists);
    if (verdict->identity_asked)
        next_member(w, "identity", ts_span_text(finding_name(verdict->identity)));
    write_unchecked(w, verdict->card->unchecked);
    ts_write_u8(w, '}');
}
