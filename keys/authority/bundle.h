#ifndef TS_AUTHORITY_BUNDLE_H
#define TS_AUTHORITY_BUNDLE_H

#include "firmware/board/store.h"
#include "keys/trust/metadata.h"

/** What was copied. */
struct ts_bundle {
    uint64_t epoch; /**< Version of the timestamp. */
    ts_utc expires; /**< Of the timestamp: a kiosk takes the stick until then. */
    size_t files, removed;
    uint64_t bytes;
};

/**
 * Copies what is in force in a published repository onto a stick for kiosks without a
 * network: every root, the metadata in force, and all that they name, verified on the
 * way; nothing else. A stick that held an earlier copy is brought up to date,
 * timestamp.json last, and what only that one named is removed.
 *
 * TS_OK; TS_ABSENT (repo is no published repository, or lacks a file); TS_UNTRUSTED (a
 * signature, hash or version does not hold); TS_DUPLICATE (the stick has another
 * authority's lists); TS_ROLLBACK (it has newer ones); TS_NO_SPACE, TS_IO and the
 * statuses of the readers. fault names the file.
 */
TS_MUST_USE enum ts_status
ts_bundle_write(struct ts_arena *arena, struct ts_bundle *bundle, struct ts_store *repo,
                struct ts_store *stick, struct ts_fault *fault);

#endif
