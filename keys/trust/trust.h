#ifndef TS_TRUST_TRUST_H
#define TS_TRUST_TRUST_H

#include "firmware/board/store.h"
#include "keys/trust/issuer_list.h"
#include "keys/trust/metadata.h"
#include "keys/trust/revocation.h"
#include "keys/trust/status_list.h"

/**
 * One consistent snapshot of everything that is believed: loaded once,
 * verified whole, then only read. The scanner never sees half of one.
 */

/** A file of the folder that could not be used, and why. */
struct ts_trust_problem {
    ts_span what; /**< Target path, or name of a role. */
    struct ts_fault fault;
};

struct ts_trust {
    uint64_t
        epoch;      /**< Version of the timestamp (in the flat layout, of the targets
                         metadata): it grows with every publication; 0: no lists at all. */
    ts_utc issued;  /**< When that was signed; the lists are as old as this. */
    ts_utc expires; /**< Of the same: the end of updating, not of use. */
    uint64_t root_version;
    uint8_t root_fingerprint[TS_SHA256_SIZE];
    struct ts_issuer_list issuers;
    struct ts_revocations revocations;         /**< Of the lists that it holds ... */
    const struct ts_status_list *status_lists; /**< ... and others; sorted by url. */
    size_t status_list_count;
    /** What counts as the same achievement (keys/FORMAT.md 10.5), for whoever reads
     * it; empty when there is none. */
    ts_verified equivalences;
    const struct ts_ld_contexts *contexts; /**< Linked data contexts of this site besides
                                                the compiled-in ones; NULL: none. */
    const struct ts_trust_problem *problems;
    size_t problem_count;
};

/**
 * Loads a trust folder or a published repository in any of its layouts (keys/FORMAT.md
 * 1): the metadata, and every file that they name and that is not only a form in
 * which another one travels.
 *
 * A status list or a revocation state that cannot be used is left out and listed
 * under problems, and so is a file that is not there; a file whose hash is wrong, an
 * issuer list that cannot be read or is missing, or a canary that does not hold
 * (fault->rule "FORMAT.md 6.8") refuses the whole folder; where it keeps an older
 * generation, that one is loaded instead, and why is a problem. Without lists the
 * folder waits for its first ones: TS_OK and epoch 0.
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

/** One list that answers for credentials, wherever it is kept. */
struct ts_trust_list {
    ts_span url;
    ts_span issuer; /**< Who signed it; empty for 1EDTECH, HEALTH. */
    enum ts_status_kind kind;
    unsigned bits;                    /**< Of an entry. */
    const struct ts_status_list *own; /**< One of these two. */
    const struct ts_revocations *state;
};

/** False when no list of that address and kind is held. list views trust. */
bool ts_trust_find_list(const struct ts_trust *trust, struct ts_trust_list *list,
                        ts_span url, enum ts_status_kind kind);

/** How many there are, of either kind. */
size_t ts_trust_list_count(const struct ts_trust *trust);

/** As ts_status_list_at(), ts_status_list_of() and ts_status_list_of_card(). */
enum ts_status_value
ts_trust_list_at(const struct ts_trust_list *list, uint64_t index, ts_span purpose);
enum ts_status_value
ts_trust_list_of(const struct ts_trust_list *list, ts_span credential_id);
enum ts_status_value
ts_trust_list_of_card(const struct ts_trust_list *list, ts_span rid, ts_utc issued);

/** A list that is kept as its issuer signed it; NULL when there is no such one. */
const struct ts_status_list *
ts_trust_status_list(const struct ts_trust *trust, ts_span url);

/** Reads targets/profiles/NAME.json through the same signatures. TS_ABSENT when
 * no such profile is signed; else the statuses of ts_root_read(),
 * ts_targets_read(), ts_store_read() and ts_target_check(). The arena is given back
 * unless TS_OK. */
TS_MUST_USE enum ts_status
ts_trust_profile(struct ts_arena *arena, ts_verified *profile, struct ts_store *store,
                 const char *name, struct ts_fault *fault);

enum { TS_TRUST_PROFILES_MAX = 64 }; /* more jobs than one gate asks for */

struct ts_trust_profiles {
    ts_span names[TS_TRUST_PROFILES_MAX]; /**< NAME, as above. */
    ts_verified texts[TS_TRUST_PROFILES_MAX];
    size_t count;
    size_t left_out; /**< Signed, and altered, not there, or more than these. */
};

/** Reads all of them, in the metadata's order. TS_OK, also where there are none; else as
 * above. profiles views the arena and is written only on TS_OK. */
TS_MUST_USE enum ts_status
ts_trust_profiles(struct ts_arena *arena, struct ts_trust_profiles *profiles,
                  struct ts_store *store, struct ts_fault *fault);

#endif
