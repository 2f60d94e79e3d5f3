#include "keys/proof/linked_data/expand_parts.h"

#include "keys/proof/linked_data/iri.h"

#define RULE "JSON-LD 1.1 API 5.1.2 step 13."

/* A map while it is gone through. */
struct map {
    struct ts_ld_building *building;
    const struct ts_ld_term *term;
    struct ts_ld_found *found;
};

static enum ts_status
is_none(struct ts_ld_building *building, bool *none, ts_span key)
{
    ts_span iri;
    enum ts_status status = ts_ld_iri_expand(building->run, &iri, building->active, key,
                                             TS_LD_AGAINST_VOCAB, NULL);
    *none = ts_ld_keyword(iri) == TS_LD_AT_NONE;
    return status;
}

static enum ts_status
take_language(const struct map *map, ts_span language, const struct ts_json *value)
{
    struct ts_ld_building *building = map->building;
    const struct ts_ld_term *term = map->term;
    if (value->kind == TS_JSON_NULL)
        return TS_OK;
    if (value->kind != TS_JSON_STRING)
        return ts_ld_refuse(building->run, TS_MALFORMED, value->name,
                            RULE "7: invalid language map value");
    struct ts_ld_item *item = ts_ld_item_new(building->run, TS_LD_VALUE, value);
    if (!item)
        return ts_ld_full(building->run);
    item->value = value;
    item->language = language;
    item->direction = term->has_direction ? (enum ts_ld_direction)term->direction
                                          : building->active->direction;
    ts_ld_found_add(map->found, item);
    return ts_ld_check_literal(building->run, item);
}

enum ts_status
ts_ld_expand_languages(struct ts_ld_building *building, struct ts_ld_found *found,
                       const struct ts_ld_term *term, const struct ts_json *map)
{
    struct map at_map = { building, term, found };
    found->is_array = true;
    for (const struct ts_json *at = map->first; at; at = at->next) {
        bool none;
        enum ts_status status = is_none(building, &none, at->name);
        ts_span language = none ? (ts_span){ 0 } : at->name;
        if (status == TS_OK && at->kind != TS_JSON_ARRAY)
            status = take_language(&at_map, language, at);
        else if (status == TS_OK)
            for (const struct ts_json *each = at->first; each && status == TS_OK;
                 each = each->next)
                status = take_language(&at_map, language, each);
        if (status != TS_OK)
            return status;
    }
    return TS_OK;
}

/* Step 8.7.2: the key becomes a value of a property of its own. */
static enum ts_status
put_index(const struct map *map, struct ts_ld_item *item, const struct ts_json *entry)
{
    struct ts_ld_building *building = map->building;
    struct ts_ld_run *run = building->run;
    const struct ts_ld_term *index =
        ts_ld_active_term(building->active, map->term->index);
    struct ts_json *key = ts_arena_take(run->arena, sizeof(*key));
    struct ts_ld_item *value;
    ts_span iri;
    if (!key)
        return ts_ld_full(run);
    if (item->kind != TS_LD_NODE)
        return ts_ld_refuse(run, TS_MALFORMED, entry->name,
                            RULE "8.7.2: invalid value object");
    *key = (struct ts_json){ .kind = TS_JSON_STRING,
                             .offset = entry->offset,
                             .text = entry->name };
    enum ts_status status = ts_ld_expand_value(run, &value, building->active, index, key);
    if (status == TS_OK)
        status = ts_ld_iri_expand(run, &iri, building->active, map->term->index,
                                  TS_LD_AGAINST_VOCAB, NULL);
    if (status != TS_OK)
        return status;
    if (run->options->safe && !ts_iri_is_absolute(iri))
        return ts_ld_refuse(run, TS_MALFORMED, map->term->index,
                            "safe mode: a property that is no IRI");
    /* It was an IRI where the term was defined; here it may no longer be one. */
    if (ts_span_index(iri, ':') == iri.len)
        return TS_OK;
    item->is_graph = false;
    return ts_ld_item_put_first(run, item, iri, value);
}

/* Steps 8.7.3 to 8.7.5 */
static enum ts_status
put_key(const struct map *map, struct ts_ld_item *item, const struct ts_json *entry)
{
    struct ts_ld_building *building = map->building;
    struct ts_ld_run *run = building->run;
    unsigned container = map->term->container;
    ts_span iri;
    if (container & TS_LD_IN_INDEX)
        return map->term->index.len ? put_index(map, item, entry) : TS_OK;
    if (item->kind != TS_LD_NODE)
        return ts_ld_refuse(run, TS_MALFORMED, entry->name,
                            RULE "8.7: invalid map value");
    if (container & TS_LD_IN_ID) {
        if (item->has_id)
            return TS_OK;
        item->has_id = true;
        return ts_ld_expand_id(run, &item->id, building->active, entry->name,
                               TS_LD_AGAINST_BASE);
    }
    enum ts_status status = ts_ld_expand_id(run, &iri, building->active, entry->name,
                                            TS_LD_AGAINST_VOCAB | TS_LD_AGAINST_BASE);
    item->is_graph = false;
    return status == TS_OK ? ts_ld_item_type(run, item, iri) : status;
}

/* Steps 8.1 to 8.3: what the values of one key are read with. */
static enum ts_status
map_context(const struct map *map, struct ts_ld_active **active, ts_span key)
{
    *active = map->building->active;
    if ((map->term->container & (TS_LD_IN_ID | TS_LD_IN_TYPE)) && (*active)->previous)
        *active = (*active)->previous;
    if (!(map->term->container & TS_LD_IN_TYPE))
        return TS_OK;
    const struct ts_ld_term *type = ts_ld_active_term(*active, key);
    if (!type || !type->scoped)
        return TS_OK;
    return ts_ld_context_scoped(map->building->run, active, type->scoped, false, false);
}

static enum ts_status
take_entry(const struct map *map, ts_span property, const struct ts_json *entry)
{
    struct ts_ld_run *run = map->building->run;
    struct ts_ld_found found = { 0 };
    struct ts_ld_place place = { .property = property, .from_map = true };
    bool none;
    enum ts_status status = map_context(map, &place.active, entry->name);
    if (status == TS_OK)
        status = is_none(map->building, &none, entry->name);
    if (status != TS_OK)
        return status;
    place.term = ts_ld_active_term(place.active, property);
    status = ts_ld_expand_element(run, &found, &place, entry);
    if (status == TS_OK && (map->term->container & TS_LD_IN_GRAPH))
        status = ts_ld_found_graphs(run, &found, true);
    for (struct ts_ld_item *at = found.first; at && !none && status == TS_OK;
         at = at->next)
        status = put_key(map, at, entry);
    ts_ld_found_join(map->found, &found);
    return status;
}

enum ts_status
ts_ld_expand_map(struct ts_ld_building *building, struct ts_ld_found *found,
                 const struct ts_ld_term *term, const struct ts_json *map)
{
    struct map at_map = { building, term, found };
    enum ts_status status = TS_OK;
    found->is_array = true;
    for (const struct ts_json *at = map->first; at && status == TS_OK; at = at->next)
        status = take_entry(&at_map, map->name, at);
    return status;
}
