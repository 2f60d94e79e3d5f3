#include "kiosk/credential/claims.h"

static void
agree_text(struct ts_form *form, ts_span *member, const struct ts_json *claims,
           const char *claim, const char *rule)
{
    ts_span said = ts_form_text(form, claims, claim, rule);
    if (said.len == 0)
        return;
    if (member->len == 0)
        *member = said;
    ts_form_require(form, ts_span_equal(*member, said), TS_MALFORMED, rule);
}

static void
agree_time(struct ts_form *form, ts_utc *member, ts_utc unsaid,
           const struct ts_json *claim, const char *rule)
{
    int64_t seconds = 0;
    if (claim->kind == TS_JSON_NONE)
        return;
    ts_form_require(form, ts_json_integer(claim, &seconds) == TS_OK, TS_MALFORMED, rule);
    if (member->s == unsaid.s)
        member->s = seconds;
    ts_form_require(form, member->s == seconds, TS_MALFORMED, rule);
}

void
ts_claims_read(struct ts_form *form, struct ts_credential *draft,
               const struct ts_json *claims)
{
    agree_text(form, &draft->issuer_id, claims, "iss", "OB 3.0 8.2.4.1 iss");
    agree_text(form, &draft->id, claims, "jti", "OB 3.0 8.2.4.1 jti");
    agree_text(form, &draft->subject_id, claims, "sub", "OB 3.0 8.2.4.1 sub");
    agree_time(form, &draft->valid_from, TS_UTC_ALWAYS, ts_json_member(claims, "nbf"),
               "OB 3.0 8.2.4.1 nbf");
    agree_time(form, &draft->valid_until, TS_UTC_NEVER, ts_json_member(claims, "exp"),
               "OB 3.0 8.2.4.1 exp");
}

void
ts_claims_status_read(struct ts_form *form, struct ts_credential *draft,
                      const struct ts_json *claims)
{
    const struct ts_json *status = ts_json_member(claims, "status");
    const struct ts_json *list = ts_json_member(status, "status_list");
    int64_t index = -1;
    if (status->kind == TS_JSON_NONE)
        return;
    ts_form_require(form, draft->status_count < TS_STATUS_ENTRIES_MAX, TS_OVER_LIMIT,
                    "too many status entries");
    if (!ts_form_ok(form))
        return;
    struct ts_status_entry *entry = &draft->statuses[draft->status_count++];
    entry->type =
        list->kind == TS_JSON_NONE ? TS_SPAN_LIT("status") : TS_SPAN_LIT("status_list");
    if (list->kind == TS_JSON_NONE)
        return;
    entry->list = ts_form_text(form, list, "uri", "TSL 6.1 uri");
    bool whole = ts_json_integer(ts_json_member(list, "idx"), &index) == TS_OK
                 && index >= 0 && entry->list.len > 0;
    ts_form_require(form, whole, TS_MALFORMED, "TSL 6.1 status_list");
    entry->has_index = whole;
    entry->index = whole ? (uint64_t)index : 0;
}
