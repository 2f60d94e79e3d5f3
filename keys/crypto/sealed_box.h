#ifndef TS_CRYPTO_SEALED_BOX_H
#define TS_CRYPTO_SEALED_BOX_H

#include "firmware/base/arena.h"
#include "firmware/base/check.h"
#include "firmware/base/status.h"

/**
 * Closing something so that only the holder of one key can open it: libsodium's
 * sealed boxes (X25519, XSalsa20-Poly1305, a fresh key each time).
 *
 * A sealed box does not say who closed it: sign first, seal then.
 * Making: sealed_box_sodium.c.
 */

#define TS_SEALING_SIZE 32 /**< Either half of a key. */

/** What a sealed box is longer than what it holds. */
#define TS_SEALED_BOX_EXTRA 48

/** X25519 (RFC 7748). Destroy it. */
struct ts_sealing_key {
    uint8_t secret[TS_SEALING_SIZE];
    uint8_t point[TS_SEALING_SIZE]; /**< The public half. */
};

/** A fresh key from the system's random source. */
void ts_sealing_key_generate(struct ts_sealing_key *key);

/** Overwrites it. */
void ts_sealing_key_destroy(struct ts_sealing_key *key);

/** The text of a key file (keys/FORMAT.md 5) of kind x25519; passphrase and statuses
 * as of ts_secret_key_write() and ts_secret_key_read(). */
TS_MUST_USE enum ts_status
ts_sealing_key_write(struct ts_arena *arena, ts_span *text,
                     const struct ts_sealing_key *key, ts_span passphrase);
TS_MUST_USE enum ts_status
ts_sealing_key_read(struct ts_arena *arena, struct ts_sealing_key *key, ts_span text,
                    ts_span passphrase);

/**
 * The public half as a JWK (RFC 8037): kty OKP, crv X25519, x. Reading refuses a "d"
 * (a published secret is no key) and points of small order, with which anybody
 * could open the box (TS_MALFORMED); another kty or crv is TS_UNSUPPORTED. Also
 * TS_NO_SPACE and the statuses of ts_json_parse().
 */
TS_MUST_USE enum ts_status
ts_sealing_point_write(struct ts_arena *arena, ts_span *text,
                       const uint8_t point[static TS_SEALING_SIZE]);
TS_MUST_USE enum ts_status
ts_sealing_point_read(struct ts_arena *arena, uint8_t point[static TS_SEALING_SIZE],
                      ts_span text);

/** room is exactly TS_SEALED_BOX_EXTRA longer than opened. TS_OK, or TS_MALFORMED
 * (point is of small order). */
TS_MUST_USE enum ts_status
ts_sealed_box_close(ts_room room, const uint8_t point[static TS_SEALING_SIZE],
                    ts_span opened);

/** room is exactly TS_SEALED_BOX_EXTRA shorter than sealed, and is written only on
 * TS_OK. TS_UNTRUSTED: closed for another key, or other bytes. */
TS_MUST_USE enum ts_status
ts_sealed_box_open(ts_room room, const struct ts_sealing_key *key, ts_span sealed);

#endif
