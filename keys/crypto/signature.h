#ifndef TS_CRYPTO_SIGNATURE_H
#define TS_CRYPTO_SIGNATURE_H

#include "keys/crypto/public_key.h"

/* Makings: signature_sodium.c (Ed25519) and signature_openssl.c (the others). */

/** Every combination of algorithm and parameters is one value, so that a key
 * can never be used in a way its owner did not mean. */
enum ts_signature_alg {
    TS_ALG_NONE = 0,
    TS_ALG_EDDSA, /**< Ed25519, RFC 8032; JOSE "EdDSA", COSE -8. */
    TS_ALG_ES256, /**< P-256 with SHA-256, r || s of 64 bytes; COSE -7. */
    TS_ALG_ES384, /**< P-384 with SHA-384, r || s of 96 bytes; COSE -35. */
    TS_ALG_PS256, /**< RSASSA-PSS, SHA-256, MGF1 SHA-256, salt 32; COSE -37. */
    TS_ALG_RS256, /**< RSASSA-PKCS1-v1_5, SHA-256; COSE -257. */
};

/** The kind of key alg needs; TS_KEY_NONE for TS_ALG_NONE. */
enum ts_key_kind ts_signature_key_kind(enum ts_signature_alg alg);

/** JOSE (RFC 7518, RFC 8037) and COSE (RFC 9053, RFC 8812) names; TS_ALG_NONE
 * for every other one, "none" and HMAC included. */
enum ts_signature_alg ts_signature_alg_from_jose(ts_span name);
enum ts_signature_alg ts_signature_alg_from_cose(int64_t number);

/** "" for TS_ALG_NONE. */
const char *ts_signature_alg_jose_name(enum ts_signature_alg alg);

/**
 * Does signature, by key, cover message? ECDSA signatures are r || s of exact
 * length; DER is refused.
 *
 * Returns TS_OK; TS_UNTRUSTED (it does not); TS_UNSUPPORTED (alg does not fit
 * the key, or no such alg); TS_MALFORMED (the key is not one). Nothing else is
 * checked: not whose key it is, not when it was valid.
 */
TS_MUST_USE enum ts_status
ts_signature_check(const struct ts_public_key *key, enum ts_signature_alg alg,
                   ts_span message, ts_span signature);

/**
 * Bytes that stood under a signature which was checked.
 *
 * Made in two places only, which tests/checks holds us to: keys/proof/proof.c
 * (credentials) and keys/trust/metadata.c (lists). A reader that decides
 * anything takes a ts_verified, so that unchecked bytes do not compile there.
 */
typedef struct {
    ts_span bytes;
} ts_verified;

#endif
