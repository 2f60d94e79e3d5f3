#ifndef TS_TRUST_METADATA_FORM_H
#define TS_TRUST_METADATA_FORM_H

#include "keys/codec/json.h"
#include "keys/trust/metadata.h"

/*
 * What the files metadata*.c share; nobody else includes this.
 */

/** A public key of a root or of a delegating role. */
struct ts_tuf_key {
    ts_span id;
    enum ts_signature_alg alg; /**< TS_ALG_NONE: of a scheme that does not count. */
    struct ts_public_key key;
};

struct ts_keyring {
    const struct ts_tuf_key *keys;
    size_t count; /**< At most TS_ROOT_KEYS_MAX. */
};

/** Who signs for one role. */
struct ts_signers {
    const struct ts_keyring *ring;
    uint64_t keys; /**< Bit i: key i of the ring may sign. */
    int64_t threshold;
};

_Static_assert(TS_ROOT_KEYS_MAX <= 64, "struct ts_signers has one bit a key");

/** One file being read. The tree and the canonical form are in scratch and go with it;
 * what is kept is taken from arena. */
struct ts_reading {
    struct ts_arena *arena;
    struct ts_arena scratch;
    size_t used;
    struct ts_fault *fault;
    const struct ts_json *body; /**< "signed" */
    const struct ts_json *signatures;
    ts_span canonical; /**< What the signatures are over. */
};

/** Opens a file of that _type. Whatever it returns, ts_reading_end() must follow. */
enum ts_status ts_reading_begin(struct ts_reading *reading, struct ts_arena *arena,
                                ts_span bytes, const char *type, struct ts_fault *fault);

/** Gives the scratch back, and all of the arena unless status is TS_OK, and returns
 * status. */
enum ts_status ts_reading_end(struct ts_reading *reading, enum ts_status status);

/** "version" and "expires"; "x-issued". Written only on TS_OK. */
enum ts_status
ts_reading_version(const struct ts_reading *reading, uint64_t *version, ts_utc *expires);
enum ts_status ts_reading_issued(const struct ts_reading *reading, ts_utc *issued);

/** A copy in the arena; TS_OK or TS_NO_SPACE. */
enum ts_status
ts_reading_copy(const struct ts_reading *reading, ts_span *copy, ts_span text);

/** As ts_fault_set() with the place of at. */
enum ts_status ts_reading_fault(const struct ts_reading *reading, enum ts_status status,
                                const struct ts_json *at, const char *rule);

/** The "hashes" of a file; that none is known is for the check of it to say. */
enum ts_status ts_reading_hashes(const struct ts_reading *reading,
                                 struct ts_hashes *hashes, const struct ts_json *json);

/** "keys", and one "role" with its keyids and threshold (metadata_key.c). */
enum ts_status ts_reading_keys(const struct ts_reading *reading, struct ts_keyring *ring,
                               const struct ts_json *keys);
enum ts_status
ts_reading_signers(const struct ts_reading *reading, struct ts_signers *signers,
                   const struct ts_keyring *ring, const struct ts_json *role);

/** TS_OK when the threshold of signers has signed the file, else TS_UNTRUSTED. */
enum ts_status
ts_reading_check(const struct ts_reading *reading, const struct ts_signers *signers);

/** "delegations", which may not be there (metadata_delegation.c). */
enum ts_status
ts_reading_delegations(const struct ts_reading *reading, struct ts_targets *targets);

/** Who signs for a role by the root (metadata_root.c). */
const struct ts_signers *ts_root_signers(const struct ts_root *root, enum ts_role role);

/** Hexadecimal digits of either case that fit bytes; false for anything else. */
bool ts_tuf_hex(ts_span *read, ts_room bytes, const struct ts_json *value);

#endif
