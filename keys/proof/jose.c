#include "keys/proof/jose.h"

#include "firmware/base/limits.h"
#include "keys/codec/base64.h"
#include "keys/codec/deflate.h"
#include "keys/crypto/jwk.h"

struct compact {
    ts_span header;
    ts_span payload;
    ts_span signature;
    ts_span message; /* header, dot and payload: what is signed. */
};

/* One read of one text. */
struct reading {
    struct ts_arena *arena;
    ts_span text;
    bool wants_deflated;
    struct ts_proof_set set;
    struct ts_fault fault;
};

static enum ts_status
fail(struct reading *r, enum ts_status why, ts_span where, const char *rule)
{
    size_t offset = where.at ? (size_t)(where.at - r->text.at) : 0;
    return ts_fault_set(&r->fault, why, offset, rule);
}

/* Within a part that a dot ends nothing is cut off: it was never whole. */
static enum ts_status
fail_within(struct reading *r, enum ts_status why, ts_span part, const char *rule)
{
    bool cut = why == TS_TRUNCATED || why == TS_TRAILING;
    return fail(r, cut ? TS_MALFORMED : why, part, rule);
}

static enum ts_status
split(struct reading *r, struct compact *parts)
{
    static const char rule[] = "RFC 7515 7.1";
    ts_span text = r->text;
    size_t first = ts_span_index(text, '.');
    ts_span rest = ts_span_part(text, first + 1, text.len);
    size_t second = ts_span_index(rest, '.');
    ts_span signature = ts_span_part(rest, second + 1, rest.len);

    if (first == text.len || second == rest.len)
        return ts_fault_set(&r->fault, TS_TRUNCATED, text.len, rule);
    if (ts_span_index(signature, '.') != signature.len)
        return fail(r, TS_MALFORMED, signature, rule);
    *parts = (struct compact){
        .header = ts_span_part(text, 0, first),
        .payload = ts_span_part(rest, 0, second),
        .signature = signature,
        .message = ts_span_part(text, 0, first + 1 + second),
    };
    return TS_OK;
}

static void
note_unsupported(struct reading *r, ts_span name)
{
    if (r->set.unsupported.len == 0)
        r->set.unsupported = name;
}

typedef enum ts_status
read_member(struct reading *r, struct ts_proof *proof, const struct ts_json *value);

static enum ts_status
read_alg(struct reading *r, struct ts_proof *proof, const struct ts_json *value)
{
    ts_span name = ts_json_string(value);
    if (name.len == 0)
        return TS_MALFORMED;
    proof->alg = ts_signature_alg_from_jose(name);
    if (proof->alg == TS_ALG_NONE)
        note_unsupported(r, name);
    return TS_OK;
}

static enum ts_status
read_kid(struct reading *r, struct ts_proof *proof, const struct ts_json *value)
{
    (void)r;
    proof->key_id = ts_json_string(value);
    return ts_json_is(value, TS_JSON_STRING) ? TS_OK : TS_MALFORMED;
}

static enum ts_status
read_typ(struct reading *r, struct ts_proof *proof, const struct ts_json *value)
{
    (void)r;
    proof->media_type = ts_json_string(value);
    return ts_json_is(value, TS_JSON_STRING) ? TS_OK : TS_MALFORMED;
}

static enum ts_status
read_text_only(struct reading *r, struct ts_proof *proof, const struct ts_json *value)
{
    (void)r;
    (void)proof;
    return ts_json_is(value, TS_JSON_STRING) ? TS_OK : TS_MALFORMED;
}

static enum ts_status
read_jwk(struct reading *r, struct ts_proof *proof, const struct ts_json *value)
{
    enum ts_signature_alg made_for = TS_ALG_NONE;
    if (!ts_json_is(value, TS_JSON_OBJECT))
        return TS_MALFORMED;
    enum ts_status status = ts_jwk_read(r->arena, &proof->embedded_key, &made_for, value);
    if (status == TS_UNSUPPORTED) {
        note_unsupported(r, value->name);
        return TS_OK;
    }
    proof->has_embedded_key = status == TS_OK;
    if (made_for != TS_ALG_NONE && made_for != proof->alg)
        r->set.refused = "RFC 7517 4.4";
    return status;
}

static enum ts_status
read_x5c(struct reading *r, struct ts_proof *proof, const struct ts_json *value)
{
    if (!ts_json_is(value, TS_JSON_ARRAY) || value->count == 0)
        return TS_MALFORMED;
    for (const struct ts_json *at = value->first; at; at = at->next)
        if (ts_json_string(at).len == 0)
            return TS_MALFORMED;
    ts_span first = ts_json_string(value->first);
    return ts_base64_decode(r->arena, &proof->certificate, first);
}

/* alg comes first: what a jwk is made for is compared with it. */
static const struct {
    const char *name;
    const char *rule;
    read_member *read;
} allowed[] = {
    { "alg", "RFC 7515 4.1.1", read_alg },
    { "jwk", "RFC 7515 4.1.3", read_jwk },
    { "kid", "RFC 7515 4.1.4", read_kid },
    { "x5c", "RFC 7515 4.1.6", read_x5c },
    { "typ", "RFC 7515 4.1.9", read_typ },
    { "cty", "RFC 7515 4.1.10", read_text_only },
    { "iss", "RFC 7519 5.3", read_text_only },
};

static bool
is_allowed(const struct reading *r, ts_span name)
{
    if (r->wants_deflated && ts_span_is(name, "zip"))
        return true;
    for (size_t i = 0; i < TS_COUNT(allowed); i++)
        if (ts_span_is(name, allowed[i].name))
            return true;
    return false;
}

static enum ts_status
read_members(struct reading *r, struct ts_proof *proof, const struct ts_json *header)
{
    for (const struct ts_json *at = header->first; at; at = at->next)
        if (!is_allowed(r, at->name))
            note_unsupported(r, at->name.len ? at->name : TS_SPAN_LIT("\"\""));
    for (size_t i = 0; i < TS_COUNT(allowed); i++) {
        const struct ts_json *value = ts_json_member(header, allowed[i].name);
        if (ts_json_is(value, TS_JSON_NONE))
            continue;
        enum ts_status status = allowed[i].read(r, proof, value);
        if (status != TS_OK)
            return fail_within(r, status, r->text, allowed[i].rule);
    }
    return TS_OK;
}

/* RFC 7516 4.1.3, borrowed by SMART Health Cards for signing. */
static enum ts_status
require_zip(struct reading *r, const struct ts_json *header)
{
    const struct ts_json *zip = ts_json_member(header, "zip");
    if (!r->wants_deflated)
        return TS_OK;
    if (ts_json_string(zip).len == 0)
        return fail(r, TS_MALFORMED, r->text, "RFC 7516 4.1.3");
    if (!ts_json_string_is(zip, "DEF"))
        note_unsupported(r, ts_json_string(zip));
    return TS_OK;
}

static enum ts_status
read_header(struct reading *r, struct ts_proof *proof, ts_span encoded)
{
    ts_span text = { 0 };
    const struct ts_json *header;
    struct ts_fault fault;
    enum ts_status status = ts_base64url_decode(r->arena, &text, encoded);
    if (status != TS_OK)
        return fail_within(r, status, encoded, "RFC 7515 5.2");
    status = ts_json_parse(r->arena, &header, text, &fault);
    if (status != TS_OK)
        return fail_within(r, status, encoded, fault.rule);
    if (!ts_json_is(header, TS_JSON_OBJECT))
        return fail(r, TS_MALFORMED, encoded, "RFC 7515 4");
    if (ts_json_is(ts_json_member(header, "alg"), TS_JSON_NONE))
        return fail(r, TS_MALFORMED, encoded, "RFC 7515 4.1.1");
    status = require_zip(r, header);
    return status == TS_OK ? read_members(r, proof, header) : status;
}

static enum ts_status
read_payload(struct reading *r, ts_span *payload, ts_span encoded)
{
    ts_span packed = { 0 };
    enum ts_status status =
        ts_base64url_decode(r->arena, r->wants_deflated ? &packed : payload, encoded);
    if (status != TS_OK)
        return fail_within(r, status, encoded, "RFC 7515 5.2");
    if (!r->wants_deflated)
        return TS_OK;
    status = ts_inflate(r->arena, payload, packed, TS_DEFLATE_RAW, TS_CODE_INFLATED_MAX);
    return status == TS_OK ? TS_OK : fail_within(r, status, encoded, "RFC 1951");
}

static enum ts_status
read_proof(struct reading *r, struct ts_proof *proof)
{
    struct compact parts = { 0 };
    enum ts_status status = split(r, &parts);
    if (status == TS_OK)
        status = read_header(r, proof, parts.header);
    /* What another header means by payload and signature is not ours to guess. */
    if (status != TS_OK || r->set.unsupported.len != 0)
        return status;

    status = read_payload(r, &proof->payload, parts.payload);
    if (status != TS_OK)
        return status;
    status = ts_base64url_decode(r->arena, &proof->signature, parts.signature);
    if (status != TS_OK)
        return fail(r, status, parts.signature, "RFC 7515 5.2");
    proof->message = parts.message;
    r->set.count = r->set.refused ? 0 : 1;
    return TS_OK;
}

static enum ts_status
read_text(struct ts_arena *arena, struct ts_proof_set *set, ts_span text,
          bool wants_deflated, struct ts_fault *fault)
{
    struct reading r = { .arena = arena, .text = text, .wants_deflated = wants_deflated };
    struct ts_proof *proof = &r.set.proofs[0];
    proof->kind = TS_PROOF_JWS;
    proof->created = TS_UTC_ALWAYS;
    proof->expires = TS_UTC_NEVER;

    enum ts_status status = read_proof(&r, proof);
    if (status != TS_OK)
        return ts_fault_set(fault, status, r.fault.offset, r.fault.rule);
    /* Nobody should find half a proof behind a count of 0. */
    if (r.set.count == 0)
        *proof = (struct ts_proof){ 0 };
    *set = r.set;
    return TS_OK;
}

enum ts_status
ts_jose_read(struct ts_arena *arena, struct ts_proof_set *set, ts_span text,
             struct ts_fault *fault)
{
    return read_text(arena, set, text, false, fault);
}

enum ts_status
ts_jose_read_deflated(struct ts_arena *arena, struct ts_proof_set *set, ts_span text,
                      struct ts_fault *fault)
{
    return read_text(arena, set, text, true, fault);
}

bool
ts_jose_looks_like(ts_span text)
{
    size_t dots = 0;
    for (size_t i = 0; i < text.len; i++)
        dots += text.at[i] == '.';
    return dots == 2 && ts_span_starts_with(text, TS_SPAN_LIT("eyJ"));
}
