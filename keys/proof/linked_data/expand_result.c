#include "keys/proof/linked_data/expand_parts.h"

#include "keys/proof/linked_data/iri.h"

#define RULE "JSON-LD 1.1 API 5.1.2 step "

enum ts_status
ts_ld_item_type(struct ts_ld_run *run, struct ts_ld_item *item, ts_span iri)
{
    if (!iri.len)
        return TS_OK;
    struct ts_ld_name *name = ts_arena_take(run->arena, sizeof(*name));
    if (!name)
        return ts_ld_full(run);
    *name = (struct ts_ld_name){ iri, item->types };
    item->types = name;
    return TS_OK;
}

enum ts_status
ts_ld_building_add(struct ts_ld_building *building, ts_span iri,
                   const struct ts_ld_found *found, bool reverse)
{
    struct ts_ld_item *item = building->item;
    struct ts_ld_property *property =
        ts_arena_take(building->run->arena, sizeof(*property));
    if (!property)
        return ts_ld_full(building->run);
    for (const struct ts_ld_item *at = found->first; reverse && at; at = at->next)
        if (at->kind != TS_LD_NODE)
            return ts_ld_refuse(building->run, TS_MALFORMED, iri,
                                RULE "13.13: invalid reverse property value");
    struct ts_ld_property **list = reverse ? &item->reverse : &item->properties;
    *property = (struct ts_ld_property){ iri, found->first, *list };
    *list = property;
    return TS_OK;
}

enum ts_status
ts_ld_item_put_first(struct ts_ld_run *run, struct ts_ld_item *item, ts_span iri,
                     struct ts_ld_item *value)
{
    struct ts_ld_property **at = &item->properties;
    while (*at && ts_span_compare((*at)->iri, iri) < 0)
        at = &(*at)->next;
    if (!*at || !ts_span_equal((*at)->iri, iri)) {
        struct ts_ld_property *property = ts_arena_take(run->arena, sizeof(*property));
        if (!property)
            return ts_ld_full(run);
        *property = (struct ts_ld_property){ iri, NULL, *at };
        *at = property;
    }
    value->next = (*at)->first;
    (*at)->first = value;
    return TS_OK;
}

/* Two lists in order; where iris are equal, b's come first. */
static struct ts_ld_property *
merge(struct ts_ld_property *a, struct ts_ld_property *b)
{
    struct ts_ld_property *head = NULL;
    struct ts_ld_property **end = &head;
    while (a && b) {
        struct ts_ld_property **least = ts_span_compare(a->iri, b->iri) < 0 ? &a : &b;
        *end = *least;
        end = &(*end)->next;
        *least = *end;
    }
    *end = a ? a : b;
    return head;
}

/* runs[i] is empty or 2^i long: a merge sort of n log n steps, from the bottom up. */
static struct ts_ld_property *
sorted(struct ts_ld_property *list)
{
    struct ts_ld_property *runs[16] = { NULL };
    size_t top = TS_COUNT(runs) - 1;
    while (list) {
        struct ts_ld_property *run = list;
        size_t i = 0;
        list = list->next;
        run->next = NULL;
        for (; i < top && runs[i]; i++) {
            run = merge(runs[i], run);
            runs[i] = NULL;
        }
        runs[i] = merge(runs[i], run);
    }
    struct ts_ld_property *all = NULL;
    for (size_t i = 0; i <= top; i++)
        all = merge(runs[i], all);
    return all;
}

/* Those of one iri become one. */
static void
unite(struct ts_ld_property *list)
{
    for (struct ts_ld_property *at = list; at; at = at->next) {
        struct ts_ld_item **end = &at->first;
        while (at->next && ts_span_equal(at->iri, at->next->iri)) {
            while (*end)
                end = &(*end)->next;
            *end = at->next->first;
            at->next = at->next->next;
        }
    }
}

static enum ts_status
refuse(const struct ts_ld_building *building, const char *rule)
{
    return ts_ld_refuse(building->run, TS_MALFORMED, building->element->name, rule);
}

static enum ts_status
drop(const struct ts_ld_building *building, const char *rule)
{
    return ts_ld_unsafe(building->run, building->element->name, rule);
}

static bool
says_more(const struct ts_ld_building *building, unsigned allowed)
{
    return (building->entries & ~allowed) || building->item->properties
           || building->item->reverse;
}

/* Step 15 */
static enum ts_status
end_value(struct ts_ld_building *building, struct ts_ld_found *found)
{
    struct ts_ld_item *item = building->item;
    unsigned entries = building->entries;
    bool typed = entries & TS_LD_HAS_TYPE;
    if (says_more(building, TS_LD_HAS_VALUE | TS_LD_HAS_TYPE | TS_LD_HAS_LANGUAGE
                                | TS_LD_HAS_DIRECTION | TS_LD_HAS_INDEX)
        || (typed && (entries & (TS_LD_HAS_LANGUAGE | TS_LD_HAS_DIRECTION))))
        return refuse(building, RULE "15.1: invalid value object");
    item->kind = TS_LD_VALUE;
    if (!item->is_json && item->value->kind == TS_JSON_NULL)
        return drop(building, "safe mode: a null value");
    if ((entries & TS_LD_HAS_LANGUAGE) && item->value->kind != TS_JSON_STRING)
        return refuse(building, RULE "15.4: invalid language-tagged value");
    if (typed && !item->is_json) {
        if (!item->types || item->types->next || !ts_iri_is_absolute(item->types->text))
            return refuse(building, RULE "15.5: invalid typed value");
        item->datatype = item->types->text;
    }
    if (item->is_json && item->types)
        return refuse(building, RULE "15.5: invalid typed value");
    item->types = NULL;
    ts_ld_found_add(found, item);
    return ts_ld_check_literal(building->run, item);
}

/* Step 17 */
static enum ts_status
end_list_or_set(struct ts_ld_building *building, struct ts_ld_found *found)
{
    bool list = building->entries & TS_LD_HAS_LIST;
    if (says_more(building, (list ? TS_LD_HAS_LIST : TS_LD_HAS_SET) | TS_LD_HAS_INDEX))
        return refuse(building, RULE "17.1: invalid set or list object");
    if (!list) {
        *found = building->set;
        return TS_OK;
    }
    building->item->kind = TS_LD_LIST;
    ts_ld_found_add(found, building->item);
    return TS_OK;
}

/* Steps 18 and 19 */
static enum ts_status
end_node(struct ts_ld_building *building, struct ts_ld_found *found)
{
    struct ts_ld_item *item = building->item;
    bool only_entries = !item->properties && !item->reverse;
    if (only_entries && building->entries == TS_LD_HAS_LANGUAGE)
        return drop(building, "safe mode: an object with only @language");
    bool nothing =
        only_entries && (building->entries == 0 || building->entries == TS_LD_HAS_ID);
    if (nothing && ts_ld_is_top(building->place))
        return drop(building, "safe mode: an object that says nothing");
    unsigned beside = TS_LD_HAS_GRAPH | TS_LD_HAS_ID | TS_LD_HAS_INDEX;
    item->is_graph = item->has_graph && !says_more(building, beside);
    item->is_wrapper = item->is_graph && building->entries == TS_LD_HAS_GRAPH;
    item->is_json = false;
    item->properties = sorted(item->properties);
    item->reverse = sorted(item->reverse);
    unite(item->properties);
    unite(item->reverse);
    ts_ld_found_add(found, item);
    return TS_OK;
}

enum ts_status
ts_ld_building_end(struct ts_ld_building *building, struct ts_ld_found *found)
{
    enum ts_status status;
    if (!(building->entries & (TS_LD_HAS_VALUE | TS_LD_HAS_LIST | TS_LD_HAS_SET)))
        return end_node(building, found);
    if (building->entries & TS_LD_HAS_VALUE)
        status = end_value(building, found);
    else
        status = end_list_or_set(building, found);
    bool set = building->entries & TS_LD_HAS_SET;
    if (status != TS_OK || set || !found->first || !ts_ld_is_top(building->place))
        return status;
    *found = (struct ts_ld_found){ 0 };
    return drop(building, "safe mode: a value that nothing holds");
}
