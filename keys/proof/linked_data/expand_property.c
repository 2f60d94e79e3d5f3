#include "keys/proof/linked_data/expand_parts.h"

#include "keys/proof/linked_data/iri.h"

/* Step 13.6 */
static enum ts_status
take_json(struct ts_ld_building *building, struct ts_ld_found *found,
          const struct ts_json *member)
{
    struct ts_ld_item *item = ts_ld_item_new(building->run, TS_LD_VALUE, member);
    if (!item)
        return ts_ld_full(building->run);
    item->value = member;
    item->is_json = true;
    ts_ld_found_add(found, item);
    return TS_OK;
}

/* Step 13.9 */
static enum ts_status
take_element(struct ts_ld_building *building, struct ts_ld_found *found,
             const struct ts_ld_term *term, const struct ts_json *member)
{
    struct ts_ld_place place = { .active = building->active,
                                 .property = member->name,
                                 .term = term };
    return ts_ld_expand_element(building->run, found, &place, member);
}

/* A graph of it holds no statement. */
static bool
says_nothing(const struct ts_ld_item *item)
{
    return item->kind != TS_LD_NODE
           || (!item->types && !item->properties && !item->reverse && !item->included
               && !item->has_graph);
}

enum ts_status
ts_ld_found_graphs(struct ts_ld_run *run, struct ts_ld_found *found, bool spare)
{
    struct ts_ld_found graphs = { .is_array = true };
    for (struct ts_ld_item *at = found->first; at;) {
        struct ts_ld_item *next = at->next;
        struct ts_ld_item *graph = at;
        at->next = NULL;
        if (run->options->safe && says_nothing(at))
            return ts_ld_refuse(run, TS_MALFORMED, at->value ? at->value->name : at->id,
                                "safe mode: a graph that says nothing");
        if (!spare || !at->is_graph) {
            graph = ts_arena_take(run->arena, sizeof(*graph));
            if (!graph)
                return ts_ld_full(run);
            graph->kind = TS_LD_NODE;
            graph->offset = at->offset;
            graph->has_graph = true;
            graph->graph = at;
            graph->is_graph = true;
        }
        ts_ld_found_add(&graphs, graph);
        at = next;
    }
    *found = graphs;
    return TS_OK;
}

/* Step 13.11 */
static enum ts_status
make_list(struct ts_ld_building *building, struct ts_ld_found *found,
          const struct ts_json *member)
{
    if (!found->is_array && found->first->kind == TS_LD_LIST)
        return TS_OK;
    struct ts_ld_item *list = ts_ld_item_new(building->run, TS_LD_LIST, member);
    if (!list)
        return ts_ld_full(building->run);
    list->items = found->first;
    *found = (struct ts_ld_found){ .first = list, .last = list };
    return TS_OK;
}

static enum ts_status
take_any(struct ts_ld_building *building, struct ts_ld_found *found,
         const struct ts_ld_term *term, const struct ts_json *member)
{
    unsigned container = term ? term->container : 0;
    bool map = member->kind == TS_JSON_OBJECT;
    if (term && ts_span_is(term->type, "@json"))
        return take_json(building, found, member);
    if ((container & TS_LD_IN_LANGUAGE) && map)
        return ts_ld_expand_languages(building, found, term, member);
    if ((container & (TS_LD_IN_INDEX | TS_LD_IN_TYPE | TS_LD_IN_ID)) && map)
        return ts_ld_expand_map(building, found, term, member);
    return take_element(building, found, term, member);
}

enum ts_status
ts_ld_expand_property(struct ts_ld_building *building, ts_span iri,
                      const struct ts_ld_term *term, const struct ts_json *member)
{
    struct ts_ld_run *run = building->run;
    struct ts_ld_found found = { 0 };
    unsigned container = term ? term->container : 0;
    if (run->options->safe && !ts_iri_is_absolute(iri))
        return ts_ld_refuse(run, TS_MALFORMED, member->name,
                            "safe mode: a property that is no IRI");
    enum ts_status status = take_any(building, &found, term, member);
    if (status != TS_OK || (!found.first && !found.is_array))
        return status;
    if (container & TS_LD_IN_LIST)
        status = make_list(building, &found, member);
    if (status == TS_OK && (container & TS_LD_IN_GRAPH)
        && !(container & (TS_LD_IN_ID | TS_LD_IN_INDEX)))
        status = ts_ld_found_graphs(run, &found, false);
    if (status != TS_OK)
        return status;
    return ts_ld_building_add(building, iri, &found, term && term->reverse);
}
