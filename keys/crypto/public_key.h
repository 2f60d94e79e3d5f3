#ifndef TS_CRYPTO_PUBLIC_KEY_H
#define TS_CRYPTO_PUBLIC_KEY_H

#include "firmware/base/arena.h"
#include "firmware/base/check.h"
#include "firmware/base/status.h"

enum ts_key_kind {
    TS_KEY_NONE = 0,
    TS_KEY_ED25519,
    TS_KEY_P256,
    TS_KEY_P384,
    TS_KEY_RSA,
};

/** Smallest and largest RSA modulus accepted, in bits (RFC 7518 3.3). */
#define TS_RSA_BITS_MIN 2048
#define TS_RSA_BITS_MAX 4096

/**
 * A public key as numbers, not yet as an object of any library. Lends views;
 * whoever made it says of what.
 */
struct ts_public_key {
    enum ts_key_kind kind;
    ts_span point;    /**< Ed25519: 32 bytes (RFC 8032 5.1.5). P-256, P-384: the SEC 1
                           2.3.3 octets, compressed (02, 03) or not (04). */
    ts_span modulus;  /**< RSA, big-endian, no leading zero. */
    ts_span exponent; /**< RSA, big-endian, no leading zero. */
};

/** Same kind and same octets. A compressed point never equals its long form;
 * ts_public_key_from_*() give the long form always. */
bool ts_public_key_equal(const struct ts_public_key *a, const struct ts_public_key *b);

/**
 * A key after its multicodec prefix (as in did:key and Multikey): ed01, 8024,
 * 8124; points of P-256 and P-384 compressed. Points are checked to lie on the
 * curve and given in the long form. key views the arena and is written only on
 * TS_OK.
 *
 * Returns TS_OK, TS_UNSUPPORTED (another prefix), TS_MALFORMED or TS_NO_SPACE.
 */
TS_MUST_USE enum ts_status
ts_public_key_from_multicodec(struct ts_arena *arena, struct ts_public_key *key,
                              ts_span bytes);

/** Multibase text, "z" and base58btc, of the above. Same statuses;
 * TS_UNSUPPORTED for another base as well. */
TS_MUST_USE enum ts_status
ts_public_key_from_multibase(struct ts_arena *arena, struct ts_public_key *key,
                             ts_span text);

/** The reverse of the above, for did:key. TS_OK, TS_UNSUPPORTED (RSA),
 * TS_MALFORMED (a point of another length) or TS_NO_SPACE. */
TS_MUST_USE enum ts_status
ts_public_key_to_multibase(struct ts_arena *arena, ts_span *text,
                           const struct ts_public_key *key);

#endif
