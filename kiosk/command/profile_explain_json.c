#include "firmware/base/calendar.h"
#include "keys/codec/json_writer.h"
#include "kiosk/command/profile_explain.h"

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

static const char *
kind_name(enum ts_requirement_kind kind)
{
    switch (kind) {
    case TS_REQUIRE_NONE: break;
    case TS_REQUIRE_ACHIEVEMENT: return "achievement";
    case TS_REQUIRE_ALL_OF: return "all_of";
    case TS_REQUIRE_ANY_OF: return "any_of";
    case TS_REQUIRE_AT_LEAST: return "at_least";
    }
    return "";
}

static void
write_reason(struct ts_writer *w, enum ts_reason reason)
{
    ts_write_text(w, "{\"code\":");
    ts_write_decimal(w, reason);
    next_member(w, "name", ts_span_text(ts_reason_name(reason)));
    ts_write_u8(w, '}');
}

static void
write_card(struct ts_writer *w, const struct ts_profile_explanation *e,
           const struct ts_row *row)
{
    char date[TS_UTC_TEXT_SIZE];
    ts_write_text(w, ",\"card\":");
    if (!row->card) {
        ts_write_text(w, "null");
        return;
    }
    ts_write_u8(w, '{');
    member(w, "input", ts_span_text(ts_profile_cards_input(e->cards, row->card)));
    next_member(w, "name", row->card->credential->name);
    ts_write_text(w, ",\"validUntil\":");
    if (row->until.s == TS_UTC_NEVER.s) {
        ts_write_text(w, "null}");
        return;
    }
    ts_utc_format(date, row->until);
    ts_json_write_string(w, ts_span_text(date));
    ts_write_u8(w, '}');
}

static void
write_requirement(struct ts_writer *w, const struct ts_profile_explanation *e,
                  const struct ts_requirement *r)
{
    const struct ts_row *row = &e->answers.rows[r->index];
    ts_write_u8(w, '{');
    member(w, "kind", ts_span_text(kind_name(r->kind)));
    next_member(w, "label", r->kind == TS_REQUIRE_ACHIEVEMENT ? row->label : r->label);
    next_member(w, "state", ts_span_text(finding_name(row->state)));
    if (r->kind == TS_REQUIRE_AT_LEAST) {
        ts_write_text(w, ",\"at_least\":");
        ts_write_decimal(w, (int64_t)r->at_least);
    }
    if (row->state != TS_PASS) {
        ts_write_text(w, ",\"why\":");
        write_reason(w, row->why);
    }
    if (r->kind == TS_REQUIRE_ACHIEVEMENT) {
        write_card(w, e, row);
    } else {
        ts_write_text(w, ",\"members\":[");
        for (const struct ts_requirement *m = r->first; m; m = m->next) {
            if (m != r->first)
                ts_write_u8(w, ',');
            write_requirement(w, e, m);
        }
        ts_write_u8(w, ']');
    }
    ts_write_u8(w, '}');
}

static void
write_list(struct ts_writer *w, const struct ts_profile_explanation *e, const char *name,
           const struct ts_requirement *const *list, size_t count)
{
    ts_write_u8(w, ',');
    ts_json_write_name(w, name);
    ts_write_u8(w, '[');
    for (size_t i = 0; i < count; i++) {
        if (i)
            ts_write_u8(w, ',');
        ts_json_write_string(w, e->answers.rows[list[i]->index].label);
    }
    ts_write_u8(w, ']');
}

static void
write_flag(struct ts_writer *w, const char *name, bool flag)
{
    ts_write_u8(w, ',');
    ts_json_write_name(w, name);
    ts_write_text(w, flag ? "true" : "false");
}

void
ts_profile_explain_json(struct ts_writer *w,
                        const struct ts_profile_explanation *explanation)
{
    const struct ts_profile_explanation *e = explanation;
    ts_write_u8(w, '{');
    member(w, "profile", e->profile->id);
    next_member(w, "name", e->profile->name);
    next_member(w, "verdict", ts_span_text(ts_verdict_name(e->verdict.kind)));
    ts_write_text(w, ",\"reasons\":[");
    for (size_t i = 0; i < e->verdict.reason_count; i++) {
        if (i)
            ts_write_u8(w, ',');
        write_reason(w, e->verdict.reasons[i].code);
    }
    ts_write_text(w, "],\"requirement\":");
    write_requirement(w, e, e->profile->root);
    write_list(w, e, "missing", e->missing.leaves, e->missing.count);
    write_list(w, e, "doubtful", e->missing.doubtful, e->missing.doubtful_count);
    write_flag(w, "identityDue", e->verdict.identity_due);
    write_flag(w, "mayWaive", ts_verdict_can_waive(&e->verdict));
    ts_write_text(w, "}\n");
}
