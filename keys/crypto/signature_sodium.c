#include "keys/crypto/making.h"

#include <sodium.h>

enum ts_status
ts_ed25519_check(ts_span point, ts_span message, ts_span signature)
{
    if (point.len != crypto_sign_PUBLICKEYBYTES)
        return TS_MALFORMED;
    if (signature.len != crypto_sign_BYTES)
        return TS_UNTRUSTED;
    /* No sodium_init(): this picks no implementation and draws no randomness. */
    int held =
        crypto_sign_verify_detached(signature.at, message.at, message.len, point.at);
    return held == 0 ? TS_OK : TS_UNTRUSTED;
}

bool
ts_ed25519_on_curve(ts_span point)
{
    uint8_t sum[crypto_core_ed25519_BYTES];
    /* The library tells a point from none only while it computes with it; its
     * own validity check costs three times this, for a subgroup check that
     * RFC 8032 does not ask for. */
    return point.len == crypto_core_ed25519_BYTES
           && crypto_core_ed25519_add(sum, point.at, point.at) == 0;
}
