#include "keys/proof/linked_data/context_active.h"

#include "keys/proof/linked_data/iri.h"

/* Step 3 and 6.3: what a name of the same local context means is found out first. */
static enum ts_status
define_first(struct ts_ld_run *run, struct ts_ld_definer *definer, ts_span name,
             uint32_t hash)
{
    int32_t member = definer ? ts_ld_definer_member(definer, name, hash) : -1;
    if (member < 0 || definer->progress[member] == TS_LD_DEFINED)
        return TS_OK;
    return ts_ld_define(run, definer, member);
}

static bool
is_compiling(const struct ts_ld_definer *definer)
{
    return definer && definer->opens;
}

/* A prefix that the context being compiled does not define itself. */
static void
note_open(struct ts_ld_definer *definer, ts_span prefix, ts_span iri)
{
    uint8_t i = 0;
    while (i < definer->open_count && !ts_span_equal(definer->opens[i].prefix, prefix))
        i++;
    if (i == TS_LD_OPENS_MAX) {
        definer->depends = true;
        return;
    }
    definer->opens[i] = (struct ts_ld_open){ prefix, iri };
    if (i == definer->open_count)
        definer->open_count++;
    definer->last_open = (uint8_t)(i + 1);
}

/* Step 6; iri stays at NULL where value is no compact IRI and no IRI either. */
static enum ts_status
expand_compact(struct ts_ld_run *run, ts_span *iri, const struct ts_ld_active *active,
               ts_span value, struct ts_ld_definer *definer)
{
    size_t colon = ts_span_index(value, ':');
    ts_span prefix = ts_span_part(value, 0, colon);
    ts_span suffix = ts_span_part(value, colon + 1, value.len);
    uint32_t hash = ts_ld_hash(prefix);
    if (ts_span_is(prefix, "_") || ts_span_starts_with(suffix, TS_SPAN_LIT("//"))) {
        *iri = value;
        return TS_OK;
    }
    enum ts_status status = define_first(run, definer, prefix, hash);
    if (status != TS_OK)
        return status;
    const struct ts_ld_term *term = ts_ld_layers_term(active->layers, prefix, hash);
    bool usable = term && term->prefix && term->iri.len;
    if (is_compiling(definer) && ts_ld_definer_member(definer, prefix, hash) < 0)
        note_open(definer, prefix, usable ? term->iri : (ts_span){ 0 });
    if (usable)
        return ts_ld_join(run, iri, term->iri, suffix);
    if (ts_iri_has_scheme(value))
        *iri = value;
    return TS_OK;
}

/* Steps 7 to 9 */
static enum ts_status
expand_relative(struct ts_ld_run *run, ts_span *iri, const struct ts_ld_active *active,
                ts_span value, unsigned against)
{
    if ((against & TS_LD_AGAINST_VOCAB) && active->vocab.at)
        return ts_ld_join(run, iri, active->vocab, value);
    if (!(against & TS_LD_AGAINST_BASE)) {
        *iri = value;
        return TS_OK;
    }
    if (ts_iri_resolve(run->arena, iri, active->base, value) != TS_OK)
        return ts_ld_full(run);
    return TS_OK;
}

enum ts_status
ts_ld_iri_expand(struct ts_ld_run *run, ts_span *iri, const struct ts_ld_active *active,
                 ts_span value, unsigned against, struct ts_ld_definer *definer)
{
    *iri = (ts_span){ 0 };
    if (ts_ld_keyword(value)) {
        *iri = value;
        return TS_OK;
    }
    if (ts_ld_keyword_like(value))
        return TS_OK;
    uint32_t hash = ts_ld_hash(value);
    enum ts_status status = define_first(run, definer, value, hash);
    if (status != TS_OK)
        return status;
    const struct ts_ld_term *term = ts_ld_layers_term(active->layers, value, hash);
    if (term && ((against & TS_LD_AGAINST_VOCAB) || ts_ld_keyword(term->iri))) {
        if (is_compiling(definer) && ts_ld_definer_member(definer, value, hash) < 0)
            definer->depends = true;
        *iri = term->iri.len ? term->iri : (ts_span){ 0 };
        return TS_OK;
    }
    if (value.len
        && ts_span_index(ts_span_part(value, 1, value.len), ':') + 1 < value.len)
        status = expand_compact(run, iri, active, value, definer);
    if (status != TS_OK || iri->at)
        return status;
    if (is_compiling(definer) && !definer->own_vocab)
        definer->depends = true;
    return expand_relative(run, iri, active, value, against);
}
