#ifndef TS_CRYPTO_SIGNATURE_DER_H
#define TS_CRYPTO_SIGNATURE_DER_H

#include "firmware/base/arena.h"
#include "firmware/base/check.h"
#include "firmware/base/status.h"

/**
 * r || s, each of field bytes, from an ECDSA-Sig-Value (RFC 3279 2.2.3) in DER and
 * nothing looser: definite lengths in their shortest form, integers without a needless
 * zero, nothing after it. Whether they are in range is ts_signature_check()'s to say.
 *
 * raw views the arena and is written only on TS_OK; else TS_MALFORMED or TS_NO_SPACE.
 */
TS_MUST_USE enum ts_status
ts_ecdsa_signature_from_der(struct ts_arena *arena, ts_span *raw, ts_span der,
                            size_t field);

#endif
