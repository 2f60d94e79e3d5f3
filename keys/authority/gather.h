#ifndef TS_AUTHORITY_GATHER_H
#define TS_AUTHORITY_GATHER_H

#include "firmware/board/store.h"
#include "keys/authority/gather_sources.h"

/**
 * Brings issuers' own material into an authority's folder (authority.h), verified.
 *
 * A step machine without a socket in it: ts_gather_next() says what it wants, the
 * caller fetches or reads that and hands it to ts_gather_take(). Several fetches may
 * be under way at a time, each to another host. Beside the files of authority.h it
 * keeps
 *
 *   gather.jsonl   what came of each address, and which source put which issuer
 *   gather/HEX     directories and statements as they last came; HEX as of status/
 *
 * Every few dozen answers, and before status lists are read, issuers.jsonl and
 * then gather.jsonl are replaced; nobody else may write in the folder meanwhile.
 * A run that was cut off goes on where it stopped when it is begun again.
 *
 * What a source may do (README.md, "Sources"):
 *
 *  - An issuer that is on the list by other hands (added by the operator, or named
 *    by another source first) keeps its names and its bounds; only keys that come
 *    from its own host replace its keys.
 *  - An issuer that a directory named and names no more is taken off the list again, in
 *    runs over all sources. A directory that names fewer than half of those it
 *    named before is not believed.
 *  - What fails leaves what was imported before.
 */
struct ts_gather;

/** Addresses of one run: sources, and issuers that directories name. */
#define TS_GATHER_ADDRESSES_MAX 40000

/** A DID document, a JWK set, a directory. */
#define TS_GATHER_DOCUMENT_MAX (4 << 20)

/** Fetches under way at a time, at most. */
#define TS_GATHER_TRANSFERS_MAX 8

/** The longest break (Retry-After) that a run waits for; who asks for a longer one
 * is asked in the next run. */
#define TS_GATHER_BREAK_MAX_S 300

enum ts_gather_result {
    TS_GATHER_FAILED = 0, /**< Not to be had, broken, or not to be imported. */
    TS_GATHER_UNVERIFIED, /**< Nothing proves that it is the issuer's. */
    TS_GATHER_UNCHANGED,
    TS_GATHER_OK,      /**< Imported. */
    TS_GATHER_REMOVED, /**< An issuer: no source names it any more. */
};
enum { TS_GATHER_RESULTS = TS_GATHER_REMOVED + 1 };

/** "ok", "failed", ... */
const char *ts_gather_result_name(enum ts_gather_result result);

/** What came of one source, or of one issuer that a directory names. */
struct ts_gather_line {
    enum ts_gather_result result;
    enum ts_source_kind kind;
    ts_span what;          /**< The issuer, else the address. */
    const char *why;       /**< A sentence's end; NULL: see status. Static. */
    enum ts_status status; /**< TS_OK: nothing went wrong. */
    const char *rule;      /**< Where status is not TS_OK; may be NULL. Static. */
    long http_status;      /**< When a server refused; else 0. */
    size_t count;          /**< Keys of an issuer; issuers that a directory names. */
    size_t left_out;       /**< Of those in the source: of no use to us. */
    bool has_age;          /**< There is an import from before, which stands. */
    int64_t age_s;         /**< Of that. */
};

struct ts_gather_order {
    struct ts_store *store;
    const struct ts_source_list *sources;
    enum ts_source_kind only; /**< TS_SOURCE_NONE: all. */
    bool offline;             /**< Only what has a file. */
    bool plain_http;          /**< http: is no proof, but allowed. */
    int64_t max_age_s;        /**< What came in less than that is not asked for. */
    uint32_t gap_ms;          /**< Between two requests to one host. */
    size_t transfers;         /**< At a time, TS_GATHER_TRANSFERS_MAX at most; 0: one. */
    ts_utc now;
    void (*report)(const struct ts_gather_line *line, void *context);
    void *context;
};

/**
 * Begins a run, or goes on with one that was cut off. Lives in the arena, which is the
 * machine's alone until it is done; order's sources must outlive it.
 *
 * Returns TS_OK; TS_OVER_LIMIT (TS_GATHER_ADDRESSES_MAX); TS_NO_SPACE; TS_IO, and the
 * statuses of reading issuers.jsonl and gather.jsonl, whose name is fault->rule
 * and whose line fault->offset.
 */
TS_MUST_USE enum ts_status
ts_gather_begin(struct ts_arena *arena, struct ts_gather **gather,
                const struct ts_gather_order *order, struct ts_fault *fault);

enum ts_gather_want {
    TS_GATHER_DONE = 0,
    TS_GATHER_FETCH,
    TS_GATHER_READ,
    TS_GATHER_WAIT, /**< Until the politest host may be asked again, or an answer to
                         what is under way has come, which is to be taken first. */
};

struct ts_gather_step {
    enum ts_gather_want want;
    const char *where;             /**< URL, or file as the source writes it. */
    const char *if_none_match;     /**< NULL: not asked with. */
    const char *if_modified_since; /**< The same. */
    size_t max;                    /**< Bytes; more is TS_OVER_LIMIT. */
    size_t ticket;                 /**< To be handed back with the answer. */
    ts_mono until;                 /**< WAIT; UINT64_MAX: for an answer only. */
};

/**
 * What to do next. For each FETCH and READ there must be one ts_gather_take(), for a
 * FETCH perhaps only after other steps; what step points to stands until then. On
 * DONE all is on the medium. TS_OK, or a status of writing: the run is over, and goes
 * on where it was last written when begun again.
 */
TS_MUST_USE enum ts_status
ts_gather_next(struct ts_gather *gather, struct ts_gather_step *step, ts_mono now);

/** What came of a step. */
struct ts_gather_answer {
    enum ts_status status; /**< As of ts_link_fetch(), ts_store_read(). */
    long http_status;      /**< 304: body is empty, and as it was before. */
    ts_span body;
    const char *etag;          /**< "" or NULL: none. */
    const char *last_modified; /**< The same. */
    const char *retry_after;   /**< The same. */
    size_t ticket;             /**< Of the step. */
};

/**
 * Takes it in. now: when the answer ended. Who answers 429 or 503 and says for how long
 * (Retry-After), no longer than TS_GATHER_BREAK_MAX_S, is asked for the same again
 * after that; else it is asked no more in this run, and neither is who leaves several
 * requests in a row without any answer. Statuses as of ts_gather_next().
 */
TS_MUST_USE enum ts_status
ts_gather_take(struct ts_gather *gather, const struct ts_gather_answer *answer,
               ts_mono now);

/** How many lines there were of each result, those of an earlier part of the same
 * run included. */
struct ts_gather_counts {
    size_t of[TS_GATHER_RESULTS];
    size_t not_asked; /**< Left out by only and offline. */
};
struct ts_gather_counts ts_gather_counts(const struct ts_gather *gather);

#endif
