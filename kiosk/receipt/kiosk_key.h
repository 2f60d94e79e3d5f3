#ifndef TS_RECEIPT_KIOSK_KEY_H
#define TS_RECEIPT_KIOSK_KEY_H

#include "firmware/base/instant.h"
#include "firmware/board/store.h"
#include "keys/crypto/secret_key.h"

/**
 * The kiosk's own key (Ed25519; keys/FORMAT.md 11): it signs receipts and exports of
 * the journal, and nothing that says who is believed. It is made at the first start
 * and lies in the state folder as TS_KIOSK_KEY_FILE, mode 0600, without a passphrase:
 * nobody is there to type one.
 */
struct ts_kiosk_key {
    struct ts_secret_key secret;
};

#define TS_KIOSK_KEY_FILE "kiosk-key.json"

/** Bytes by which receipts name the key: the first of the SHA-256 of its 32. */
#define TS_KIOSK_KEY_ID_SIZE 8

/** What was found where the key was to be. */
enum ts_kiosk_key_found {
    TS_KIOSK_KEY_NONE = 0,  /**< Nothing: a new one was made. */
    TS_KIOSK_KEY_WHOLE,     /**< A key, which is used on. */
    TS_KIOSK_KEY_SET_ASIDE, /**< A damaged file: kept beside, and a new one made. The
                                 office must be told the new key. */
};

/**
 * Reads the key, or makes it. A damaged file is kept as
 * kiosk-key.json.broken-20260512T083000Z (now). scratch is given back, wiped.
 *
 * TS_OK; TS_UNSUPPORTED (a file of a later release, or a key of another kind) and
 * TS_UNTRUSTED (sealed with a passphrase, or no regular file): left as it is;
 * TS_NO_SPACE or TS_IO. key and found are written only on TS_OK. Destroy the key.
 */
TS_MUST_USE enum ts_status
ts_kiosk_key_load(struct ts_arena *scratch, struct ts_kiosk_key *key,
                  enum ts_kiosk_key_found *found, struct ts_store *store, ts_utc now);

/** The same without ever making one: TS_ABSENT, TS_MALFORMED where it would be made. */
TS_MUST_USE enum ts_status
ts_kiosk_key_read(struct ts_arena *scratch, struct ts_kiosk_key *key,
                  struct ts_store *store);

/** Overwrites it. */
void ts_kiosk_key_destroy(struct ts_kiosk_key *key);

/** How receipts name a key: public, Ed25519. */
void ts_kiosk_key_id(uint8_t id[static TS_KIOSK_KEY_ID_SIZE],
                     const struct ts_public_key *public_key);

/** "did:key:z6Mk...", for the office that is to know this kiosk. TS_OK or TS_NO_SPACE.
 * As a JWK: ts_jwk_write(). */
TS_MUST_USE enum ts_status ts_kiosk_key_did(struct ts_arena *arena, ts_span *did,
                                            const struct ts_public_key *public_key);

/**
 * A public key as an office keeps it: a line "did:key:...", or a JWK. Views the arena.
 * TS_OK; TS_UNSUPPORTED (no Ed25519 key), TS_MALFORMED, TS_NO_SPACE, and the statuses
 * of ts_json_parse().
 */
TS_MUST_USE enum ts_status
ts_kiosk_key_public_read(struct ts_arena *arena, struct ts_public_key *public_key,
                         ts_span text);

#endif
