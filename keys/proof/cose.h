#ifndef TS_PROOF_COSE_H
#define TS_PROOF_COSE_H

#include "keys/codec/cbor.h"
#include "keys/proof/proof.h"

/**
 * Reads a COSE_Sign1 (RFC 9052 4.2): tag 18, tag 61 around tag 18 (a CWT), or
 * no tag at all. The set gets one proof; its message is the Sig_structure with
 * external_aad, its payload the payload bytes.
 *
 * alg (1) is wanted in the protected header; from the unprotected one it is taken
 * too, as the EU DCC cases ask, and alg_unprotected says so: callers that can
 * afford it refuse. kid (4) is taken from the protected header, or from the
 * unprotected one when only that has it (protected wins).
 * x5chain (33) and typ (16) from either, protected first; content type (3)
 * serves as media_type where typ is absent; a number of either (RFC 7252 12.3)
 * is given in decimal. A label twice in a header or in both is TS_DUPLICATE,
 * except kid in both, which real issuers write. crit (2) and unknown algs leave
 * count 0 and are named in unsupported (a number in decimal). A detached payload
 * (nil) and the other kinds of COSE message are TS_UNSUPPORTED, any other tag
 * TS_MALFORMED.
 *
 * Returns TS_OK, TS_UNSUPPORTED, the statuses of ts_cbor_parse(), or
 * TS_MALFORMED. set is written only on TS_OK.
 */
TS_MUST_USE enum ts_status
ts_cose_read(struct ts_arena *arena, struct ts_proof_set *set, ts_span bytes,
             ts_span external_aad, struct ts_fault *fault);

/** True when bytes begin like a COSE_Sign1: tag 18 or 61, or an array of four. */
bool ts_cose_looks_like(ts_span bytes);

#endif
