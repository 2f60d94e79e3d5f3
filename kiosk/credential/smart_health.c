#include "kiosk/credential/smart_health.h"

#include "firmware/base/writer.h"
#include "keys/proof/jose.h"
#include "kiosk/credential/fhir.h"
#include "kiosk/credential/kind.h"

static const char HEALTH_CARD[] = "https://smarthealth.cards#health-card";

/* 77 and 45 make "z", the last character a JWS has. */
enum { SCHEME_LEN = 5, PAIR_MAX = 77, FIRST_CHARACTER = 45, RID_LEN_MAX = 24 };

static bool
is_digit(uint8_t c)
{
    return c >= '0' && c <= '9';
}

static enum ts_status
characters_of(struct ts_arena *arena, ts_span *jws, ts_span digits)
{
    ts_room rest = ts_arena_rest(arena);
    size_t len = digits.len / 2;
    if (digits.len % 2)
        return TS_TRUNCATED;
    if (len > rest.len)
        return TS_NO_SPACE;
    for (size_t i = 0; i < len; i++) {
        uint8_t tens = digits.at[2 * i];
        uint8_t ones = digits.at[2 * i + 1];
        if (!is_digit(tens) || !is_digit(ones))
            return TS_MALFORMED;
        int pair = (tens - '0') * 10 + (ones - '0');
        if (pair > PAIR_MAX)
            return TS_MALFORMED;
        rest.at[i] = (uint8_t)(pair + FIRST_CHARACTER);
    }
    ts_arena_keep(arena, len);
    *jws = (ts_span){ rest.at, len };
    return TS_OK;
}

enum ts_status
ts_smart_health_open(struct ts_arena *arena, struct ts_envelope *draft, ts_span text,
                     struct ts_fault *fault)
{
    ts_span digits = ts_span_part(text, SCHEME_LEN, text.len);
    ts_span jws = { 0 };
    if (ts_span_index(digits, '/') < digits.len)
        return ts_fault_set(fault, TS_UNSUPPORTED, 0, "SHC: one part of several codes");
    enum ts_status status = characters_of(arena, &jws, digits);
    if (status != TS_OK)
        return ts_fault_set(fault, status, 0, "SHC: digits of a numeric code");
    status = ts_jose_read_deflated(arena, &draft->proofs, jws, fault);
    if (status != TS_OK || draft->proofs.count == 0)
        return status;
    const struct ts_proof *proof = &draft->proofs.proofs[0];
    if (proof->alg != TS_ALG_ES256)
        return ts_fault_set(fault, TS_UNSUPPORTED, 0, "SHC: alg is not ES256");
    if (proof->key_id.len == 0)
        return ts_fault_set(fault, TS_MALFORMED, 0, "SHC: no kid");
    status = ts_json_parse(arena, &draft->tree, proof->payload, fault);
    if (status == TS_OK)
        draft->claimed_issuer = ts_json_string(ts_json_member(draft->tree, "iss"));
    return status;
}

static void
read_types(struct ts_form *form, struct ts_credential *draft, const struct ts_json *vc)
{
    const struct ts_json *types = ts_json_member(vc, "type");
    ts_form_require(form, ts_json_is(types, TS_JSON_ARRAY), TS_MALFORMED, "SHC vc.type");
    for (const struct ts_json *at = types->first; ts_form_ok(form) && at; at = at->next) {
        ts_form_require(form, ts_json_string(at).len > 0, TS_MALFORMED, "SHC vc.type");
        ts_kind_add(form, draft, ts_json_string(at));
    }
    ts_form_require(form, ts_kind_is(draft, HEALTH_CARD), TS_UNSUPPORTED,
                    "SHC vc.type: no health card");
}

static void
read_issuer(struct ts_form *form, struct ts_credential *draft,
            const struct ts_json *claims)
{
    ts_span iss = ts_json_string(ts_json_member(claims, "iss"));
    bool fine =
        ts_span_starts_with(iss, TS_SPAN_LIT("https://")) && iss.at[iss.len - 1] != '/';
    ts_form_require(form, fine, TS_MALFORMED, "SHC iss");
    draft->issuer_id = iss;
}

static bool
is_rid(ts_span rid)
{
    for (size_t i = 0; i < rid.len; i++) {
        uint8_t c = rid.at[i];
        uint8_t letter = c | 0x20;
        bool fine =
            is_digit(c) || (letter >= 'a' && letter <= 'z') || c == '-' || c == '_';
        if (!fine)
            return false;
    }
    return rid.len > 0 && rid.len <= RID_LEN_MAX;
}

/* Where the issuer lists what it withdrew of the cards of one key. */
static ts_span
list_of(struct ts_form *form, ts_span issuer, ts_span kid)
{
    ts_span url = { 0 };
    struct ts_writer w = ts_writer_over(ts_arena_rest(form->arena));
    ts_write_bytes(&w, issuer);
    ts_write_text(&w, "/.well-known/crl/");
    ts_write_bytes(&w, kid);
    ts_write_text(&w, ".json");
    enum ts_status status = ts_writer_end(&w, &url);
    ts_form_require(form, status == TS_OK, status, "arena");
    if (status == TS_OK)
        ts_arena_keep(form->arena, url.len);
    return url;
}

static void
read_status(struct ts_form *form, struct ts_credential *draft, const struct ts_json *vc,
            ts_span kid)
{
    const struct ts_json *rid = ts_json_member(vc, "rid");
    if (rid->kind == TS_JSON_NONE)
        return;
    ts_form_require(form, is_rid(ts_json_string(rid)), TS_MALFORMED, "SHC vc.rid");
    draft->statuses[draft->status_count++] = (struct ts_status_entry){
        .type = TS_SPAN_LIT("SmartHealthCardRid"),
        .list = list_of(form, draft->issuer_id, kid),
        .id = ts_json_string(rid),
    };
}

static void
read_claims(struct ts_form *form, struct ts_credential *draft,
            const struct ts_json *claims, ts_span kid)
{
    const struct ts_json *vc = ts_json_member(claims, "vc");
    const struct ts_json *subject = ts_json_member(vc, "credentialSubject");
    ts_form_require(form, ts_json_is(vc, TS_JSON_OBJECT), TS_UNSUPPORTED, "SHC: no vc");
    read_types(form, draft, vc);
    read_issuer(form, draft, claims);
    draft->valid_from = ts_form_seconds(form, claims, "nbf", TS_UTC_ALWAYS, "SHC nbf");
    draft->valid_until = ts_form_seconds(form, claims, "exp", TS_UTC_NEVER, "SHC exp");
    bool dated = draft->valid_from.s != TS_UTC_ALWAYS.s
                 && draft->valid_from.s <= draft->valid_until.s;
    ts_form_require(form, dated, TS_MALFORMED, "SHC nbf");
    draft->id = ts_form_text(form, claims, "jti", "SHC jti");
    draft->name = TS_SPAN_LIT("SMART Health Card");
    ts_fhir_bundle_read(form, draft, ts_json_member(subject, "fhirBundle"));
    read_status(form, draft, vc, kid);
}

enum ts_status
ts_smart_health_read(struct ts_arena *arena, struct ts_credential *credential,
                     const struct ts_envelope *envelope, ts_verified payload,
                     struct ts_fault *fault)
{
    struct ts_form form = { .arena = arena };
    struct ts_credential draft = { .format = TS_FORMAT_SMART_HEALTH,
                                   .awarded = TS_UTC_ALWAYS };
    const struct ts_json *claims = ts_envelope_tree(envelope, payload);
    enum ts_status status = TS_OK;
    if (!claims)
        status = ts_json_parse(arena, &claims, payload.bytes, fault);
    if (status != TS_OK)
        return status;
    /* The signature covers the header, and so the kid. */
    read_claims(&form, &draft, claims, envelope->proofs.proofs[0].key_id);
    if (!ts_form_ok(&form))
        return ts_fault_set(fault, form.fault.status, 0, form.fault.rule);
    *credential = draft;
    return TS_OK;
}
