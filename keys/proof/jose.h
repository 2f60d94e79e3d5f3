#ifndef TS_PROOF_JOSE_H
#define TS_PROOF_JOSE_H

#include "keys/codec/json.h"
#include "keys/proof/proof.h"

/**
 * Reads a JWS in compact serialisation (RFC 7515 3.1, 7.1). The set gets one
 * proof; its payload is the decoded payload.
 *
 * Header members allowed: alg, kid, jwk, typ, cty, x5c, iss. "none", HMAC and
 * algorithms we do not know, crit and b64, and any other member leave count 0
 * and name themselves in unsupported. A kid that is not text, a jwk that is
 * not a key, duplicate members: TS_MALFORMED or TS_DUPLICATE.
 *
 * Everything is taken from the arena or views text. set is written only on
 * TS_OK. Returns TS_OK, TS_MALFORMED, TS_TRUNCATED, TS_DUPLICATE,
 * TS_OVER_LIMIT or TS_NO_SPACE.
 */
TS_MUST_USE enum ts_status ts_jose_read(struct ts_arena *arena, struct ts_proof_set *set,
                                        ts_span text, struct ts_fault *fault);

/** True when text has the shape of a compact JWS: "eyJ" and exactly two dots. */
bool ts_jose_looks_like(ts_span text);

#endif
