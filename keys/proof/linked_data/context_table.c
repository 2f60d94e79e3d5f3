#include "keys/proof/linked_data/context_active.h"

#include "keys/proof/linked_data/iri.h"

#include <string.h>

/* What the table took for granted about prefixes is so. */
static bool
opens_hold(const struct ts_ld_active *active, const struct ts_ld_table *table)
{
    for (uint8_t i = 0; i < table->open_count; i++) {
        const struct ts_ld_open *open = &table->opens[i];
        const struct ts_ld_term *term = ts_ld_active_term(active, open->prefix);
        ts_span iri = term && term->prefix ? term->iri : (ts_span){ 0 };
        if (!ts_span_equal(iri, open->iri))
            return false;
    }
    return true;
}

static enum ts_status
copy_terms(struct ts_ld_run *run, struct ts_ld_table **copy, struct ts_ld_term **terms,
           const struct ts_ld_table *table)
{
    *copy = ts_arena_take(run->arena, sizeof(**copy));
    *terms = ts_arena_take_array(run->arena, table->count, sizeof(**terms));
    if (!*copy || !*terms)
        return ts_ld_full(run);
    **copy = *table;
    if (table->count)
        memcpy(*terms, table->terms, table->count * sizeof(**terms));
    (*copy)->terms = *terms;
    return TS_OK;
}

/* iri as it was spelled, expanded once more. */
static enum ts_status
reopen_iri(struct ts_ld_run *run, ts_span *iri, const struct ts_ld_active *active,
           const struct ts_ld_open *open)
{
    size_t known = open->iri.len ? open->iri.len : open->prefix.len + 1;
    ts_span suffix = ts_span_part(*iri, known, iri->len);
    ts_span spelled;
    enum ts_status status = ts_ld_join(run, &spelled, open->prefix, TS_SPAN_LIT(":"));
    if (status == TS_OK)
        status = ts_ld_join(run, &spelled, spelled, suffix);
    if (status == TS_OK)
        status = ts_ld_iri_expand(run, iri, active, spelled, TS_LD_AGAINST_VOCAB, NULL);
    if (status == TS_OK && !ts_iri_has_scheme(*iri))
        return ts_ld_refuse(run, TS_MALFORMED, spelled,
                            "JSON-LD 1.1 API 4.2.2: invalid mapping");
    return status;
}

static enum ts_status
reopen(struct ts_ld_run *run, const struct ts_ld_table **table,
       const struct ts_ld_active *active)
{
    struct ts_ld_table *copy;
    struct ts_ld_term *terms;
    enum ts_status status = copy_terms(run, &copy, &terms, *table);
    for (uint16_t i = 0; status == TS_OK && i < copy->count; i++) {
        struct ts_ld_term *term = &terms[i];
        if (term->iri_open)
            status =
                reopen_iri(run, &term->iri, active, &copy->opens[term->iri_open - 1]);
        if (status == TS_OK && term->type_open)
            status =
                reopen_iri(run, &term->type, active, &copy->opens[term->type_open - 1]);
    }
    *table = copy;
    return status;
}

/*
 * 4.2.2 step 27 for every term of the table. One that stays as it was, protected,
 * though the table does not protect it, makes a copy of the table.
 */
static enum ts_status
protect(struct ts_ld_run *run, struct ts_ld_active *active,
        const struct ts_ld_table **table, bool overrides)
{
    const struct ts_ld_table *given = *table;
    bool check = active->has_protected && !overrides;
    struct ts_ld_table *copy = NULL;
    struct ts_ld_term *terms = NULL;
    for (uint16_t i = 0; i < given->count; i++) {
        const struct ts_ld_term *term = &given->terms[i];
        active->has_protected |= term->is_protected;
        const struct ts_ld_term *previous =
            check ? ts_ld_layers_term(active->layers, term->name, term->hash) : NULL;
        if (!previous || !previous->is_protected || previous == term)
            continue;
        enum ts_status status = ts_ld_term_same(run, active, term, previous);
        if (status == TS_OK && !term->is_protected && !copy)
            status = copy_terms(run, &copy, &terms, given);
        if (status != TS_OK)
            return status;
        if (!term->is_protected)
            terms[i] = *previous;
    }
    *table = copy ? copy : given;
    return TS_OK;
}

enum ts_status
ts_ld_context_table(struct ts_ld_run *run, struct ts_ld_active *active,
                    const struct ts_ld_table *table, const struct ts_ld_manner *manner)
{
    enum ts_status status = ts_ld_work(run, table->count);
    if (status == TS_OK && active->hides)
        return ts_ld_refuse(run, TS_UNSUPPORTED, (ts_span){ 0 },
                            "a term that hides an IRI, before a compiled-in context");
    if (status == TS_OK && table->open_count
        && (active->has_compact || !opens_hold(active, table)))
        status = reopen(run, &table, active);
    if (status == TS_OK)
        status = protect(run, active, &table, manner->overrides);
    if (status != TS_OK)
        return status;
    if (table->has_vocab)
        active->vocab = table->vocab;
    if (table->has_language)
        active->language = table->language;
    if (table->has_direction)
        active->direction = (enum ts_ld_direction)table->direction;
    return ts_ld_active_push(run, active, table);
}
