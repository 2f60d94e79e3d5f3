#ifndef TS_CRYPTO_DIGEST_H
#define TS_CRYPTO_DIGEST_H

#include "firmware/base/span.h"

/* Makings: digest_sodium.c (SHA-256, SHA-512) and digest_openssl.c (SHA-384). */

#define TS_SHA256_SIZE 32
#define TS_SHA384_SIZE 48
#define TS_SHA512_SIZE 64

/** FIPS 180-4. */
void ts_sha256(uint8_t digest[static TS_SHA256_SIZE], ts_span bytes);
void ts_sha384(uint8_t digest[static TS_SHA384_SIZE], ts_span bytes);
void ts_sha512(uint8_t digest[static TS_SHA512_SIZE], ts_span bytes);

#endif
