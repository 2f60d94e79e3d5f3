#include "keys/authority/gather_federation.h"

#include "keys/authority/gather_statement.h"

static const char JWKS[] = "OpenID Federation 1.0 3.1, jwks";

struct reading {
    struct ts_statement_reader r;
    const struct ts_federation_order *order;
    struct ts_federation_statement draft;
};

/* Who signed is asked before anything is believed; whose keys to try is the only
 * thing that is taken from the text before that. */
static enum ts_status
find_signer(struct reading *reading, ts_verified *verified, const struct ts_proof *proof)
{
    struct ts_statement_reader *r = &reading->r;
    const struct ts_federation_order *order = reading->order;
    const struct ts_json *claims;
    struct ts_issuer_keys own;
    size_t used = r->arena->used;
    reading->draft.by_anchor =
        order->anchor.len > 0
        && ts_statement_is_signed_by(verified, proof, order->anchor_keys);
    if (reading->draft.by_anchor)
        return TS_OK;

    enum ts_status status = ts_json_parse(r->arena, &claims, proof->payload, &r->fault);
    if (status != TS_OK)
        return status;
    ts_span issuer = ts_json_string(ts_json_member(claims, "iss"));
    bool self = ts_span_equal(issuer, ts_json_string(ts_json_member(claims, "sub")));
    if (!self)
        return ts_statement_fail(r, TS_UNTRUSTED,
                                 "signed by nobody who may speak for it");
    /* Whose keys the operator knows has no others. */
    if (issuer.len > 0 && ts_span_equal(issuer, order->anchor))
        return ts_statement_fail(r, TS_UNTRUSTED, "the anchor's keys did not sign it");
    status = ts_statement_keys(r, &own, ts_json_member(claims, "jwks"), JWKS);
    if (status != TS_OK)
        return status;
    bool good = ts_statement_is_signed_by(verified, proof, &own);
    ts_arena_rewind(r->arena, used);
    return good ? TS_OK
                : ts_statement_fail(r, TS_UNTRUSTED, "its own keys did not sign it");
}

static enum ts_status
read_parties(struct reading *reading, const struct ts_json *claims)
{
    ts_span issuer;
    enum ts_status status =
        ts_statement_parties(&reading->r, claims, &issuer, &reading->draft.subject);
    if (status == TS_OK && reading->draft.by_anchor
        && !ts_span_equal(issuer, reading->order->anchor))
        status = ts_statement_fail(&reading->r, TS_UNTRUSTED,
                                   "signed by the anchor in another's name");
    return status;
}

static enum ts_status
read_subject(struct reading *reading, const struct ts_json *claims)
{
    const struct ts_json *jwks = ts_statement_credential_jwks(claims);
    reading->draft.name = ts_statement_name(claims);
    /* A DID says itself where its keys are. */
    if (ts_span_starts_with(reading->draft.subject, TS_SPAN_LIT("did:")))
        return TS_OK;
    if (ts_json_is(jwks, TS_JSON_NONE))
        jwks = ts_json_member(claims, "jwks");
    return ts_statement_keys(&reading->r, &reading->draft.keys, jwks, JWKS);
}

static enum ts_status
read_claims(struct reading *reading, ts_verified verified)
{
    const struct ts_json *claims;
    enum ts_status status = ts_statement_claims(&reading->r, &claims, verified);
    if (status == TS_OK)
        status = read_parties(reading, claims);
    if (status == TS_OK)
        status = ts_statement_times(&reading->r, claims, &reading->draft.issued,
                                    &reading->draft.expires);
    if (status == TS_OK)
        status = read_subject(reading, claims);
    return status;
}

enum ts_status
ts_federation_read(struct ts_arena *arena, struct ts_federation_statement *statement,
                   const struct ts_federation_order *order, ts_span text,
                   struct ts_fault *fault)
{
    struct reading reading = { .r = { .arena = arena, .now = order->now },
                               .order = order };
    struct ts_proof_set set;
    ts_verified verified = { { 0 } };
    enum ts_status status = ts_statement_proof(&reading.r, &set, ts_statement_trim(text));
    if (status == TS_OK)
        status = find_signer(&reading, &verified, &set.proofs[0]);
    if (status == TS_OK)
        status = read_claims(&reading, verified);
    if (status != TS_OK)
        return ts_fault_set(fault, status, reading.r.fault.offset, reading.r.fault.rule);
    *statement = reading.draft;
    return TS_OK;
}
