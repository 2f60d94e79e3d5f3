#include "keys/crypto/mac.h"

#include <sodium.h>

void
ts_hmac_sha256(uint8_t mac[static TS_SHA256_SIZE],
               const uint8_t key[static TS_MAC_KEY_SIZE], ts_span message)
{
    static const uint8_t nothing[1];
    (void)crypto_auth_hmacsha256(mac, message.len ? message.at : nothing, message.len,
                                 key);
}
