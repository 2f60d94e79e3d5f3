#include "kiosk/credential/sd_jwt_vc.h"

#include "kiosk/credential/claims.h"
#include "kiosk/credential/kind.h"

static ts_span
name_in(struct ts_form *form, const struct ts_json *claims)
{
    ts_span name = ts_form_text(form, claims, "name", "OIDC 5.1 name");
    ts_span given = ts_form_text(form, claims, "given_name", "OIDC 5.1 given_name");
    ts_span family = ts_form_text(form, claims, "family_name", "OIDC 5.1 family_name");
    return name.len ? name : ts_form_join(form, given, family);
}

static void
read_claims(struct ts_form *form, struct ts_credential *draft,
            const struct ts_json *claims)
{
    ts_span type = ts_form_text(form, claims, "vct", "SD-JWT VC 2.2.2.1 vct");
    ts_form_require(form, type.len > 0, TS_MALFORMED, "SD-JWT VC 2.2.2.1 vct");
    ts_kind_add(form, draft, type);
    draft->name = type;
    draft->issuer_id = ts_form_text(form, claims, "iss", "RFC 7519 4.1.1 iss");
    ts_form_require(form, draft->issuer_id.len > 0, TS_MALFORMED, "RFC 7519 4.1.1 iss");
    draft->id = ts_form_text(form, claims, "jti", "RFC 7519 4.1.7 jti");
    draft->subject_id = ts_form_text(form, claims, "sub", "RFC 7519 4.1.2 sub");
    draft->subject_name = name_in(form, claims);
    ts_utc issued =
        ts_form_seconds(form, claims, "iat", TS_UTC_ALWAYS, "RFC 7519 4.1.6 iat");
    draft->valid_from =
        ts_form_seconds(form, claims, "nbf", issued, "RFC 7519 4.1.5 nbf");
    draft->valid_until =
        ts_form_seconds(form, claims, "exp", TS_UTC_NEVER, "RFC 7519 4.1.4 exp");
    ts_form_require(form, draft->valid_from.s <= draft->valid_until.s, TS_MALFORMED,
                    "RFC 7519 4.1: ends before it begins");
    ts_claims_status_read(form, draft, claims);
}

enum ts_status
ts_sd_jwt_vc_read(struct ts_arena *arena, struct ts_credential *credential,
                  ts_verified payload, const struct ts_json *tree, struct ts_fault *fault)
{
    struct ts_form form = { .arena = arena };
    struct ts_credential draft = { .format = TS_FORMAT_SD_JWT, .awarded = TS_UTC_ALWAYS };
    const struct ts_json *claims = tree;
    enum ts_status status = TS_OK;
    if (!claims)
        status = ts_json_parse(arena, &claims, payload.bytes, fault);
    if (status != TS_OK)
        return status;
    if (ts_json_member(claims, "vct")->kind == TS_JSON_NONE) {
        status =
            ts_credential_read(arena, &draft, payload, claims, TS_FORMAT_VC_JWT, fault);
        draft.format = TS_FORMAT_SD_JWT;
    } else {
        read_claims(&form, &draft, claims);
        if (!ts_form_ok(&form))
            status = ts_fault_set(fault, form.fault.status, 0, form.fault.rule);
    }
    if (status == TS_OK)
        *credential = draft;
    return status;
}
