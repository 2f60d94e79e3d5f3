#include "keys/proof/linked_data/context_active.h"

#include "keys/proof/linked_data/iri.h"

/* Whether protected terms are respected is seen to where the context is used. */
static const struct ts_ld_manner as_scoped = { .overrides = true, .passes = true };

/* A setting that means something else on another active context. */
static bool
settings_depend(const struct ts_json *object)
{
    const struct ts_json *vocab = ts_json_member(object, "@vocab");
    ts_span text = ts_json_string(vocab);
    size_t colon = ts_span_index(text, ':');
    return ts_json_member(object, "@import")->kind != TS_JSON_NONE
           || ts_json_member(object, "@base")->kind != TS_JSON_NONE
           || (vocab->kind == TS_JSON_STRING
               && !ts_span_starts_with(ts_span_part(text, colon, 3), TS_SPAN_LIT("://")));
}

static void
set_settings(struct ts_ld_table *table, const struct ts_ld_definer *definer,
             const struct ts_json *object)
{
    table->has_vocab = ts_json_member(object, "@vocab")->kind != TS_JSON_NONE;
    table->has_language = ts_json_member(object, "@language")->kind != TS_JSON_NONE;
    table->has_direction = ts_json_member(object, "@direction")->kind != TS_JSON_NONE;
    if (table->has_vocab)
        table->vocab = definer->active->vocab;
    if (table->has_language)
        table->language = definer->active->language;
    if (table->has_direction)
        table->direction = (uint8_t)definer->active->direction;
    table->no_propagation = ts_json_member(object, "@propagate")->kind == TS_JSON_FALSE;
    table->protects = definer->protects;
    table->opens = definer->opens;
    table->open_count = definer->open_count;
}

/* Heap sort, as nothing here allocates behind our back. */
static void
sift_down(struct ts_ld_term *terms, size_t root, size_t count)
{
    struct ts_ld_term moved = terms[root];
    for (;;) {
        size_t child = 2 * root + 1;
        if (child >= count)
            break;
        if (child + 1 < count
            && ts_span_compare(terms[child].name, terms[child + 1].name) < 0)
            child++;
        if (ts_span_compare(moved.name, terms[child].name) >= 0)
            break;
        terms[root] = terms[child];
        root = child;
    }
    terms[root] = moved;
}

static void
sort(struct ts_ld_term *terms, size_t count)
{
    for (size_t root = count / 2; root-- > 0;)
        sift_down(terms, root, count);
    for (size_t left = count; left-- > 1;) {
        struct ts_ld_term largest = terms[0];
        terms[0] = terms[left];
        terms[left] = largest;
        sift_down(terms, 0, left);
    }
}

/*
 * The terms that were defined, sorted, their scoped contexts compiled. They go into a
 * table of their own: active still looks into the one they were defined in.
 */
static enum ts_status
finish_terms(struct ts_ld_run *run, struct ts_ld_definer *definer,
             struct ts_ld_table *table, size_t members)
{
    struct ts_ld_term *terms = ts_arena_take_array(run->arena, members, sizeof(*terms));
    uint32_t *hashes = ts_arena_take_array(run->arena, members, sizeof(*hashes));
    if (!terms || !hashes)
        return ts_ld_full(run);
    uint32_t count = 0;
    for (size_t i = 0; i < members; i++)
        if (definer->terms[i].name.len)
            terms[count++] = definer->terms[i];
    sort(terms, count);
    for (uint32_t i = 0; i < count; i++) {
        hashes[i] = terms[i].hash;
        definer->depends |= terms[i].removed || (terms[i].iri_open && terms[i].prefix);
        if (!terms[i].scoped)
            continue;
        enum ts_status status = ts_ld_context_compile(run, &terms[i].scoped,
                                                      definer->active, terms[i].scoped);
        if (status != TS_OK)
            return status;
    }
    table->terms = terms;
    return ts_ld_table_index(run, table, count, hashes);
}

/* active becomes what it is after object. */
static enum ts_status
compile_object(struct ts_ld_run *run, struct ts_ld_context *out,
               struct ts_ld_active *active, const struct ts_json *object)
{
    struct ts_ld_definer definer = { .active = active,
                                     .base = out->iri,
                                     .manner = &as_scoped };
    if (settings_depend(object))
        return ts_ld_context_object(run, active, object, out->iri, &as_scoped);
    struct ts_ld_table *table = ts_arena_take(run->arena, sizeof(*table));
    definer.opens =
        ts_arena_take_array(run->arena, TS_LD_OPENS_MAX, sizeof(*definer.opens));
    if (!table || !definer.opens)
        return ts_ld_full(run);
    definer.own_vocab = ts_json_member(object, "@vocab")->kind == TS_JSON_STRING;
    enum ts_status status =
        ts_ld_context_settings(run, active, object, &definer.protects, &as_scoped);
    if (status == TS_OK)
        status = ts_ld_context_terms(run, &definer, object);
    if (status == TS_OK)
        status = finish_terms(run, &definer, table, object->count);
    if (status != TS_OK || definer.depends)
        return status;
    set_settings(table, &definer, object);
    out->kind = TS_LD_CONTEXT_TABLE;
    out->table = table;
    return TS_OK;
}

/* One value of a local context; out is of kind JSON and has its base for an iri. */
static enum ts_status
compile_value(struct ts_ld_run *run, struct ts_ld_context *out,
              struct ts_ld_active **active, const struct ts_json *value)
{
    out->json = value;
    if (value->kind == TS_JSON_OBJECT)
        return compile_object(run, out, *active, value);
    enum ts_status status = ts_ld_context_process(run, active, *active, out, &as_scoped);
    if (status != TS_OK || value->kind == TS_JSON_NULL) {
        out->kind = TS_LD_CONTEXT_NULL;
        return status;
    }
    if (ts_iri_resolve(run->arena, &out->iri, out->iri, value->text) != TS_OK)
        return ts_ld_full(run);
    out->kind = TS_LD_CONTEXT_KNOWN;
    return TS_OK;
}

enum ts_status
ts_ld_context_compile(struct ts_ld_run *run, const struct ts_ld_context **compiled,
                      struct ts_ld_active *active, const struct ts_ld_context *local)
{
    if (local->kind != TS_LD_CONTEXT_JSON)
        return TS_OK;
    struct ts_ld_active *env = ts_arena_take(run->arena, sizeof(*env));
    if (!env)
        return ts_ld_full(run);
    *env = *active;
    env->derived = NULL;

    const struct ts_json *first = local->json;
    bool is_array = first->kind == TS_JSON_ARRAY;
    const struct ts_ld_context *head = NULL;
    const struct ts_ld_context **end = &head;
    for (const struct ts_json *at = is_array ? first->first : first; at;
         at = is_array ? at->next : NULL) {
        struct ts_ld_context *one = ts_arena_take(run->arena, sizeof(*one));
        if (!one)
            return ts_ld_full(run);
        one->kind = TS_LD_CONTEXT_JSON;
        one->iri = local->iri;
        enum ts_status status = compile_value(run, one, &env, at);
        if (status != TS_OK)
            return status;
        *end = one;
        end = &one->next;
    }
    *compiled = head;
    return TS_OK;
}
