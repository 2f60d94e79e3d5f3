#ifndef TS_AUTHORITY_TUF_ROLE_H
#define TS_AUTHORITY_TUF_ROLE_H

#include "firmware/base/writer.h"
#include "keys/codec/json.h"
#include "keys/crypto/secret_key.h"

/* Who signs for what, as metadata say it (TUF 1.0.34, 4.2 and 4.5). */

/** A public key. */
struct ts_role_key {
    ts_span object; /**< Its JSON, canonical ... */
    ts_span id;     /**< ... and the SHA-256 of that in hexadecimal digits. */
};

/** A role and its keys. */
struct ts_tuf_role {
    ts_span name;
    const struct ts_role_key *keys;
    size_t count;
    int64_t threshold;
};

/** The public half of an Ed25519 key. Lives in the arena. TS_OK, TS_UNSUPPORTED
 * or TS_NO_SPACE. */
TS_MUST_USE enum ts_status ts_role_key_of(struct ts_arena *arena, struct ts_role_key *key,
                                          const struct ts_secret_key *secret);

/** A key object that somebody handed over as a file. TS_OK, TS_MALFORMED (no
 * keytype, scheme or keyval), TS_NO_SPACE and the statuses of ts_json_parse(). */
TS_MUST_USE enum ts_status
ts_role_key_read(struct ts_arena *arena, struct ts_role_key *key, ts_span text);

/**
 * A role out of "keys" and "roles" of holder: the signed part of a root, or
 * "delegations" of targets metadata, whose roles are an array. Lives in the arena.
 * TS_OK, TS_ABSENT (no such role), TS_MALFORMED or TS_NO_SPACE.
 */
TS_MUST_USE enum ts_status
ts_tuf_role_read(struct ts_arena *arena, struct ts_tuf_role *role,
                 const struct ts_json *holder, const char *name);

bool ts_tuf_role_has(const struct ts_tuf_role *role, ts_span key_id);

/** "keys":{...} of all roles, each key once. */
void
ts_tuf_write_keys(struct ts_writer *w, const struct ts_tuf_role *roles, size_t count);

/** "keyids":[...],"threshold":N */
void ts_tuf_write_signers(struct ts_writer *w, const struct ts_tuf_role *role);

/** The canonical form of a value (TUF 4.2.1), in the arena. TS_OK, TS_MALFORMED or
 * TS_NO_SPACE. */
TS_MUST_USE enum ts_status
ts_tuf_canonical(struct ts_arena *arena, ts_span *text, const struct ts_json *value);

#endif
