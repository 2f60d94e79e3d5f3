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

/** Whether the folder keeps generations at all. */
bool ts_trust_has_generations(struct ts_arena *arena, struct ts_store *store);

/** The target of that path, or NULL. */
const struct ts_target *
ts_trust_find_promise(const struct ts_trust_promises *promises, ts_span path);

/** The bytes of a target, believed. TS_OK, TS_UNTRUSTED (others than promised) and the
 * statuses of ts_store_read(). */
TS_MUST_USE enum ts_status
ts_trust_read_target(struct ts_arena *arena, ts_verified *verified,
                     const struct ts_trust_folder *folder, const struct ts_target *target,
                     struct ts_fault *fault);

/** What the site adds for those who judge (10). Zeroed: nothing. */
struct ts_trust_site {
    ts_verified equivalences;
    struct ts_ld_contexts *contexts; /**< NULL: none. */
    size_t context_count;
};

/** Whether a target of that path is of this kind. */
bool ts_trust_is_site(ts_span path);

/**
 * Reads such a target and adds it to site. Lives in the arena, which is given back
 * unless TS_OK, and so is site. Returns TS_OK; TS_UNTRUSTED (altered, and for no other
 * reason); TS_OVER_LIMIT; TS_DUPLICATE (a context that is compiled in, or was added
 * before); TS_MALFORMED (a context without "@context" or URL); TS_NO_SPACE, and the
 * statuses of ts_trust_read_target() and ts_json_parse().
 */
TS_MUST_USE enum ts_status
ts_trust_read_site(struct ts_arena *arena, struct ts_trust_site *site,
                   const struct ts_trust_folder *folder, const struct ts_target *target,
                   struct ts_fault *fault);

/** The state that target (rev/snapshot) promises, from it or from TS_STATE_FILE. Views
 * the arena. As above, and the statuses of ts_revocations_load(). */
TS_MUST_USE enum ts_status
ts_trust_read_state(struct ts_arena *arena, struct ts_revocations *state,
                    const struct ts_trust_folder *folder, const struct ts_target *target,
                    struct ts_fault *fault);

#endif
