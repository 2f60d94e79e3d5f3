#include "keys/proof/linked_data/expand_parts.h"

bool
ts_ld_is_top(const struct ts_ld_place *place)
{
    return !place->property.at || ts_span_is(place->property, "@graph");
}

enum ts_ld_keyword
ts_ld_key_keyword(const struct ts_ld_active *active, ts_span key)
{
    if (key.len && key.at[0] == '@') {
        enum ts_ld_keyword keyword = ts_ld_keyword(key);
        if (keyword || ts_ld_keyword_like(key))
            return keyword;
    }
    const struct ts_ld_term *term = ts_ld_active_term(active, key);
    return term ? ts_ld_keyword(term->iri) : TS_LD_NO_KEYWORD;
}

struct ts_ld_item *
ts_ld_item_new(struct ts_ld_run *run, enum ts_ld_kind kind, const struct ts_json *source)
{
    struct ts_ld_item *item = ts_arena_take(run->arena, sizeof(*item));
    if (item) {
        item->kind = kind;
        item->offset = source->offset;
    }
    return item;
}

void
ts_ld_found_add(struct ts_ld_found *found, struct ts_ld_item *item)
{
    if (found->last)
        found->last->next = item;
    else
        found->first = item;
    found->last = item;
}

void
ts_ld_found_join(struct ts_ld_found *found, const struct ts_ld_found *more)
{
    if (!more->first)
        return;
    ts_ld_found_add(found, more->first);
    found->last = more->last;
}

enum ts_status
ts_ld_scalar_context(struct ts_ld_run *run, struct ts_ld_active **active,
                     const struct ts_ld_term **term, const struct ts_ld_place *place)
{
    *active = place->active;
    *term = place->term;
    if (!*term || !(*term)->scoped)
        return TS_OK;
    enum ts_status status =
        ts_ld_context_scoped(run, active, (*term)->scoped, true, true);
    *term = status == TS_OK ? ts_ld_active_term(*active, place->property) : NULL;
    return status;
}

/* Step 4 */
static enum ts_status
expand_scalar(struct ts_ld_run *run, struct ts_ld_found *found,
              const struct ts_ld_place *place, const struct ts_json *element)
{
    struct ts_ld_active *active;
    const struct ts_ld_term *term;
    struct ts_ld_item *item;
    if (ts_ld_is_top(place))
        return ts_ld_unsafe(run, element->text, "safe mode: free-floating scalar");
    enum ts_status status = ts_ld_scalar_context(run, &active, &term, place);
    if (status == TS_OK)
        status = ts_ld_expand_value(run, &item, active, term, element);
    if (status == TS_OK)
        ts_ld_found_add(found, item);
    return status;
}

/* Step 5 */
static enum ts_status
expand_array(struct ts_ld_run *run, struct ts_ld_found *found,
             const struct ts_ld_place *place, const struct ts_json *element)
{
    bool lists = place->term && (place->term->container & TS_LD_IN_LIST);
    found->is_array = true;
    for (const struct ts_json *at = element->first; at; at = at->next) {
        struct ts_ld_found one = { 0 };
        enum ts_status status = ts_ld_expand_element(run, &one, place, at);
        if (status == TS_OK && place->in_list && !lists && one.is_array)
            status =
                ts_ld_unsafe(run, place->property,
                             "safe mode: an array in @list, which readers differ in");
        if (status != TS_OK)
            return status;
        if (!lists || !one.is_array) {
            ts_ld_found_join(found, &one);
            continue;
        }
        struct ts_ld_item *list = ts_ld_item_new(run, TS_LD_LIST, at);
        if (!list)
            return ts_ld_full(run);
        list->items = one.first;
        ts_ld_found_add(found, list);
    }
    return TS_OK;
}

enum ts_status
ts_ld_expand_element(struct ts_ld_run *run, struct ts_ld_found *found,
                     const struct ts_ld_place *place, const struct ts_json *element)
{
    switch (element->kind) {
    case TS_JSON_NONE:
    case TS_JSON_NULL: return TS_OK;
    case TS_JSON_FALSE:
    case TS_JSON_TRUE:
    case TS_JSON_NUMBER:
    case TS_JSON_STRING: return expand_scalar(run, found, place, element);
    case TS_JSON_ARRAY: return expand_array(run, found, place, element);
    case TS_JSON_OBJECT: return ts_ld_expand_object(run, found, place, element);
    }
    return TS_OK;
}

enum ts_status
ts_ld_expand(struct ts_arena *arena, const struct ts_ld_item **items,
             const struct ts_json *document, const struct ts_ld_options *options,
             struct ts_ld_trouble *trouble)
{
    struct ts_ld_trouble unasked;
    struct ts_ld_run run = { .arena = arena,
                             .options = options,
                             .outermost = document,
                             .trouble = trouble ? trouble : &unasked };
    struct ts_ld_place place = { .active = ts_ld_active_new(&run) };
    struct ts_ld_found found = { 0 };
    if (!place.active)
        return ts_ld_full(&run);
    enum ts_status status = ts_ld_expand_element(&run, &found, &place, document);
    if (status != TS_OK)
        return status;
    bool wrapped = found.first && !found.is_array && found.first->is_wrapper;
    *items = wrapped ? found.first->graph : found.first;
    return TS_OK;
}
