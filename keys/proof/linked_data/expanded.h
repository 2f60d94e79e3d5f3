#ifndef TS_LINKED_DATA_EXPANDED_H
#define TS_LINKED_DATA_EXPANDED_H

#include "keys/proof/linked_data/context.h"

/**
 * A document in expanded form (JSON-LD 1.1 API 5.1): every name is an IRI or a
 * blank node's label, every value says what it is. What only serves people and
 * programs that read JSON (@index) is not kept: it says nothing in RDF.
 *
 * All of it lives in the arena and views the document and the contexts.
 */

enum ts_ld_kind {
    TS_LD_NONE = 0,
    TS_LD_NODE,
    TS_LD_VALUE,
    TS_LD_LIST,
};

/** An IRI or a blank node's label, and the one after it. */
struct ts_ld_name {
    ts_span text;
    const struct ts_ld_name *next;
};

struct ts_ld_item {
    enum ts_ld_kind kind;
    struct ts_ld_item *next; /**< Beside it, in the order of the document. */
    uint32_t offset;         /**< Where it stands in the source. */

    /* NODE */
    bool has_id; /**< An @id was written; it may still be no IRI ... */
    ts_span id;  /**< ... and is then empty. */
    const struct ts_ld_name *types;
    struct ts_ld_property *properties; /**< In lexicographical order of iri. */
    struct ts_ld_property *reverse;
    struct ts_ld_item *included;
    bool has_graph; /**< @graph was written, perhaps with nothing in it. */
    struct ts_ld_item *graph;
    bool is_graph;     /**< Only @graph, @id and @index were written. */
    bool is_wrapper;   /**< Only @graph was. */
    bool is_reference; /**< It has nothing but id, and text would stand for it here. */

    /* VALUE */
    const struct ts_json *value; /**< A scalar; anything where is_json. */
    bool is_json;
    ts_span datatype; /**< An IRI; empty when not said. */
    ts_span language; /**< As written; empty when not said. */
    enum ts_ld_direction direction;

    /* LIST */
    struct ts_ld_item *items;
};

struct ts_ld_property {
    ts_span iri; /**< Or a blank node's label. */
    struct ts_ld_item *first;
    struct ts_ld_property *next;
};

#endif
