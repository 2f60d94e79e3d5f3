#ifndef TS_AUTHORITY_GATHER_STATEMENT_H
#define TS_AUTHORITY_GATHER_STATEMENT_H

#include "keys/authority/gather_federation.h"
#include "keys/codec/json.h"
#include "keys/proof/proof.h"

/* Parts of an entity statement (OpenID Federation 1.0 3), between gather_federation.c
 * and gather_chain.c. Each fails with the fault set. */

struct ts_statement_reader {
    struct ts_arena *arena;
    ts_utc now;
    struct ts_fault fault;
};

TS_MUST_USE enum ts_status
ts_statement_fail(struct ts_statement_reader *r, enum ts_status why, const char *rule);

/** Without the line end that servers put after a file. */
ts_span ts_statement_trim(ts_span text);

/** The signature and its header: typ and kid are there. Nobody is believed yet. */
TS_MUST_USE enum ts_status
ts_statement_proof(struct ts_statement_reader *r, struct ts_proof_set *set, ts_span text);

/** True when a key of that id made the signature; then verified is written. */
bool ts_statement_is_signed_by(ts_verified *verified, const struct ts_proof *proof,
                               const struct ts_issuer_keys *keys);

/** What it says, believed: an object without crit, without policies for what we
 * read, and without constraints that we do not know. */
TS_MUST_USE enum ts_status
ts_statement_claims(struct ts_statement_reader *r, const struct ts_json **claims,
                    ts_verified verified);

TS_MUST_USE enum ts_status
ts_statement_parties(struct ts_statement_reader *r, const struct ts_json *claims,
                     ts_span *issuer, ts_span *subject);
TS_MUST_USE enum ts_status
ts_statement_times(struct ts_statement_reader *r, const struct ts_json *claims,
                   ts_utc *issued, ts_utc *expires);

/** A JWK set with at least one key that we verify with, else TS_UNSUPPORTED. */
TS_MUST_USE enum ts_status
ts_statement_keys(struct ts_statement_reader *r, struct ts_issuer_keys *keys,
                  const struct ts_json *jwks, const char *rule);

/** The keys that sign credentials, by the metadata of claims; TS_JSON_NONE when it does
 * not say that the entity issues any. */
const struct ts_json *ts_statement_credential_jwks(const struct ts_json *claims);

/** organization_name; may be empty. */
ts_span ts_statement_name(const struct ts_json *claims);

#endif
