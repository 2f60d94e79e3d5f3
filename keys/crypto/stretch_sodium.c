#include "keys/crypto/stretch.h"

#include <sodium.h>
#include <string.h>

#define MEMORY_BYTES ((size_t)32 << 20)
#define PASSES 3

_Static_assert(crypto_pwhash_SALTBYTES == TS_STRETCH_SALT_SIZE, "libsodium's salt");

enum ts_status
ts_stretch(uint8_t digest[static TS_SHA256_SIZE],
           const uint8_t salt[static TS_STRETCH_SALT_SIZE], ts_span input)
{
    static const uint8_t nothing[1];
    uint8_t made[TS_SHA256_SIZE];
    const uint8_t *at = input.len ? input.at : nothing;
    TS_CHECK(sodium_init() >= 0);
    if (crypto_pwhash(made, sizeof(made), (const char *)at, input.len, salt, PASSES,
                      MEMORY_BYTES, crypto_pwhash_ALG_ARGON2ID13)
        != 0)
        return TS_NO_SPACE;
    memcpy(digest, made, sizeof(made));
    return TS_OK;
}
