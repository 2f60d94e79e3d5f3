#ifndef TS_CREDENTIAL_CWT_H
#define TS_CREDENTIAL_CWT_H

#include "keys/codec/cbor.h"
#include "kiosk/credential/envelope.h"
#include "kiosk/credential/form.h"

/** What the families share that are CBOR Web Tokens (RFC 8392) signed with COSE. */

/**
 * Opens a COSE_Sign1 whose payload is a CWT: its proof and, as the hint, its claim
 * iss. An empty signature is refused (proofs.refused). claims gets the claims, which
 * nobody believes yet, or NULL when no proof can be checked. Returns TS_OK, the
 * statuses of ts_cose_read() and ts_cbor_parse(), or TS_UNSUPPORTED for an algorithm
 * that stands unprotected; claims is written only on TS_OK.
 */
TS_MUST_USE enum ts_status
ts_cwt_open(struct ts_arena *arena, struct ts_envelope *draft,
            const struct ts_cbor **claims, ts_span bytes, struct ts_fault *fault);

/** Reads the claims map of verified bytes; fails form. Never NULL. */
const struct ts_cbor *ts_cwt_claims(struct ts_form *form, ts_verified payload);

/**
 * The registered claims (RFC 8392 3.1): iss, which must be there; sub; exp; nbf,
 * else iat; cti, as urn:uuid: where it has the length of one; and the status claim
 * (IETF Token Status List 6.3, and the one that compact credentials of MATTR have
 * instead). Fails form.
 */
void ts_cwt_read(struct ts_form *form, struct ts_credential *draft,
                 const struct ts_cbor *claims);

#endif
