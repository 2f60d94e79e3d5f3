#include "keys/proof/linked_data/context_active.h"

#include "firmware/base/limits.h"
#include "keys/proof/linked_data/iri.h"

#define RULE "JSON-LD 1.1 API 4.1.2"

/* What a scoped context made of an active one. */
struct ts_ld_derived {
    const struct ts_ld_context *scoped;
    struct ts_ld_active *result;
    struct ts_ld_derived *next;
    bool overrides, passes;
};

static bool
is_being_read(const struct ts_ld_chain *chain, ts_span iri)
{
    for (; chain; chain = chain->outer)
        if (ts_span_equal(chain->iri, iri))
            return true;
    return false;
}

/* Step 5.2 */
static enum ts_status
include(struct ts_ld_run *run, struct ts_ld_active **current, ts_span iri,
        const struct ts_ld_manner *manner)
{
    if (manner->only_checked && is_being_read(manner->chain, iri))
        return TS_OK;
    uint32_t depth = manner->chain ? manner->chain->depth + 1 : 1;
    if (depth > TS_LD_INCLUDES_MAX)
        return ts_ld_refuse(run, TS_OVER_LIMIT, iri, "TS_LD_INCLUDES_MAX");
    const struct ts_ld_context *found = ts_ld_contexts_find(run->options->site, iri);
    if (!found)
        return ts_ld_refuse(run, TS_UNSUPPORTED, iri, RULE " step 5.2: unknown context");
    struct ts_ld_chain chain = { iri, manner->chain, depth };
    struct ts_ld_manner inner = { .chain = &chain,
                                  .passes = true,
                                  .only_checked = manner->only_checked };
    return ts_ld_context_process(run, current, *current, found, &inner);
}

/* Step 5.1 */
static enum ts_status
nullify(struct ts_ld_run *run, struct ts_ld_active **current,
        const struct ts_ld_manner *manner, bool passes)
{
    if (!manner->overrides && (*current)->has_protected)
        return ts_ld_refuse(run, TS_MALFORMED, (ts_span){ 0 },
                            RULE " step 5.1: null where terms are protected");
    struct ts_ld_active *fresh = ts_ld_active_new(run);
    if (!fresh)
        return ts_ld_full(run);
    fresh->previous = passes ? NULL : (*current)->previous;
    *current = fresh;
    return TS_OK;
}

struct step {
    struct ts_ld_run *run;
    struct ts_ld_active **current;
    const struct ts_ld_manner *manner;
    bool passes;
};

static enum ts_status
take_json(const struct step *step, const struct ts_json *json, ts_span base)
{
    struct ts_ld_run *run = step->run;
    ts_span iri;
    if (json->kind == TS_JSON_NULL)
        return nullify(run, step->current, step->manner, step->passes);
    if (json->kind == TS_JSON_OBJECT)
        return ts_ld_context_object(run, *step->current, json, base, step->manner);
    if (json->kind != TS_JSON_STRING)
        return ts_ld_refuse(run, TS_MALFORMED, json->text,
                            RULE " step 5.3: invalid local context");
    enum ts_status status = ts_iri_resolve(run->arena, &iri, base, json->text);
    if (status != TS_OK)
        return ts_ld_full(run);
    return include(run, step->current, iri, step->manner);
}

static enum ts_status
take(const struct step *step, const struct ts_ld_context *local)
{
    switch (local->kind) {
    case TS_LD_CONTEXT_NULL:
        return nullify(step->run, step->current, step->manner, step->passes);
    case TS_LD_CONTEXT_TABLE:
        return ts_ld_context_table(step->run, *step->current, local->table, step->manner);
    case TS_LD_CONTEXT_KNOWN:
        return include(step->run, step->current, local->iri, step->manner);
    case TS_LD_CONTEXT_JSON: break;
    }
    if (local->json->kind != TS_JSON_ARRAY)
        return take_json(step, local->json, local->iri);
    enum ts_status status = TS_OK;
    for (const struct ts_json *at = local->json->first; at && status == TS_OK;
         at = at->next) {
        if (ts_json_member(at, "@propagate")->kind != TS_JSON_NONE)
            status = ts_ld_unsafe(step->run, TS_SPAN_LIT("@propagate"),
                                  "safe mode: in an array, where readers differ in it");
        if (status == TS_OK)
            status = take_json(step, at, local->iri);
    }
    return status;
}

/* Step 2: only a context that is one object says so itself. */
static enum ts_status
propagation(struct ts_ld_run *run, bool *passes, const struct ts_ld_context *local)
{
    if (local->next)
        return TS_OK;
    if (local->kind == TS_LD_CONTEXT_TABLE && local->table->no_propagation)
        *passes = false;
    if (local->kind != TS_LD_CONTEXT_JSON || local->json->kind != TS_JSON_OBJECT)
        return TS_OK;
    const struct ts_json *said = ts_json_member(local->json, "@propagate");
    if (said->kind == TS_JSON_TRUE || said->kind == TS_JSON_FALSE)
        *passes = said->kind == TS_JSON_TRUE;
    else if (said->kind != TS_JSON_NONE)
        return ts_ld_refuse(run, TS_MALFORMED, said->name,
                            RULE " step 2: invalid @propagate value");
    return TS_OK;
}

enum ts_status
ts_ld_context_process(struct ts_ld_run *run, struct ts_ld_active **result,
                      struct ts_ld_active *active, const struct ts_ld_context *local,
                      const struct ts_ld_manner *manner)
{
    bool passes = manner->passes;
    enum ts_status status = propagation(run, &passes, local);
    if (status != TS_OK)
        return status;
    struct ts_ld_active *current = ts_arena_take(run->arena, sizeof(*current));
    if (!current)
        return ts_ld_full(run);
    *current = *active;
    current->derived = NULL;
    if (!passes && !current->previous)
        current->previous = active;

    struct step step = { run, &current, manner, passes };
    for (; local && status == TS_OK; local = local->next)
        status = take(&step, local);
    if (status == TS_OK)
        *result = current;
    return status;
}

enum ts_status
ts_ld_context_scoped(struct ts_ld_run *run, struct ts_ld_active **active,
                     const struct ts_ld_context *scoped, bool overrides, bool passes)
{
    struct ts_ld_derived *at = (*active)->derived;
    while (
        at
        && !(at->scoped == scoped && at->overrides == overrides && at->passes == passes))
        at = at->next;
    if (at) {
        *active = at->result;
        return TS_OK;
    }
    struct ts_ld_derived *made = ts_arena_take(run->arena, sizeof(*made));
    if (!made)
        return ts_ld_full(run);
    struct ts_ld_manner manner = { .overrides = overrides, .passes = passes };
    *made = (struct ts_ld_derived){ scoped, NULL, (*active)->derived, overrides, passes };
    enum ts_status status =
        ts_ld_context_process(run, &made->result, *active, scoped, &manner);
    if (status != TS_OK)
        return status;
    (*active)->derived = made;
    *active = made->result;
    return TS_OK;
}
