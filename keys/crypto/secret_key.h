#ifndef TS_CRYPTO_SECRET_KEY_H
#define TS_CRYPTO_SECRET_KEY_H

#include "keys/crypto/signature.h"

/**
 * Signing keys: of the authority, of issuers, and the kiosk's own
 * (kiosk/receipt/kiosk_key.h).
 *
 * Makings: secret_key_sodium.c (Ed25519, sealing), secret_key_openssl.c (P-256).
 */
struct ts_secret_key {
    enum ts_key_kind kind; /**< TS_KEY_ED25519 or TS_KEY_P256. */
    uint8_t secret[32];    /**< Ed25519: the seed; P-256: the scalar. */
    uint8_t point[65];     /**< What key_public() lends. */
    size_t point_len;
};

/** A fresh key from the system's random source. TS_OK or TS_UNSUPPORTED. */
TS_MUST_USE enum ts_status
ts_secret_key_generate(struct ts_secret_key *key, enum ts_key_kind kind);

/** A key from its 32 secret bytes. TS_OK, TS_UNSUPPORTED or TS_MALFORMED. */
TS_MUST_USE enum ts_status
ts_secret_key_from_bytes(struct ts_secret_key *key, enum ts_key_kind kind,
                         ts_span secret);

/** Its public half; views key. */
struct ts_public_key ts_secret_key_public(const struct ts_secret_key *key);

/** TS_ALG_EDDSA or TS_ALG_ES256. */
enum ts_signature_alg ts_secret_key_alg(const struct ts_secret_key *key);

/** Signs message; signature views the arena. Ed25519 gives the same bytes each
 * time, P-256 others. TS_OK, TS_UNSUPPORTED or TS_NO_SPACE. */
TS_MUST_USE enum ts_status
ts_secret_key_sign(struct ts_arena *arena, ts_span *signature,
                   const struct ts_secret_key *key, ts_span message);

/** Overwrites it. */
void ts_secret_key_destroy(struct ts_secret_key *key);

/**
 * The text of a key file (keys/FORMAT.md 5): JSON, plain or sealed with a
 * passphrase through Argon2id (256 MiB, about a second) and XSalsa20-Poly1305.
 * An empty passphrase writes it plain. TS_OK, TS_UNSUPPORTED (no key) or
 * TS_NO_SPACE.
 */
TS_MUST_USE enum ts_status
ts_secret_key_write(struct ts_arena *arena, ts_span *text,
                    const struct ts_secret_key *key, ts_span passphrase);

/**
 * Reads one. TS_UNTRUSTED: the passphrase is missing or wrong; TS_OVER_LIMIT:
 * opening it would cost more than FORMAT.md 5.4 allows; also TS_MALFORMED,
 * TS_UNSUPPORTED, TS_NO_SPACE and the statuses of ts_json_parse(). key is
 * written only on TS_OK. What was read is overwritten in the arena and given
 * back; a passphrase for a plain file is not looked at.
 */
TS_MUST_USE enum ts_status
ts_secret_key_read(struct ts_arena *arena, struct ts_secret_key *key, ts_span text,
                   ts_span passphrase);

#endif
