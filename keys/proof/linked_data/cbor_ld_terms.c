#include "keys/proof/linked_data/cbor_ld_parts.h"
#include "keys/proof/linked_data/iri.h"
#include "keys/proof/linked_data/sort.h"

#define RULE "CBOR-LD 1.0: term codec"

enum { FIRST_TERM = 100 };

/* Keyword n has number 2 n. */
static const char *const keywords[] = {
    "@context",  "@type",        "@id",        "@value",     "@direction", "@graph",
    "@included", "@index",       "@json",      "@language",  "@list",      "@nest",
    "@reverse",  "@base",        "@container", "@default",   "@embed",     "@explicit",
    "@none",     "@omitDefault", "@prefix",    "@preserve",  "@protected", "@requireAll",
    "@set",      "@version",     "@vocab",     "@propagate",
};

static bool
is_keyword(ts_span name)
{
    for (size_t i = 0; i < TS_COUNT(keywords); i++) {
        if (ts_span_is(name, keywords[i]))
            return true;
    }
    return false;
}

ts_span
ts_cbor_ld_term(const struct ts_cbor_ld_run *run, uint64_t number)
{
    uint64_t index = number / 2;
    if (index < TS_COUNT(keywords))
        return ts_span_text(keywords[index]);
    if (number < FIRST_TERM || index - FIRST_TERM / 2 >= run->terms->count)
        return (ts_span){ 0 };
    return run->terms->names[index - FIRST_TERM / 2];
}

static enum ts_status
number_term(struct ts_cbor_ld_run *run, ts_span name)
{
    struct ts_cbor_ld_terms *terms = run->terms;
    uint32_t at = ts_ld_hash(name) % TS_CBOR_LD_SLOTS;
    if (is_keyword(name))
        return TS_OK;
    for (; terms->slots[at]; at = (at + 1) % TS_CBOR_LD_SLOTS) {
        if (ts_span_equal(terms->names[terms->slots[at] - 1], name))
            return TS_OK;
    }
    if (terms->count == TS_CBOR_LD_TERMS_MAX)
        return ts_ld_refuse(&run->ld, TS_OVER_LIMIT, name, RULE ": too many terms");
    terms->names[terms->count++] = name;
    terms->slots[at] = (uint16_t)terms->count;
    return TS_OK;
}

static int
by_name(uint32_t a, uint32_t b, const void *context)
{
    const ts_span *names = context;
    return ts_span_compare(names[a], names[b]);
}

/* In the order of their names, whatever the context's own was. */
static enum ts_status
number_sorted(struct ts_cbor_ld_run *run, const ts_span *names, size_t count)
{
    struct ts_arena *arena = run->ld.arena;
    size_t used = arena->used;
    uint32_t *order = ts_arena_take_array(arena, count, sizeof(*order));
    uint32_t *spare = ts_arena_take_array(arena, count, sizeof(*spare));
    enum ts_status status = ts_ld_work(&run->ld, (uint32_t)count);
    if (!order || !spare)
        return ts_ld_full(&run->ld);
    for (uint32_t i = 0; i < count; i++)
        order[i] = i;
    ts_ld_sort(order, spare, count, by_name, names);
    for (size_t i = 0; status == TS_OK && i < count; i++)
        status = number_term(run, names[order[i]]);
    ts_arena_rewind(arena, used);
    return status;
}

static enum ts_status
number_table(struct ts_cbor_ld_run *run, const struct ts_ld_table *table)
{
    size_t used = run->ld.arena->used;
    size_t count = 0;
    ts_span *names = ts_arena_take_array(run->ld.arena, table->count, sizeof(*names));
    if (!names)
        return ts_ld_full(&run->ld);
    for (size_t i = 0; i < table->count; i++)
        names[count++] = table->terms[i].name;
    enum ts_status status = number_sorted(run, names, count);
    ts_arena_rewind(run->ld.arena, used);
    return status;
}

static enum ts_status
number_object(struct ts_cbor_ld_run *run, const struct ts_json *object)
{
    size_t used = run->ld.arena->used;
    size_t count = 0;
    ts_span *names = ts_arena_take_array(run->ld.arena, object->count, sizeof(*names));
    if (!names)
        return ts_ld_full(&run->ld);
    if (ts_json_member(object, "@import")->kind != TS_JSON_NONE)
        return ts_ld_refuse(&run->ld, TS_UNSUPPORTED, TS_SPAN_LIT("@import"), RULE);
    for (const struct ts_json *at = object->first; at; at = at->next) {
        if (at->kind != TS_JSON_NULL)
            names[count++] = at->name;
    }
    enum ts_status status = number_sorted(run, names, count);
    ts_arena_rewind(run->ld.arena, used);
    return status;
}

static enum ts_status
number_named(struct ts_cbor_ld_run *run, ts_span base, ts_span reference)
{
    ts_span iri;
    if (ts_iri_resolve(run->ld.arena, &iri, base, reference) != TS_OK)
        return ts_ld_full(&run->ld);
    const struct ts_ld_context *found = ts_ld_contexts_find(run->ld.options->site, iri);
    if (!found)
        return ts_ld_refuse(&run->ld, TS_UNSUPPORTED, iri, "an unknown context");
    /* What stands at an address is an object, or an array of such; it names others
     * only by @import. */
    if (found->kind == TS_LD_CONTEXT_TABLE)
        return number_table(run, found->table);
    if (found->kind == TS_LD_CONTEXT_JSON && found->json->kind == TS_JSON_OBJECT)
        return number_object(run, found->json);
    return ts_ld_refuse(&run->ld, TS_UNSUPPORTED, iri, RULE ": no single object");
}

static enum ts_status
number_json(struct ts_cbor_ld_run *run, const struct ts_ld_context *context)
{
    const struct ts_json *json = context->json;
    enum ts_status status = TS_OK;
    for (size_t i = 0; status == TS_OK && i < ts_json_values(json); i++) {
        const struct ts_json *one = ts_json_value(json, i);
        if (one->kind == TS_JSON_STRING)
            status = number_named(run, context->iri, one->text);
        else if (one->kind == TS_JSON_OBJECT)
            status = number_object(run, one);
        else if (one->kind != TS_JSON_NULL)
            status = ts_ld_refuse(&run->ld, TS_MALFORMED, one->text, RULE ": @context");
    }
    return status;
}

enum ts_status
ts_cbor_ld_number_terms(struct ts_cbor_ld_run *run, const struct ts_ld_context *context)
{
    enum ts_status status = TS_OK;
    for (; context && status == TS_OK; context = context->next) {
        switch (context->kind) {
        case TS_LD_CONTEXT_NULL: break;
        case TS_LD_CONTEXT_TABLE: status = number_table(run, context->table); break;
        case TS_LD_CONTEXT_KNOWN:
            status = number_named(run, (ts_span){ 0 }, context->iri);
            break;
        case TS_LD_CONTEXT_JSON: status = number_json(run, context); break;
        }
    }
    return status;
}
