#include "keys/proof/linked_data/context_active.h"

#include <string.h>

static enum ts_status
same_contexts(struct ts_ld_run *run, struct ts_ld_active *active,
              const struct ts_ld_context *a, const struct ts_ld_context *b, bool *same);

static bool
same_words(const struct ts_ld_term *a, const struct ts_ld_term *b)
{
    return ts_span_equal(a->iri, b->iri) && ts_span_equal(a->type, b->type)
           && ts_span_equal(a->language, b->language) && ts_span_equal(a->index, b->index)
           && ts_span_equal(a->nest, b->nest) && a->container == b->container
           && a->direction == b->direction && a->has_language == b->has_language
           && a->has_direction == b->has_direction && a->prefix == b->prefix
           && a->reverse == b->reverse && a->removed == b->removed;
}

static enum ts_status
same_terms(struct ts_ld_run *run, struct ts_ld_active *active, const struct ts_ld_term *a,
           const struct ts_ld_term *b, bool *same)
{
    *same = same_words(a, b) && !a->scoped == !b->scoped;
    if (!*same || a->scoped == b->scoped)
        return TS_OK;
    return same_contexts(run, active, a->scoped, b->scoped, same);
}

static bool
same_settings(const struct ts_ld_table *a, const struct ts_ld_table *b)
{
    return a->count == b->count && a->has_vocab == b->has_vocab
           && a->has_language == b->has_language && a->has_direction == b->has_direction
           && ts_span_equal(a->vocab, b->vocab) && ts_span_equal(a->language, b->language)
           && a->direction == b->direction && a->no_propagation == b->no_propagation;
}

static enum ts_status
same_tables(struct ts_ld_run *run, struct ts_ld_active *active,
            const struct ts_ld_table *a, const struct ts_ld_table *b, bool *same)
{
    *same = same_settings(a, b);
    for (uint16_t i = 0; *same && a != b && i < a->count; i++) {
        const struct ts_ld_term *one = &a->terms[i];
        const struct ts_ld_term *other = ts_ld_table_find(b, one->name, one->hash);
        enum ts_status status = ts_ld_work(run, 1);
        *same = other && one->is_protected == other->is_protected;
        if (status == TS_OK && *same)
            status = same_terms(run, active, one, other, same);
        if (status != TS_OK)
            return status;
    }
    return TS_OK;
}

static enum ts_status
same_contexts(struct ts_ld_run *run, struct ts_ld_active *active,
              const struct ts_ld_context *a, const struct ts_ld_context *b, bool *same)
{
    enum ts_status status = ts_ld_context_compile(run, &a, active, a);
    if (status == TS_OK)
        status = ts_ld_context_compile(run, &b, active, b);
    *same = status == TS_OK;
    for (; *same && a && b; a = a->next, b = b->next) {
        *same = a->kind == b->kind;
        if (*same && a->kind == TS_LD_CONTEXT_TABLE)
            status = same_tables(run, active, a->table, b->table, same);
        else if (*same && a->kind == TS_LD_CONTEXT_KNOWN)
            *same = ts_span_equal(a->iri, b->iri);
        else if (*same && a->kind == TS_LD_CONTEXT_JSON)
            *same = a->json == b->json;
        if (status != TS_OK)
            return status;
    }
    *same = *same && !a && !b;
    return status;
}

enum ts_status
ts_ld_term_same(struct ts_ld_run *run, struct ts_ld_active *active,
                const struct ts_ld_term *term, const struct ts_ld_term *previous)
{
    bool same;
    size_t used = run->arena->used;
    enum ts_status status = same_terms(run, active, term, previous, &same);
    ts_arena_rewind(run->arena, used);
    if (status == TS_OK && !same)
        return ts_ld_refuse(run, TS_MALFORMED, term->name,
                            "JSON-LD 1.1 API 4.2.2 step 27: protected term redefinition");
    return status;
}
