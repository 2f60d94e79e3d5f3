#include "kiosk/credential/nzcp.h"

#include "keys/codec/base32.h"
#include "kiosk/credential/cwt.h"
#include "kiosk/credential/kind.h"

static const char PASS[] = "PublicCovidPass";

/* "NZCP:/1/..." without what stands before the version. */
static ts_span
after_scheme(ts_span text)
{
    size_t colon = ts_span_index(text, ':');
    return ts_span_part(text, colon + 2, text.len); /* ":/" */
}

enum ts_status
ts_nzcp_open(struct ts_arena *arena, struct ts_envelope *draft, ts_span text,
             struct ts_fault *fault)
{
    const struct ts_cbor *claims;
    ts_span rest = after_scheme(text);
    ts_span bytes = { 0 };
    if (!ts_span_starts_with(rest, TS_SPAN_LIT("1/")))
        return ts_fault_set(fault, TS_UNSUPPORTED, 0, "NZCP 4.3: version");
    enum ts_status status =
        ts_base32_decode(arena, &bytes, ts_span_part(rest, 2, rest.len));
    if (status != TS_OK)
        return ts_fault_set(fault, status, 0, "NZCP 4.5: base32");
    status = ts_cwt_open(arena, draft, &claims, bytes, fault);
    if (status == TS_OK && draft->proofs.count
        && draft->proofs.proofs[0].alg != TS_ALG_ES256)
        return ts_fault_set(fault, TS_UNSUPPORTED, 0, "NZCP 2.2: alg is not ES256");
    return status;
}

static void
read_types(struct ts_form *form, struct ts_credential *draft, const struct ts_cbor *vc)
{
    const struct ts_cbor *types = ts_cbor_member(vc, "type");
    bool verifiable = false;
    ts_form_require(form, types->kind == TS_CBOR_ARRAY, TS_MALFORMED, "NZCP 2.1 vc.type");
    for (const struct ts_cbor *at = types->first; ts_form_ok(form) && at; at = at->next) {
        ts_form_require(form, ts_cbor_text(at).len > 0, TS_MALFORMED, "NZCP 2.1 vc.type");
        verifiable |= ts_span_is(ts_cbor_text(at), TS_KIND_VERIFIABLE);
        ts_kind_add(form, draft, ts_cbor_text(at));
    }
    ts_form_require(form, verifiable, TS_UNSUPPORTED,
                    "NZCP 2.1: no VerifiableCredential");
}

static bool
has_text(const struct ts_cbor *map, const char *name)
{
    return ts_cbor_text(ts_cbor_member(map, name)).len > 0;
}

static void
read_pass(struct ts_form *form, struct ts_credential *draft,
          const struct ts_cbor *subject)
{
    bool dated = draft->valid_from.s != TS_UTC_ALWAYS.s
                 && draft->valid_until.s != TS_UTC_NEVER.s && draft->id.len > 0;
    ts_form_require(form, dated, TS_MALFORMED, "NZCP 2.1: jti, nbf and exp");
    ts_form_require(form, has_text(subject, "givenName") && has_text(subject, "dob"),
                    TS_MALFORMED, "NZCP 2.4: givenName and dob");
    draft->name = TS_SPAN_LIT("NZ COVID Pass");
}

static void
read_vc(struct ts_form *form, struct ts_credential *draft, const struct ts_cbor *vc)
{
    const struct ts_cbor *subject = ts_cbor_member(vc, "credentialSubject");
    ts_form_require(form, subject->kind == TS_CBOR_MAP, TS_MALFORMED,
                    "NZCP 2.1 vc.credentialSubject");
    read_types(form, draft, vc);
    draft->subject_name =
        ts_form_join(form, ts_cbor_text(ts_cbor_member(subject, "givenName")),
                     ts_cbor_text(ts_cbor_member(subject, "familyName")));
    if (draft->subject_name.len == 0)
        draft->subject_name = ts_cbor_text(ts_cbor_member(subject, "name"));
    if (ts_kind_is(draft, PASS))
        read_pass(form, draft, subject);
    else
        draft->name = ts_kind_last(draft);
}

static void
read_compact(struct ts_form *form, struct ts_credential *draft,
             const struct ts_cbor *claims)
{
    ts_span type = ts_cbor_text(ts_cbor_member(claims, "type"));
    ts_form_require(form, type.len > 0, TS_UNSUPPORTED, "CWT: neither vc nor type");
    ts_kind_add(form, draft, type);
    draft->name = type;
    draft->subject_name = ts_cbor_text(ts_cbor_member(claims, "name"));
}

enum ts_status
ts_nzcp_read(struct ts_arena *arena, struct ts_credential *credential,
             ts_verified payload, struct ts_fault *fault)
{
    struct ts_form form = { .arena = arena };
    struct ts_credential draft = { .format = TS_FORMAT_NZCP, .awarded = TS_UTC_ALWAYS };
    const struct ts_cbor *claims = ts_cwt_claims(&form, payload);
    const struct ts_cbor *vc = ts_cbor_member(claims, "vc");

    ts_cwt_read(&form, &draft, claims);
    if (vc->kind != TS_CBOR_NONE)
        read_vc(&form, &draft, vc);
    else
        read_compact(&form, &draft, claims);
    if (!ts_form_ok(&form))
        return ts_fault_set(fault, form.fault.status, 0, form.fault.rule);
    *credential = draft;
    return TS_OK;
}
