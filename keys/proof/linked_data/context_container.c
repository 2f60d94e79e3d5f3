#include "keys/proof/linked_data/context_active.h"

#define RULE "JSON-LD 1.1 API 4.2.2 step 19"

static const struct {
    const char *text;
    enum ts_ld_container container;
} containers[] = {
    { "@graph", TS_LD_IN_GRAPH }, { "@id", TS_LD_IN_ID },
    { "@index", TS_LD_IN_INDEX }, { "@language", TS_LD_IN_LANGUAGE },
    { "@list", TS_LD_IN_LIST },   { "@set", TS_LD_IN_SET },
    { "@type", TS_LD_IN_TYPE },
};

static unsigned
container_of(const struct ts_json *value)
{
    for (size_t i = 0; i < TS_COUNT(containers); i++)
        if (ts_json_string_is(value, containers[i].text))
            return containers[i].container;
    return 0;
}

/* Each alone; @set with any one other but @list; @graph with @id or @index. */
static bool
may_stand_together(unsigned all)
{
    unsigned rest = all & ~(unsigned)TS_LD_IN_SET;
    if (all & TS_LD_IN_LIST)
        return all == TS_LD_IN_LIST;
    if (rest & TS_LD_IN_GRAPH)
        rest &= ~(unsigned)TS_LD_IN_GRAPH;
    else
        return (rest & (rest - 1)) == 0;
    return rest == 0 || rest == TS_LD_IN_ID || rest == TS_LD_IN_INDEX;
}

enum ts_status
ts_ld_define_container(struct ts_ld_run *run, struct ts_ld_term *term,
                       const struct ts_json *value)
{
    unsigned all = 0;
    if (value->kind == TS_JSON_NONE || (term->reverse && value->kind == TS_JSON_NULL))
        return TS_OK;
    for (size_t i = 0; i < ts_json_values(value); i++) {
        unsigned one = container_of(ts_json_value(value, i));
        if (!one || (all & one))
            return ts_ld_refuse(run, TS_MALFORMED, term->name,
                                RULE ".1: invalid container mapping");
        all |= one;
    }
    if (all == 0 || !may_stand_together(all))
        return ts_ld_refuse(run, TS_MALFORMED, term->name,
                            RULE ".1: invalid container mapping");
    term->container = (uint8_t)all;
    return TS_OK;
}

enum ts_status
ts_ld_check_type_map(struct ts_ld_run *run, struct ts_ld_term *term)
{
    if (!(term->container & TS_LD_IN_TYPE))
        return TS_OK;
    if (term->type.len == 0)
        term->type = TS_SPAN_LIT("@id");
    if (ts_span_is(term->type, "@id") || ts_span_is(term->type, "@vocab"))
        return TS_OK;
    return ts_ld_refuse(run, TS_MALFORMED, term->name, RULE ".4: invalid type mapping");
}
