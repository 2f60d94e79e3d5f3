#ifndef TS_VERDICT_EQUIVALENCE_H
#define TS_VERDICT_EQUIVALENCE_H

#include "kiosk/credential/credential.h"

/**
 * Achievements that count as one another, because the steward of the lists says so
 * in the signed repository (PROFILE.md 5).
 */

struct ts_equivalence {
    ts_span id; /**< Of the set, for people. */
    const ts_span *achievements;
    size_t achievement_count;
    const struct ts_alignment *alignments; /**< framework and code of each. */
    size_t alignment_count;
};

struct ts_equivalences {
    const struct ts_equivalence *sets;
    size_t count;
};

/**
 * Reads them; they live in the arena and view source. A member that nobody knows
 * refuses the whole file, and so does a set that joins nothing: what was meant is not
 * known then. equivalences is written only on TS_OK. Returns TS_OK, TS_MALFORMED,
 * TS_UNSUPPORTED (a later format), TS_OVER_LIMIT (TS_EQUIVALENCES_MAX, 64 names in a
 * set), TS_NO_SPACE and those of ts_json_parse().
 */
TS_MUST_USE enum ts_status
ts_equivalences_read(struct ts_arena *arena, struct ts_equivalences *equivalences,
                     ts_verified source, struct ts_fault *fault);

/** Does the set name this achievement, or this alignment? */
bool ts_equivalence_has(const struct ts_equivalence *set, ts_span achievement);
bool
ts_equivalence_aligns(const struct ts_equivalence *set, ts_span framework, ts_span code);

/** Is the credential about one of the set, by its achievement or an alignment? */
bool ts_equivalence_holds(const struct ts_equivalence *set,
                          const struct ts_credential *credential);

#endif
