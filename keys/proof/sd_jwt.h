#ifndef TS_PROOF_SD_JWT_H
#define TS_PROOF_SD_JWT_H

#include "keys/proof/proof.h"

/**
 * Reads an SD-JWT (RFC 9901 4): a JWT and its disclosures, each closed by "~". The set
 * gets one proof, of kind TS_PROOF_SD_JWT. Its payload is JSON text made of the signed
 * payload (RFC 9901 7.1): every disclosure stands where a digest of it stood, what was
 * not disclosed is gone, and so are _sd, _sd_alg and the digests. Nothing is in it
 * that the signature does not cover, directly or by SHA-256.
 *
 * What the holder did not disclose is absent. A reader must not take absence for
 * good news; for what matters most it need not: iss, nbf, exp, cnf, vct, vct#integrity
 * and status cannot be disclosures (SD-JWT VC 2.2.2.2), and are refused as one.
 *
 * Bearer: a key binding JWT behind the last "~" is not looked at beyond its shape.
 * It was made for another verifier at another time, and whoever holds the card can
 * take it off.
 *
 * unsupported names what ts_jose_read() names, a typ other than vc+sd-jwt and
 * dc+sd-jwt (or "typ" when there is none), and an _sd_alg other than sha-256.
 *
 * Returns TS_OK; the statuses of ts_jose_read(); TS_MALFORMED (a disclosure that is
 * none, or that no digest names; a reserved name or a name that is there already; a
 * disclosure of the other kind than its digest's place asks for); TS_DUPLICATE (a
 * digest or a disclosure twice); TS_OVER_LIMIT (TS_DISCLOSURES_MAX,
 * TS_DISCLOSURE_DIGESTS_MAX, TS_DEPTH_MAX, TS_MEMBERS_MAX). set is written only on
 * TS_OK; it views the arena and text.
 */
TS_MUST_USE enum ts_status
ts_sd_jwt_read(struct ts_arena *arena, struct ts_proof_set *set, ts_span text,
               struct ts_fault *fault);

/** True when text begins like a compact JWS and has a "~" behind it. */
bool ts_sd_jwt_looks_like(ts_span text);

#endif
