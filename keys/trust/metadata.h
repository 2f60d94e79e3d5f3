#ifndef TS_TRUST_METADATA_H
#define TS_TRUST_METADATA_H

#include "firmware/base/instant.h"
#include "firmware/base/limits.h"
#include "keys/crypto/digest.h"
#include "keys/crypto/signature.h"

/**
 * Signed metadata of a list repository, in the format of The Update Framework
 * (TUF 1.0.34; keys/FORMAT.md 2). This release reads root and targets; the
 * full client workflow builds on the same files.
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

/**
 * Reads a root that is believed because of where it lies (TUF 5.2), and checks
 * that it is signed by its own root role. Lives in the arena, views bytes.
 *
 * Returns TS_OK, TS_UNTRUSTED (its threshold of signatures is not met),
 * TS_UNSUPPORTED (spec_version other than 1.x), TS_MALFORMED, TS_OVER_LIMIT,
 * TS_NO_SPACE and the statuses of ts_json_parse().
 */
TS_MUST_USE enum ts_status
ts_root_read(struct ts_arena *arena, const struct ts_root **root, ts_span bytes,
             struct ts_fault *fault);

uint64_t ts_root_version(const struct ts_root *root);

/** SHA-256 of the root's signed part: what people compare. */
void
ts_root_fingerprint(const struct ts_root *root, uint8_t digest[static TS_SHA256_SIZE]);

struct ts_target {
    ts_span path;
    uint64_t length;
    uint8_t sha256[TS_SHA256_SIZE];
    ts_span url; /**< custom.url: what a cached status list is called; may be empty. */
};

struct ts_targets {
    uint64_t version;
    ts_utc expires;
    ts_utc issued; /**< x-issued; TS_UTC_ALWAYS when another tool wrote it. */
    const struct ts_target *items;
    size_t count;
};

/**
 * Reads targets metadata and checks its threshold with root (TUF 5.6.2 to
 * 5.6.5 without the network). Expiry is the caller's question. Statuses as above.
 */
TS_MUST_USE enum ts_status
ts_targets_read(struct ts_arena *arena, struct ts_targets *targets,
                const struct ts_root *root, ts_span bytes, struct ts_fault *fault);

/** The bytes of a target, believed once length and hash agree with signed metadata:
 * TS_OK or TS_UNTRUSTED. */
TS_MUST_USE enum ts_status
ts_target_check(ts_verified *verified, const struct ts_target *target, ts_span bytes);

#endif
