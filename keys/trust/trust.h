#ifndef TS_TRUST_TRUST_H
#define TS_TRUST_TRUST_H

#include "firmware/board/store.h"
#include "keys/trust/issuer_list.h"
#include "keys/trust/metadata.h"
#include "keys/trust/status_list.h"

/**
 * One consistent snapshot of everything that is believed: loaded once,
 * verified whole, then only read. The scanner never sees half of one.
 */

/** A status list of the folder that could not be used, and why. */
struct ts_trust_problem {
    ts_span what; /**< Target path. */
    struct ts_fault fault;
};

struct ts_trust {
    uint64_t epoch; /**< Version of the targets metadata; 0: no lists at all. */
    ts_utc issued;  /**< When it was signed; the lists are as old as this. */
    ts_utc expires; /**< Of the metadata: the end of updating, not of use. */
    uint8_t root_fingerprint[TS_SHA256_SIZE];
    struct ts_issuer_list issuers;
    const struct ts_status_list *status_lists; /**< Sorted by url. */
    size_t status_list_count;
    const struct ts_trust_problem *problems;
    size_t problem_count;
};

/**
 * Loads a trust folder or a published repository (keys/FORMAT.md 1): root.json,
 * targets.json, and every file that targets.json names below targets/.
 *
 * A status list that cannot be used is left out and listed under problems, and
 * so is a file that is not there; a file whose hash is wrong, or an issuer list
 * that cannot be read or is missing, refuses the whole folder. Without a
 * targets.json the folder waits for its first lists: TS_OK and epoch 0.
 *
 * Where the metadata does not say when it was signed, trust->issued is when the
 * issuer list was made. Lives in the arena, half of which is working memory
 * while it lasts; trust is written only on TS_OK.
 *
 * Returns TS_OK, TS_ABSENT (no root.json), TS_UNTRUSTED, and the statuses of the
 * readers it calls. fault->rule names the file where it can.
 */
TS_MUST_USE enum ts_status ts_trust_load(struct ts_arena *arena, struct ts_trust *trust,
                                         struct ts_store *store, struct ts_fault *fault);

/** NULL when no such list is held. */
const struct ts_status_list *
ts_trust_status_list(const struct ts_trust *trust, ts_span url);

/** Reads targets/profiles/NAME.json through the same signatures. TS_ABSENT when
 * no such profile is signed; else the statuses of ts_root_read(),
 * ts_targets_read(), ts_store_read() and ts_target_check(). */
TS_MUST_USE enum ts_status
ts_trust_profile(struct ts_arena *arena, ts_verified *profile, struct ts_store *store,
                 const char *name, struct ts_fault *fault);

#endif
