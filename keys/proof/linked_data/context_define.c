#include "keys/proof/linked_data/context_active.h"

#include "firmware/base/limits.h"
#include "keys/proof/linked_data/iri.h"

#include <string.h>

#define RULE "JSON-LD 1.1 API 4.2.2 step "

/* A term while it is made, and what its member says. */
struct making {
    struct ts_ld_run *run;
    struct ts_ld_definer *definer;
    struct ts_ld_term *term;
    const struct ts_json *value;
    int32_t member;
};

static enum ts_status
malformed(const struct making *making, const char *rule)
{
    return ts_ld_refuse(making->run, TS_MALFORMED, making->term->name, rule);
}

static bool
is_iri(ts_span iri)
{
    return ts_iri_has_scheme(iri) || ts_span_starts_with(iri, TS_SPAN_LIT("_:"));
}

static bool
ends_in_delimiter(ts_span iri)
{
    return iri.len && iri.at[iri.len - 1] && strchr(":/?#[]@", iri.at[iri.len - 1]);
}

static bool
has(ts_span text, uint8_t byte)
{
    return ts_span_index(text, byte) < text.len;
}

/* A colon that is neither the first byte nor the last. */
static bool
has_inner_colon(ts_span name)
{
    return has(ts_span_part(name, 1, name.len > 2 ? name.len - 2 : 0), ':');
}

static enum ts_status
expand(const struct making *making, ts_span *iri, ts_span value)
{
    return ts_ld_iri_expand(making->run, iri, making->definer->active, value,
                            TS_LD_AGAINST_VOCAB, making->definer);
}

/* A name kept for keywords to come: whoever reads this later may mean more by it. */
static enum ts_status
drop(const struct making *making, const char *rule)
{
    if (making->run->options->safe)
        return malformed(making, rule);
    making->term->removed = true;
    return TS_OK;
}

/* Step 14.2.4: what looks like an IRI must mean that IRI. */
static enum ts_status
check_own_name(const struct making *making)
{
    ts_span meant;
    struct ts_ld_term *term = making->term;
    if (!has_inner_colon(term->name) && !has(term->name, '/'))
        return TS_OK;
    making->definer->progress[making->member] = TS_LD_DEFINED;
    enum ts_status status = expand(making, &meant, term->name);
    if (status == TS_OK && !ts_span_equal(meant, term->iri))
        return malformed(making, RULE "14.2.4: invalid IRI mapping");
    return status;
}

/* Step 14 */
static enum ts_status
map_by_id(const struct making *making, const struct ts_json *id, bool simple)
{
    struct ts_ld_term *term = making->term;
    if (id->kind == TS_JSON_NULL)
        return TS_OK;
    if (id->kind != TS_JSON_STRING)
        return malformed(making, RULE "14.2.1: invalid IRI mapping");
    if (ts_ld_keyword_like(id->text) && !ts_ld_keyword(id->text))
        return drop(making, "safe mode: reserved @id value");
    enum ts_status status = expand(making, &term->iri, id->text);
    if (status != TS_OK)
        return status;
    enum ts_ld_keyword keyword = ts_ld_keyword(term->iri);
    if (!keyword && !is_iri(term->iri))
        return malformed(making, RULE "14.2.3: invalid IRI mapping");
    if (keyword == TS_LD_AT_CONTEXT)
        return malformed(making, RULE "14.2.3: invalid keyword alias");
    term->iri_open = making->definer->last_open;
    term->prefix = simple && !has(term->name, ':') && !has(term->name, '/')
                   && (ends_in_delimiter(term->iri)
                       || ts_span_starts_with(term->iri, TS_SPAN_LIT("_:")));
    return check_own_name(making);
}

/* Step 15; where the prefix is no term, the name is the IRI. */
static enum ts_status
map_by_prefix(const struct making *making)
{
    struct ts_ld_term *term = making->term;
    size_t colon = ts_span_index(term->name, ':');
    ts_span prefix = ts_span_part(term->name, 0, colon);
    ts_span suffix = ts_span_part(term->name, colon + 1, term->name.len);
    term->iri = term->name;
    making->definer->depends = true;
    if (ts_span_is(prefix, "_") || ts_span_starts_with(suffix, TS_SPAN_LIT("//")))
        return TS_OK;

    uint32_t hash = ts_ld_hash(prefix);
    int32_t member = ts_ld_definer_member(making->definer, prefix, hash);
    if (member >= 0) {
        enum ts_status status = ts_ld_define(making->run, making->definer, member);
        if (status != TS_OK)
            return status;
    }
    const struct ts_ld_term *found =
        ts_ld_layers_term(making->definer->active->layers, prefix, hash);
    if (!found || found->iri.len == 0)
        return is_iri(term->iri) ? TS_OK
                                 : malformed(making, RULE "15: invalid IRI mapping");
    return ts_ld_join(making->run, &term->iri, found->iri, suffix);
}

/* Steps 15 to 18 */
static enum ts_status
map_by_name(const struct making *making)
{
    struct ts_ld_term *term = making->term;
    const struct ts_ld_active *active = making->definer->active;
    if (has(ts_span_part(term->name, 1, term->name.len), ':'))
        return map_by_prefix(making);
    if (has(term->name, '/')) {
        making->definer->depends = true;
        making->definer->progress[making->member] = TS_LD_DEFINED;
        enum ts_status status = expand(making, &term->iri, term->name);
        if (status == TS_OK && !is_iri(term->iri))
            return malformed(making, RULE "16.2: invalid IRI mapping");
        return status;
    }
    if (ts_span_is(term->name, "@type")) {
        term->iri = term->name;
        return TS_OK;
    }
    if (!active->vocab.at)
        return malformed(making, RULE "18: invalid IRI mapping");
    making->definer->depends |= !making->definer->own_vocab;
    return ts_ld_join(making->run, &term->iri, active->vocab, term->name);
}

/* Step 13 */
static enum ts_status
map_by_reverse(const struct making *making, const struct ts_json *reverse)
{
    struct ts_ld_term *term = making->term;
    const struct ts_json *container = ts_json_member(making->value, "@container");
    if (ts_json_member(making->value, "@id")->kind != TS_JSON_NONE
        || ts_json_member(making->value, "@nest")->kind != TS_JSON_NONE)
        return malformed(making, RULE "13.1: invalid reverse property");
    if (reverse->kind != TS_JSON_STRING)
        return malformed(making, RULE "13.2: invalid IRI mapping");
    if (ts_ld_keyword_like(reverse->text))
        return drop(making, "safe mode: reserved @reverse value");
    enum ts_status status = expand(making, &term->iri, reverse->text);
    if (status != TS_OK)
        return status;
    if (!is_iri(term->iri))
        return malformed(making, RULE "13.4: invalid IRI mapping");
    if (container->kind != TS_JSON_NONE && container->kind != TS_JSON_NULL
        && !ts_json_string_is(container, "@set")
        && !ts_json_string_is(container, "@index"))
        return malformed(making, RULE "13.5: invalid reverse property");
    term->iri_open = making->definer->last_open;
    term->reverse = true;
    return TS_OK;
}

static enum ts_status
map(const struct making *making)
{
    const struct ts_json *value = making->value;
    making->definer->last_open = 0;
    if (value->kind == TS_JSON_NULL)
        return TS_OK;
    if (value->kind == TS_JSON_STRING)
        return ts_span_equal(value->text, making->term->name)
                   ? map_by_name(making)
                   : map_by_id(making, value, true);
    if (value->kind != TS_JSON_OBJECT)
        return malformed(making, RULE "9: invalid term definition");
    const struct ts_json *reverse = ts_json_member(value, "@reverse");
    if (reverse->kind != TS_JSON_NONE)
        return map_by_reverse(making, reverse);
    const struct ts_json *id = ts_json_member(value, "@id");
    if (id->kind == TS_JSON_NONE
        || (id->kind == TS_JSON_STRING && ts_span_equal(id->text, making->term->name)))
        return map_by_name(making);
    return map_by_id(making, id, false);
}

/* Steps 4 and 5 */
static enum ts_status
check_name(const struct making *making)
{
    const struct ts_json *value = making->value;
    enum ts_ld_keyword keyword = ts_ld_keyword(making->term->name);
    if (!keyword)
        return TS_OK;
    bool only_set =
        keyword == TS_LD_AT_TYPE && value->kind == TS_JSON_OBJECT && value->count > 0;
    for (const struct ts_json *at = value->first; at && only_set; at = at->next)
        only_set =
            ts_span_is(at->name, "@protected")
            || (ts_span_is(at->name, "@container") && ts_json_string_is(at, "@set"));
    return only_set ? TS_OK : malformed(making, RULE "4: keyword redefinition");
}

/* Step 27 and 28 */
static enum ts_status
settle(const struct making *making)
{
    struct ts_ld_definer *definer = making->definer;
    struct ts_ld_active *active = definer->active;
    struct ts_ld_term *term = making->term;
    const struct ts_ld_term *previous =
        ts_ld_layers_term(active->layers->below, term->name, term->hash);
    if (previous && previous->is_protected && !definer->manner->overrides) {
        enum ts_status status = ts_ld_term_same(making->run, active, term, previous);
        if (status != TS_OK)
            return status;
        *term = *previous;
    }
    if (has(term->name, ':')) {
        active->has_compact = true;
        active->hides |= term->iri.len == 0 || term->removed;
    }
    active->has_protected |= term->is_protected;
    definer->terms[making->member] = *term;
    definer->progress[making->member] = TS_LD_DEFINED;
    return TS_OK;
}

static enum ts_status
make(const struct making *making)
{
    struct ts_ld_run *run = making->run;
    struct ts_ld_term *term = making->term;
    struct ts_ld_definer *definer = making->definer;
    enum ts_status status = check_name(making);
    if (status != TS_OK)
        return status;
    if (ts_ld_keyword_like(term->name) && !ts_ld_keyword(term->name)) {
        definer->terms[making->member].name = (ts_span){ 0 };
        definer->progress[making->member] = TS_LD_DEFINED;
        return drop(making, "safe mode: reserved term");
    }
    status = map(making);
    if (status == TS_OK && !term->removed && making->value->kind == TS_JSON_OBJECT)
        status = ts_ld_define_details(run, definer, term, making->value);
    return status == TS_OK ? settle(making) : status;
}

enum ts_status
ts_ld_define(struct ts_ld_run *run, struct ts_ld_definer *definer, int32_t member)
{
    const struct ts_json *value = definer->members[member];
    struct ts_ld_term term = { .name = value->name,
                               .hash = definer->terms[member].hash,
                               .is_protected = definer->protects };
    struct making making = { run, definer, &term, value, member };
    if (definer->progress[member] == TS_LD_DEFINED)
        return TS_OK;
    if (definer->progress[member] == TS_LD_BEGUN)
        return malformed(&making, RULE "1: cyclic IRI mapping");
    if (value->name.len == 0)
        return malformed(&making, RULE "2: invalid term definition");
    if (run->depth == TS_LD_DEFINING_MAX)
        return ts_ld_refuse(run, TS_OVER_LIMIT, term.name, "TS_LD_DEFINING_MAX");
    definer->progress[member] = TS_LD_BEGUN;
    /* What was there before is not to be seen while the new meaning is found. */
    definer->terms[member] =
        (struct ts_ld_term){ .name = term.name, .hash = term.hash, .removed = true };

    enum ts_status status = ts_ld_work(run, 1);
    run->depth++;
    if (status == TS_OK)
        status = make(&making);
    run->depth--;
    return status;
}
