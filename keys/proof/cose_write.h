#ifndef TS_PROOF_COSE_WRITE_H
#define TS_PROOF_COSE_WRITE_H

#include "firmware/base/arena.h"
#include "keys/crypto/secret_key.h"

/**
 * Signs payload as a tagged COSE_Sign1 (RFC 9052 4.2) with nothing in its unprotected
 * header. header: the encoded map that is protected; it must name the algorithm of key.
 * Whoever checks it must have external_aad too, so that what was signed for one purpose
 * does not pass for another. cose lives in the arena.
 *
 * TS_OK, TS_UNSUPPORTED (the key signs nothing) or TS_NO_SPACE.
 */
TS_MUST_USE enum ts_status
ts_cose_sign1(struct ts_arena *arena, ts_span *cose, const struct ts_secret_key *key,
              ts_span header, ts_span external_aad, ts_span payload);

/** The same from a signature that is there: to see whether a COSE_Sign1 is written as
 * ts_cose_sign1() would. TS_OK or TS_NO_SPACE. */
TS_MUST_USE enum ts_status
ts_cose_sign1_write(struct ts_arena *arena, ts_span *cose, ts_span header,
                    ts_span payload, ts_span signature);

/** A protected header of alg EdDSA and kid, deterministic. TS_OK or TS_NO_SPACE. */
TS_MUST_USE enum ts_status
ts_cose_eddsa_header(struct ts_arena *arena, ts_span *header, ts_span key_id);

#endif
