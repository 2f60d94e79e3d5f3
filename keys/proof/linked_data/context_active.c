#include "keys/proof/linked_data/context_active.h"

#include "firmware/base/limits.h"

#include <string.h>

enum ts_status
ts_ld_refuse(struct ts_ld_run *run, enum ts_status status, ts_span name, const char *rule)
{
    *run->trouble = (struct ts_ld_trouble){ name, rule };
    return status;
}

enum ts_status
ts_ld_unsafe(struct ts_ld_run *run, ts_span name, const char *rule)
{
    return run->options->safe ? ts_ld_refuse(run, TS_MALFORMED, name, rule) : TS_OK;
}

enum ts_status
ts_ld_full(struct ts_ld_run *run)
{
    return ts_ld_refuse(run, TS_NO_SPACE, (ts_span){ 0 }, "arena");
}

enum ts_status
ts_ld_work(struct ts_ld_run *run, uint32_t n)
{
    run->work += n;
    if (run->work <= TS_LD_WORK_MAX)
        return TS_OK;
    return ts_ld_refuse(run, TS_OVER_LIMIT, (ts_span){ 0 }, "TS_LD_WORK_MAX");
}

static const struct {
    const char *text;
    enum ts_ld_keyword keyword;
} keywords[] = {
    { "@id", TS_LD_AT_ID },
    { "@type", TS_LD_AT_TYPE },
    { "@value", TS_LD_AT_VALUE },
    { "@context", TS_LD_AT_CONTEXT },
    { "@vocab", TS_LD_AT_VOCAB },
    { "@json", TS_LD_AT_JSON },
    { "@graph", TS_LD_AT_GRAPH },
    { "@list", TS_LD_AT_LIST },
    { "@set", TS_LD_AT_SET },
    { "@language", TS_LD_AT_LANGUAGE },
    { "@protected", TS_LD_AT_PROTECTED },
    { "@container", TS_LD_AT_CONTAINER },
    { "@none", TS_LD_AT_NONE },
    { "@base", TS_LD_AT_BASE },
    { "@direction", TS_LD_AT_DIRECTION },
    { "@import", TS_LD_AT_IMPORT },
    { "@included", TS_LD_AT_INCLUDED },
    { "@index", TS_LD_AT_INDEX },
    { "@nest", TS_LD_AT_NEST },
    { "@prefix", TS_LD_AT_PREFIX },
    { "@propagate", TS_LD_AT_PROPAGATE },
    { "@reverse", TS_LD_AT_REVERSE },
    { "@version", TS_LD_AT_VERSION },
};

enum ts_ld_keyword
ts_ld_keyword(ts_span text)
{
    if (text.len == 0 || text.at[0] != '@')
        return TS_LD_NO_KEYWORD;
    for (size_t i = 0; i < TS_COUNT(keywords); i++)
        if (ts_span_is(text, keywords[i].text))
            return keywords[i].keyword;
    return TS_LD_NO_KEYWORD;
}

bool
ts_ld_keyword_like(ts_span text)
{
    if (text.len < 2 || text.at[0] != '@')
        return false;
    for (size_t i = 1; i < text.len; i++) {
        uint8_t c = text.at[i];
        if (!(c >= 'a' && c <= 'z') && !(c >= 'A' && c <= 'Z'))
            return false;
    }
    return true;
}

const struct ts_ld_term *
ts_ld_layers_term(const struct ts_ld_layer *layers, ts_span name, uint32_t hash)
{
    for (; layers; layers = layers->below) {
        const struct ts_ld_term *term = ts_ld_table_find(layers->table, name, hash);
        if (term)
            return term->removed ? NULL : term;
    }
    return NULL;
}

const struct ts_ld_term *
ts_ld_active_term(const struct ts_ld_active *active, ts_span name)
{
    return active->layers ? ts_ld_layers_term(active->layers, name, ts_ld_hash(name))
                          : NULL;
}

enum ts_status
ts_ld_join(struct ts_ld_run *run, ts_span *whole, ts_span a, ts_span b)
{
    ts_room rest = ts_arena_rest(run->arena);
    if (rest.len < a.len || rest.len - a.len < b.len)
        return ts_ld_full(run);
    if (a.len)
        memcpy(rest.at, a.at, a.len);
    if (b.len)
        memcpy(rest.at + a.len, b.at, b.len);
    ts_arena_keep(run->arena, a.len + b.len);
    *whole = (ts_span){ rest.at, a.len + b.len };
    return TS_OK;
}

struct ts_ld_active *
ts_ld_active_new(struct ts_ld_run *run)
{
    struct ts_ld_active *active = ts_arena_take(run->arena, sizeof(*active));
    if (active)
        active->base = run->options->base;
    return active;
}

enum ts_status
ts_ld_active_push(struct ts_ld_run *run, struct ts_ld_active *active,
                  const struct ts_ld_table *table)
{
    uint32_t depth = active->layers ? active->layers->depth + 1 : 1;
    if (depth > TS_LD_LAYERS_MAX)
        return ts_ld_refuse(run, TS_OVER_LIMIT, (ts_span){ 0 }, "TS_LD_LAYERS_MAX");
    struct ts_ld_layer *layer = ts_arena_take(run->arena, sizeof(*layer));
    if (!layer)
        return ts_ld_full(run);
    *layer = (struct ts_ld_layer){ table, active->layers, depth };
    active->layers = layer;
    return TS_OK;
}
