#ifndef TS_TRUST_TRUST_FOLDER_H
#define TS_TRUST_TRUST_FOLDER_H

#include "keys/trust/generation.h"
#include "keys/trust/trust.h"

/* Between the files that share the name trust: a folder in any of its layouts
 * (keys/FORMAT.md 1). */

struct ts_trust_folder {
    struct ts_store *store;
    struct ts_generation generation;
    bool is_consistent; /**< Versions and hashes may stand in the names. */
};

/** What the metadata of a folder promise. */
struct ts_trust_promises {
    const struct ts_root *root;
    uint64_t epoch; /**< Of the timestamp, else of the targets; 0: none yet. */
    ts_utc issued, expires;
    const struct ts_target *items; /**< All that count (1.11), each path once. */
    size_t count;
    const struct ts_trust_problem *problems; /**< Roles that are missing. */
    size_t problem_count;
};

/**
 * Reads and verifies all metadata. Lives in the arena, of which half is working memory
 * meanwhile; sets folder->is_consistent. Statuses and faults of ts_trust_load().
 */
TS_MUST_USE enum ts_status
ts_trust_read_promises(struct ts_arena *arena, struct ts_trust_promises *promises,
                       struct ts_trust_folder *folder, struct ts_fault *fault);

/** The target of that path, or NULL. */
const struct ts_target *
ts_trust_find_promise(const struct ts_trust_promises *promises, ts_span path);

/** The bytes of a target, believed. TS_OK, TS_UNTRUSTED (others than promised) and the
 * statuses of ts_store_read(). */
TS_MUST_USE enum ts_status
ts_trust_read_target(struct ts_arena *arena, ts_verified *verified,
                     const struct ts_trust_folder *folder, const struct ts_target *target,
                     struct ts_fault *fault);

/** The state that target (rev/snapshot) promises, from it or from TS_STATE_FILE. Views
 * the arena. As above, and the statuses of ts_revocations_load(). */
TS_MUST_USE enum ts_status
ts_trust_read_state(struct ts_arena *arena, struct ts_revocations *state,
                    const struct ts_trust_folder *folder, const struct ts_target *target,
                    struct ts_fault *fault);

#endif
