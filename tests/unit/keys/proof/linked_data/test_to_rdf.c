#include "keys/proof/linked_data/nquads.h"
#include "keys/proof/linked_data/to_rdf.h"
#include "keys/proof/linked_data/vocabulary.h"
#include "tests/support/support.h"

#include <stdio.h>
#include <string.h>

/*
 * Expanded documents are made by hand here, from JSON in expanded form read without
 * any of its rules: what expansion never gives must be held, too.
 */

static struct ts_arena arena;

static int
set_up(void **state)
{
    (void)state;
    arena = ts_test_arena((size_t)8 << 20);
    return 0;
}

static int
tear_down(void **state)
{
    (void)state;
    ts_test_arena_free(&arena);
    return 0;
}

static void *
take(size_t size)
{
    void *taken = ts_arena_take(&arena, size);
    assert_non_null(taken);
    return taken;
}

static struct ts_ld_item *make_items(const struct ts_json *array);

static struct ts_ld_property *
make_properties(const struct ts_json *object)
{
    struct ts_ld_property *first = NULL;
    struct ts_ld_property **end = &first;
    for (const struct ts_json *at = object->first; at; at = at->next) {
        if (at->name.len > 0 && at->name.at[0] == '@')
            continue;
        *end = take(sizeof(**end));
        (*end)->iri = at->name;
        (*end)->first = make_items(at);
        end = &(*end)->next;
    }
    return first;
}

static void
make_value(struct ts_ld_item *item, const struct ts_json *from)
{
    item->kind = TS_LD_VALUE;
    item->value = ts_json_member(from, "@value");
    item->language = ts_json_string(ts_json_member(from, "@language"));
    item->datatype = ts_json_string(ts_json_member(from, "@type"));
    item->is_json = ts_span_is(item->datatype, "@json");
    if (item->is_json)
        item->datatype = (ts_span){ 0 };
    if (ts_json_string_is(ts_json_member(from, "@direction"), "rtl"))
        item->direction = TS_LD_RTL;
}

static void
make_node(struct ts_ld_item *item, const struct ts_json *from)
{
    const struct ts_ld_name **end = &item->types;
    const struct ts_json *graph = ts_json_member(from, "@graph");
    item->kind = TS_LD_NODE;
    item->has_id = !ts_json_is(ts_json_member(from, "@id"), TS_JSON_NONE);
    item->id = ts_json_string(ts_json_member(from, "@id"));
    for (const struct ts_json *at = ts_json_member(from, "@type")->first; at;
         at = at->next) {
        struct ts_ld_name *name = take(sizeof(*name));
        name->text = at->text;
        *end = name;
        end = &name->next;
    }
    item->properties = make_properties(from);
    item->reverse = make_properties(ts_json_member(from, "@reverse"));
    item->included = make_items(ts_json_member(from, "@included"));
    item->has_graph = !ts_json_is(graph, TS_JSON_NONE);
    item->graph = make_items(graph);
}

static struct ts_ld_item *
make_items(const struct ts_json *array)
{
    struct ts_ld_item *first = NULL;
    struct ts_ld_item **end = &first;
    for (const struct ts_json *at = array->first; at; at = at->next) {
        struct ts_ld_item *item = take(sizeof(*item));
        if (!ts_json_is(ts_json_member(at, "@value"), TS_JSON_NONE)) {
            make_value(item, at);
        } else if (!ts_json_is(ts_json_member(at, "@list"), TS_JSON_NONE)) {
            item->kind = TS_LD_LIST;
            item->items = make_items(ts_json_member(at, "@list"));
        } else {
            make_node(item, at);
        }
        *end = item;
        end = &item->next;
    }
    return first;
}

static const struct ts_ld_item *
expanded(const char *json)
{
    const struct ts_json *root;
    assert_status(ts_json_parse(&arena, &root, ts_span_text(json), NULL), TS_OK);
    return make_items(root);
}

static void
write_name(struct ts_writer *w, const struct ts_rdf_term *term)
{
    if (term->kind == TS_RDF_BLANK) {
        ts_write_text(w, "b");
        ts_write_decimal(w, term->blank);
    }
}

/* The quads as they come, blank nodes as _:b and their number. */
static ts_span
as_text(const struct ts_rdf_dataset *dataset)
{
    uint8_t *text = take(1 << 16);
    struct ts_writer w = ts_writer_over((ts_room){ text, 1 << 16 });
    for (size_t i = 0; i < dataset->count; i++) {
        const struct ts_rdf_quad *quad = &dataset->quads[i];
        const struct ts_rdf_term *terms[] = { &quad->subject, &quad->object,
                                              &quad->graph };
        uint8_t line_text[4096];
        struct ts_writer line = ts_writer_over(TS_ROOM_OF(line_text));
        struct ts_nquads_marks marks;
        size_t done = 0;
        ts_nquads_write(&line, &marks, quad);
        for (size_t k = 0; k < TS_NQUADS_BLANKS; k++) {
            if (!marks.at[k])
                continue;
            assert_true(terms[k]->blank < dataset->blank_count);
            ts_write_bytes(&w,
                           ts_span_part(ts_writer_span(&line), done, marks.at[k] - done));
            write_name(&w, terms[k]);
            done = marks.at[k] + 1;
        }
        ts_write_bytes(&w, ts_span_part(ts_writer_span(&line), done, line.used));
    }
    return ts_writer_span(&w);
}

#define TYPE "<" TS_RDF "type>"
#define FIRST "<" TS_RDF "first>"
#define REST "<" TS_RDF "rest>"
#define NIL "<" TS_RDF "nil>"

static const struct {
    const char *row;
    const char *json, *want;
    size_t dropped;
} documents[] = {
    { "nothing", "[]", "", 0 },
    { "free-floating nodes and values say nothing",
      "[{\"@id\":\"u:a\"},{},{\"@value\":1},{\"@list\":[{\"u:p\":[{\"@value\":1}]}]}"
      "]",
      "", 0 },
    { "types, then properties in their order",
      "[{\"@id\":\"u:a\",\"u:p\":[{\"@id\":\"u:b\"},{\"@value\":\"x\"}],"
      "\"@type\":[\"u:T\",\"_:t\"]}]",
      "<u:a> " TYPE " <u:T> .\n<u:a> " TYPE " _:b0 .\n<u:a> <u:p> <u:b> .\n"
      "<u:a> <u:p> \"x\" .\n",
      0 },
    { "nodes without @id are numbered", "[{\"u:p\":[{\"u:q\":[{\"@id\":\"u:b\"}]},{}]}]",
      "_:b1 <u:q> <u:b> .\n_:b0 <u:p> _:b1 .\n_:b0 <u:p> _:b2 .\n", 0 },
    { "a label is one node wherever it stands",
      "[{\"@id\":\"_:x\",\"u:p\":[{\"@id\":\"_:y\"}]},{\"u:p\":[{\"@id\":\"_:x\"}]},"
      "{\"@id\":\"_:y\",\"u:p\":[{\"@id\":\"_:y\"}]}]",
      "_:b1 <u:p> _:b2 .\n_:b0 <u:p> _:b1 .\n_:b2 <u:p> _:b2 .\n", 0 },
    { "an empty list", "[{\"@id\":\"u:a\",\"u:p\":[{\"@list\":[]}]}]",
      "<u:a> <u:p> " NIL " .\n", 0 },
    { "a list",
      "[{\"@id\":\"u:a\",\"u:p\":[{\"@list\":[{\"@value\":\"x\"},{\"@id\":\"u:b\"}]}]"
      "}]",
      "_:b0 " FIRST " \"x\" .\n_:b0 " REST " _:b1 .\n_:b1 " FIRST " <u:b> .\n"
      "_:b1 " REST " " NIL " .\n<u:a> <u:p> _:b0 .\n",
      0 },
    { "a list of lists",
      "[{\"@id\":\"u:a\",\"u:p\":[{\"@list\":[{\"@list\":[]},{\"@list\":[{\"@id\":"
      "\"u:b\"}]}]"
      "}]}]",
      "_:b0 " FIRST " " NIL " .\n_:b2 " FIRST " <u:b> .\n_:b2 " REST " " NIL " .\n"
      "_:b0 " REST " _:b1 .\n_:b1 " FIRST " _:b2 .\n_:b1 " REST " " NIL
      " .\n<u:a> <u:p> _:b0 .\n",
      0 },
    { "reverse properties",
      "[{\"@id\":\"u:a\",\"@reverse\":{\"u:p\":[{\"@id\":\"u:b\",\"u:q\":[{\"@"
      "value\":\"x\"}]}]"
      "}}]",
      "<u:b> <u:q> \"x\" .\n<u:b> <u:p> <u:a> .\n", 0 },
    { "a graph, and what is said of it",
      "[{\"@id\":\"u:g\",\"u:p\":[{\"@value\":\"x\"}],\"@graph\":[{\"@id\":\"u:a\","
      "\"u:p\":"
      "[{\"@value\":\"y\"}]}]}]",
      "<u:g> <u:p> \"x\" .\n<u:a> <u:p> \"y\" <u:g> .\n", 0 },
    { "graphs do not nest, and may have no name",
      "[{\"@graph\":[{\"@id\":\"_:g\",\"u:p\":[{\"@value\":\"y\"}],\"@graph\":[{\"@"
      "id\":"
      "\"u:a\",\"u:p\":[{\"@value\":\"z\"}]}]}]}]",
      "_:b1 <u:p> \"y\" _:b0 .\n<u:a> <u:p> \"z\" _:b1 .\n", 0 },
    { "included nodes stay in the graph",
      "[{\"@id\":\"u:g\",\"@graph\":[{\"@included\":[{\"@id\":\"u:a\",\"u:p\":[{\"@"
      "value\":"
      "\"y\"}]}]}]}]",
      "<u:a> <u:p> \"y\" <u:g> .\n", 0 },
    { "a subject that is no IRI: what stands below it remains",
      "[{\"@id\":\"u:a "
      "b\",\"u:p\":[{\"@id\":\"u:b\",\"u:q\":[{\"@value\":\"x\"}]}]}]",
      "<u:b> <u:q> \"x\" .\n", 1 },
    { "relative IRIs, labels that are none",
      "[{\"@id\":\"\",\"u:p\":[{\"@id\":\"rel\"}]},{\"@id\":\"u:a\",\"u:p\":[{\"@"
      "id\":\"_:a b\"}"
      "],\"@type\":[\"T\"]}]",
      "", 3 },
    { "a predicate that is no IRI",
      "[{\"@id\":\"u:a\",\"p\":[{\"@value\":1}],\"_:p\":["
      "{\"@value\":1},{\"@id\":\"u:b\",\"u:p\":[{\"@value\":true}]}]}]",
      "<u:b> <u:p> \"true\"^^<" TS_XSD "boolean> .\n", 3 },
    { "no bytes that would end an IRI",
      "[{\"@id\":\"u:a> <u:b> <u:c> .\\n<u:d\",\"u:p\":[{\"@value\":1}]},"
      "{\"@id\":\"u:a\",\"u:p\\u003e\":[{\"@value\":1}]},"
      "{\"@id\":\"u:a\",\"u:p\":[{\"@value\":\"x\",\"@type\":\"u:t> .\\n\"}]}]",
      "", 3 },
    { "a graph whose name is no IRI",
      "[{\"@id\":\"g\",\"@graph\":[{\"@id\":\"u:a\",\"u:p\":[{\"@value\":\"y\"}],\"@"
      "graph\":"
      "[{\"@id\":\"u:b\",\"u:p\":[{\"@value\":\"z\"}]}]}]}]",
      "<u:b> <u:p> \"z\" <u:a> .\n", 1 },
    { "an element that is no term leaves its cell",
      "[{\"@id\":\"u:a\",\"u:p\":[{\"@list\":[{\"@value\":null}]}]}]",
      "_:b0 " REST " " NIL " .\n<u:a> <u:p> _:b0 .\n", 1 },
    { "a direction is not signed",
      "[{\"@id\":\"u:a\",\"u:p\":[{\"@value\":\"x\",\"@direction\":\"rtl\"},{\"@"
      "list\":["
      "{\"@value\":\"x\",\"@direction\":\"rtl\"}]}]}]",
      "<u:a> <u:p> \"x\" .\n_:b0 " FIRST " \"x\" .\n_:b0 " REST " " NIL
      " .\n<u:a> <u:p> _:b0 .\n",
      2 },
};

static void
documents_and_their_quads(void **state)
{
    (void)state;
    for (size_t i = 0; i < TS_COUNT(documents); i++) {
        struct ts_rdf_dataset dataset;
        ts_test_row(documents[i].row);
        assert_status(ts_ld_to_rdf(&arena, &dataset, expanded(documents[i].json)), TS_OK);
        assert_span_equal(as_text(&dataset), ts_span_text(documents[i].want));
        assert_int_equal(dataset.dropped, documents[i].dropped);
    }
}

static const struct {
    const char *value; /* With @type and @language. */
    const char *want;  /* "" when it has none. */
} values[] = {
    { "\"x\"", "\"x\"" },
    { "true", "\"true\"^^<" TS_XSD "boolean>" },
    { "false", "\"false\"^^<" TS_XSD "boolean>" },
    { "true,\"@type\":\"u:t\"", "\"true\"^^<u:t>" },
    { "0", "\"0\"^^<" TS_XSD "integer>" },
    { "-0", "\"0\"^^<" TS_XSD "integer>" },
    { "-0.0", "\"0\"^^<" TS_XSD "integer>" },
    { "-7", "\"-7\"^^<" TS_XSD "integer>" },
    { "5.0", "\"5\"^^<" TS_XSD "integer>" },
    { "1e3", "\"1000\"^^<" TS_XSD "integer>" },
    { "999999999999999", "\"999999999999999\"^^<" TS_XSD "integer>" },
    { "12345678901234567890", "\"12345678901234567168\"^^<" TS_XSD "integer>" },
    { "999999999999999868928", "\"999999999999999868928\"^^<" TS_XSD "integer>" },
    { "1e21", "\"1.0E21\"^^<" TS_XSD "double>" },
    { "-1e21", "\"-1.0E21\"^^<" TS_XSD "double>" },
    { "5.3", "\"5.3E0\"^^<" TS_XSD "double>" },
    { "-0.00012", "\"-1.2E-4\"^^<" TS_XSD "double>" },
    { "1e-7", "\"1.0E-7\"^^<" TS_XSD "double>" },
    { "123.456e3", "\"123456\"^^<" TS_XSD "integer>" },
    { "0.1e-299", "\"1.0E-300\"^^<" TS_XSD "double>" },
    { "703635738618126.25", "\"7.036357386181263E14\"^^<" TS_XSD "double>" },
    { "703635738618126.75", "\"7.036357386181268E14\"^^<" TS_XSD "double>" },
    { "703635738618126.125", "\"7.036357386181261E14\"^^<" TS_XSD "double>" },
    { "99999999999999.95", "\"9.999999999999995E13\"^^<" TS_XSD "double>" },
    { "1e-6", "\"1.0E-6\"^^<" TS_XSD "double>" },
    { "5e-324", "\"4.940656458412465E-324\"^^<" TS_XSD "double>" },
    { "0.30000000000000004", "\"3.0E-1\"^^<" TS_XSD "double>" },
    { "0.99999999999999989", "\"9.999999999999999E-1\"^^<" TS_XSD "double>" },
    { "1,\"@type\":\"" TS_XSD "double\"", "\"1.0E0\"^^<" TS_XSD "double>" },
    { "10,\"@type\":\"" TS_XSD "double\"", "\"1.0E1\"^^<" TS_XSD "double>" },
    { "0,\"@type\":\"" TS_XSD "double\"", "\"0.0E0\"^^<" TS_XSD "double>" },
    { "9.9,\"@type\":\"" TS_XSD "integer\"", "\"9.9E0\"^^<" TS_XSD "integer>" },
    { "80,\"@type\":\"" TS_XSD "float\"", "\"80\"^^<" TS_XSD "float>" },
    { "\"x\",\"@type\":\"" TS_XSD "double\"", "\"x\"^^<" TS_XSD "double>" },
    { "\"x\",\"@type\":\"" TS_XSD "string\"", "\"x\"" },
    { "\"x\",\"@type\":\"t\"", "" },
    { "\"x\",\"@type\":\"_:t\"", "" },
    { "\"x\",\"@language\":\"en\"", "\"x\"@en" },
    { "\"x\",\"@language\":\"fr-CA\"", "\"x\"@fr-ca" },
    { "\"x\",\"@language\":\"de-1996\"", "\"x\"@de-1996" },
    { "\"x\",\"@language\":\"e n\"", "" },
    { "\"x\",\"@language\":\"1a\"", "" },
    { "\"x\",\"@language\":\"en-\"", "" },
    { "\"x\",\"@language\":\"-en\"", "" },
    { "\"x\",\"@language\":\"abcdefghi\"", "" },
    { "\"x\",\"@language\":\"en .\\n\"", "" },
    { "null", "" },
    { "[1]", "" },
    { "{\"b\":1.50,\"a\":[null,\"\\u20ac\"]},\"@type\":\"@json\"",
      "\"{\\\"a\\\":[null,\\\"\xE2\x82\xAC\\\"],\\\"b\\\":1.5}\"^^<" TS_RDF "JSON>" },
    { "null,\"@type\":\"@json\"", "\"null\"^^<" TS_RDF "JSON>" },
};

static void
values_and_their_literals(void **state)
{
    (void)state;
    for (size_t i = 0; i < TS_COUNT(values); i++) {
        struct ts_rdf_dataset dataset;
        char json[512];
        char want[512] = "";
        snprintf(json, sizeof(json), "[{\"@id\":\"u:a\",\"u:p\":[{\"@value\":%s}]}]",
                 values[i].value);
        if (values[i].want[0])
            snprintf(want, sizeof(want), "<u:a> <u:p> %s .\n", values[i].want);
        ts_test_row(values[i].value);
        assert_status(ts_ld_to_rdf(&arena, &dataset, expanded(json)), TS_OK);
        assert_span_equal(as_text(&dataset), ts_span_text(want));
        assert_int_equal(dataset.dropped, want[0] == 0);
    }
}

static void
expect_failure(const struct ts_ld_item *items, enum ts_status want)
{
    struct ts_rdf_dataset dataset = { .count = 77 };
    size_t used = arena.used;
    assert_status(ts_ld_to_rdf(&arena, &dataset, items), want);
    assert_int_equal(dataset.count, 77);
    assert_int_equal(arena.used, used);
}

static void
numbers_that_no_double_holds(void **state)
{
    (void)state;
    expect_failure(expanded("[{\"u:p\":[{\"@value\":1e400}]}]"), TS_MALFORMED);
    expect_failure(expanded("[{\"u:p\":[{\"@value\":[1e400],\"@type\":\"@json\"}]}]"),
                   TS_MALFORMED);
}

static void
depth_is_bounded(void **state)
{
    (void)state;
    struct ts_ld_item *items = NULL;
    for (unsigned level = 0; level < 10000; level++) {
        struct ts_ld_item *node = take(sizeof(*node));
        node->kind = TS_LD_NODE;
        node->properties = take(sizeof(*node->properties));
        node->properties->iri = TS_SPAN_LIT("u:p");
        node->properties->first = items;
        items = node;
    }
    expect_failure(items, TS_OVER_LIMIT);
}

static void
every_arena_too_small_is_refused(void **state)
{
    (void)state;
    const struct ts_ld_item *items = expanded(
        "[{\"@id\":\"_:x\",\"u:p\":[{\"@value\":1.5},{\"@value\":\"x\",\"@language\":"
        "\"EN\"},{\"@value\":[1],\"@type\":\"@json\"},{\"@id\":\"_:y\"},{\"@list\":["
        "{\"@id\":\"_:x\"}]}]}]");
    enum ts_status status = TS_NO_SPACE;
    size_t size = 0;
    for (; status == TS_NO_SPACE; size += 8) {
        struct ts_arena little = ts_test_arena(size + 1);
        struct ts_rdf_dataset dataset = { .count = 77 };
        status = ts_ld_to_rdf(&little, &dataset, items);
        assert_int_equal(dataset.count, status == TS_OK ? 7 : 77);
        assert_true(status == TS_OK || little.used == 0);
        ts_test_arena_free(&little);
    }
    assert_status(status, TS_OK);
    assert_in_range(size, 1000, 8000);
}

static void
many_labels_are_told_apart(void **state)
{
    (void)state;
    enum { LABELS = 4000 };
    struct ts_ld_item *nodes = take(sizeof(*nodes) * 2 * LABELS);
    for (unsigned i = 0; i < 2 * LABELS; i++) {
        char *label = take(24);
        snprintf(label, 24, "_:aaaaaaaaaa%u", i / 2);
        nodes[i] = (struct ts_ld_item){ .kind = TS_LD_NODE, .has_id = true };
        nodes[i].id = ts_span_text(label);
        nodes[i].next = i + 1 < 2 * LABELS ? &nodes[i + 1] : NULL;
        struct ts_ld_name *type = take(sizeof(*type));
        type->text = TS_SPAN_LIT("u:T");
        nodes[i].types = type;
    }
    struct ts_rdf_dataset dataset;
    assert_status(ts_ld_to_rdf(&arena, &dataset, nodes), TS_OK);
    assert_int_equal(dataset.count, 2 * LABELS);
    assert_int_equal(dataset.blank_count, LABELS);
    for (unsigned i = 0; i < 2 * LABELS; i += 2)
        assert_int_equal(dataset.quads[i].subject.blank,
                         dataset.quads[i + 1].subject.blank);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

int
main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(documents_and_their_quads),        TEST(values_and_their_literals),
        TEST(numbers_that_no_double_holds),     TEST(depth_is_bounded),
        TEST(every_arena_too_small_is_refused), TEST(many_labels_are_told_apart),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
