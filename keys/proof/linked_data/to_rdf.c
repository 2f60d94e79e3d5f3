#include "keys/proof/linked_data/to_rdf.h"

#include "firmware/base/limits.h"
#include "keys/proof/linked_data/iri.h"
#include "keys/proof/linked_data/literal.h"
#include "keys/proof/linked_data/sort.h"
#include "keys/proof/linked_data/vocabulary.h"

/*
 * A node map (7.2) merges node objects of the same @id and numbers what has none. A
 * dataset is a set of quads, so it merges them by itself: quads are written while the
 * document is walked through. It is walked twice, the first time to count them.
 */

/* Graph containers put at most two levels around one of the document. */
enum { LEVELS_MAX = 3 * TS_DEPTH_MAX };

struct walk {
    struct ts_arena *arena;
    struct ts_rdf_quad *quads; /* NULL: only counting. */
    size_t count;
    uint32_t fresh; /* Blank nodes without a label. */
    uint32_t fresh_total;
    ts_span *labels; /* Each as often as it is met; equal ones become one number. */
    uint32_t label_count;
    size_t dropped;
    ts_span dropped_at;
    unsigned level;
    enum ts_status status; /* The first failure sticks. */
};

/* Where quads go: no term for the default graph; nowhere when its name is none. */
struct graph {
    struct ts_rdf_term name;
    bool dropped;
};

static const struct ts_rdf_term rdf_type = { .kind = TS_RDF_IRI,
                                             .text = { (const uint8_t *)TS_RDF "type",
                                                       sizeof(TS_RDF "type") - 1 } };
static const struct ts_rdf_term rdf_first = { .kind = TS_RDF_IRI,
                                              .text = { (const uint8_t *)TS_RDF "first",
                                                        sizeof(TS_RDF "first") - 1 } };
static const struct ts_rdf_term rdf_rest = { .kind = TS_RDF_IRI,
                                             .text = { (const uint8_t *)TS_RDF "rest",
                                                       sizeof(TS_RDF "rest") - 1 } };
static const struct ts_rdf_term rdf_nil = { .kind = TS_RDF_IRI,
                                            .text = { (const uint8_t *)TS_RDF "nil",
                                                      sizeof(TS_RDF "nil") - 1 } };

static void
fail(struct walk *w, enum ts_status status)
{
    if (w->status == TS_OK)
        w->status = status;
}

static bool
is_resource(const struct ts_rdf_term *term)
{
    return term->kind == TS_RDF_IRI || term->kind == TS_RDF_BLANK;
}

static void
drop(struct walk *w, ts_span property)
{
    if (w->dropped++ == 0)
        w->dropped_at = property;
}

static void
put(struct walk *w, const struct graph *graph, const struct ts_rdf_term *subject,
    const struct ts_rdf_term *predicate, const struct ts_rdf_term *object)
{
    if (graph->dropped || !is_resource(subject) || predicate->kind != TS_RDF_IRI
        || object->kind == TS_RDF_NONE) {
        drop(w, predicate->text);
        return;
    }
    if (w->quads)
        w->quads[w->count] =
            (struct ts_rdf_quad){ *subject, *predicate, *object, graph->name };
    w->count++;
}

static struct ts_rdf_term
fresh_blank(struct walk *w)
{
    return (struct ts_rdf_term){ .kind = TS_RDF_BLANK, .blank = w->fresh++ };
}

static struct ts_rdf_term
named(struct walk *w, ts_span name)
{
    struct ts_rdf_term term = { .text = name };
    if (ts_iri_is_blank(name)) {
        term = (struct ts_rdf_term){ .kind = TS_RDF_BLANK,
                                     .blank = w->fresh_total + w->label_count };
        if (w->labels)
            w->labels[w->label_count] = name;
        w->label_count++;
    } else if (ts_iri_is_absolute(name)) {
        term.kind = TS_RDF_IRI;
    }
    return term;
}

static struct ts_rdf_term
predicate_of(ts_span iri)
{
    bool is_iri = ts_iri_is_absolute(iri);
    return (struct ts_rdf_term){ .kind = is_iri ? TS_RDF_IRI : TS_RDF_NONE, .text = iri };
}

static struct ts_rdf_term
walk_node(struct walk *w, const struct graph *graph, const struct ts_ld_item *item);
static struct ts_rdf_term
walk_object(struct walk *w, const struct graph *graph, const struct ts_ld_item *item);

/* 8.2.3. An element that is no term leaves its cell without rdf:first. */
static struct ts_rdf_term
walk_list(struct walk *w, const struct graph *graph, const struct ts_ld_item *list)
{
    struct ts_rdf_term head = rdf_nil;
    struct ts_rdf_term cell;
    for (const struct ts_ld_item *at = list->items; at; at = at->next) {
        struct ts_rdf_term next = fresh_blank(w);
        struct ts_rdf_term element = walk_object(w, graph, at);
        if (at->direction != TS_LD_DIRECTION_NONE)
            drop(w, rdf_first.text);
        if (at == list->items)
            head = next;
        else
            put(w, graph, &cell, &rdf_rest, &next);
        put(w, graph, &next, &rdf_first, &element);
        cell = next;
    }
    if (list->items)
        put(w, graph, &cell, &rdf_rest, &rdf_nil);
    return head;
}

static struct ts_rdf_term
walk_value(struct walk *w, const struct ts_ld_item *item)
{
    struct ts_rdf_term term;
    enum ts_status status = ts_ld_literal(w->quads ? w->arena : NULL, &term, item);
    if (status != TS_OK)
        fail(w, status);
    return term;
}

/* Everything below item into the graph; gives what item itself is. */
static struct ts_rdf_term
walk_object(struct walk *w, const struct graph *graph, const struct ts_ld_item *item)
{
    struct ts_rdf_term term = { 0 };
    if (w->level == LEVELS_MAX)
        fail(w, TS_OVER_LIMIT);
    if (w->status != TS_OK)
        return term;
    w->level++;
    switch (item->kind) {
    case TS_LD_NONE: break;
    case TS_LD_NODE: term = walk_node(w, graph, item); break;
    case TS_LD_VALUE: term = walk_value(w, item); break;
    case TS_LD_LIST: term = walk_list(w, graph, item); break;
    }
    w->level--;
    return term;
}

static void
walk_all(struct walk *w, const struct graph *graph, const struct ts_ld_item *items)
{
    for (const struct ts_ld_item *at = items; at; at = at->next)
        if (at->kind == TS_LD_NODE)
            (void)walk_object(w, graph, at);
}

static void
walk_properties(struct walk *w, const struct graph *graph,
                const struct ts_rdf_term *subject, const struct ts_ld_item *node)
{
    for (const struct ts_ld_property *p = node->properties; p; p = p->next) {
        struct ts_rdf_term predicate = predicate_of(p->iri);
        for (const struct ts_ld_item *at = p->first; at; at = at->next) {
            struct ts_rdf_term object = walk_object(w, graph, at);
            put(w, graph, subject, &predicate, &object);
            if (at->direction != TS_LD_DIRECTION_NONE)
                drop(w, p->iri);
        }
    }
}

static void
walk_reverse(struct walk *w, const struct graph *graph, const struct ts_rdf_term *object,
             const struct ts_ld_item *node)
{
    for (const struct ts_ld_property *p = node->reverse; p; p = p->next) {
        struct ts_rdf_term predicate = predicate_of(p->iri);
        for (const struct ts_ld_item *at = p->first; at; at = at->next) {
            struct ts_rdf_term subject = walk_object(w, graph, at);
            put(w, graph, &subject, &predicate, object);
        }
    }
}

static struct ts_rdf_term
walk_node(struct walk *w, const struct graph *graph, const struct ts_ld_item *node)
{
    struct ts_rdf_term term = node->has_id ? named(w, node->id) : fresh_blank(w);
    for (const struct ts_ld_name *type = node->types; type; type = type->next) {
        struct ts_rdf_term object = named(w, type->text);
        put(w, graph, &term, &rdf_type, &object);
    }
    walk_properties(w, graph, &term, node);
    walk_reverse(w, graph, &term, node);
    walk_all(w, graph, node->included);
    if (node->has_graph) {
        struct graph inner = { .name = term, .dropped = !is_resource(&term) };
        walk_all(w, &inner, node->graph);
    }
    return term;
}

static int
by_label(uint32_t a, uint32_t b, const void *context)
{
    const ts_span *labels = context;
    return ts_span_compare(labels[a], labels[b]);
}

static void
renumber(struct ts_rdf_term *term, uint32_t from, const uint32_t *numbers)
{
    if (term->kind == TS_RDF_BLANK && term->blank >= from)
        term->blank = numbers[term->blank - from];
}

/* Sorted, so that no choice of labels makes it slow. Gives how many are different. */
static uint32_t
number_labels(const struct walk *w, uint32_t *order, uint32_t *numbers)
{
    uint32_t different = 0;
    for (uint32_t i = 0; i < w->label_count; i++)
        order[i] = i;
    ts_ld_sort(order, numbers, w->label_count, by_label, w->labels);
    for (uint32_t i = 0; i < w->label_count; i++) {
        if (i == 0 || by_label(order[i - 1], order[i], w->labels) != 0)
            different++;
        numbers[order[i]] = w->fresh_total + different - 1;
    }
    return different;
}

static enum ts_status
merge_labels(struct walk *w, uint32_t *blank_count)
{
    *blank_count = w->fresh_total;
    if (w->label_count == 0)
        return TS_OK;
    uint32_t *order = ts_arena_take_array(w->arena, w->label_count, sizeof(*order));
    uint32_t *numbers = ts_arena_take_array(w->arena, w->label_count, sizeof(*numbers));
    if (!order || !numbers)
        return TS_NO_SPACE;
    *blank_count += number_labels(w, order, numbers);
    for (size_t i = 0; i < w->count; i++) {
        renumber(&w->quads[i].subject, w->fresh_total, numbers);
        renumber(&w->quads[i].object, w->fresh_total, numbers);
        renumber(&w->quads[i].graph, w->fresh_total, numbers);
    }
    return TS_OK;
}

static enum ts_status
write_quads(struct walk *w, const struct ts_ld_item *items)
{
    const struct graph standard = { 0 };
    walk_all(w, &standard, items);
    if (w->status != TS_OK)
        return w->status;
    w->quads = ts_arena_take_array(w->arena, w->count, sizeof(*w->quads));
    w->labels = ts_arena_take_array(w->arena, w->label_count, sizeof(*w->labels));
    if (!w->quads || !w->labels)
        return TS_NO_SPACE;
    w->fresh_total = w->fresh;
    w->fresh = 0;
    w->label_count = 0;
    w->count = 0;
    w->dropped = 0;
    walk_all(w, &standard, items);
    return w->status;
}

enum ts_status
ts_ld_to_rdf(struct ts_arena *arena, struct ts_rdf_dataset *dataset,
             const struct ts_ld_item *items)
{
    struct walk w = { .arena = arena };
    size_t used = arena->used;
    uint32_t blank_count = 0;
    enum ts_status status = write_quads(&w, items);
    if (status == TS_OK)
        status = merge_labels(&w, &blank_count);
    if (status != TS_OK) {
        ts_arena_rewind(arena, used);
        return status;
    }
    *dataset = (struct ts_rdf_dataset){ .quads = w.quads,
                                        .count = w.count,
                                        .blank_count = blank_count,
                                        .dropped = w.dropped,
                                        .dropped_at = w.dropped_at };
    return TS_OK;
}
