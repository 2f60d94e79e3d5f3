#ifndef TS_LINKED_DATA_CONTEXT_H
#define TS_LINKED_DATA_CONTEXT_H

#include "firmware/base/arena.h"
#include "firmware/base/check.h"
#include "firmware/base/status.h"
#include "keys/codec/json.h"

/**
 * JSON-LD contexts that are known here: those compiled in (known_contexts.h) and
 * those a site adds. A context is never fetched.
 */

/** @container of a term (JSON-LD 1.1 9.15.1); any of them together. */
enum ts_ld_container {
    TS_LD_IN_LIST = 1,
    TS_LD_IN_SET = 2,
    TS_LD_IN_INDEX = 4,
    TS_LD_IN_LANGUAGE = 8,
    TS_LD_IN_ID = 16,
    TS_LD_IN_TYPE = 32,
    TS_LD_IN_GRAPH = 64,
};

enum ts_ld_direction {
    TS_LD_DIRECTION_NONE = 0,
    TS_LD_LTR,
    TS_LD_RTL,
};

/** A term definition (JSON-LD 1.1 API 4.1). Empty spans: not said. */
struct ts_ld_term {
    ts_span name;
    ts_span iri;  /**< Or a keyword; empty: the term maps to nothing. */
    ts_span type; /**< An IRI, "@id", "@vocab", "@json" or "@none". */
    ts_span language;
    ts_span index; /**< As spelled in the context. */
    ts_span nest;  /**< As spelled. */
    const struct ts_ld_context *scoped;
    uint32_t hash;     /**< ts_ld_hash(name). */
    uint8_t container; /**< Of enum ts_ld_container. */
    uint8_t direction; /**< Of enum ts_ld_direction. */
    bool has_language; /**< @language was said, perhaps null. */
    bool has_direction;
    bool prefix;
    bool is_protected;
    bool reverse;
    bool removed;      /**< As if there were no such term, not even below. */
    uint8_t iri_open;  /**< 1 + index among the table's opens ... */
    uint8_t type_open; /**< ... of the prefix this was spelled with; or 0. */
};

/** A prefix that a context uses and does not define, and what it stood for when the
 * table was made; empty: nothing, "prefix:suffix" is the IRI. */
struct ts_ld_open {
    ts_span prefix;
    ts_span iri;
};

/** The terms of one context. Compiled in, they are in byte order of their names. */
struct ts_ld_table {
    const struct ts_ld_term *terms;
    const uint16_t *slots; /**< Open addressing: 1 + index of a term; 0: nothing. */
    const struct ts_ld_open *opens;
    ts_span vocab;
    ts_span language;
    uint32_t mask; /**< Slots minus one, a power of two. */
    uint16_t count;
    uint8_t open_count;
    uint8_t direction;
    bool has_vocab; /**< @vocab was said, perhaps null; so with the others. */
    bool has_language;
    bool has_direction;
    bool no_propagation;
    bool protects; /**< "@protected": true stands at its top. */
};

enum ts_ld_context_kind {
    TS_LD_CONTEXT_NULL = 0,
    TS_LD_CONTEXT_TABLE,
    TS_LD_CONTEXT_KNOWN, /**< Stands at iri. */
    TS_LD_CONTEXT_JSON,  /**< Not yet understood; relative to iri. */
};

/** A local context, and the one that follows it in an array. */
struct ts_ld_context {
    enum ts_ld_context_kind kind;
    const struct ts_ld_table *table;
    const struct ts_json *json;
    ts_span iri;
    const struct ts_ld_context *next;
};

/** FNV-1a of 32 bits; where a name stands in a table. */
uint32_t ts_ld_hash(ts_span name);

/** The term of that name, or NULL. */
const struct ts_ld_term *
ts_ld_table_find(const struct ts_ld_table *table, ts_span name, uint32_t hash);

/** A context a site added. */
struct ts_ld_site_context {
    struct ts_ld_context context;
    const struct ts_ld_site_context *next;
};

/** Contexts known besides the compiled-in ones. Zeroed: none. */
struct ts_ld_contexts {
    const struct ts_ld_site_context *first;
};

/**
 * Adds the context that stands at iri; document is the JSON served there, an
 * object with "@context". Both must outlive contexts, which grow in the arena.
 * What it says is looked at when a document uses it.
 *
 * Returns TS_OK; TS_MALFORMED (no "@context", iri not absolute); TS_DUPLICATE
 * (known already: a site does not redefine what is compiled in); TS_NO_SPACE.
 */
TS_MUST_USE enum ts_status
ts_ld_contexts_add(struct ts_ld_contexts *contexts, struct ts_arena *arena, ts_span iri,
                   const struct ts_json *document);

/** The context that stands at iri, compiled in or in site (may be NULL); or NULL. */
const struct ts_ld_context *
ts_ld_contexts_find(const struct ts_ld_contexts *site, ts_span iri);

#endif
