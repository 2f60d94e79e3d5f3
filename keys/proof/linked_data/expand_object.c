#include "keys/proof/linked_data/expand_parts.h"

#include "firmware/base/limits.h"
#include "keys/proof/linked_data/sort.h"

#define RULE "JSON-LD 1.1 API 5.1.2 step "

/* Step 7: a value object, or a map of nothing but @id, keeps what was not meant to
 * be passed on. */
static bool
keeps_context(const struct ts_ld_active *active, const struct ts_json *element)
{
    for (const struct ts_json *at = element->first; at; at = at->next) {
        enum ts_ld_keyword keyword = ts_ld_key_keyword(active, at->name);
        if (keyword == TS_LD_AT_VALUE || (keyword == TS_LD_AT_ID && element->count == 1))
            return true;
    }
    return false;
}

/* Steps 7 to 9 */
static enum ts_status
enter(struct ts_ld_run *run, struct ts_ld_active **active,
      const struct ts_ld_place *place, const struct ts_json *element)
{
    const struct ts_ld_term *term = place->term;
    enum ts_status status = TS_OK;
    *active = place->active;
    if ((*active)->previous && !place->from_map && !keeps_context(*active, element))
        *active = (*active)->previous;
    if (term && term->scoped)
        status = ts_ld_context_scoped(run, active, term->scoped, true, true);
    const struct ts_json *own = ts_json_member(element, "@context");
    if (status != TS_OK || own->kind == TS_JSON_NONE)
        return status;
    struct ts_ld_context local = { .kind = TS_LD_CONTEXT_JSON,
                                   .json = own,
                                   .iri = run->options->base };
    struct ts_ld_manner manner = { .passes = true };
    return ts_ld_context_process(run, active, *active, &local, &manner);
}

/* Members that are @type or stand for it, in byte order of their names. */
struct type_members {
    const struct ts_json *at[TS_LD_TYPE_MEMBERS_MAX];
    size_t count;
};

static bool
is_without(const struct ts_ld_building *building, const struct ts_json *member)
{
    const char *without = building->run->options->without;
    return without && building->element == building->run->outermost
           && ts_span_is(member->name, without);
}

static enum ts_status
find_types(const struct ts_ld_building *building, struct type_members *types)
{
    for (const struct ts_json *at = building->element->first; at; at = at->next) {
        if (ts_ld_key_keyword(building->active, at->name) != TS_LD_AT_TYPE
            || is_without(building, at))
            continue;
        if (types->count == TS_LD_TYPE_MEMBERS_MAX)
            return ts_ld_refuse(building->run, TS_OVER_LIMIT, at->name,
                                "TS_LD_TYPE_MEMBERS_MAX");
        size_t i = types->count++;
        for (; i > 0 && ts_span_compare(at->name, types->at[i - 1]->name) < 0; i--)
            types->at[i] = types->at[i - 1];
        types->at[i] = at;
    }
    return TS_OK;
}

static int
by_name(uint32_t a, uint32_t b, const void *context)
{
    const struct ts_ld_term *const *terms = context;
    return ts_span_compare(terms[a]->name, terms[b]->name);
}

/* Step 11.2 for the types of one member that have a context of their own. */
static enum ts_status
scope_types(struct ts_ld_building *building, const struct ts_json *member)
{
    struct ts_ld_run *run = building->run;
    size_t n = ts_json_values(member);
    size_t used = run->arena->used;
    const struct ts_ld_term **terms =
        ts_arena_take_array(run->arena, n, sizeof(const struct ts_ld_term *));
    uint32_t *order = ts_arena_take_array(run->arena, 2 * n, sizeof(*order));
    if (!terms || !order)
        return ts_ld_full(run);
    uint32_t count = 0;
    const struct ts_json *at = member->kind == TS_JSON_ARRAY ? member->first : member;
    for (size_t i = 0; i < n; i++, at = at->next) {
        const struct ts_ld_term *term =
            ts_ld_active_term(building->type_active, ts_json_string(at));
        if (at->kind != TS_JSON_STRING || !term || !term->scoped)
            continue;
        terms[count] = term;
        order[count] = count;
        count++;
    }
    if (count == 0) {
        ts_arena_rewind(run->arena, used);
        return TS_OK;
    }
    ts_ld_sort(order, order + n, count, by_name, terms);
    enum ts_status status = TS_OK;
    for (uint32_t i = 0; i < count && status == TS_OK; i++)
        if (i == 0 || terms[order[i]] != terms[order[i - 1]])
            status = ts_ld_context_scoped(run, &building->active, terms[order[i]]->scoped,
                                          false, false);
    return status;
}

/* The last value of the first member decides whether @value is kept as JSON. */
static enum ts_status
note_json(struct ts_ld_building *building, const struct ts_json *member)
{
    const struct ts_json *last = member;
    ts_span iri;
    if (member->kind == TS_JSON_ARRAY)
        for (last = member->first; last && last->next;)
            last = last->next;
    if (!last || last->kind != TS_JSON_STRING)
        return TS_OK;
    enum ts_status status = ts_ld_iri_expand(building->run, &iri, building->active,
                                             last->text, TS_LD_AGAINST_VOCAB, NULL);
    building->json_type = ts_ld_keyword(iri) == TS_LD_AT_JSON;
    return status;
}

/* Steps 10 to 12 */
static enum ts_status
take_types(struct ts_ld_building *building)
{
    struct type_members types = { .count = 0 };
    building->type_active = building->active;
    enum ts_status status = find_types(building, &types);
    for (size_t i = 0; i < types.count && status == TS_OK; i++)
        status = scope_types(building, types.at[i]);
    if (status == TS_OK && types.count)
        status = note_json(building, types.at[0]);
    return status;
}

/* What the name of a member means. */
struct key {
    const struct ts_ld_term *term;
    ts_span iri;
    enum ts_ld_keyword keyword;
};

/* Steps 13.2 */
static enum ts_status
read_key(struct ts_ld_building *building, struct key *key, ts_span name)
{
    enum ts_status status = TS_OK;
    *key = (struct key){ .term = ts_ld_active_term(building->active, name) };
    if (key->term && !ts_ld_keyword_like(name))
        key->iri = key->term->iri;
    else
        status = ts_ld_iri_expand(building->run, &key->iri, building->active, name,
                                  TS_LD_AGAINST_VOCAB, NULL);
    key->keyword = ts_ld_keyword(key->iri);
    return status;
}

/* Steps 13.3 to 13.14 */
static enum ts_status
take_member(struct ts_ld_building *building, const struct key *key,
            const struct ts_json *member)
{
    if (key->keyword)
        return ts_ld_expand_keyword(building, key->keyword, member);
    if (ts_span_index(key->iri, ':') == key->iri.len)
        return ts_ld_unsafe(building->run, member->name,
                            "safe mode: a property that maps to nothing");
    return ts_ld_expand_property(building, key->iri, key->term, member);
}

/* Steps 13 and 14; element is the map or something nested in it. */
static enum ts_status
take_members(struct ts_ld_building *building, const struct ts_json *element);

/* Step 14.2 */
static enum ts_status
take_nested(struct ts_ld_building *building, const struct ts_json *nested)
{
    if (nested->kind != TS_JSON_OBJECT)
        return ts_ld_refuse(building->run, TS_MALFORMED, nested->name,
                            RULE "14.2: invalid @nest value");
    for (const struct ts_json *at = nested->first; at; at = at->next)
        if (ts_ld_key_keyword(building->active, at->name) == TS_LD_AT_VALUE)
            return ts_ld_refuse(building->run, TS_MALFORMED, at->name,
                                RULE "14.2: invalid @nest value");
    return take_members(building, nested);
}

static enum ts_status
take_nest(struct ts_ld_building *building, const struct ts_json *member)
{
    const struct ts_ld_term *term = ts_ld_active_term(building->active, member->name);
    struct ts_ld_active *outside = building->active;
    enum ts_status status = TS_OK;
    if (term && term->scoped)
        status = ts_ld_context_scoped(building->run, &building->active, term->scoped,
                                      true, true);
    if (status == TS_OK && member->kind != TS_JSON_ARRAY)
        status = take_nested(building, member);
    else if (status == TS_OK)
        for (const struct ts_json *at = member->first; at && status == TS_OK;
             at = at->next)
            status = take_nested(building, at);
    building->active = outside;
    return status;
}

static enum ts_status
take_members(struct ts_ld_building *building, const struct ts_json *element)
{
    const struct ts_ld_layer *layers = building->active->layers;
    enum ts_status status =
        ts_ld_work(building->run, element->count * (layers ? layers->depth : 1));
    bool nests = false;
    for (const struct ts_json *at = element->first; at && status == TS_OK;
         at = at->next) {
        if (ts_span_is(at->name, "@context") || is_without(building, at))
            continue;
        struct key key;
        status = read_key(building, &key, at->name);
        nests |= key.keyword == TS_LD_AT_NEST;
        if (status == TS_OK && key.keyword != TS_LD_AT_NEST)
            status = take_member(building, &key, at);
    }
    for (const struct ts_json *at = element->first; nests && at && status == TS_OK;
         at = at->next)
        if (ts_ld_key_keyword(building->active, at->name) == TS_LD_AT_NEST)
            status = take_nest(building, at);
    return status;
}

enum ts_status
ts_ld_expand_object(struct ts_ld_run *run, struct ts_ld_found *found,
                    const struct ts_ld_place *place, const struct ts_json *element)
{
    struct ts_ld_building building = { .run = run, .place = place, .element = element };
    building.item = ts_ld_item_new(run, TS_LD_NODE, element);
    if (!building.item)
        return ts_ld_full(run);
    enum ts_status status = enter(run, &building.active, place, element);
    if (status == TS_OK)
        status = take_types(&building);
    if (status == TS_OK)
        status = take_members(&building, element);
    if (status == TS_OK)
        status = ts_ld_building_end(&building, found);
    return status == TS_OK ? ts_ld_note_reference(run, building.item, place) : status;
}
