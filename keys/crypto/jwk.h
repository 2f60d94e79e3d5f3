#ifndef TS_CRYPTO_JWK_H
#define TS_CRYPTO_JWK_H

#include "keys/codec/json.h"
#include "keys/crypto/digest.h"
#include "keys/crypto/signature.h"

/**
 * A public key from a JSON Web Key (RFC 7517, 7518, 8037). A key with a "d" is
 * refused (TS_MALFORMED): a published secret is no key. "use" other than "sig",
 * "key_ops" without "verify" and an "alg" we do not know are TS_UNSUPPORTED, as
 * are RSA moduli outside TS_RSA_BITS_*; a point off its curve and an "alg" that
 * does not fit the key are TS_MALFORMED. alg (may be NULL) gets the alg member,
 * TS_ALG_NONE when there is none.
 *
 * Returns TS_OK, TS_UNSUPPORTED, TS_MALFORMED or TS_NO_SPACE. key views the
 * arena; key and alg are written only on TS_OK.
 */
TS_MUST_USE enum ts_status
ts_jwk_read(struct ts_arena *arena, struct ts_public_key *key, enum ts_signature_alg *alg,
            const struct ts_json *jwk);

/** RFC 7638 thumbprint with SHA-256. Statuses of ts_jwk_write(). */
TS_MUST_USE enum ts_status
ts_jwk_thumbprint(struct ts_arena *scratch, uint8_t digest[static TS_SHA256_SIZE],
                  const struct ts_public_key *key);

/** The key as a JWK object: the members of RFC 7638 3.2 in their order, without
 * white space. TS_OK, TS_UNSUPPORTED (no key, RSA of another size), TS_MALFORMED
 * (its numbers are none) or TS_NO_SPACE. */
TS_MUST_USE enum ts_status
ts_jwk_write(struct ts_arena *arena, ts_span *text, const struct ts_public_key *key);

#endif
