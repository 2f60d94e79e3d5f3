#include "keys/proof/linked_data/expand_parts.h"

#define RULE "JSON-LD 1.1 API 5.1.2 step 13.4."

static enum ts_status
malformed(const struct ts_ld_building *building, const struct ts_json *member,
          const char *rule)
{
    return ts_ld_refuse(building->run, TS_MALFORMED, member->name, rule);
}

/* The same property, as the map's own context has it. */
static struct ts_ld_place
same_place(const struct ts_ld_building *building)
{
    ts_span property = building->place->property;
    return (struct ts_ld_place){
        .active = building->active,
        .property = property,
        .term = property.at ? ts_ld_active_term(building->active, property) : NULL,
    };
}

static enum ts_status
take_id(struct ts_ld_building *building, const struct ts_json *member)
{
    if (member->kind != TS_JSON_STRING)
        return malformed(building, member, RULE "3: invalid @id value");
    building->item->has_id = true;
    return ts_ld_expand_id(building->run, &building->item->id, building->active,
                           member->text, TS_LD_AGAINST_BASE);
}

static enum ts_status
take_one_type(struct ts_ld_building *building, const struct ts_json *value)
{
    struct ts_ld_run *run = building->run;
    ts_span iri;
    if (value->kind != TS_JSON_STRING)
        return malformed(building, value, RULE "4: invalid type value");
    enum ts_status status =
        ts_ld_iri_expand(run, &iri, building->type_active, value->text,
                         TS_LD_AGAINST_VOCAB | TS_LD_AGAINST_BASE, NULL);
    if (status == TS_OK && ts_ld_keyword(iri) == TS_LD_AT_JSON) {
        building->item->is_json = true;
        return TS_OK;
    }
    if (status == TS_OK)
        status = ts_ld_settle_id(run, &iri, value->text);
    return status == TS_OK ? ts_ld_item_type(run, building->item, iri) : status;
}

static enum ts_status
take_type(struct ts_ld_building *building, const struct ts_json *member)
{
    enum ts_status status = TS_OK;
    if (member->kind != TS_JSON_ARRAY)
        return take_one_type(building, member);
    for (const struct ts_json *at = member->first; at && status == TS_OK; at = at->next)
        status = take_one_type(building, at);
    return status;
}

static enum ts_status
take_graph(struct ts_ld_building *building, const struct ts_json *member)
{
    struct ts_ld_found found = { 0 };
    struct ts_ld_place place = { .active = building->active,
                                 .property = TS_SPAN_LIT("@graph") };
    enum ts_status status = ts_ld_expand_element(building->run, &found, &place, member);
    building->item->has_graph = true;
    building->item->graph = found.first;
    return status;
}

/* What becomes nothing is no node either. */
static enum ts_status
take_one_included(struct ts_ld_building *building, struct ts_ld_found *all,
                  const struct ts_json *value)
{
    struct ts_ld_found found = { 0 };
    struct ts_ld_place place = { .active = building->active };
    enum ts_status status = ts_ld_expand_element(building->run, &found, &place, value);
    if (status != TS_OK)
        return status;
    for (const struct ts_ld_item *at = found.first; at; at = at->next)
        if (at->kind != TS_LD_NODE)
            return malformed(building, value, RULE "6: invalid @included value");
    if (!found.first)
        return malformed(building, value, RULE "6: invalid @included value");
    ts_ld_found_join(all, &found);
    return TS_OK;
}

static enum ts_status
take_included(struct ts_ld_building *building, const struct ts_json *member)
{
    struct ts_ld_found found = { 0 };
    enum ts_status status = TS_OK;
    if (member->kind != TS_JSON_ARRAY)
        status = take_one_included(building, &found, member);
    else
        for (const struct ts_json *at = member->first; at && status == TS_OK;
             at = at->next)
            status = take_one_included(building, &found, at);
    struct ts_ld_item **end = &building->item->included;
    while (*end)
        end = &(*end)->next;
    *end = found.first;
    return status;
}

static enum ts_status
take_value(struct ts_ld_building *building, const struct ts_json *member)
{
    bool scalar = member->kind != TS_JSON_ARRAY && member->kind != TS_JSON_OBJECT;
    if (!scalar && !building->json_type)
        return malformed(building, member, RULE "7: invalid value object value");
    building->item->value = member;
    return TS_OK;
}

static enum ts_status
take_text(struct ts_ld_building *building, enum ts_ld_keyword keyword,
          const struct ts_json *member)
{
    if (keyword == TS_LD_AT_DIRECTION) {
        if (member->kind == TS_JSON_STRING
            && ts_ld_direction(&building->item->direction, member))
            return TS_OK;
        return malformed(building, member, RULE "9: invalid base direction");
    }
    if (member->kind != TS_JSON_STRING)
        return malformed(building, member,
                         keyword == TS_LD_AT_INDEX ? RULE "10: invalid @index value"
                                                   : RULE
                             "8: invalid language-tagged string");
    if (keyword == TS_LD_AT_LANGUAGE)
        building->item->language = member->text;
    return TS_OK;
}

/* A list nobody holds says nothing. */
static enum ts_status
take_list(struct ts_ld_building *building, const struct ts_json *member)
{
    struct ts_ld_found found = { 0 };
    struct ts_ld_place place = same_place(building);
    if (ts_ld_is_top(building->place))
        return ts_ld_unsafe(building->run, member->name,
                            "safe mode: a list that nothing holds");
    place.in_list = true;
    enum ts_status status = ts_ld_expand_element(building->run, &found, &place, member);
    building->entries |= TS_LD_HAS_LIST;
    building->item->items = found.first;
    return status;
}

static enum ts_status
take_set(struct ts_ld_building *building, const struct ts_json *member)
{
    struct ts_ld_place place = same_place(building);
    return ts_ld_expand_element(building->run, &building->set, &place, member);
}

/* properties as if they stood here; reversed once more where they do. */
static enum ts_status
add_all(struct ts_ld_building *building, const struct ts_ld_property *properties,
        bool reverse)
{
    for (; properties; properties = properties->next) {
        struct ts_ld_found found = { .first = properties->first, .is_array = true };
        for (struct ts_ld_item *at = found.first; at; at = at->next)
            found.last = at;
        enum ts_status status =
            ts_ld_building_add(building, properties->iri, &found, reverse);
        if (status != TS_OK)
            return status;
    }
    return TS_OK;
}

static enum ts_status
take_reverse(struct ts_ld_building *building, const struct ts_json *member)
{
    struct ts_ld_found found = { 0 };
    struct ts_ld_place place = { .active = building->active,
                                 .property = TS_SPAN_LIT("@reverse") };
    if (member->kind != TS_JSON_OBJECT)
        return malformed(building, member, RULE "13.1: invalid @reverse value");
    enum ts_status status = ts_ld_expand_element(building->run, &found, &place, member);
    if (status != TS_OK || !found.first)
        return status;
    status = add_all(building, found.first->reverse, false);
    return status == TS_OK ? add_all(building, found.first->properties, true) : status;
}

static unsigned
entry_of(enum ts_ld_keyword keyword)
{
    switch (keyword) {
    case TS_LD_AT_ID: return TS_LD_HAS_ID;
    case TS_LD_AT_TYPE: return TS_LD_HAS_TYPE;
    case TS_LD_AT_GRAPH: return TS_LD_HAS_GRAPH;
    case TS_LD_AT_INCLUDED: return TS_LD_HAS_INCLUDED;
    case TS_LD_AT_VALUE: return TS_LD_HAS_VALUE;
    case TS_LD_AT_LANGUAGE: return TS_LD_HAS_LANGUAGE;
    case TS_LD_AT_DIRECTION: return TS_LD_HAS_DIRECTION;
    case TS_LD_AT_INDEX: return TS_LD_HAS_INDEX;
    case TS_LD_AT_LIST: return TS_LD_HAS_LIST;
    case TS_LD_AT_SET: return TS_LD_HAS_SET;
    case TS_LD_AT_REVERSE: return TS_LD_HAS_REVERSE;
    case TS_LD_NO_KEYWORD:
    case TS_LD_AT_BASE:
    case TS_LD_AT_CONTAINER:
    case TS_LD_AT_CONTEXT:
    case TS_LD_AT_IMPORT:
    case TS_LD_AT_JSON:
    case TS_LD_AT_NEST:
    case TS_LD_AT_NONE:
    case TS_LD_AT_PREFIX:
    case TS_LD_AT_PROPAGATE:
    case TS_LD_AT_PROTECTED:
    case TS_LD_AT_VERSION:
    case TS_LD_AT_VOCAB: return 0;
    }
    return 0;
}

enum ts_status
ts_ld_expand_keyword(struct ts_ld_building *building, enum ts_ld_keyword keyword,
                     const struct ts_json *member)
{
    unsigned entry = entry_of(keyword);
    if (ts_span_is(building->place->property, "@reverse"))
        return malformed(building, member, RULE "1: invalid reverse property map");
    if ((building->entries & entry) && entry != TS_LD_HAS_TYPE
        && entry != TS_LD_HAS_INCLUDED)
        return malformed(building, member, RULE "2: colliding keywords");
    /* A list that is dropped was not there; take_list() says when it was. */
    building->entries |= entry & ~(unsigned)TS_LD_HAS_LIST;
    switch (entry) {
    case TS_LD_HAS_ID: return take_id(building, member);
    case TS_LD_HAS_TYPE: return take_type(building, member);
    case TS_LD_HAS_GRAPH: return take_graph(building, member);
    case TS_LD_HAS_INCLUDED: return take_included(building, member);
    case TS_LD_HAS_VALUE: return take_value(building, member);
    case TS_LD_HAS_LANGUAGE:
    case TS_LD_HAS_DIRECTION:
    case TS_LD_HAS_INDEX: return take_text(building, keyword, member);
    case TS_LD_HAS_LIST: return take_list(building, member);
    case TS_LD_HAS_SET: return take_set(building, member);
    case TS_LD_HAS_REVERSE: return take_reverse(building, member);
    default: break;
    }
    return ts_ld_unsafe(building->run, member->name,
                        "safe mode: a keyword where it means nothing");
}
