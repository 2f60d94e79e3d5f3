#include "keys/proof/linked_data/context_active.h"

#include "keys/proof/linked_data/iri.h"

#define RULE "JSON-LD 1.1 API 4.2.2 step "

/* A term and the object that says more about it than its IRI. */
struct detail {
    struct ts_ld_run *run;
    struct ts_ld_definer *definer;
    struct ts_ld_term *term;
    const struct ts_json *value;
};

static enum ts_status
malformed(const struct detail *detail, const char *rule)
{
    return ts_ld_refuse(detail->run, TS_MALFORMED, detail->term->name, rule);
}

/* Step 11 */
static enum ts_status
take_protected(const struct detail *detail)
{
    const struct ts_json *said = ts_json_member(detail->value, "@protected");
    if (said->kind == TS_JSON_NONE)
        return TS_OK;
    if (said->kind != TS_JSON_TRUE && said->kind != TS_JSON_FALSE)
        return malformed(detail, RULE "11: invalid @protected value");
    detail->term->is_protected = said->kind == TS_JSON_TRUE;
    return TS_OK;
}

/* Step 12 */
static enum ts_status
take_type(const struct detail *detail)
{
    const struct ts_json *said = ts_json_member(detail->value, "@type");
    struct ts_ld_term *term = detail->term;
    if (said->kind == TS_JSON_NONE)
        return TS_OK;
    if (said->kind != TS_JSON_STRING)
        return malformed(detail, RULE "12.1: invalid type mapping");
    detail->definer->last_open = 0;
    enum ts_status status =
        ts_ld_iri_expand(detail->run, &term->type, detail->definer->active, said->text,
                         TS_LD_AGAINST_VOCAB, detail->definer);
    if (status != TS_OK)
        return status;
    term->type_open = detail->definer->last_open;
    enum ts_ld_keyword keyword = ts_ld_keyword(term->type);
    if (keyword == TS_LD_AT_ID || keyword == TS_LD_AT_JSON || keyword == TS_LD_AT_NONE
        || keyword == TS_LD_AT_VOCAB || ts_iri_has_scheme(term->type))
        return TS_OK;
    return malformed(detail, RULE "12.4: invalid type mapping");
}

/* Step 20 */
static enum ts_status
take_index(const struct detail *detail)
{
    const struct ts_json *said = ts_json_member(detail->value, "@index");
    ts_span iri;
    if (said->kind == TS_JSON_NONE)
        return TS_OK;
    if (!(detail->term->container & TS_LD_IN_INDEX) || said->kind != TS_JSON_STRING)
        return malformed(detail, RULE "20: invalid term definition");
    enum ts_status status =
        ts_ld_iri_expand(detail->run, &iri, detail->definer->active, said->text,
                         TS_LD_AGAINST_VOCAB, detail->definer);
    if (status != TS_OK)
        return status;
    if (!ts_iri_has_scheme(iri))
        return malformed(detail, RULE "20.2: invalid term definition");
    detail->term->index = said->text;
    return TS_OK;
}

/*
 * Step 21. It is looked at now so that a mistake in it is found even where it is not
 * used; what is found out is thrown away, since it may mean something else there.
 */
static enum ts_status
take_context(const struct detail *detail)
{
    const struct ts_json *said = ts_json_member(detail->value, "@context");
    struct ts_ld_run *run = detail->run;
    struct ts_ld_active *checked;
    if (said->kind == TS_JSON_NONE)
        return TS_OK;
    struct ts_ld_context *scoped = ts_arena_take(run->arena, sizeof(*scoped));
    if (!scoped)
        return ts_ld_full(run);
    scoped->kind = TS_LD_CONTEXT_JSON;
    scoped->json = said;
    scoped->iri = detail->definer->base;

    size_t used = run->arena->used;
    struct ts_ld_manner manner = { .chain = detail->definer->manner->chain,
                                   .overrides = true,
                                   .passes = true,
                                   .only_checked = true };
    enum ts_status status =
        ts_ld_context_process(run, &checked, detail->definer->active, scoped, &manner);
    ts_arena_rewind(run->arena, used);
    detail->term->scoped = scoped;
    return status;
}

/* Steps 22 and 23 */
static enum ts_status
take_language(const struct detail *detail)
{
    const struct ts_json *language = ts_json_member(detail->value, "@language");
    const struct ts_json *direction = ts_json_member(detail->value, "@direction");
    struct ts_ld_term *term = detail->term;
    enum ts_ld_direction meant = TS_LD_DIRECTION_NONE;
    if (term->type.len)
        return TS_OK;
    if (language->kind != TS_JSON_NONE && language->kind != TS_JSON_NULL
        && language->kind != TS_JSON_STRING)
        return malformed(detail, RULE "22: invalid language mapping");
    if (direction->kind != TS_JSON_NONE && !ts_ld_direction(&meant, direction))
        return malformed(detail, RULE "23: invalid base direction");
    term->has_language = language->kind != TS_JSON_NONE;
    term->language = ts_json_string(language);
    term->has_direction = direction->kind != TS_JSON_NONE;
    term->direction = (uint8_t)meant;
    return TS_OK;
}

/* Step 24 */
static enum ts_status
take_nest(const struct detail *detail)
{
    const struct ts_json *said = ts_json_member(detail->value, "@nest");
    if (said->kind == TS_JSON_NONE)
        return TS_OK;
    enum ts_ld_keyword keyword = ts_ld_keyword(ts_json_string(said));
    if (said->kind != TS_JSON_STRING || (keyword && keyword != TS_LD_AT_NEST))
        return malformed(detail, RULE "24: invalid @nest value");
    detail->term->nest = said->text;
    return TS_OK;
}

/* Step 25 */
static enum ts_status
take_prefix(const struct detail *detail)
{
    const struct ts_json *said = ts_json_member(detail->value, "@prefix");
    struct ts_ld_term *term = detail->term;
    if (said->kind == TS_JSON_NONE)
        return TS_OK;
    if (ts_span_index(term->name, ':') < term->name.len
        || ts_span_index(term->name, '/') < term->name.len)
        return malformed(detail, RULE "25.1: invalid term definition");
    if (said->kind != TS_JSON_TRUE && said->kind != TS_JSON_FALSE)
        return malformed(detail, RULE "25.2: invalid @prefix value");
    term->prefix = said->kind == TS_JSON_TRUE;
    if (term->prefix && ts_ld_keyword(term->iri))
        return malformed(detail, RULE "25.3: invalid term definition");
    return TS_OK;
}

/* Step 26 */
static enum ts_status
check_members(const struct detail *detail)
{
    static const char *const allowed[] = { "@id",        "@reverse",   "@container",
                                           "@context",   "@direction", "@index",
                                           "@language",  "@nest",      "@prefix",
                                           "@protected", "@type" };
    for (const struct ts_json *at = detail->value->first; at; at = at->next) {
        size_t i = 0;
        while (i < TS_COUNT(allowed) && !ts_span_is(at->name, allowed[i]))
            i++;
        if (i == TS_COUNT(allowed))
            return malformed(detail, RULE "26: invalid term definition");
    }
    return TS_OK;
}

enum ts_status
ts_ld_define_details(struct ts_ld_run *run, struct ts_ld_definer *definer,
                     struct ts_ld_term *term, const struct ts_json *value)
{
    static enum ts_status (*const takers[])(const struct detail *) = {
        check_members, take_protected, take_type, take_index,
        take_context,  take_language,  take_nest, take_prefix,
    };
    struct detail detail = { run, definer, term, value };
    enum ts_status status =
        ts_ld_define_container(run, term, ts_json_member(value, "@container"));
    for (size_t i = 0; i < TS_COUNT(takers) && status == TS_OK; i++)
        status = takers[i](&detail);
    return status == TS_OK ? ts_ld_check_type_map(run, term) : status;
}
