#include "keys/proof/linked_data/expand_parts.h"

#include "keys/proof/linked_data/iri.h"

enum ts_status
ts_ld_settle_id(struct ts_ld_run *run, ts_span *iri, ts_span text)
{
    if (run->options->safe && !ts_iri_is_absolute(*iri) && !ts_iri_is_blank(*iri))
        return ts_ld_refuse(run, TS_MALFORMED, text, "safe mode: a name that is no IRI");
    if (!ts_iri_has_scheme(*iri) && !ts_span_starts_with(*iri, TS_SPAN_LIT("_:")))
        *iri = (ts_span){ 0 };
    return TS_OK;
}

enum ts_status
ts_ld_expand_id(struct ts_ld_run *run, ts_span *iri, const struct ts_ld_active *active,
                ts_span text, unsigned against)
{
    enum ts_status status = ts_ld_iri_expand(run, iri, active, text, against, NULL);
    return status == TS_OK ? ts_ld_settle_id(run, iri, text) : status;
}

static enum ts_status
expand_node(struct ts_ld_run *run, struct ts_ld_item **item,
            const struct ts_ld_active *active, const struct ts_json *value,
            unsigned against)
{
    struct ts_ld_item *node = ts_ld_item_new(run, TS_LD_NODE, value);
    if (!node)
        return ts_ld_full(run);
    node->has_id = true;
    node->is_reference = true;
    *item = node;
    return ts_ld_expand_id(run, &node->id, active, value->text, against);
}

/* BCP 47 as N-Quads has it. */
static bool
is_language(ts_span tag)
{
    size_t run = 0;
    bool first = true;
    for (size_t i = 0; i < tag.len; i++) {
        uint8_t c = tag.at[i];
        bool letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
        bool dash = c == '-' && run > 0;
        if (!letter && !dash && !(c >= '0' && c <= '9' && !first))
            return false;
        run = dash ? 0 : run + 1;
        first = first && !dash;
        if (run > 8)
            return false;
    }
    return run > 0;
}

enum ts_status
ts_ld_check_literal(struct ts_ld_run *run, const struct ts_ld_item *item)
{
    if (!run->options->safe)
        return TS_OK;
    if (item->language.len && !is_language(item->language))
        return ts_ld_refuse(run, TS_MALFORMED, item->language,
                            "safe mode: a language that is no tag");
    if (item->datatype.len && !ts_iri_is_absolute(item->datatype))
        return ts_ld_refuse(run, TS_MALFORMED, item->datatype,
                            "safe mode: a datatype that is no IRI");
    if (item->direction)
        return ts_ld_refuse(run, TS_MALFORMED, item->value->name,
                            "safe mode: @direction, which RDF does not keep");
    return TS_OK;
}

/* What a text under a term is expanded against, where it is an id; 0: it is none. */
static unsigned
against_of(const struct ts_ld_term *term)
{
    enum ts_ld_keyword keyword = term ? ts_ld_keyword(term->type) : TS_LD_NO_KEYWORD;
    if (keyword == TS_LD_AT_ID)
        return TS_LD_AGAINST_BASE;
    return keyword == TS_LD_AT_VOCAB ? TS_LD_AGAINST_VOCAB | TS_LD_AGAINST_BASE : 0;
}

enum ts_status
ts_ld_note_reference(struct ts_ld_run *run, struct ts_ld_item *item,
                     const struct ts_ld_place *place)
{
    struct ts_ld_active *active;
    const struct ts_ld_term *term;
    ts_span iri = { 0 };
    if (item->kind != TS_LD_NODE || !item->id.len || item->types || item->properties
        || item->reverse || item->included || item->has_graph || ts_ld_is_top(place))
        return TS_OK;
    enum ts_status status = ts_ld_scalar_context(run, &active, &term, place);
    unsigned against = status == TS_OK ? against_of(term) : 0;
    if (against)
        status = ts_ld_iri_expand(run, &iri, active, item->id, against, NULL);
    item->is_reference = ts_span_equal(iri, item->id);
    return status;
}

enum ts_status
ts_ld_expand_value(struct ts_ld_run *run, struct ts_ld_item **item,
                   const struct ts_ld_active *active, const struct ts_ld_term *term,
                   const struct ts_json *value)
{
    ts_span type = term ? term->type : (ts_span){ 0 };
    enum ts_ld_keyword keyword = ts_ld_keyword(type);
    unsigned against = against_of(term);
    bool string = value->kind == TS_JSON_STRING;
    if (string && against)
        return expand_node(run, item, active, value, against);

    struct ts_ld_item *made = ts_ld_item_new(run, TS_LD_VALUE, value);
    if (!made)
        return ts_ld_full(run);
    made->value = value;
    made->is_json = keyword == TS_LD_AT_JSON;
    if (type.len && !keyword) {
        made->datatype = type;
    } else if (string && (!type.len || keyword == TS_LD_AT_NONE)) {
        made->language = term && term->has_language ? term->language : active->language;
        made->direction = term && term->has_direction
                              ? (enum ts_ld_direction)term->direction
                              : active->direction;
    }
    *item = made;
    return ts_ld_check_literal(run, made);
}
