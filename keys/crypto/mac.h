#ifndef TS_CRYPTO_MAC_H
#define TS_CRYPTO_MAC_H

#include "keys/crypto/digest.h"

/* Making: mac_sodium.c. */

#define TS_MAC_KEY_SIZE 32

/** HMAC-SHA-256 (RFC 2104, FIPS 198-1). */
void ts_hmac_sha256(uint8_t mac[static TS_SHA256_SIZE],
                    const uint8_t key[static TS_MAC_KEY_SIZE], ts_span message);

#endif
