#ifndef TS_CRYPTO_STRETCH_H
#define TS_CRYPTO_STRETCH_H

#include "firmware/base/check.h"
#include "firmware/base/span.h"
#include "firmware/base/status.h"
#include "keys/crypto/digest.h"

/** Of the salt. */
#define TS_STRETCH_SALT_SIZE 16

/**
 * A digest that costs time and memory to make (Argon2id 1.3, RFC 9106; 32 MiB, 3 passes,
 * one lane): some 0.1 s, on a Raspberry Pi 4 below half a second. For what people compare
 * in a short form, so that looking for another input with the same form costs as much for
 * each try. Salt and input may be public.
 *
 * TS_OK or TS_NO_SPACE; digest is written only on TS_OK.
 */
TS_MUST_USE enum ts_status
ts_stretch(uint8_t digest[static TS_SHA256_SIZE],
           const uint8_t salt[static TS_STRETCH_SALT_SIZE], ts_span input);

#endif
