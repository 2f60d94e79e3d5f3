#ifndef TS_TRUST_REVOCATION_H
#define TS_TRUST_REVOCATION_H

#include "keys/crypto/digest.h"
#include "keys/trust/status_list.h"

/**
 * What all issuers have taken back, in one container that is small enough for a
 * slow link, and in deltas from one epoch to a later one (keys/FORMAT.md 6).
 *
 * A *state* is a sorted set of segments. A segment is one list as credentials
 * call it, for one purpose, and the sorted positions in it that are set. A
 * *snapshot* is the bytes of a state; a *delta* leads from one state to another.
 * The hash of a state is taken over what it says and not over how that was
 * coded, so that every way to it ends at the same hash.
 */

/** What it means that a position is set. */
enum ts_revocation_purpose {
    TS_REVOCATION_NONE = 0,
    TS_REVOCATION_WITHDRAWN = 1,
    TS_REVOCATION_SUSPENDED = 2,
    TS_REVOCATION_REFRESH = 3, /**< W3C purposes that do not touch validity. */
    TS_REVOCATION_MESSAGE = 4,
    TS_REVOCATION_UNNAMED = 5, /**< TOKEN: a value other than 0, 1 and 2. */
};

/** What a segment is about. Segments are sorted by url, kind and purpose. */
struct ts_revocation_list {
    ts_span url; /**< What credentials call it; never empty. */
    ts_span
        issuer; /**< Who signed it, as whoever gathered it found; empty for 1EDTECH. */
    enum ts_status_kind kind;
    enum ts_revocation_purpose purpose;
    unsigned bits; /**< Of one entry, as in struct ts_status_list; 0 for 1EDTECH. */
    uint64_t size; /**< Entries. 0 for 1EDTECH, whose positions are ts_revocation_id(). */
    bool has_canaries;
    uint64_t canary_set;   /**< A position that is set for ever ... */
    uint64_t canary_clear; /**< ... and one that never is. */
};

struct ts_revocation_index; /**< Between the files that share the name. */

struct ts_revocation_segment {
    struct ts_revocation_list list;
    uint64_t count; /**< Positions that are set. */
    const struct ts_revocation_index *index;
};

/** A loaded state. Read only; may be looked at by several threads. */
struct ts_revocations {
    uint64_t epoch;
    ts_utc issued;
    uint8_t hash[TS_SHA256_SIZE];
    const struct ts_revocation_segment *segments;
    size_t count;
    uint64_t positions; /**< Of all segments together. */
};

/* revocation.c, revocation_rice.c: asking. */

/** NULL when there is no such segment. */
const struct ts_revocation_segment *
ts_revocations_find(const struct ts_revocations *state, ts_span url,
                    enum ts_status_kind kind, enum ts_revocation_purpose purpose);

/** Whether position is set. Past the end of the list: false; ask list.size. */
bool
ts_revocation_contains(const struct ts_revocation_segment *segment, uint64_t position);

/**
 * As ts_status_list_at() of the list that the state was made of: UNKNOWN when
 * the state has no such list, or for another purpose, or index is past its end;
 * so is every answer for a W3C purpose that is not in the list above.
 */
enum ts_status_value
ts_revocations_at(const struct ts_revocations *state, ts_span url,
                  enum ts_status_kind kind, uint64_t index, ts_span purpose);

/** As ts_status_list_of(): of a credential id (1EDTECH). */
enum ts_status_value
ts_revocations_of(const struct ts_revocations *state, ts_span url, ts_span credential_id);

/** The position of a credential id: the first 64 bits of its SHA-256. */
uint64_t ts_revocation_id(ts_span credential_id);

/**
 * Whether the canaries that known states hold in state as well. Segments that
 * state has no more are passed over. Where not, failing (unless NULL) is the
 * first segment of known whose canary does not. Ask with the state that is in
 * use as known before another one takes its place.
 */
bool ts_revocations_canaries_hold(const struct ts_revocations *state,
                                  const struct ts_revocations *known,
                                  const struct ts_revocation_segment **failing);

/* revocation_read.c: loading. */

/**
 * Loads a snapshot that signed metadata names. Makes the directory for look-up
 * in the arena; views snapshot, which is never copied (map it). Every position
 * is decoded once: form, order, state hash and the canaries that the snapshot
 * itself states are checked. Needs the heap while it lasts, about 2 MiB, where
 * a part is zstd's.
 *
 * TS_OK; TS_TRUNCATED, TS_TRAILING, TS_MALFORMED, TS_DUPLICATE (a segment),
 * TS_UNSUPPORTED (another version), TS_OVER_LIMIT, TS_NO_SPACE; TS_UNTRUSTED: the
 * hash is not that of the state (rule FORMAT.md 6.9), or a canary does not hold
 * (FORMAT.md 6.8), so that it must not go live. state is written, and the
 * arena is used, only on TS_OK.
 */
TS_MUST_USE enum ts_status
ts_revocations_load(struct ts_arena *arena, struct ts_revocations *state,
                    ts_verified snapshot, struct ts_fault *fault);

/**
 * The same for bytes that nobody signed: they are believed because the state
 * they hold has the hash that signed bytes state (struct ts_revocation_step.to).
 * For what ts_revocations_apply() wrote, after it lay in a store.
 */
TS_MUST_USE enum ts_status
ts_revocations_restore(struct ts_arena *arena, struct ts_revocations *state,
                       ts_span snapshot, const uint8_t hash[static TS_SHA256_SIZE],
                       struct ts_fault *fault);

/* revocation_write.c: the authority's side. */

/** How hard zstd is tried: at level 19 (some 5 MiB of heap) or 3 (4 MiB). */
enum ts_revocation_effort {
    TS_REVOCATION_QUICK = 0,
    TS_REVOCATION_BEST,
};

/** One segment to be written. */
struct ts_revocation_input {
    struct ts_revocation_list list;
    const uint64_t *positions; /**< Strictly ascending, below list.size. */
    size_t count;
};

struct ts_revocation_release {
    uint64_t epoch;
    ts_utc issued;
    enum ts_revocation_effort effort;
};

/**
 * Writes a snapshot of inputs (in any order) to the arena, half of which is
 * working memory while it lasts. Canaries are not looked at: load what was
 * written, before it is published.
 *
 * TS_OK; TS_MALFORMED (an input breaks FORMAT.md 6), TS_DUPLICATE (two of one
 * segment), TS_OVER_LIMIT or TS_NO_SPACE. snapshot is written only on TS_OK.
 */
TS_MUST_USE enum ts_status
ts_revocations_write(struct ts_arena *arena, ts_span *snapshot,
                     const struct ts_revocation_input *inputs, size_t count,
                     struct ts_revocation_release release);

/* revocation_input.c */

/**
 * The segments that say what list says: one for each of its purposes, and as
 * many as it needs for a TOKEN; without canaries. At most
 * TS_REVOCATION_INPUTS_MAX; inputs view list and the arena. purposes that we
 * have no number for are passed over; when none is left, TS_UNSUPPORTED. TS_OK,
 * TS_UNSUPPORTED or TS_NO_SPACE.
 */
#define TS_REVOCATION_INPUTS_MAX 4
TS_MUST_USE enum ts_status ts_revocation_inputs_of(
    struct ts_arena *arena,
    struct ts_revocation_input inputs[static TS_REVOCATION_INPUTS_MAX], size_t *count,
    const struct ts_status_list *list);

/* revocation_delta.c, revocation_apply.c: from one state to another. */

/** Where a delta begins and ends. Readable without the state it begins at. */
struct ts_revocation_step {
    uint64_t from_epoch, to_epoch;
    ts_utc issued;                                    /**< Of the state it leads to. */
    uint8_t from[TS_SHA256_SIZE], to[TS_SHA256_SIZE]; /**< State hashes. */
};

/**
 * Writes the delta between two loaded states; to must have the later epoch
 * (else TS_MALFORMED). The arena as above. TS_OK, TS_MALFORMED or TS_NO_SPACE.
 */
TS_MUST_USE enum ts_status
ts_revocation_delta_write(struct ts_arena *arena, ts_span *delta,
                          const struct ts_revocations *from,
                          const struct ts_revocations *to,
                          enum ts_revocation_effort effort);

/** Reads the first bytes only. TS_OK, TS_TRUNCATED, TS_MALFORMED or TS_UNSUPPORTED. */
TS_MUST_USE enum ts_status
ts_revocation_step_read(struct ts_revocation_step *step, ts_verified delta,
                        struct ts_fault *fault);

/** What came of a delta. */
struct ts_revocation_result {
    struct ts_revocations state;
    ts_span snapshot;             /**< Of state; views the arena, and state views it. */
    uint64_t set;                 /**< Positions of kept segments that are set now ... */
    uint64_t lifted;              /**< ... and that are no more. */
    size_t grown, added, removed; /**< Segments. */
};

/**
 * Applies a delta: writes the snapshot of the state it leads to into the arena
 * and loads it from there. Both are merged as streams; base stays as it is and
 * the result views nothing of it, nor of delta. What did not change is copied
 * as it is coded, what did is coded as ts_revocations_write() does with the best
 * effort: so the result is the published snapshot byte for byte, where both sides have
 * one release of zstd. Half of the arena is working memory while it lasts; 16 MiB
 * are enough for 1e8 entries of which 5 % are withdrawn. The heap as there.
 *
 * TS_OK; TS_ROLLBACK (base is as new as the delta's end, or newer); TS_ABSENT
 * (it begins at another epoch than base's); TS_UNTRUSTED (it begins at another
 * state of base's epoch; the result is not what it states; a canary of base
 * or of the result does not hold); and the statuses of ts_revocations_load().
 * result is written, and the arena is used, only on TS_OK.
 */
TS_MUST_USE enum ts_status
ts_revocations_apply(struct ts_arena *arena, struct ts_revocation_result *result,
                     const struct ts_revocations *base, ts_verified delta,
                     struct ts_fault *fault);

#endif
