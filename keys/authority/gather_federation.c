#include "keys/authority/gather_federation.h"

#include "keys/authority/cell.h"
#include "keys/crypto/did.h"
#include "keys/proof/jose.h"

static const char TYP[] = "OpenID Federation 1.0 3, typ";

struct reading {
    struct ts_arena *arena;
    const struct ts_federation_order *order;
    struct ts_federation_statement draft;
    struct ts_fault fault;
};

static enum ts_status
fail(struct reading *r, enum ts_status why, const char *rule)
{
    return ts_fault_set(&r->fault, why, 0, rule);
}

static enum ts_status
read_proof(struct reading *r, struct ts_proof_set *set, ts_span text)
{
    enum ts_status status = ts_jose_read(r->arena, set, text, &r->fault);
    if (status != TS_OK)
        return status;
    const struct ts_proof *proof = &set->proofs[0];
    if (set->refused)
        return fail(r, TS_UNTRUSTED, set->refused);
    if (set->count == 0)
        return fail(r, TS_UNSUPPORTED, "a signature or a header of another kind");
    if (!ts_span_is(proof->media_type, "entity-statement+jwt")
        && !ts_span_is(proof->media_type, "application/entity-statement+jwt"))
        return fail(r, TS_MALFORMED, TYP);
    if (proof->key_id.len == 0)
        return fail(r, TS_MALFORMED, "OpenID Federation 1.0 3, kid");
    return TS_OK;
}

/* True when a key of that id made the signature. */
static bool
is_signed_by(ts_verified *verified, const struct ts_proof *proof,
             const struct ts_issuer_keys *keys)
{
    for (size_t i = 0; i < keys->count; i++) {
        const struct ts_issuer_key *key = &keys->items[i];
        if (ts_span_equal(key->id, proof->key_id)
            && ts_proof_check(verified, proof, &key->key) == TS_OK)
            return true;
    }
    return false;
}

/* The subject's own federation keys, which sign its own configuration. */
static enum ts_status
read_keys(struct reading *r, struct ts_issuer_keys *keys, const struct ts_json *jwks,
          const char *rule)
{
    enum ts_status status = ts_issuer_keys_from_jwks(r->arena, keys, jwks);
    if (status == TS_ABSENT)
        return fail(r, TS_UNSUPPORTED, rule);
    return status == TS_OK ? TS_OK : fail(r, status, rule);
}

/* Who signed is asked before anything is believed; whose keys to try is the only
 * thing that is taken from the text before that. */
static enum ts_status
find_signer(struct reading *r, ts_verified *verified, const struct ts_proof *proof)
{
    const struct ts_federation_order *order = r->order;
    const struct ts_json *claims;
    struct ts_issuer_keys own;
    size_t used = r->arena->used;
    r->draft.by_anchor =
        order->anchor.len > 0 && is_signed_by(verified, proof, order->anchor_keys);
    if (r->draft.by_anchor)
        return TS_OK;

    enum ts_status status = ts_json_parse(r->arena, &claims, proof->payload, &r->fault);
    if (status != TS_OK)
        return status;
    ts_span issuer = ts_json_string(ts_json_member(claims, "iss"));
    bool self = ts_span_equal(issuer, ts_json_string(ts_json_member(claims, "sub")));
    if (!self)
        return fail(r, TS_UNTRUSTED, "signed by nobody who may speak for it");
    /* Whose keys the operator knows has no others. */
    if (issuer.len > 0 && ts_span_equal(issuer, order->anchor))
        return fail(r, TS_UNTRUSTED, "the anchor's keys did not sign it");
    status = read_keys(r, &own, ts_json_member(claims, "jwks"),
                       "OpenID Federation 1.0 3.1, jwks");
    if (status != TS_OK)
        return status;
    bool good = is_signed_by(verified, proof, &own);
    ts_arena_rewind(r->arena, used);
    return good ? TS_OK : fail(r, TS_UNTRUSTED, "its own keys did not sign it");
}

static enum ts_status
read_parties(struct reading *r, const struct ts_json *claims)
{
    ts_span issuer = ts_json_string(ts_json_member(claims, "iss"));
    r->draft.subject = ts_json_string(ts_json_member(claims, "sub"));
    if (!ts_uri_plausible(issuer))
        return fail(r, TS_MALFORMED, "OpenID Federation 1.0 3.1, iss");
    if (!ts_uri_plausible(r->draft.subject))
        return fail(r, TS_MALFORMED, "OpenID Federation 1.0 3.1, sub");
    if (r->draft.by_anchor && !ts_span_equal(issuer, r->order->anchor))
        return fail(r, TS_UNTRUSTED, "signed by the anchor in another's name");
    return TS_OK;
}

static enum ts_status
read_times(struct reading *r, const struct ts_json *claims)
{
    int64_t iat;
    int64_t exp;
    int64_t now = r->order->now.s;
    if (ts_json_integer(ts_json_member(claims, "iat"), &iat) != TS_OK)
        return fail(r, TS_MALFORMED, "OpenID Federation 1.0 3.1, iat");
    if (ts_json_integer(ts_json_member(claims, "exp"), &exp) != TS_OK || exp <= iat)
        return fail(r, TS_MALFORMED, "OpenID Federation 1.0 3.1, exp");
    if (iat > now && iat - now > TS_FEDERATION_SKEW_S)
        return fail(r, TS_UNTRUSTED, "it is signed in the future");
    if (exp <= now)
        return fail(r, TS_UNTRUSTED, "it has expired");
    r->draft.issued = (ts_utc){ iat };
    r->draft.expires = (ts_utc){ exp };
    return TS_OK;
}

static enum ts_status
check_critical(struct reading *r, const struct ts_json *claims)
{
    static const char *const NAMES[] = { "crit", "metadata_policy_crit" };
    for (size_t i = 0; i < TS_COUNT(NAMES); i++) {
        if (!ts_json_is(ts_json_member(claims, NAMES[i]), TS_JSON_NONE))
            return fail(r, TS_UNSUPPORTED, "OpenID Federation 1.0 3.1, crit");
    }
    return TS_OK;
}

/* Federation keys sign statements and nothing else (3.1); what signs credentials
 * stands in the metadata, where the entity says that it issues any. */
static const struct ts_json *
credential_jwks(const struct ts_json *claims)
{
    static const char *const TYPES[] = { "openid_credential_issuer", "vc_issuer" };
    const struct ts_json *metadata = ts_json_member(claims, "metadata");
    for (size_t i = 0; i < TS_COUNT(TYPES); i++) {
        const struct ts_json *jwks =
            ts_json_member(ts_json_member(metadata, TYPES[i]), "jwks");
        if (!ts_json_is(jwks, TS_JSON_NONE))
            return jwks;
    }
    return ts_json_member(claims, "jwks");
}

static enum ts_status
read_issuer(struct reading *r, const struct ts_json *claims)
{
    const struct ts_json *entity =
        ts_json_member(ts_json_member(claims, "metadata"), "federation_entity");
    const struct ts_json *jwks = credential_jwks(claims);
    bool is_did = ts_span_starts_with(r->draft.subject, TS_SPAN_LIT("did:"));
    r->draft.name = ts_json_string(ts_json_member(entity, "organization_name"));
    /* A DID says itself where its keys are. */
    if (is_did)
        return TS_OK;
    return read_keys(r, &r->draft.keys, jwks, "OpenID Federation 1.0 3.1, jwks");
}

static enum ts_status
read_claims(struct reading *r, ts_verified verified)
{
    const struct ts_json *claims;
    enum ts_status status = ts_json_parse(r->arena, &claims, verified.bytes, &r->fault);
    if (status != TS_OK)
        return status;
    if (!ts_json_is(claims, TS_JSON_OBJECT))
        return fail(r, TS_MALFORMED, "OpenID Federation 1.0 3.1");
    status = read_parties(r, claims);
    if (status == TS_OK)
        status = check_critical(r, claims);
    if (status == TS_OK)
        status = read_times(r, claims);
    if (status == TS_OK)
        status = read_issuer(r, claims);
    return status;
}

/* Servers end a file with a line. */
static ts_span
trimmed(ts_span text)
{
    while (text.len > 0
           && (text.at[text.len - 1] == '\n' || text.at[text.len - 1] == '\r'))
        text.len--;
    return text;
}

enum ts_status
ts_federation_read(struct ts_arena *arena, struct ts_federation_statement *statement,
                   const struct ts_federation_order *order, ts_span text,
                   struct ts_fault *fault)
{
    struct reading r = { .arena = arena, .order = order };
    struct ts_proof_set set;
    ts_verified verified = { { 0 } };
    enum ts_status status = read_proof(&r, &set, trimmed(text));
    if (status == TS_OK)
        status = find_signer(&r, &verified, &set.proofs[0]);
    if (status == TS_OK)
        status = read_claims(&r, verified);
    if (status != TS_OK)
        return ts_fault_set(fault, status, r.fault.offset, r.fault.rule);
    *statement = r.draft;
    return TS_OK;
}
