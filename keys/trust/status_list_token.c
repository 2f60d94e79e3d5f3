#include "firmware/base/limits.h"
#include "keys/codec/base64.h"
#include "keys/codec/cbor.h"
#include "keys/codec/deflate.h"
#include "keys/trust/status_list_kinds.h"

/* draft-ietf-oauth-status-list: section 4 the list, 5 the token around it. */
static const char TOKEN[] = "FORMAT.md 4.7";
static const char ITS_URL[] = "FORMAT.md 4.3";

/* RFC 8392 3 and draft-ietf-oauth-status-list 5.2. */
enum cwt_claim {
    CWT_ISS = 1,
    CWT_SUB = 2,
    CWT_EXP = 4,
    CWT_IAT = 6,
    CWT_STATUS_LIST = 65533,
};

/* The claims of either spelling. */
struct claims {
    ts_span iss; /* Empty when there is none. */
    ts_span sub;
    ts_utc iat, exp;
    int64_t bits;
    ts_span lst; /* The zlib stream. */
};

/* RFC 9596 2, RFC 7515 4.1.9: "application/" may be left out. */
static bool
is_media_type(ts_span type, const char *name)
{
    const ts_span prefix = TS_SPAN_LIT("application/");
    if (ts_span_starts_with(type, prefix))
        type = ts_span_part(type, prefix.len, type.len);
    return ts_span_is(type, name);
}

bool
ts_status_is_token(const struct ts_status_source *source)
{
    ts_span type = source->set.proofs[0].media_type;
    switch (source->kind) {
    case TS_DOCUMENT_JWS: return is_media_type(type, "statuslist+jwt");
    case TS_DOCUMENT_COSE: return is_media_type(type, "statuslist+cwt");
    case TS_DOCUMENT_NONE:
    case TS_DOCUMENT_JSON: return false;
    }
    return false;
}

static enum ts_status
read_jwt(struct ts_arena *arena, struct claims *claims, ts_span payload,
         struct ts_fault *fault)
{
    const struct ts_json *root;
    enum ts_status status = ts_json_parse(arena, &root, payload, fault);
    if (status != TS_OK)
        return status;
    const struct ts_json *iss = ts_json_member(root, "iss");
    const struct ts_json *exp = ts_json_member(root, "exp");
    const struct ts_json *list = ts_json_member(root, "status_list");
    const struct ts_json *lst = ts_json_member(list, "lst");
    bool is_well =
        (ts_json_is(iss, TS_JSON_NONE) || ts_json_string(iss).len > 0)
        && (ts_json_is(exp, TS_JSON_NONE)
            || ts_json_integer(exp, &claims->exp.s) == TS_OK)
        && ts_json_integer(ts_json_member(root, "iat"), &claims->iat.s) == TS_OK
        && ts_json_integer(ts_json_member(list, "bits"), &claims->bits) == TS_OK
        && ts_json_is(lst, TS_JSON_STRING);
    if (!is_well)
        return ts_fault_set(fault, TS_MALFORMED, root->offset, TOKEN);
    claims->iss = ts_json_string(iss);
    claims->sub = ts_json_string(ts_json_member(root, "sub"));
    status = ts_base64url_decode(arena, &claims->lst, ts_json_string(lst));
    return ts_fault_set(fault, status, lst->offset, TOKEN);
}

static enum ts_status
read_cwt(struct ts_arena *arena, struct claims *claims, ts_span payload,
         struct ts_fault *fault)
{
    const struct ts_cbor *root;
    enum ts_status status = ts_cbor_parse(arena, &root, payload, fault);
    if (status != TS_OK)
        return status;
    const struct ts_cbor *iss = ts_cbor_at(root, CWT_ISS);
    const struct ts_cbor *exp = ts_cbor_at(root, CWT_EXP);
    const struct ts_cbor *list = ts_cbor_at(root, CWT_STATUS_LIST);
    const struct ts_cbor *lst = ts_cbor_member(list, "lst");
    bool is_well =
        (iss->kind == TS_CBOR_NONE || ts_cbor_text(iss).len > 0)
        && (exp->kind == TS_CBOR_NONE || ts_cbor_integer(exp, &claims->exp.s) == TS_OK)
        && ts_cbor_integer(ts_cbor_at(root, CWT_IAT), &claims->iat.s) == TS_OK
        && ts_cbor_integer(ts_cbor_member(list, "bits"), &claims->bits) == TS_OK
        && lst->kind == TS_CBOR_BYTES;
    if (!is_well)
        return ts_fault_set(fault, TS_MALFORMED, 0, TOKEN);
    claims->iss = ts_cbor_text(iss);
    claims->sub = ts_cbor_text(ts_cbor_at(root, CWT_SUB));
    claims->lst = ts_cbor_bytes(lst);
    return TS_OK;
}

static enum ts_status
read_claims(struct ts_arena *arena, struct claims *claims, enum ts_document_kind kind,
            ts_span payload, struct ts_fault *fault)
{
    *claims = (struct claims){ .exp = TS_UTC_NEVER };
    if (kind == TS_DOCUMENT_COSE)
        return read_cwt(arena, claims, payload, fault);
    return read_jwt(arena, claims, payload, fault);
}

/* The issuer an unverified token names; looked at for finding keys only. */
static enum ts_status
read_claimed_issuer(struct ts_arena *arena, ts_span *issuer,
                    const struct ts_status_source *source, struct ts_fault *fault)
{
    struct claims claims;
    enum ts_status status =
        read_claims(arena, &claims, source->kind, source->set.proofs[0].payload, fault);
    if (status == TS_OK)
        *issuer = claims.iss;
    return status;
}

enum { BYTES_MAX = TS_STATUS_LIST_BYTES_MAX };

static bool
is_width(int64_t bits)
{
    return bits == 1 || bits == 2 || bits == 4 || bits == 8;
}

static enum ts_status
fill(struct ts_arena *arena, struct ts_status_list *list, const struct claims *claims,
     struct ts_fault *fault)
{
    if (!ts_span_equal(claims->sub, list->url))
        return ts_fault_set(fault, TS_MALFORMED, 0, ITS_URL);
    if (!is_width(claims->bits))
        return ts_fault_set(fault, TS_MALFORMED, 0, TOKEN);
    list->kind = TS_STATUS_TOKEN;
    list->bits = (unsigned)claims->bits;
    list->issued = claims->iat;
    list->expires = claims->exp;
    enum ts_status status =
        ts_inflate(arena, &list->bitstring, claims->lst, TS_DEFLATE_ZLIB, BYTES_MAX);
    return ts_fault_set(fault, status, 0, TOKEN);
}

enum ts_status
ts_status_list_read_token(struct ts_arena *arena, struct ts_status_list *list,
                          const struct ts_status_source *source, struct ts_fault *fault)
{
    struct ts_authenticity found;
    struct claims claims;
    ts_span claimed;
    enum ts_status status = read_claimed_issuer(arena, &claimed, source, fault);
    if (status == TS_OK)
        status = ts_status_source_verify(arena, &found, source, claimed, fault);
    if (status != TS_OK)
        return status;
    status = read_claims(arena, &claims, source->kind, found.verified.bytes, fault);
    if (status != TS_OK)
        return status;
    list->issuer = found.listed->id;
    return fill(arena, list, &claims, fault);
}
