#ifndef TS_CREDENTIAL_CLAIM_169_H
#define TS_CREDENTIAL_CLAIM_169_H

#include "kiosk/credential/envelope.h"

/**
 * MOSIP Claim 169 (QR code specification 1.2.2): an identity in claim 169 of a CWT,
 * signed with COSE_Sign1. Most published samples are not signed; those are refused
 * (ts_cwt_open()), and so are encrypted ones.
 *
 * Opens the COSE_Sign1. TS_UNSUPPORTED for a CWT without claim 169; else the
 * statuses of ts_cwt_open().
 */
TS_MUST_USE enum ts_status
ts_claim_169_open(struct ts_arena *arena, struct ts_envelope *draft, ts_span bytes,
                  struct ts_fault *fault);

/**
 * Reads the identity once its proof held: the name, whole or put together, the id
 * as the subject where the CWT has no sub, and the first picture of the face as
 * credential->portrait. Attributes that we do not know are passed over.
 *
 * credential is written only on TS_OK. Returns TS_OK, TS_MALFORMED, TS_NO_SPACE and
 * those of ts_cbor_parse().
 */
TS_MUST_USE enum ts_status
ts_claim_169_read(struct ts_arena *arena, struct ts_credential *credential,
                  ts_verified payload, struct ts_fault *fault);

#endif
