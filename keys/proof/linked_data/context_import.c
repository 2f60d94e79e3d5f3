#include "keys/proof/linked_data/context_active.h"

#include "keys/proof/linked_data/iri.h"

#define RULE "JSON-LD 1.1 API 4.1.2 step 5.6: "

static bool
append(struct ts_arena *arena, struct ts_json *merged, struct ts_json **last,
       const struct ts_json *member)
{
    struct ts_json *copy = ts_arena_take(arena, sizeof(*copy));
    if (!copy)
        return false;
    *copy = *member;
    copy->next = NULL;
    if (*last)
        (*last)->next = copy;
    else
        merged->first = copy;
    *last = copy;
    merged->count++;
    return true;
}

/* The imported context with the entries of the importing one in place of its own. */
static enum ts_status
merge(struct ts_ld_run *run, const struct ts_json **object,
      const struct ts_json *imported)
{
    struct ts_json *merged = ts_arena_take(run->arena, sizeof(*merged));
    struct ts_json *last = NULL;
    if (!merged)
        return ts_ld_full(run);
    merged->kind = TS_JSON_OBJECT;
    enum ts_status status =
        ts_ld_work(run, imported->count * (imported->count + (*object)->count) / 64);
    if (status != TS_OK)
        return status;
    for (const struct ts_json *at = imported->first; at; at = at->next)
        if (ts_json_member_span(*object, at->name)->kind == TS_JSON_NONE
            && !append(run->arena, merged, &last, at))
            return ts_ld_full(run);
    for (const struct ts_json *at = (*object)->first; at; at = at->next)
        if (!ts_span_is(at->name, "@import") && !append(run->arena, merged, &last, at))
            return ts_ld_full(run);
    *object = merged;
    return TS_OK;
}

/*
 * A compiled context no longer knows how it was spelled. What cannot change its
 * meaning is put on top of it; anything else we cannot tell.
 */
static enum ts_status
import_table(struct ts_ld_run *run, struct ts_ld_active *active,
             const struct ts_json *object, const struct ts_ld_table *table,
             const struct ts_ld_manner *manner)
{
    const struct ts_json *says = ts_json_member(object, "@protected");
    bool changes = says->kind != TS_JSON_NONE
                       ? table->protects != (says->kind == TS_JSON_TRUE)
                       : table->protects;
    for (const struct ts_json *at = object->first; at; at = at->next)
        changes |= ts_span_is(at->name, "@vocab") || ts_span_is(at->name, "@base")
                   || ts_ld_table_find(table, at->name, ts_ld_hash(at->name)) != NULL;
    if (changes)
        return ts_ld_refuse(run, TS_UNSUPPORTED, (ts_span){ 0 },
                            RULE "a compiled-in context changed by its importer");
    return ts_ld_context_table(run, active, table, manner);
}

enum ts_status
ts_ld_context_import(struct ts_ld_run *run, struct ts_ld_active *active,
                     const struct ts_json **object, ts_span base,
                     const struct ts_ld_manner *manner)
{
    const struct ts_json *said = ts_json_member(*object, "@import");
    ts_span iri;
    if (said->kind != TS_JSON_STRING)
        return ts_ld_refuse(run, TS_MALFORMED, said->text, RULE "invalid @import value");
    if (ts_iri_resolve(run->arena, &iri, base, said->text) != TS_OK)
        return ts_ld_full(run);
    const struct ts_ld_context *found = ts_ld_contexts_find(run->options->site, iri);
    if (!found)
        return ts_ld_refuse(run, TS_UNSUPPORTED, iri, RULE "unknown context");
    if (found->kind == TS_LD_CONTEXT_TABLE)
        return import_table(run, active, *object, found->table, manner);
    if (found->json->kind != TS_JSON_OBJECT)
        return ts_ld_refuse(run, TS_MALFORMED, iri, RULE "invalid remote context");
    if (ts_json_member(found->json, "@import")->kind != TS_JSON_NONE)
        return ts_ld_refuse(run, TS_MALFORMED, iri, RULE "invalid context entry");
    return merge(run, object, found->json);
}
