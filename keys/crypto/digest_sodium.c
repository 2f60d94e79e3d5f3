#include "keys/crypto/digest.h"

#include <sodium.h>

/* No sodium_init() here: these pick no implementation and draw no randomness. */

void
ts_sha256(uint8_t digest[static TS_SHA256_SIZE], ts_span bytes)
{
    (void)crypto_hash_sha256(digest, bytes.at, bytes.len);
}

void
ts_sha512(uint8_t digest[static TS_SHA512_SIZE], ts_span bytes)
{
    (void)crypto_hash_sha512(digest, bytes.at, bytes.len);
}
