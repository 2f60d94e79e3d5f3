#ifndef TS_AUTHORITY_KEY_FOLDER_H
#define TS_AUTHORITY_KEY_FOLDER_H

#include "firmware/board/store.h"
#include "keys/authority/tuf_document.h"

/**
 * The secret keys of a folder, keys/ROLE.ID.json (0600; keys/FORMAT.md 5): ID is
 * the beginning of the key's id, by which the key is found; ROLE is for people. A
 * key that is moved to another machine is moved with its file.
 */
struct ts_key_folder {
    struct ts_store *store;
    ts_span passphrase; /**< Of all of them; empty where they are not sealed. */
};

/** Makes an Ed25519 key for role and keeps it; key lives in the arena. TS_OK,
 * TS_MALFORMED (role is no part of a file name), TS_NO_SPACE or TS_IO. */
TS_MUST_USE enum ts_status
ts_key_folder_make(struct ts_arena *arena, struct ts_role_key *key,
                   const struct ts_key_folder *folder, ts_span role);

/**
 * Adds to a metadata file the signatures of those keys of the folder that are in
 * one of roles; with no roles, of all keys. count: how many signed.
 *
 * TS_OK, also when none did; TS_UNTRUSTED (the passphrase is missing or wrong),
 * TS_NO_SPACE, TS_IO, and the statuses of ts_secret_key_read() and
 * ts_tuf_sign().
 */
TS_MUST_USE enum ts_status
ts_key_folder_sign(struct ts_arena *arena, ts_span *file, size_t *count,
                   const struct ts_key_folder *folder, const struct ts_tuf_role *roles,
                   size_t role_count);

#endif
