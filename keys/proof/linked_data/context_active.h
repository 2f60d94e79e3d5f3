#ifndef TS_LINKED_DATA_CONTEXT_ACTIVE_H
#define TS_LINKED_DATA_CONTEXT_ACTIVE_H

#include "keys/proof/linked_data/expand.h"

/*
 * The active context and what makes it (JSON-LD 1.1 API 4 and 5.2). Inside
 * this folder, and for the generator of known_contexts*.
 *
 * An active context is never changed: a local context puts a table of terms on those
 * below, so that contexts compiled in are used where they lie.
 */

struct ts_ld_layer {
    const struct ts_ld_table *table;
    const struct ts_ld_layer *below;
    uint32_t depth;
};

struct ts_ld_active {
    const struct ts_ld_layer *layers;
    struct ts_ld_active *previous; /**< What stood before a context that does not
                                        propagate; or NULL. */
    struct ts_ld_derived *derived; /**< What was already made from this one. */
    ts_span base;
    ts_span vocab;    /**< At NULL: there is none. */
    ts_span language; /**< Empty: none. */
    enum ts_ld_direction direction;
    bool has_protected; /**< Some term is protected. */
    bool has_compact;   /**< Some term's name has a colon in it ... */
    bool hides;         /**< ... and maps to nothing. */
};

/** Contexts whose meaning is being looked at, innermost first. */
struct ts_ld_chain {
    ts_span iri;
    const struct ts_ld_chain *outer;
    uint32_t depth;
};

/** What one expansion shares. */
struct ts_ld_run {
    struct ts_arena *arena;
    const struct ts_ld_options *options;
    struct ts_ld_trouble *trouble;   /**< Never NULL. */
    const struct ts_json *outermost; /**< The document; NULL: there is none. */
    uint32_t work;                   /**< Of TS_LD_WORK_MAX. */
    uint32_t depth;                  /**< Terms being defined, one for the other. */
};

/** Fills trouble; returns status. */
enum ts_status ts_ld_refuse(struct ts_ld_run *run, enum ts_status status, ts_span name,
                            const char *rule);

/** TS_MALFORMED in safe mode, TS_OK otherwise. */
TS_MUST_USE enum ts_status
ts_ld_unsafe(struct ts_ld_run *run, ts_span name, const char *rule);

/** That the arena is full; TS_NO_SPACE. */
enum ts_status ts_ld_full(struct ts_ld_run *run);

/** Counts n more; TS_OVER_LIMIT past TS_LD_WORK_MAX. */
TS_MUST_USE enum ts_status ts_ld_work(struct ts_ld_run *run, uint32_t n);

/** @name: which; TS_LD_NO_KEYWORD for everything else. */
enum ts_ld_keyword {
    TS_LD_NO_KEYWORD = 0,
    TS_LD_AT_BASE,
    TS_LD_AT_CONTAINER,
    TS_LD_AT_CONTEXT,
    TS_LD_AT_DIRECTION,
    TS_LD_AT_GRAPH,
    TS_LD_AT_ID,
    TS_LD_AT_IMPORT,
    TS_LD_AT_INCLUDED,
    TS_LD_AT_INDEX,
    TS_LD_AT_JSON,
    TS_LD_AT_LANGUAGE,
    TS_LD_AT_LIST,
    TS_LD_AT_NEST,
    TS_LD_AT_NONE,
    TS_LD_AT_PREFIX,
    TS_LD_AT_PROPAGATE,
    TS_LD_AT_PROTECTED,
    TS_LD_AT_REVERSE,
    TS_LD_AT_SET,
    TS_LD_AT_TYPE,
    TS_LD_AT_VALUE,
    TS_LD_AT_VERSION,
    TS_LD_AT_VOCAB,
};
enum ts_ld_keyword ts_ld_keyword(ts_span text);

/** "@" and letters only: kept for keywords to come. */
bool ts_ld_keyword_like(ts_span text);

/** The term of that name; NULL when there is none. */
const struct ts_ld_term *
ts_ld_active_term(const struct ts_ld_active *active, ts_span name);
const struct ts_ld_term *
ts_ld_layers_term(const struct ts_ld_layer *layers, ts_span name, uint32_t hash);

/** a and then b, in the arena. */
TS_MUST_USE enum ts_status
ts_ld_join(struct ts_ld_run *run, ts_span *whole, ts_span a, ts_span b);

/** "ltr", "rtl" or null; false for anything else. */
bool ts_ld_direction(enum ts_ld_direction *direction, const struct ts_json *said);

/** The initial active context: no terms. */
struct ts_ld_active *ts_ld_active_new(struct ts_ld_run *run);

/** How a local context is to be taken. */
struct ts_ld_manner {
    const struct ts_ld_chain *chain;
    bool overrides;    /**< Protected terms too (it is property-scoped). */
    bool passes;       /**< To the nodes below: "propagate". */
    bool only_checked; /**< "validate scoped context" is false. */
};

/**
 * Context processing (4.1.2). Returns TS_OK; TS_UNSUPPORTED for a context not known;
 * TS_MALFORMED; TS_OVER_LIMIT; TS_NO_SPACE. result is written only on TS_OK.
 */
TS_MUST_USE enum ts_status
ts_ld_context_process(struct ts_ld_run *run, struct ts_ld_active **result,
                      struct ts_ld_active *active, const struct ts_ld_context *local,
                      const struct ts_ld_manner *manner);

/** The same for a scoped context, made only once for the same active one. */
TS_MUST_USE enum ts_status
ts_ld_context_scoped(struct ts_ld_run *run, struct ts_ld_active **active,
                     const struct ts_ld_context *scoped, bool overrides, bool passes);

/* A local context that is an object, while its terms are being defined. */

enum ts_ld_progress {
    TS_LD_NOT_BEGUN = 0,
    TS_LD_BEGUN,
    TS_LD_DEFINED,
};

struct ts_ld_definer {
    struct ts_ld_active *active; /**< Its topmost layer is table. */
    ts_span base;
    const struct ts_ld_manner *manner;
    const struct ts_json **members; /**< Of the local context; where the table's
                                         slots and terms say. */
    uint8_t *progress;
    struct ts_ld_term *terms;
    struct ts_ld_table *table;
    bool protects;

    /* What compiling has to know. */
    struct ts_ld_open *opens; /**< Room for TS_LD_OPENS_MAX; NULL: not compiling. */
    uint8_t open_count;
    uint8_t last_open; /**< Of the last IRI that was expanded; 0 when closed. */
    bool own_vocab;    /**< The context says its @vocab itself. */
    bool depends;      /**< On what is around it, in ways a table cannot say. */
};

enum { TS_LD_OPENS_MAX = 16 };

/** The member of the local context of that name: its place, or -1. */
int32_t
ts_ld_definer_member(const struct ts_ld_definer *definer, ts_span name, uint32_t hash);

/** Create Term Definition (4.2.2) for one member, unless it is done. */
TS_MUST_USE enum ts_status
ts_ld_define(struct ts_ld_run *run, struct ts_ld_definer *definer, int32_t member);

/** "@container" (4.2.2 step 19). */
TS_MUST_USE enum ts_status
ts_ld_define_container(struct ts_ld_run *run, struct ts_ld_term *term,
                       const struct ts_json *value);

/** What is left to check once the type is known (19.4). */
TS_MUST_USE enum ts_status
ts_ld_check_type_map(struct ts_ld_run *run, struct ts_ld_term *term);

/** The members that say one thing each (4.2.2 steps 11, 12 and 19 to 26). */
TS_MUST_USE enum ts_status
ts_ld_define_details(struct ts_ld_run *run, struct ts_ld_definer *definer,
                     struct ts_ld_term *term, const struct ts_json *value);

/** A context object (4.1.2 step 5.4 on) on active, which is ours to change. */
TS_MUST_USE enum ts_status
ts_ld_context_object(struct ts_ld_run *run, struct ts_ld_active *active,
                     const struct ts_json *object, ts_span base,
                     const struct ts_ld_manner *manner);

/** Its steps: @import (object becomes both merged), what is no term, the terms. */
TS_MUST_USE enum ts_status
ts_ld_context_import(struct ts_ld_run *run, struct ts_ld_active *active,
                     const struct ts_json **object, ts_span base,
                     const struct ts_ld_manner *manner);
TS_MUST_USE enum ts_status
ts_ld_context_settings(struct ts_ld_run *run, struct ts_ld_active *active,
                       const struct ts_json *object, bool *protects,
                       const struct ts_ld_manner *manner);
TS_MUST_USE enum ts_status
ts_ld_context_terms(struct ts_ld_run *run, struct ts_ld_definer *definer,
                    const struct ts_json *object);

/**
 * Slots for count terms of these hashes. TS_OK; TS_OVER_LIMIT where too many of them
 * are alike, so that no lookup takes long; TS_NO_SPACE.
 */
TS_MUST_USE enum ts_status
ts_ld_table_index(struct ts_ld_run *run, struct ts_ld_table *table, uint32_t count,
                  const uint32_t *hashes);

/** A compiled context on active, which is ours to change. */
TS_MUST_USE enum ts_status
ts_ld_context_table(struct ts_ld_run *run, struct ts_ld_active *active,
                    const struct ts_ld_table *table, const struct ts_ld_manner *manner);

/** A layer of table on top of active. */
TS_MUST_USE enum ts_status
ts_ld_active_push(struct ts_ld_run *run, struct ts_ld_active *active,
                  const struct ts_ld_table *table);

/**
 * term may stand where previous stood, which is protected (4.2.2 step 27): it says
 * the same. TS_OK or TS_MALFORMED; what scoped contexts mean is found out in active.
 */
TS_MUST_USE enum ts_status
ts_ld_term_same(struct ts_ld_run *run, struct ts_ld_active *active,
                const struct ts_ld_term *term, const struct ts_ld_term *previous);

/**
 * A context compiled: local understood as it is on active. Where the meaning hangs
 * on active in ways a table cannot say, kind stays JSON.
 */
TS_MUST_USE enum ts_status
ts_ld_context_compile(struct ts_ld_run *run, const struct ts_ld_context **compiled,
                      struct ts_ld_active *active, const struct ts_ld_context *local);

/** What an IRI is expanded against besides the terms (5.2.2). */
enum ts_ld_against {
    TS_LD_AGAINST_VOCAB = 1,
    TS_LD_AGAINST_BASE = 2,
};

/**
 * IRI expansion (5.2.2): iri is at NULL where value maps to nothing, and otherwise a
 * keyword, an IRI, a blank node's label or what could not be expanded. definer is
 * the local context whose terms are being defined; or NULL.
 */
TS_MUST_USE enum ts_status
ts_ld_iri_expand(struct ts_ld_run *run, ts_span *iri, const struct ts_ld_active *active,
                 ts_span value, unsigned against, struct ts_ld_definer *definer);

#endif
