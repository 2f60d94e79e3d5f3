#ifndef TS_SYNC_MIRROR_H
#define TS_SYNC_MIRROR_H

#include "firmware/board/link.h"
#include "firmware/board/store.h"
#include "keys/trust/metadata.h"

/**
 * One synchronisation: fetches what is new from the first source that will give it,
 * and makes it what the kiosk believes, all of it or nothing.
 *
 * A machine that never waits: each step does one thing (one transfer, one file)
 * and says whether the next may follow at once, and if not, when. Dropping it
 * after any step, or cutting the power in one, loses nothing that was acknowledged:
 * what was fetched is kept, and the next machine goes on from there.
 *
 *     status = ts_mirror_begin(&arena, &mirror, &options, &fault);
 *     while (status == TS_OK
 *            && (next = ts_mirror_step(mirror, ts_clock_mono(), random)) !=
 * TS_MIRROR_OVER) if (next == TS_MIRROR_PAUSE) ... wait until ts_mirror_wake(mirror) ...
 *
 * What is fetched is decided from signed metadata, before the first file is: with an
 * older list in the store the deltas from it, where that is less. A delta that cannot be
 * had is a failure, and not a larger download; only one that came and did not lead
 * where it should is made good by the whole, and not on a metered link.
 *
 * A state that deltas led to is kept as rev/snapshot itself where coding it anew gives
 * the bytes that are signed, so that a neighbour who has nothing can fetch it from here.
 * Where it does not (another release of zstd), and the folder is served and the link not
 * metered, the published one is fetched after the new lists are in use; that this fails
 * is no failure of the synchronisation.
 *
 * Where the timestamp leads to nothing new, it is all that is asked for. For newer roots
 * (TUF 5.3) it asks at least once a day, or, where now stands still, in one of 24
 * synchronisations; and always before anything new is believed.
 *
 * In the trust folder (keys/FORMAT.md 1) it writes objects/, generations/ and the
 * two pointers to them, partial/ (pieces.h) and roots/ (each root that was accepted,
 * for neighbours that are further behind). The client's metadata folder is
 * keys/sync/refresh.h's.
 */
struct ts_mirror;

/** Where a repository is. */
struct ts_mirror_source {
    const char *name;        /**< For people. */
    const char *url;         /**< Its address, without "/" at the end; NULL: a medium. */
    struct ts_store *medium; /**< A folder or a stick, which is only read. */
};
#define TS_MIRROR_SOURCES_MAX 16

struct ts_mirror_options {
    struct ts_store *accepted; /**< Metadata folder of the client; holds root.json. */
    struct ts_store *trust;
    struct ts_link *link;                   /**< NULL where no source has a URL. */
    const struct ts_mirror_source *sources; /**< In the order they are asked. */
    size_t source_count;
    uint64_t budget; /**< Bytes over the link, both ways; UINT64_MAX: no limit. */
    bool metered;    /**< What was paid for is not fetched anew. */
    bool once;       /**< Somebody waits: who cannot be reached is asked one time. */
    bool is_served;  /**< Neighbours fetch from the trust folder. */
    ts_utc now;      /**< Never later than the truth. */
};

/** Memory of one synchronisation: metadata as trees; and the largest file whole, or a
 * state with the delta and the state that it leads to. */
#define TS_MIRROR_METADATA_SIZE ((size_t)8 * 1024 * 1024)
#define TS_MIRROR_BUFFER_SIZE ((size_t)22 * 1024 * 1024)
#define TS_MIRROR_ARENA_SIZE \
    (TS_MIRROR_METADATA_SIZE + TS_MIRROR_BUFFER_SIZE + (size_t)1024 * 1024)

/** TS_OK; TS_MALFORMED (no source, or too many); TS_NO_SPACE. sources must outlive it. */
TS_MUST_USE enum ts_status
ts_mirror_begin(struct ts_arena *arena, struct ts_mirror **mirror,
                const struct ts_mirror_options *options);

enum ts_mirror_next {
    TS_MIRROR_OVER = 0, /**< See ts_mirror_progress(). */
    TS_MIRROR_GO,       /**< The next step may follow at once ... */
    TS_MIRROR_PAUSE,    /**< ... or not before ts_mirror_wake(). */
};

/** random: any 32 bits; they spread the pauses of many kiosks. */
enum ts_mirror_next
ts_mirror_step(struct ts_mirror *mirror, ts_mono now, uint32_t random);
ts_mono ts_mirror_wake(const struct ts_mirror *mirror);

enum ts_mirror_outcome {
    TS_MIRROR_FAILED = 0,
    TS_MIRROR_UNCHANGED,   /**< Nothing new, for certain. */
    TS_MIRROR_UPDATED,     /**< New lists are in use. */
    TS_MIRROR_NEWER_HERE,  /**< Every source is older than what is here already. */
    TS_MIRROR_OVER_BUDGET, /**< The next one goes on where this one stopped. */
};

/** How far it is. */
struct ts_mirror_progress {
    enum ts_mirror_outcome outcome; /**< Once it is over. */
    struct ts_fault fault;          /**< Why it failed; of the last source. */
    const char *source;             /**< The one in use, or the last. */
    const char *what;               /**< File that was at stake, or "". */
    uint64_t epoch;        /**< Version of the timestamp in use; 0: not known yet. */
    ts_utc issued;         /**< Of the same. */
    uint64_t root_version; /**< Under which that was accepted. */
    bool whole;            /**< Deltas did not lead there: the whole was fetched. */
    bool expired; /**< What the source has is: frozen, or our clock runs ahead. */
    size_t files, missing;  /**< Wanted, and of those not here yet. */
    uint64_t bytes_missing; /**< Of files wanted, less what is here of them. */
    uint64_t bytes;         /**< Of bodies, in this synchronisation. */
    uint64_t wire;          /**< Over the link, as far as it knows. */
};
const struct ts_mirror_progress *ts_mirror_progress(const struct ts_mirror *mirror);

#endif
