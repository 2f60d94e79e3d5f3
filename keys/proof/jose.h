#ifndef TS_PROOF_JOSE_H
#define TS_PROOF_JOSE_H

#include "keys/codec/json.h"
#include "keys/proof/proof.h"

/**
 * Reads a JWS in compact serialisation (RFC 7515 3.1, 7.1). The set gets one
 * proof; its payload is the decoded payload.
 *
 * Header members allowed: alg, kid, jwk, typ, cty, x5c, iss. "none", HMAC and
 * algorithms we do not know, crit and b64, any other member, and a jwk of a
 * kind we do not verify leave count 0 and name themselves in unsupported;
 * payload and signature are then not looked at. A jwk made for another alg
 * (RFC 7517 4.4) leaves count 0 and says so in refused. A kid, typ, cty or iss
 * that is not text, a jwk that is not a key, an x5c that is not an array of
 * base64, no alg, duplicate members: TS_MALFORMED or TS_DUPLICATE.
 *
 * Not checked here: that the key fits alg (ts_proof_check() does), typ, cty,
 * iss, whose the certificate is.
 *
 * Everything is taken from the arena or views text. set is written only on
 * TS_OK. Returns TS_OK, TS_MALFORMED, TS_TRUNCATED, TS_DUPLICATE,
 * TS_OVER_LIMIT or TS_NO_SPACE.
 */
TS_MUST_USE enum ts_status ts_jose_read(struct ts_arena *arena, struct ts_proof_set *set,
                                        ts_span text, struct ts_fault *fault);

/**
 * The same for SMART Health Cards, and for nothing else: "zip": "DEF" must stand in
 * the header, the signature covers the payload as packed, and the payload of the
 * proof is what it inflates to (raw DEFLATE, RFC 1951; at most
 * TS_CODE_INFLATED_MAX bytes). Another zip is named in unsupported; no zip, or a
 * payload that is not one whole stream, is TS_MALFORMED.
 */
TS_MUST_USE enum ts_status
ts_jose_read_deflated(struct ts_arena *arena, struct ts_proof_set *set, ts_span text,
                      struct ts_fault *fault);

/** True when text has the shape of a compact JWS: "eyJ" and exactly two dots. */
bool ts_jose_looks_like(ts_span text);

#endif
