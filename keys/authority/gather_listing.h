#ifndef TS_AUTHORITY_GATHER_LISTING_H
#define TS_AUTHORITY_GATHER_LISTING_H

#include "keys/authority/gather_index.h"
#include "keys/authority/gather_state.h"

/**
 * issuers.jsonl while it is gathered into: lines, of which only those that change are
 * read and written again.
 */
struct ts_listed {
    ts_span id;
    ts_span line;     /**< Empty: it was taken off. */
    ts_span owner;    /**< Address of the directory that put it; empty: the operator. */
    bool named;       /**< By its owner, in this run. */
    ts_span named_by; /**< By another directory, in this run; empty: none. */
};

struct ts_listing {
    struct ts_listed *items; /**< Numbered as ids. */
    struct ts_index ids;
    size_t count; /**< Of those that were not taken off. */
    bool changed;
};

/**
 * Reads text; lives in keep and views text, work is given back. TS_OK,
 * TS_OVER_LIMIT (TS_ISSUERS_MAX), TS_DUPLICATE, TS_NO_SPACE and the statuses of
 * ts_issuer_record_read(). fault->offset is the line.
 */
TS_MUST_USE enum ts_status
ts_listing_read(struct ts_arena *keep, struct ts_arena *work, struct ts_listing *listing,
                ts_span text, struct ts_fault *fault);

/** Remembers who put which of them. */
void
ts_listing_set_owners(struct ts_listing *listing, const struct ts_gather_state *state);

/** NULL when it is not on the list. */
struct ts_listed *ts_listing_find(const struct ts_listing *listing, ts_span id);

/** What a source has to say of an issuer. */
struct ts_proposal {
    ts_span id;
    ts_span name;                   /**< By a directory, in English; may be empty. */
    const struct ts_source *source; /**< Its names come first, and its bounds. */
    const struct ts_issuer_key *keys;
    size_t key_count; /**< None: those on the list stay. */
    bool keys_only;   /**< Of one that is on the list nothing else changes. */
};

/**
 * Puts it on the list, or renews it: what the proposal does not say stays. changed
 * tells whether the line is another than before. Not sorted: readers do.
 *
 * TS_OK; TS_ABSENT (it would have no name); TS_OVER_LIMIT (TS_ISSUERS_MAX); TS_NO_SPACE,
 * and the statuses of ts_issuer_record_read().
 */
TS_MUST_USE enum ts_status
ts_listing_put(struct ts_arena *keep, struct ts_arena *work, struct ts_listing *listing,
               const struct ts_proposal *proposal, bool *changed);

void ts_listing_remove(struct ts_listing *listing, struct ts_listed *listed);

/** Appends all lines. */
void ts_listing_write(struct ts_writer *w, const struct ts_listing *listing);

#endif
