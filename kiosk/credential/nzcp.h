#ifndef TS_CREDENTIAL_NZCP_H
#define TS_CREDENTIAL_NZCP_H

#include "kiosk/credential/envelope.h"

/**
 * NZ COVID Pass 1 ("NZCP:/1/") and the compact credentials of MATTR that share its
 * envelope ("CSC:/1/", semantic ones "CSS:/1/"): base32 without padding over a
 * COSE_Sign1 that is a CWT, ES256 and nothing else.
 *
 * Another version than 1 is TS_UNSUPPORTED; else the statuses of
 * ts_base32_decode() and ts_cwt_open().
 */
TS_MUST_USE enum ts_status ts_nzcp_open(struct ts_arena *arena, struct ts_envelope *draft,
                                        ts_span text, struct ts_fault *fault);

/**
 * Reads the claims once their proof held. What is under "vc" is a Verifiable
 * Credential in all but its dates; a pass (type PublicCovidPass) must have what NZCP
 * 2.1 asks of it. Without "vc" the claims "type" and "name" say what it is and whose.
 *
 * credential is written only on TS_OK. Returns TS_OK, TS_MALFORMED, TS_UNSUPPORTED
 * (neither), TS_OVER_LIMIT, TS_NO_SPACE and those of ts_cbor_parse().
 */
TS_MUST_USE enum ts_status
ts_nzcp_read(struct ts_arena *arena, struct ts_credential *credential,
             ts_verified payload, struct ts_fault *fault);

#endif
