#ifndef TS_CRYPTO_PUBLIC_KEY_OPENSSL_H
#define TS_CRYPTO_PUBLIC_KEY_OPENSSL_H

/* For the files of this folder that are named by the same library. */

#include "keys/crypto/public_key.h"

#include <openssl/ec.h>
#include <openssl/evp.h>
#include <openssl/x509.h>

/**
 * P-256, P-384 or RSA as an object of the library; EVP_PKEY_free() it. NULL
 * when the octets are no key of that kind.
 */
EVP_PKEY *ts_openssl_key(const struct ts_public_key *key);

/**
 * The reverse, for P-256 and P-384 (named curves, RFC 5480 2.1.1), RSA and Ed25519:
 * key views the arena and is written only on TS_OK. TS_OK, TS_UNSUPPORTED, TS_MALFORMED
 * or TS_NO_SPACE. May leave errors of the library behind.
 */
enum ts_status ts_openssl_key_read(struct ts_arena *arena, struct ts_public_key *key,
                                   const X509_PUBKEY *info);

/** The curve of P-256 or P-384, made once; NULL for another kind. */
const EC_GROUP *ts_openssl_curve(enum ts_key_kind kind);

#endif
