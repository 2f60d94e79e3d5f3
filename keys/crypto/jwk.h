#ifndef TS_CRYPTO_JWK_H
#define TS_CRYPTO_JWK_H

#include "keys/codec/json.h"
#include "keys/crypto/digest.h"
#include "keys/crypto/signature.h"

/**
 * A public key from a JSON Web Key (RFC 7517, 7518, 8037). A key with a "d" is
 * refused (TS_MALFORMED): a published secret is no key. "use" other than "sig"
 * and "key_ops" without "verify" are TS_UNSUPPORTED. alg (may be NULL) gets
 * the alg member, TS_ALG_NONE when there is none.
 *
 * Returns TS_OK, TS_UNSUPPORTED, TS_MALFORMED or TS_NO_SPACE. key views the arena.
 */
TS_MUST_USE enum ts_status ts_jwk_read(struct ts_arena *arena, struct ts_public_key *key,
                                       enum ts_signature_alg *alg,
                                       const struct ts_json *jwk);

/** RFC 7638 thumbprint with SHA-256. TS_OK, TS_UNSUPPORTED or TS_NO_SPACE. */
TS_MUST_USE enum ts_status ts_jwk_thumbprint(struct ts_arena *scratch,
                                             uint8_t digest[static TS_SHA256_SIZE],
                                             const struct ts_public_key *key);

/** The key as a JWK object, members in the order of RFC 7638. TS_OK or TS_NO_SPACE. */
TS_MUST_USE enum ts_status ts_jwk_write(struct ts_arena *arena, ts_span *text,
                                        const struct ts_public_key *key);

#endif
