#ifndef TS_LINKED_DATA_PLAIN_FORM_H
#define TS_LINKED_DATA_PLAIN_FORM_H

#include "keys/proof/linked_data/plain.h"

/*
 * Between the files that share the name plain; nobody else includes this.
 */

/** A name defined by a context that stands in the document itself. */
struct ts_plain_name {
    ts_span text;
    const struct ts_plain_name *next;
};

/** Somewhere a node with an id is spoken of. */
struct ts_plain_place {
    ts_span id;
    uint32_t graph;   /**< Ids are compared within one graph ... */
    uint32_t part;    /**< ... and one credential of a learner record; 0: the record. */
    bool in_subject;  /**< Of the document. */
    bool has_content; /**< More than id and type stand here. */
    bool may_refer;   /**< The member is meant to name what is described elsewhere. */
    bool may_repeat;  /**< The member describes a profile or a picture. */
    bool is_endorsed; /**< Says nothing but what an endorsement says. */
    const struct ts_plain_place *before;
};

struct ts_plain {
    struct ts_arena *arena;
    struct ts_ld_trouble *trouble;       /**< Never NULL. */
    bool is_careful;                     /**< Not all contexts are compiled in. */
    const struct ts_plain_name *names;   /**< Defined in place. */
    const struct ts_plain_place *places; /**< The last one. */
    uint32_t place_count;
    uint32_t graph_count;
    bool is_record;      /**< A ClrCredential, with credentials in it ... */
    uint32_t part_count; /**< ... so many so far. */
    uint32_t lookups;    /**< In all compiled-in contexts, so far. */
};

/** Fills trouble; returns TS_MALFORMED. */
enum ts_status ts_plain_refuse(struct ts_plain *plain, ts_span name, const char *rule);

/** plain_context.c: every @context of the document (rule 3), before all else. */
enum ts_status ts_plain_contexts(struct ts_plain *plain, const struct ts_json *document);

/** plain_terms.c: rule 2, for a key that means iri, for a word that stands for one
 * where it is typed @vocab, and for the types of a node. */
enum ts_status
ts_plain_key(struct ts_plain *plain, const struct ts_json *value, ts_span iri);
enum ts_status ts_plain_word(struct ts_plain *plain, ts_span word, ts_span iri);
enum ts_status ts_plain_types(struct ts_plain *plain, const struct ts_json *types,
                              const struct ts_ld_name *iris);

/** plain_places.c: rule 6, when all places are known. */
enum ts_status ts_plain_places(struct ts_plain *plain);

#endif
