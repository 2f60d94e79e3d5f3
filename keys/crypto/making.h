#ifndef TS_CRYPTO_MAKING_H
#define TS_CRYPTO_MAKING_H

#include "keys/crypto/secret_key.h"

/*
 * Between the dispatching files of this folder and the makings, each named by
 * its library. For this folder only. None of these hands a type of a library
 * over, and none leaves an error of one behind.
 */

/* signature_sodium.c, signature_openssl.c: as ts_signature_check(), for a key
 * that is known to fit alg. */
enum ts_status ts_ed25519_check(ts_span point, ts_span message, ts_span signature);
enum ts_status
ts_openssl_check(const struct ts_public_key *key, enum ts_signature_alg alg,
                 ts_span message, ts_span signature);

/** 32 bytes that RFC 8032 5.1.3 decodes to a point. */
bool ts_ed25519_on_curve(ts_span point);

/** Octets of a coordinate of P-256 or P-384; 0 for any other kind. */
size_t ts_ec_field_size(enum ts_key_kind kind);

/** Longest form of a point of any curve here. */
#define TS_EC_POINT_MAX (1 + 2 * 48)

/**
 * The long form (04, x, y) of a point of P-256 or P-384 given in either form.
 * TS_OK, or TS_MALFORMED when octets are no point of that curve.
 */
enum ts_status ts_ec_point_expand(uint8_t point[static TS_EC_POINT_MAX],
                                  enum ts_key_kind kind, ts_span octets);

/**
 * A key of kind Ed25519, P-256 or P-384 from the octets of its point, which is
 * checked; in the long form, in the arena. TS_OK, TS_MALFORMED or TS_NO_SPACE.
 */
enum ts_status ts_point_read(struct ts_arena *arena, struct ts_public_key *key,
                             enum ts_key_kind kind, ts_span octets);

/**
 * Form of an RSA key: no leading zeros, both odd (TS_MALFORMED); modulus
 * within TS_RSA_BITS_*, exponent 3 to 2^32 (TS_UNSUPPORTED); else TS_OK.
 */
enum ts_status ts_rsa_check_form(const struct ts_public_key *key);

/* secret_key_sodium.c: Ed25519. */
void ts_ed25519_public(uint8_t point[static 32], const uint8_t seed[static 32]);
void ts_ed25519_sign(uint8_t signature[static 64], const struct ts_secret_key *key,
                     ts_span message);

/* secret_key_openssl.c: P-256. False: not a scalar in range; signing failed. */
bool ts_p256_public(uint8_t point[static 65], const uint8_t scalar[static 32]);
bool ts_p256_sign(uint8_t signature[static 64], const struct ts_secret_key *key,
                  ts_span message);

/* secret_key_sodium.c: what secrets need besides. */

/** Overwrites so that the compiler cannot leave it out. */
void ts_wipe(void *at, size_t len);

/** What key files hold (keys/FORMAT.md 5); the numbers stand in sealed ones. */
enum ts_kept_kind {
    TS_KEPT_NONE = 0,
    TS_KEPT_ED25519 = 1,
    TS_KEPT_P256 = 2,
    TS_KEPT_X25519 = 3,
};

struct ts_kept_secret {
    enum ts_kept_kind kind;
    uint8_t secret[32];
};

/* secret_key_file.c: ts_secret_key_write() and _read(), of any kind, which the caller
 * must look at. Not whether it is a key of that kind. */
enum ts_status
ts_kept_secret_write(struct ts_arena *arena, ts_span *text,
                     const struct ts_kept_secret *kept, ts_span passphrase);
enum ts_status ts_kept_secret_read(struct ts_arena *arena, struct ts_kept_secret *kept,
                                   ts_span text, ts_span passphrase);

#define TS_SEAL_SALT_SIZE 16
#define TS_SEAL_NONCE_SIZE 24
#define TS_SEAL_MAC_SIZE 16

/** What Argon2id shall cost; keys/FORMAT.md 5.4 says what is accepted. */
struct ts_seal_cost {
    int64_t passes;
    int64_t bytes;
};

#define TS_SEAL_PASSES_MIN 2 /**< libsodium's "interactive" ... */
#define TS_SEAL_BYTES_MIN (INT64_C(64) << 20)
#define TS_SEAL_PASSES_MAX 3 /**< ... and "moderate": a quarter of a GiB, a second. */
#define TS_SEAL_BYTES_MAX (INT64_C(256) << 20)

/**
 * XSalsa20-Poly1305 under Argon2id(passphrase, salt). sealed is the nonce and
 * the box; its room is exactly TS_SEAL_NONCE_SIZE + TS_SEAL_MAC_SIZE longer
 * than opened. cost must be within the limits above.
 *
 * TS_OK, TS_NO_SPACE (memory for Argon2id) or TS_UNTRUSTED (another passphrase,
 * or other bytes; opening only).
 */
enum ts_status ts_seal(ts_room sealed, uint8_t salt[static TS_SEAL_SALT_SIZE],
                       struct ts_seal_cost cost, ts_span opened, ts_span passphrase);
enum ts_status ts_unseal(ts_room opened, const uint8_t salt[static TS_SEAL_SALT_SIZE],
                         struct ts_seal_cost cost, ts_span sealed, ts_span passphrase);

#endif
