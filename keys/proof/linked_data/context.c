#include "keys/proof/linked_data/context.h"

#include "keys/proof/linked_data/iri.h"
#include "keys/proof/linked_data/known_contexts.h"

uint32_t
ts_ld_hash(ts_span name)
{
    uint32_t hash = 2166136261U;
    for (size_t i = 0; i < name.len; i++)
        hash = (hash ^ name.at[i]) * 16777619U;
    return hash;
}

const struct ts_ld_term *
ts_ld_table_find(const struct ts_ld_table *table, ts_span name, uint32_t hash)
{
    for (uint32_t at = hash & table->mask; table->slots[at];
         at = (at + 1) & table->mask) {
        const struct ts_ld_term *term = &table->terms[table->slots[at] - 1];
        if (term->hash == hash && ts_span_equal(term->name, name))
            return term;
    }
    return NULL;
}

static const struct ts_ld_context *
compiled_in(ts_span iri)
{
    size_t low = 0;
    size_t high = ts_ld_known_contexts_count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        int order = ts_span_compare(iri, ts_ld_known_contexts[middle].iri);
        if (order == 0)
            return ts_ld_known_contexts[middle].context;
        if (order < 0)
            high = middle;
        else
            low = middle + 1;
    }
    return NULL;
}

const struct ts_ld_context *
ts_ld_contexts_find(const struct ts_ld_contexts *site, ts_span iri)
{
    const struct ts_ld_context *known = compiled_in(iri);
    if (known || !site)
        return known;
    for (const struct ts_ld_site_context *at = site->first; at; at = at->next)
        if (ts_span_equal(at->context.iri, iri))
            return &at->context;
    return NULL;
}

enum ts_status
ts_ld_contexts_add(struct ts_ld_contexts *contexts, struct ts_arena *arena, ts_span iri,
                   const struct ts_json *document)
{
    const struct ts_json *json = ts_json_member(document, "@context");
    if (json->kind == TS_JSON_NONE || !ts_iri_is_absolute(iri))
        return TS_MALFORMED;
    if (ts_ld_contexts_find(contexts, iri))
        return TS_DUPLICATE;
    struct ts_ld_site_context *added = ts_arena_take(arena, sizeof(*added));
    if (!added)
        return TS_NO_SPACE;
    added->context.kind = TS_LD_CONTEXT_JSON;
    added->context.json = json;
    added->context.iri = iri;
    added->next = contexts->first;
    contexts->first = added;
    return TS_OK;
}
