#ifndef TS_LINKED_DATA_EXPAND_PARTS_H
#define TS_LINKED_DATA_EXPAND_PARTS_H

#include "keys/proof/linked_data/context_active.h"

/* Expansion (JSON-LD 1.1 API 5.1.2); for expand*.c only. */

/** What an element expands to: an array, perhaps an empty one; or one item; or null. */
struct ts_ld_found {
    struct ts_ld_item *first, *last;
    bool is_array;
};

/** Where an element stands: the active property and what its name means. */
struct ts_ld_place {
    struct ts_ld_active *active;
    ts_span property;              /**< At NULL: none. */
    const struct ts_ld_term *term; /**< Of property in active; or NULL. */
    bool from_map;                 /**< Directly in an index, id or type map. */
    bool in_list;                  /**< In "@list". */
};

/** Entries of a map that are keywords, and "@set". */
enum ts_ld_entry {
    TS_LD_HAS_ID = 1,
    TS_LD_HAS_TYPE = 2,
    TS_LD_HAS_GRAPH = 4,
    TS_LD_HAS_INCLUDED = 8,
    TS_LD_HAS_VALUE = 16,
    TS_LD_HAS_LANGUAGE = 32,
    TS_LD_HAS_DIRECTION = 64,
    TS_LD_HAS_INDEX = 128,
    TS_LD_HAS_LIST = 256,
    TS_LD_HAS_SET = 512,
    TS_LD_HAS_REVERSE = 1024,
};

/** A map while it is expanded. */
struct ts_ld_building {
    struct ts_ld_run *run;
    struct ts_ld_active *active;
    struct ts_ld_active *type_active; /**< What @type is expanded with. */
    const struct ts_ld_place *place;
    const struct ts_json *element;
    struct ts_ld_item *item;
    unsigned entries; /**< Of enum ts_ld_entry. */
    struct ts_ld_found set;
    bool json_type; /**< The first @type says @json. */
};

/** No active property, or "@graph": nothing here says anything of something else. */
bool ts_ld_is_top(const struct ts_ld_place *place);

/** The keyword that key is or stands for. */
enum ts_ld_keyword ts_ld_key_keyword(const struct ts_ld_active *active, ts_span key);

/** A new item, or NULL. */
struct ts_ld_item *
ts_ld_item_new(struct ts_ld_run *run, enum ts_ld_kind kind, const struct ts_json *source);

void ts_ld_found_add(struct ts_ld_found *found, struct ts_ld_item *item);
void ts_ld_found_join(struct ts_ld_found *found, const struct ts_ld_found *more);

/** An element in its place. */
TS_MUST_USE enum ts_status
ts_ld_expand_element(struct ts_ld_run *run, struct ts_ld_found *found,
                     const struct ts_ld_place *place, const struct ts_json *element);
TS_MUST_USE enum ts_status
ts_ld_expand_object(struct ts_ld_run *run, struct ts_ld_found *found,
                    const struct ts_ld_place *place, const struct ts_json *element);

/** What a scalar there is read with (step 4.2): both are those of the place, unless the
 * term has a context of its own. */
TS_MUST_USE enum ts_status
ts_ld_scalar_context(struct ts_ld_run *run, struct ts_ld_active **active,
                     const struct ts_ld_term **term, const struct ts_ld_place *place);

/** Value expansion (5.3.2) of a scalar. */
TS_MUST_USE enum ts_status
ts_ld_expand_value(struct ts_ld_run *run, struct ts_ld_item **item,
                   const struct ts_ld_active *active, const struct ts_ld_term *term,
                   const struct ts_json *value);

/** Fills item->is_reference: the term of the place is one whose text is an id, and
 * the id written as such a text means the same. */
TS_MUST_USE enum ts_status
ts_ld_note_reference(struct ts_ld_run *run, struct ts_ld_item *item,
                     const struct ts_ld_place *place);

/** In safe mode: what RDF would not keep of a literal refuses it. */
TS_MUST_USE enum ts_status
ts_ld_check_literal(struct ts_ld_run *run, const struct ts_ld_item *item);

/** IRI expansion of an identifier: empty where it becomes no IRI; safe mode refuses. */
TS_MUST_USE enum ts_status
ts_ld_expand_id(struct ts_ld_run *run, ts_span *iri, const struct ts_ld_active *active,
                ts_span text, unsigned against);

/** Its second half: iri is what text was expanded to. */
TS_MUST_USE enum ts_status
ts_ld_settle_id(struct ts_ld_run *run, ts_span *iri, ts_span text);

/** One member that is a keyword (step 13.4). */
TS_MUST_USE enum ts_status
ts_ld_expand_keyword(struct ts_ld_building *building, enum ts_ld_keyword keyword,
                     const struct ts_json *member);

/** One member that is a property (13.5 to 13.14). term may be NULL. */
TS_MUST_USE enum ts_status
ts_ld_expand_property(struct ts_ld_building *building, ts_span iri,
                      const struct ts_ld_term *term, const struct ts_json *member);

/** Language maps (13.7); index, id and type maps (13.8). */
TS_MUST_USE enum ts_status
ts_ld_expand_languages(struct ts_ld_building *building, struct ts_ld_found *found,
                       const struct ts_ld_term *term, const struct ts_json *map);
TS_MUST_USE enum ts_status
ts_ld_expand_map(struct ts_ld_building *building, struct ts_ld_found *found,
                 const struct ts_ld_term *term, const struct ts_json *map);

/**
 * found under iri; in @reverse where reverse. Until ts_ld_building_end() properties
 * are in no order, and one may be there several times.
 */
TS_MUST_USE enum ts_status
ts_ld_building_add(struct ts_ld_building *building, ts_span iri,
                   const struct ts_ld_found *found, bool reverse);

/** A type more, in front of the others; an empty one is none. */
TS_MUST_USE enum ts_status
ts_ld_item_type(struct ts_ld_run *run, struct ts_ld_item *item, ts_span iri);

/** Steps 15 to 19: what the map is after all. */
TS_MUST_USE enum ts_status
ts_ld_building_end(struct ts_ld_building *building, struct ts_ld_found *found);

/** In front of what item has under iri, which may be nothing. */
TS_MUST_USE enum ts_status
ts_ld_item_put_first(struct ts_ld_run *run, struct ts_ld_item *item, ts_span iri,
                     struct ts_ld_item *value);

/** Each item of found in a graph of its own; those that are one, too, unless spared. */
TS_MUST_USE enum ts_status
ts_ld_found_graphs(struct ts_ld_run *run, struct ts_ld_found *found, bool spare);

#endif
