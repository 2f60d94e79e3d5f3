#ifndef TS_CRYPTO_PEM_H
#define TS_CRYPTO_PEM_H

#include "keys/crypto/public_key.h"

/* What tools around OpenSSL write. Making: pem_openssl.c. */

/** Bytes of one PEM block: RSA of TS_RSA_BITS_MAX takes 800. */
#define TS_PEM_MAX 4096

/**
 * A SubjectPublicKeyInfo (RFC 5280 4.1.2.7) as text (RFC 7468 13): one block
 * "PUBLIC KEY" with nothing but white space around it. P-256, P-384 (named
 * curves) and RSA; points are checked and given in the long form. key views the
 * arena and is written only on TS_OK.
 *
 * Returns TS_OK, TS_UNSUPPORTED (another kind of key, RSA outside TS_RSA_BITS_*),
 * TS_MALFORMED, TS_OVER_LIMIT (TS_PEM_MAX) or TS_NO_SPACE.
 */
TS_MUST_USE enum ts_status
ts_public_key_from_pem(struct ts_arena *arena, struct ts_public_key *key, ts_span text);

/** r || s of an ECDSA-Sig-Value (RFC 3279 2.2.3) for P-256, as
 * ts_signature_check() takes it. TS_OK, or TS_MALFORMED with signature left alone. */
TS_MUST_USE enum ts_status
ts_p256_signature_from_der(uint8_t signature[static 64], ts_span der);

#endif
