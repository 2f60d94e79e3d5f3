#include "keys/proof/linked_data/nquads.h"
#include "keys/proof/linked_data/vocabulary.h"
#include "tests/support/nquads.h"
#include "tests/support/support.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static struct ts_arena arena;

static int
set_up(void **state)
{
    (void)state;
    arena = ts_test_arena(1 << 16);
    return 0;
}

static int
tear_down(void **state)
{
    (void)state;
    ts_test_arena_free(&arena);
    return 0;
}

static ts_span
written(const struct ts_rdf_quad *quad, struct ts_nquads_marks *marks)
{
    struct ts_writer w = ts_writer_over(ts_arena_rest(&arena));
    ts_span text;
    ts_nquads_write(&w, marks, quad);
    assert_status(ts_writer_end(&w, &text), TS_OK);
    ts_arena_keep(&arena, text.len);
    return text;
}

static struct ts_rdf_quad
plain_quad(struct ts_rdf_term object)
{
    return (struct ts_rdf_quad){
        .subject = { .kind = TS_RDF_IRI, .text = TS_SPAN_LIT("urn:s") },
        .predicate = { .kind = TS_RDF_IRI, .text = TS_SPAN_LIT("urn:p") },
        .object = object,
    };
}

static void
every_character_has_one_spelling(void **state)
{
    (void)state;
    const struct {
        const char *row;
        ts_span text;
        const char *want;
    } rows[] = {
        { "nothing", { 0 }, "" },
        { "ECHAR", TS_SPAN_LIT("\b\t\n\f\r\"\\"), "\\b\\t\\n\\f\\r\\\"\\\\" },
        { "NUL", TS_SPAN_LIT("a\0b"), "a\\u0000b" },
        { "UCHAR below tab", TS_SPAN_LIT("\x01\x07"), "\\u0001\\u0007" },
        { "vertical tab", TS_SPAN_LIT("\v"), "\\u000B" },
        { "UCHAR below space", TS_SPAN_LIT("\x0E\x1F"), "\\u000E\\u001F" },
        { "delete", TS_SPAN_LIT("\x7F"), "\\u007F" },
        { "space and on", TS_SPAN_LIT(" !'<>[]^`{|}~"), " !'<>[]^`{|}~" },
        { "past ASCII as it is", TS_SPAN_LIT("\xC2\x80\xC3\xA9\xE2\x82\xAC"),
          "\xC2\x80\xC3\xA9\xE2\x82\xAC" },
        { "past 16 bits as it is", TS_SPAN_LIT("\xF0\x9F\xA6\xBA"), "\xF0\x9F\xA6\xBA" },
        { "no Char of XML 1.1", TS_SPAN_LIT("a\xEF\xBF\xBE\xEF\xBF\xBF"),
          "a\\uFFFE\\uFFFF" },
        { "their neighbours", TS_SPAN_LIT("\xEF\xBF\xBD\xEF\xAB\xBE\xEF\xBF"),
          "\xEF\xBF\xBD\xEF\xAB\xBE\xEF\xBF" },
        { "an escape between runs", TS_SPAN_LIT("one\ntwo\nthree"), "one\\ntwo\\nthree" },
    };
    for (size_t i = 0; i < TS_COUNT(rows); i++) {
        struct ts_rdf_quad quad = plain_quad(
            (struct ts_rdf_term){ .kind = TS_RDF_LITERAL, .text = rows[i].text });
        struct ts_nquads_marks marks;
        char want[256];
        snprintf(want, sizeof(want), "<urn:s> <urn:p> \"%s\" .\n", rows[i].want);
        ts_test_row(rows[i].row);
        assert_span_equal(written(&quad, &marks), ts_span_text(want));
    }
}

static void
every_kind_of_literal(void **state)
{
    (void)state;
    const struct {
        const char *row;
        struct ts_rdf_term term;
        const char *want;
    } rows[] = {
        { "plain", { .text = TS_SPAN_LIT("x") }, "\"x\"" },
        { "xsd:string is not said",
          { .text = TS_SPAN_LIT("x"), .datatype = TS_SPAN_LIT(TS_XSD "string") },
          "\"x\"" },
        { "a datatype",
          { .text = TS_SPAN_LIT("1"), .datatype = TS_SPAN_LIT(TS_XSD "integer") },
          "\"1\"^^<http://www.w3.org/2001/XMLSchema#integer>" },
        { "a language",
          { .text = TS_SPAN_LIT("x"), .language = TS_SPAN_LIT("en-ca") },
          "\"x\"@en-ca" },
        { "a language wins over rdf:langString",
          { .text = TS_SPAN_LIT("x"),
            .datatype = TS_SPAN_LIT(TS_RDF "langString"),
            .language = TS_SPAN_LIT("fr") },
          "\"x\"@fr" },
    };
    for (size_t i = 0; i < TS_COUNT(rows); i++) {
        struct ts_rdf_quad quad = plain_quad(rows[i].term);
        struct ts_nquads_marks marks;
        char want[256];
        quad.object.kind = TS_RDF_LITERAL;
        snprintf(want, sizeof(want), "<urn:s> <urn:p> %s .\n", rows[i].want);
        ts_test_row(rows[i].row);
        assert_span_equal(written(&quad, &marks), ts_span_text(want));
    }
}

static void
marks_point_at_each_blank_node(void **state)
{
    (void)state;
    struct ts_rdf_quad quad = plain_quad((struct ts_rdf_term){ .kind = TS_RDF_BLANK });
    struct ts_nquads_marks marks;
    quad.subject = quad.object;
    quad.graph = quad.object;
    ts_span text = written(&quad, &marks);
    assert_span_equal(text, TS_SPAN_LIT("_:z <urn:p> _:z _:z .\n"));
    assert_int_equal(marks.at[0], 2);
    assert_int_equal(marks.at[1], 14);
    assert_int_equal(marks.at[2], 18);

    quad = plain_quad(
        (struct ts_rdf_term){ .kind = TS_RDF_IRI, .text = TS_SPAN_LIT("urn:o") });
    quad.graph = quad.object;
    text = written(&quad, &marks);
    assert_span_equal(text, TS_SPAN_LIT("<urn:s> <urn:p> <urn:o> <urn:o> .\n"));
    for (size_t i = 0; i < TS_NQUADS_BLANKS; i++)
        assert_int_equal(marks.at[i], 0);
}

/* The reader is for tests only, and other tests lean on it. */
static void
the_reader_of_tests_refuses(void **state)
{
    (void)state;
    static const char *const rows[] = {
        "<s",
        "<s> <p> <o>",
        "<s> <p> .",
        "<s> <p> <o> <g> <h> .",
        "<s> _:p <o> .",
        "\"s\" <p> <o> .",
        "<s> <p> <o> \"g\" .",
        "<s p> <p> <o> .",
        "<s\\u0020> <p> <o> .",
        "<s> <p> \"o .",
        "<s> <p> \"\\q\" .",
        "<s> <p> \"\\uD800\" .",
        "<s> <p> \"\\u00e\" .",
        "<s> <p> \"\\U00110000\" .",
        "<s> <p> \"o\"@ .",
        "<s> <p> \"o\"^<t> .",
        "<s> <p> \"o\"^^<> .",
        "<s> <p> \"\xFF\" .",
        "<s> <p> _: .",
        "<s> <p> <o> . <s> <p> <o> .",
    };
    struct ts_rdf_dataset dataset = { .count = 77 };
    for (size_t i = 0; i < TS_COUNT(rows); i++) {
        uint8_t *copy = ts_test_exact_copy(ts_span_text(rows[i]));
        ts_test_row(rows[i]);
        assert_false(ts_test_nquads_read(&arena, &dataset, NULL,
                                         (ts_span){ copy, strlen(rows[i]) }));
        free(copy);
        assert_int_equal(arena.used, 0);
        assert_int_equal(dataset.count, 77);
    }
}

static void
the_reader_of_tests_reads_what_is_written(void **state)
{
    (void)state;
    ts_span text =
        TS_SPAN_LIT("# remark\n"
                    " <urn:s>\t<urn:p> _:a.b. # remark\r\n"
                    "\n"
                    "_:a.b <urn:\\u00E9> \"\\u0041\\t\\U0001F9BA\"@en-CA _:a.b ."
                    "\n_:c <urn:p> \"\"^^<urn:t> <urn:g> .");
    static const char *const want[] = {
        "<urn:s> <urn:p> _:z .\n",
        "_:z <urn:\xC3\xA9> \"A\\t\xF0\x9F\xA6\xBA\"@en-CA _:z .\n",
        "_:z <urn:p> \"\"^^<urn:t> <urn:g> .\n",
    };
    struct ts_rdf_dataset dataset;
    ts_span *labels;
    assert_true(ts_test_nquads_read(&arena, &dataset, &labels, text));
    assert_int_equal(dataset.count, TS_COUNT(want));
    assert_int_equal(dataset.blank_count, 2);
    assert_span_equal(labels[0], TS_SPAN_LIT("a.b"));
    assert_span_equal(labels[1], TS_SPAN_LIT("c"));
    for (size_t i = 0; i < TS_COUNT(want); i++) {
        struct ts_nquads_marks marks;
        assert_span_equal(written(&dataset.quads[i], &marks), ts_span_text(want[i]));
    }
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(every_character_has_one_spelling, set_up,
                                        tear_down),
        cmocka_unit_test_setup_teardown(every_kind_of_literal, set_up, tear_down),
        cmocka_unit_test_setup_teardown(marks_point_at_each_blank_node, set_up,
                                        tear_down),
        cmocka_unit_test_setup_teardown(the_reader_of_tests_refuses, set_up, tear_down),
        cmocka_unit_test_setup_teardown(the_reader_of_tests_reads_what_is_written, set_up,
                                        tear_down),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
