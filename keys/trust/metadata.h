#ifndef TS_TRUST_METADATA_H
#define TS_TRUST_METADATA_H

#include "firmware/base/instant.h"
#include "firmware/base/limits.h"
#include "keys/crypto/digest.h"
#include "keys/crypto/signature.h"

/**
 * Signed metadata of a list repository, in the format of The Update Framework
 * (TUF 1.0.34; keys/FORMAT.md 2). Reading one file, and whether it is signed by
 * whom it must be; the order in which files are fetched and compared with those
 * before them is keys/sync/refresh.h.
 *
 * What is read lives in the arena and views nothing of the bytes it was read
 * from. Half of what the arena has left is working memory while it lasts.
 *
 * Every ts_..._read() returns TS_OK, TS_UNTRUSTED (the threshold of signatures is
 * not met), TS_UNSUPPORTED (spec_version other than 1.x), TS_MALFORMED, TS_DUPLICATE,
 * TS_OVER_LIMIT, TS_NO_SPACE and the statuses of ts_json_parse(); its result is written
 * only on TS_OK. None of them looks at expires: what has expired is still signed.
 */

/** TUF root: which keys sign for which role. */
struct ts_root;

enum ts_role {
    TS_ROLE_ROOT = 0,
    TS_ROLE_TARGETS,
    TS_ROLE_SNAPSHOT,
    TS_ROLE_TIMESTAMP,
};
enum { TS_ROLE_COUNT = TS_ROLE_TIMESTAMP + 1 };

/** A root that is believed because of where it lies (TUF 5.2); checks that it is
 * signed by its own root role. */
TS_MUST_USE enum ts_status
ts_root_read(struct ts_arena *arena, const struct ts_root **root, ts_span bytes,
             struct ts_fault *fault);

/**
 * The root after trusted (TUF 5.3.4, 5.3.5): signed by the root role of trusted
 * and by its own, and exactly one version on. Statuses as above; TS_ROLLBACK
 * for another version.
 */
TS_MUST_USE enum ts_status
ts_root_read_next(struct ts_arena *arena, const struct ts_root **root,
                  const struct ts_root *trusted, ts_span bytes, struct ts_fault *fault);

uint64_t ts_root_version(const struct ts_root *root);
ts_utc ts_root_expires(const struct ts_root *root);

/** Whether names of files carry versions and hashes (TUF 6.2). */
bool ts_root_is_consistent(const struct ts_root *root);

/** Whether a key that signed for role in older does so no more in newer. */
bool ts_root_has_rotated(const struct ts_root *older, const struct ts_root *newer,
                         enum ts_role role);

/** SHA-256 of the root's signed part: what people compare. */
void
ts_root_fingerprint(const struct ts_root *root, uint8_t digest[static TS_SHA256_SIZE]);

/** Hashes of one file; others than these are passed over. With none of them the
 * file cannot be checked. */
struct ts_hashes {
    bool has_sha256, has_sha512;
    uint8_t sha256[TS_SHA256_SIZE];
    uint8_t sha512[TS_SHA512_SIZE];
};

/** What one metadata file says of another (TUF 4.4 METAFILES). */
struct ts_meta {
    ts_span name; /**< "targets.json"; the role's name as it is, not encoded. */
    uint64_t version;
    bool has_length, has_hashes;
    uint64_t length;
    struct ts_hashes hashes;
};

/** TS_OK when bytes have that length and those hashes, as far as they are given; else
 * TS_UNTRUSTED, or TS_UNSUPPORTED (only hashes that are not known here). Says nothing of
 * the version. */
TS_MUST_USE enum ts_status ts_meta_check(const struct ts_meta *meta, ts_span bytes);

struct ts_timestamp {
    uint64_t version;
    ts_utc expires;
    ts_utc issued; /**< x-issued; TS_UTC_ALWAYS when another tool wrote it. */
    struct ts_meta snapshot;
};

TS_MUST_USE enum ts_status
ts_timestamp_read(struct ts_arena *arena, struct ts_timestamp *timestamp,
                  const struct ts_root *root, ts_span bytes, struct ts_fault *fault);

struct ts_snapshot {
    uint64_t version;
    ts_utc expires;
    const struct ts_meta *items; /**< Sorted by name. */
    size_t count;
};

TS_MUST_USE enum ts_status
ts_snapshot_read(struct ts_arena *arena, struct ts_snapshot *snapshot,
                 const struct ts_root *root, ts_span bytes, struct ts_fault *fault);

/** What it says of the metadata of a role, or NULL. */
const struct ts_meta *ts_snapshot_find(const struct ts_snapshot *snapshot, ts_span role);

struct ts_target {
    ts_span path;
    uint64_t length;
    struct ts_hashes hashes;
    ts_span url; /**< custom.url: what a cached status list is called; may be empty. */
    /** custom.epoch and custom.state, of a file that holds one state of something that
     * also comes by deltas (FORMAT.md 2.16); 0 and false where they are not given. */
    uint64_t epoch;
    bool has_state;
    uint8_t state[TS_SHA256_SIZE];
};

struct ts_delegation;

struct ts_targets {
    uint64_t version;
    ts_utc expires;
    ts_utc issued; /**< x-issued; TS_UTC_ALWAYS when another tool wrote it. */
    const struct ts_target *items;
    size_t count;
    const struct ts_delegation *delegations; /**< In order of trust. */
    size_t delegation_count;
};

/** Reads targets metadata and checks its threshold with root (TUF 5.6.3). */
TS_MUST_USE enum ts_status
ts_targets_read(struct ts_arena *arena, struct ts_targets *targets,
                const struct ts_root *root, ts_span bytes, struct ts_fault *fault);

/** Another role that may sign for some paths (TUF 4.5). */
struct ts_delegation {
    ts_span name; /**< Any text but an empty one and the four of the root. */
    bool terminating;
    bool by_hash; /**< patterns are beginnings of the path's SHA-256, in hex. */
    const ts_span *patterns;
    size_t pattern_count;
    const struct ts_signers *signers;
};

/** Whether path is one of those that the role may sign for. */
bool ts_delegation_covers(const struct ts_delegation *delegation, ts_span path);

/** Reads the metadata of that role. A target that stands in it counts only if
 * every delegation on the way covers its path. */
TS_MUST_USE enum ts_status
ts_delegated_read(struct ts_arena *arena, struct ts_targets *targets,
                  const struct ts_delegation *delegation, ts_span bytes,
                  struct ts_fault *fault);

/** The target of that path, or NULL. */
const struct ts_target *ts_targets_find(const struct ts_targets *targets, ts_span path);

/** The bytes of a target, believed once length and hashes agree with signed metadata:
 * TS_OK, TS_UNTRUSTED, or TS_UNSUPPORTED (no hash that is known here). */
TS_MUST_USE enum ts_status
ts_target_check(ts_verified *verified, const struct ts_target *target, ts_span bytes);

#endif
