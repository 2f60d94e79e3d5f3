#ifndef TS_TRUST_REVOCATION_DELTA_H
#define TS_TRUST_REVOCATION_DELTA_H

#include "keys/trust/revocation_form.h"

/* Between the files that share the name revocation and know deltas. */

/**
 * Two sets at once: what is in one of them and not in the other. So the
 * difference of two states is a set of toggles, and a state and its toggles
 * make the next state, by the same walk.
 */
struct ts_rev_merge {
    struct ts_gap_cursor a;
    struct ts_gap_cursor b;
    uint64_t b_first;       /**< Counted from here, b's positions are those of a ... */
    uint64_t b_last;        /**< ... and past here they are another segment's. */
    uint64_t in_both, in_b; /**< So far: positions in both, and in b alone. */
    uint64_t a_position, b_position;
    bool has_a, has_b, b_ended;
};

/** b stands where its positions from b_first on begin. */
struct ts_rev_merge ts_rev_merge_of(struct ts_gap_cursor a, struct ts_gap_cursor b,
                                    uint64_t b_first, uint64_t b_last);
bool ts_rev_merge_next(struct ts_rev_merge *merge, uint64_t *position);

/** A merge that can be walked again and again. */
struct ts_rev_merge_source {
    struct ts_rev_merge fresh;
    struct ts_rev_merge merge;
};
struct ts_positions ts_rev_merge_positions(struct ts_rev_merge_source *source);

/** Toggles of a list of ids, whose positions are its own. */
struct ts_rev_id_change {
    size_t ordinal; /**< Of the segment in the state the delta begins at. */
    struct ts_rev_part part;
    struct ts_revocation_index set;
};

struct ts_rev_growth {
    size_t ordinal;
    uint64_t by;
};

/** A delta taken apart. */
struct ts_rev_delta {
    struct ts_revocation_step step;
    size_t *removed; /**< Ordinals, ascending, like the other two lists. */
    size_t removed_count;
    struct ts_rev_growth *grown;
    size_t grown_count;
    struct ts_revocation_index toggles;
    struct ts_rev_id_change *ids;
    size_t id_count;
    struct ts_rev_row *added;
    struct ts_revocation_index *added_sets;
    size_t added_count;
};

/** revocation_delta_read.c: checks all that can be known without the state. */
TS_MUST_USE enum ts_status
ts_rev_delta_read(struct ts_arena *arena, struct ts_rev_delta *delta, ts_span bytes,
                  struct ts_fault *fault);

#endif
