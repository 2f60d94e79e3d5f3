#ifndef TS_SYNC_MIRROR_PARTS_H
#define TS_SYNC_MIRROR_PARTS_H

#include "firmware/base/writer.h"
#include "keys/sync/mirror.h"
#include "keys/sync/pieces.h"
#include "keys/sync/refresh.h"
#include "keys/trust/generation.h"
#include "keys/trust/repository.h"

/* What the files that make up mirror.h share. */

/** Failures in a row after which a source is given up for this synchronisation, and
 * answers that were wrong (not merely none), in a row or not. */
enum { TS_MIRROR_FAILURES_MAX = 6, TS_MIRROR_STRIKES_MAX = 4 };

/** Refusals of a range, in a row, after which a server is taken not to know any. */
enum { TS_MIRROR_RANGES_REFUSED_MAX = 2 };

/**
 * Roots are asked for before anything new is believed, and where the timestamp leads to
 * nothing new, at least once a day; where the clock is not trusted and stands still, once
 * in so many synchronisations.
 */
enum { TS_MIRROR_REST_S = 86400, TS_MIRROR_RESTS_MAX = 24 };

/** What a request costs at least; with less of the budget left none is made. */
enum { TS_MIRROR_REQUEST_WIRE = 512 };

enum ts_mirror_phase {
    TS_MIRROR_ENDED = 0,
    TS_MIRROR_METADATA,
    TS_MIRROR_TARGETS,
    TS_MIRROR_ASSEMBLY,
    TS_MIRROR_ACTIVATION,
};

/** A target of the new lists. */
struct ts_mirror_item {
    const struct ts_target *target;
    bool wanted; /**< It must be in the store before they are used. */
    bool held;   /**< It is. */
};

/** What is made of files that were fetched: the issuer list, or the state. */
struct ts_mirror_assembly {
    const struct ts_target *result; /**< NULL: nothing is to be made. */
    struct ts_route route;
    size_t done; /**< Steps of the route. */
};

/** What a source has been like so far. */
struct ts_mirror_record {
    uint32_t failures; /**< In a row. */
    uint32_t strikes;
    uint32_t ranges_refused; /**< In a row. */
    bool reached;            /**< It has answered anything at all. */
    bool out;
};

struct ts_mirror {
    struct ts_mirror_options options;
    struct ts_mirror_record records[TS_MIRROR_SOURCES_MAX];
    struct ts_mirror_progress progress;
    enum ts_mirror_phase phase;
    size_t at; /**< The source in use. */
    ts_mono wake;
    bool older_seen;       /**< A source is older than we are. */
    bool spent;            /**< A transfer was ended by the budget. */
    struct ts_reply reply; /**< To the last request over the link. */

    ts_room metadata_room; /**< The refresh machine lives here. */
    struct ts_refresh *refresh;
    bool roles_loaded;
    bool roots_rest;     /**< This machine goes by the roots that are known ... */
    bool roots_due;      /**< ... and none may any more. */
    bool timestamp_came; /**< From the source in use, and no root after it. */
    ts_room buffer;      /**< One file whole; scratch between files. */
    size_t have;         /**< Of a metadata file that may be continued. */

    struct ts_target *targets;    /**< All that a search may find. */
    struct ts_mirror_item *items; /**< One for each of them. */
    size_t count;
    struct ts_mirror_assembly issuers, state;
    bool state_held; /**< The state is here, reached by deltas and coded otherwise. */
    bool only_whole; /**< Deltas have failed. */
    bool in_use;     /**< The new lists are; what is still fetched is for neighbours. */
    enum ts_mirror_outcome reached; /**< What came of them, once they are. */
    size_t item;                    /**< The one that is fetched. */
    bool opened;                    /**< pieces is of this item. */
    struct ts_pieces pieces;
    char what[TS_TARGET_NAME_SIZE];
};

/** The end: outcome with why. */
void
ts_mirror_end(struct ts_mirror *m, enum ts_mirror_outcome outcome, struct ts_fault fault);

/** The end because of our own store or memory: no source can help. */
static inline void
ts_mirror_end_broken(struct ts_mirror *m, enum ts_status status, const char *rule)
{
    ts_mirror_end(m, TS_MIRROR_FAILED,
                  (struct ts_fault){ .status = status, .rule = rule });
}

/** Scratch memory, in the buffer: not while a file is being fetched. */
static inline struct ts_arena
ts_mirror_scratch(const struct ts_mirror *m)
{
    return ts_arena_over(m->buffer);
}

/** mirror_known.c: what was learnt of a source, so that it need not send again what is
 * here. Empty texts: it said none. */
struct ts_mirror_known {
    char etag[TS_LINK_VALIDATOR_SIZE];
    char last_modified[TS_LINK_VALIDATOR_SIZE];
    ts_span timestamp;  /**< What both are of: the one that was accepted last; stands in
                             the scratch memory. Empty: it was another one. */
    ts_utc roots_asked; /**< When it was last asked for roots ... */
    int64_t rests;      /**< ... and how often it was not, at that very second. */
};

/** False unless the source in use is the one that was noted last. */
bool ts_mirror_recall(const struct ts_mirror *m, struct ts_mirror_known *known);

/** Notes what the source in use said of a timestamp that was accepted; m->reply is the
 * reply to that, or one that says nothing. */
void ts_mirror_note(const struct ts_mirror *m, ts_span timestamp);

/** mirror_source.c: how a file comes. */
struct ts_mirror_order {
    const char *name; /**< Below the address of the repository. */
    bool encode;      /**< It is not yet as a URL has it. */
    uint64_t offset;
    uint64_t max;
    bool (*take)(ts_span bytes, void *context);
    void *context;
    const struct ts_mirror_known *known; /**< Or NULL. */
};

/** From the source in use. Statuses of ts_link_fetch() or ts_medium_read(). A medium
 * is read to buffer from its beginning on, and take is not called: *whole. */
TS_MUST_USE enum ts_status
ts_mirror_fetch(struct ts_mirror *m, ts_span *whole, const struct ts_mirror_order *order);

/** Which rule a transfer broke, as far as its status tells. */
const char *ts_mirror_rule_of(enum ts_status status);

/** The budget is spent: asked after a fetch, and before one. */
bool ts_mirror_is_spent(const struct ts_mirror *m);

bool ts_mirror_is_medium(const struct ts_mirror *m);

/** Something came that is kept: the source works. */
void ts_mirror_praise(struct ts_mirror *m);

/**
 * It did not. Chooses who is asked next and when, or ends the synchronisation
 * when nobody is left. strike: it answered, and wrongly; out: for good.
 */
enum ts_mirror_blame { TS_BLAME_FAILURE = 0, TS_BLAME_STRIKE, TS_BLAME_OUT };
void ts_mirror_blame(struct ts_mirror *m, enum ts_mirror_blame blame,
                     struct ts_fault fault, ts_mono now, uint32_t random);

/** One step of each phase. */
void ts_mirror_step_metadata(struct ts_mirror *m, ts_mono now, uint32_t random);
void ts_mirror_step_targets(struct ts_mirror *m, ts_mono now, uint32_t random);
void ts_mirror_step_activation(struct ts_mirror *m);

void ts_mirror_step_assembly(struct ts_mirror *m);

/** mirror_plan.c: what is wanted, once metadata is current. */
TS_MUST_USE enum ts_status ts_mirror_plan(struct ts_mirror *m);
void ts_mirror_count_missing(struct ts_mirror *m);

/** Wants rev/snapshot, whatever is held in its place. False: it is here, or may not be
 * fetched. */
bool ts_mirror_want_snapshot(struct ts_mirror *m);

/** mirror_held.c: what is in the store. holds: read and compared; the bytes stand in the
 * scratch memory. */
bool ts_mirror_holds(const struct ts_mirror *m, const struct ts_generation *generation,
                     const struct ts_target *target, ts_span *bytes);
TS_MUST_USE enum ts_status
ts_mirror_put_object(struct ts_mirror *m, const struct ts_target *target, ts_span bytes);

/** A target of the generation in use. */
struct ts_mirror_base {
    struct ts_file_name object;
    uint64_t epoch; /**< 0: there is none. */
};

/** What the manifest in use has for path. scratch: a copy, for what is still free. */
struct ts_mirror_base
ts_mirror_find_base(const struct ts_mirror *m, struct ts_arena scratch, const char *path);

/** mirror_sweep.c: removes what neither generation names, and beginnings of files that
 * nobody waits for. What cannot be removed now is by the next one. */
void ts_mirror_sweep(struct ts_mirror *m);

/** Objects are named as by a generation, whichever it is. */
extern const struct ts_generation ts_mirror_any_generation;

/** File of a generation that lists its targets, a line each: object, epoch and path with
 * blanks between them. */
#define TS_MIRROR_MANIFEST "objects"
enum {
    TS_MIRROR_MANIFEST_MAX =
        TS_TARGETS_MAX * (TS_STORE_NAME_MAX + TS_TARGET_PATH_MAX + 32)
};

/** Prefix of what is kept of roots: "roots/3.root.json". */
#define TS_MIRROR_ROOTS "roots/"

#endif
