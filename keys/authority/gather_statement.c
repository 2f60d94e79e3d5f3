#include "keys/authority/gather_statement.h"

#include "keys/authority/cell.h"
#include "keys/proof/jose.h"

/* Entity types whose metadata we read; the first two issue credentials. */
static const char *const TYPES[] = { "openid_credential_issuer", "vc_issuer",
                                     "federation_entity" };
enum { ISSUING_TYPES = 2 };

enum ts_status
ts_statement_fail(struct ts_statement_reader *r, enum ts_status why, const char *rule)
{
    return ts_fault_set(&r->fault, why, 0, rule);
}

ts_span
ts_statement_trim(ts_span text)
{
    while (text.len > 0
           && (text.at[text.len - 1] == '\n' || text.at[text.len - 1] == '\r'))
        text.len--;
    return text;
}

enum ts_status
ts_statement_proof(struct ts_statement_reader *r, struct ts_proof_set *set, ts_span text)
{
    enum ts_status status = ts_jose_read(r->arena, set, text, &r->fault);
    if (status != TS_OK)
        return status;
    const struct ts_proof *proof = &set->proofs[0];
    if (set->refused)
        return ts_statement_fail(r, TS_UNTRUSTED, set->refused);
    if (set->count == 0)
        return ts_statement_fail(r, TS_UNSUPPORTED,
                                 "a signature or a header of another kind");
    if (!ts_span_is(proof->media_type, "entity-statement+jwt")
        && !ts_span_is(proof->media_type, "application/entity-statement+jwt"))
        return ts_statement_fail(r, TS_MALFORMED, "OpenID Federation 1.0 3, typ");
    if (proof->key_id.len == 0)
        return ts_statement_fail(r, TS_MALFORMED, "OpenID Federation 1.0 3, kid");
    return TS_OK;
}

bool
ts_statement_is_signed_by(ts_verified *verified, const struct ts_proof *proof,
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

static bool
has(const struct ts_json *object, const char *name)
{
    return !ts_json_is(ts_json_member(object, name), TS_JSON_NONE);
}

static enum ts_status
check_critical(struct ts_statement_reader *r, const struct ts_json *claims)
{
    if (has(claims, "crit") || has(claims, "metadata_policy_crit"))
        return ts_statement_fail(r, TS_UNSUPPORTED, "OpenID Federation 1.0 3.1, crit");
    return TS_OK;
}

/* A policy may forbid what the metadata says, so one about what we read is not passed
 * over; others are about other things. */
static enum ts_status
check_policies(struct ts_statement_reader *r, const struct ts_json *claims)
{
    const struct ts_json *policies = ts_json_member(claims, "metadata_policy");
    for (size_t i = 0; i < TS_COUNT(TYPES); i++)
        if (has(policies, TYPES[i]))
            return ts_statement_fail(r, TS_UNSUPPORTED,
                                     "OpenID Federation 1.0 6.1, metadata_policy");
    return TS_OK;
}

/* max_path_length is for chains, which look at it. */
static enum ts_status
check_constraints(struct ts_statement_reader *r, const struct ts_json *claims)
{
    const struct ts_json *constraints = ts_json_member(claims, "constraints");
    for (const struct ts_json *at = constraints->first; at; at = at->next)
        if (!ts_span_is(at->name, "max_path_length"))
            return ts_statement_fail(r, TS_UNSUPPORTED,
                                     "OpenID Federation 1.0 6.2, constraints");
    return TS_OK;
}

enum ts_status
ts_statement_claims(struct ts_statement_reader *r, const struct ts_json **claims,
                    ts_verified verified)
{
    enum ts_status status = ts_json_parse(r->arena, claims, verified.bytes, &r->fault);
    if (status != TS_OK)
        return status;
    if (!ts_json_is(*claims, TS_JSON_OBJECT))
        return ts_statement_fail(r, TS_MALFORMED, "OpenID Federation 1.0 3.1");
    status = check_critical(r, *claims);
    if (status == TS_OK)
        status = check_policies(r, *claims);
    if (status == TS_OK)
        status = check_constraints(r, *claims);
    return status;
}

enum ts_status
ts_statement_parties(struct ts_statement_reader *r, const struct ts_json *claims,
                     ts_span *issuer, ts_span *subject)
{
    *issuer = ts_json_string(ts_json_member(claims, "iss"));
    *subject = ts_json_string(ts_json_member(claims, "sub"));
    if (!ts_uri_plausible(*issuer))
        return ts_statement_fail(r, TS_MALFORMED, "OpenID Federation 1.0 3.1, iss");
    if (!ts_uri_plausible(*subject))
        return ts_statement_fail(r, TS_MALFORMED, "OpenID Federation 1.0 3.1, sub");
    return TS_OK;
}

enum ts_status
ts_statement_times(struct ts_statement_reader *r, const struct ts_json *claims,
                   ts_utc *issued, ts_utc *expires)
{
    int64_t iat;
    int64_t exp;
    int64_t now = r->now.s;
    if (ts_json_integer(ts_json_member(claims, "iat"), &iat) != TS_OK)
        return ts_statement_fail(r, TS_MALFORMED, "OpenID Federation 1.0 3.1, iat");
    if (ts_json_integer(ts_json_member(claims, "exp"), &exp) != TS_OK || exp <= iat)
        return ts_statement_fail(r, TS_MALFORMED, "OpenID Federation 1.0 3.1, exp");
    if (iat > now && iat - now > TS_FEDERATION_SKEW_S)
        return ts_statement_fail(r, TS_UNTRUSTED, "it is signed in the future");
    if (exp <= now)
        return ts_statement_fail(r, TS_UNTRUSTED, "it has expired");
    *issued = (ts_utc){ iat };
    *expires = (ts_utc){ exp };
    return TS_OK;
}

enum ts_status
ts_statement_keys(struct ts_statement_reader *r, struct ts_issuer_keys *keys,
                  const struct ts_json *jwks, const char *rule)
{
    enum ts_status status = ts_issuer_keys_from_jwks(r->arena, keys, jwks);
    if (status == TS_ABSENT)
        return ts_statement_fail(r, TS_UNSUPPORTED, rule);
    return status == TS_OK ? TS_OK : ts_statement_fail(r, status, rule);
}

/* Federation keys sign statements and nothing else (3.1); what signs credentials
 * stands in the metadata, where the entity says that it issues any. */
const struct ts_json *
ts_statement_credential_jwks(const struct ts_json *claims)
{
    const struct ts_json *metadata = ts_json_member(claims, "metadata");
    const struct ts_json *jwks = NULL;
    for (size_t i = 0; i < ISSUING_TYPES; i++) {
        jwks = ts_json_member(ts_json_member(metadata, TYPES[i]), "jwks");
        if (!ts_json_is(jwks, TS_JSON_NONE))
            break;
    }
    return jwks;
}

ts_span
ts_statement_name(const struct ts_json *claims)
{
    const struct ts_json *entity =
        ts_json_member(ts_json_member(claims, "metadata"), "federation_entity");
    return ts_json_string(ts_json_member(entity, "organization_name"));
}
