#include "keys/proof/linked_data/expand.h"
#include "keys/proof/linked_data/iri.h"

#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/*
 * A document with contexts of its own. What comes out is IRIs and blank nodes only;
 * the same document gives the same again, and with every memory it gives that or
 * says that it is too small.
 */

static uint8_t json_memory[2 * 1024 * 1024];
static uint8_t first_memory[1024 * 1024];
static uint8_t again_memory[1024 * 1024];

static void check_items(const struct ts_ld_item *items, bool safe);

static void
check_name(ts_span name, bool safe)
{
    bool blank = ts_span_starts_with(name, TS_SPAN_LIT("_:"));
    TS_CHECK(blank || ts_iri_has_scheme(name));
    TS_CHECK(!safe || ts_iri_is_absolute(name) || ts_iri_is_blank(name));
}

static void
check_properties(const struct ts_ld_property *at, bool safe)
{
    for (; at; at = at->next) {
        TS_CHECK(ts_span_index(at->iri, ':') < at->iri.len);
        TS_CHECK(!safe || ts_iri_is_absolute(at->iri));
        TS_CHECK(!at->next || ts_span_compare(at->iri, at->next->iri) < 0);
        check_items(at->first, safe);
    }
}

static void
check_node(const struct ts_ld_item *item, bool safe)
{
    if (item->id.len)
        check_name(item->id, safe);
    TS_CHECK(!safe || !item->has_id || item->id.len);
    for (const struct ts_ld_name *type = item->types; type; type = type->next)
        check_name(type->text, safe);
    check_properties(item->properties, safe);
    check_properties(item->reverse, safe);
    check_items(item->included, safe);
    check_items(item->graph, safe);
    TS_CHECK(item->has_graph || !item->graph);
}

static void
check_value(const struct ts_ld_item *item, bool safe)
{
    enum ts_json_kind kind = item->value->kind;
    TS_CHECK(item->is_json || (kind != TS_JSON_ARRAY && kind != TS_JSON_OBJECT));
    TS_CHECK(!item->language.len || !item->datatype.len);
    TS_CHECK(!item->datatype.len || ts_iri_has_scheme(item->datatype));
    TS_CHECK(!safe || !item->direction);
}

static void
check_items(const struct ts_ld_item *items, bool safe)
{
    for (const struct ts_ld_item *at = items; at; at = at->next) {
        TS_CHECK(at->kind != TS_LD_NONE);
        if (at->kind == TS_LD_NODE)
            check_node(at, safe);
        if (at->kind == TS_LD_VALUE)
            check_value(at, safe);
        if (at->kind == TS_LD_LIST)
            check_items(at->items, safe);
    }
}

static bool same_items(const struct ts_ld_item *a, const struct ts_ld_item *b);

static bool
same_properties(const struct ts_ld_property *a, const struct ts_ld_property *b)
{
    for (; a && b; a = a->next, b = b->next)
        if (!ts_span_equal(a->iri, b->iri) || !same_items(a->first, b->first))
            return false;
    return !a && !b;
}

static bool
same_items(const struct ts_ld_item *a, const struct ts_ld_item *b)
{
    for (; a && b; a = a->next, b = b->next)
        if (a->kind != b->kind || !ts_span_equal(a->id, b->id)
            || !same_properties(a->properties, b->properties)
            || !same_properties(a->reverse, b->reverse)
            || !same_items(a->included, b->included) || !same_items(a->graph, b->graph)
            || !same_items(a->items, b->items) || !ts_span_equal(a->datatype, b->datatype)
            || !ts_span_equal(a->language, b->language))
            return false;
    return !a && !b;
}

static void
check_again(const struct ts_json *document, const struct ts_ld_options *options,
            const struct ts_ld_item *items, enum ts_status status, size_t room)
{
    struct ts_arena arena = ts_arena_over((ts_room){ again_memory, room });
    const struct ts_ld_item *again = NULL;
    enum ts_status got = ts_ld_expand(&arena, &again, document, options, NULL);
    TS_CHECK(got == status || got == TS_NO_SPACE);
    TS_CHECK(got != TS_OK || same_items(items, again));
    TS_CHECK(got == TS_OK || !again);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    if (size < 2)
        return 0;
    struct ts_arena json_arena = ts_arena_over(TS_ROOM_OF(json_memory));
    struct ts_ld_options options = { .safe = data[0] & 1, .without = "proof" };
    if (data[0] & 2)
        options.base = TS_SPAN_LIT("http://b/c/d");
    const struct ts_json *document;
    if (ts_json_parse(&json_arena, &document, (ts_span){ data + 1, size - 1 }, NULL)
        != TS_OK)
        return 0;
    struct ts_arena arena = ts_arena_over(TS_ROOM_OF(first_memory));
    const struct ts_ld_item *items = NULL;
    struct ts_ld_trouble trouble = { 0 };
    enum ts_status status = ts_ld_expand(&arena, &items, document, &options, &trouble);
    TS_CHECK((status == TS_OK) == (trouble.rule == NULL));
    TS_CHECK(status == TS_OK || !items);
    check_items(items, options.safe);
    check_again(document, &options, items, status, sizeof(again_memory));
    check_again(document, &options, items, status, size * 16);
    return 0;
}
