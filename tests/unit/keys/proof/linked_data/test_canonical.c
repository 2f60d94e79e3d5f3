#include "firmware/base/limits.h"
#include "keys/proof/linked_data/canonical_parts.h"
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
    arena = ts_test_arena((size_t)32 << 20);
    return 0;
}

static int
tear_down(void **state)
{
    (void)state;
    ts_test_arena_free(&arena);
    return 0;
}

static struct ts_rdf_dataset
read_text(const char *text)
{
    struct ts_rdf_dataset dataset;
    assert_true(ts_test_nquads_read(&arena, &dataset, NULL, ts_span_text(text)));
    return dataset;
}

static void
known_forms(void **state)
{
    (void)state;
    static const struct {
        const char *row;
        const char *in, *want;
    } rows[] = {
        { "nothing", "", "" },
        { "no blank node: sorted by code point",
          "<b:> <p:> \"\xF0\x90\x80\x80\" .\n<b:> <p:> \"\xEF\xBD\x81\" .\n<a:> <p:> "
          "<o:> .\n",
          "<a:> <p:> <o:> .\n<b:> <p:> \"\xEF\xBD\x81\" .\n<b:> <p:> "
          "\"\xF0\x90\x80\x80\" .\n" },
        { "a dataset is a set", "<a:> <p:> _:x .\n<a:> <p:> _:x .\n<a:> <p:> _:x .\n",
          "<a:> <p:> _:c14n0 .\n" },
        { "xsd:string said and not said is the same",
          "<a:> <p:> \"x\" .\n<a:> <p:> \"x\"^^<http://www.w3.org/2001/XMLSchema#string> "
          ".\n",
          "<a:> <p:> \"x\" .\n" },
        { "a node in every place", "_:x <p:> _:x _:x .\n",
          "_:c14n0 <p:> _:c14n0 _:c14n0 .\n" },
        { "alike nodes", "<a:> <p:> _:x .\n<a:> <p:> _:y .\n",
          "<a:> <p:> _:c14n0 .\n<a:> <p:> _:c14n1 .\n" },
        { "more than ten names: c14n10 stands before c14n2",
          "_:0 <p:> _:1 .\n_:1 <p:> _:2 .\n_:2 <p:> _:3 .\n_:3 <p:> _:4 .\n_:4 <p:> _:5 "
          ".\n"
          "_:5 <p:> _:6 .\n_:6 <p:> _:7 .\n_:7 <p:> _:8 .\n_:8 <p:> _:9 .\n_:9 <p:> _:a "
          ".\n"
          "_:a <p:> <end:> .\n",
          "_:c14n0 <p:> <end:> .\n_:c14n1 <p:> _:c14n9 .\n_:c14n10 <p:> _:c14n0 .\n"
          "_:c14n2 <p:> _:c14n10 .\n_:c14n3 <p:> _:c14n2 .\n_:c14n4 <p:> _:c14n3 .\n"
          "_:c14n5 <p:> _:c14n4 .\n_:c14n6 <p:> _:c14n5 .\n_:c14n7 <p:> _:c14n6 .\n"
          "_:c14n8 <p:> _:c14n7 .\n_:c14n9 <p:> _:c14n8 .\n" },
    };
    for (size_t i = 0; i < TS_COUNT(rows); i++) {
        struct ts_rdf_dataset dataset = read_text(rows[i].in);
        ts_span form;
        ts_test_row(rows[i].row);
        assert_status(ts_rdfc_canonicalize(&arena, &form, NULL, &dataset, TS_RDFC_SHA256),
                      TS_OK);
        assert_span_equal(form, ts_span_text(rows[i].want));
    }
}

/* Two rings, a tree of alike nodes, a quad twice, graphs named by blank nodes. */
static const char *const tangle =
    "_:a <p:> _:b .\n_:b <p:> _:c .\n_:c <p:> _:a .\n"
    "_:d <p:> _:e .\n_:e <p:> _:f .\n_:f <p:> _:d .\n"
    "<root:> <has:> _:g .\n<root:> <has:> _:h .\n<root:> <has:> _:i .\n"
    "_:g <name:> \"same\" .\n_:h <name:> \"same\" .\n_:i <name:> \"same\" .\n"
    "_:g <in:> _:j _:k .\n_:h <in:> _:l _:m .\n_:g <in:> _:j _:k .\n"
    "_:j <in:> _:j _:m .\n_:l <in:> _:l _:k .\n"
    "_:g <in:> _:j <graph:> .\n_:h <in:> _:l <graph:> .\n"
    "_:n <self:> _:n _:n .\n<a:> <p:> \"x\\ny\"@en .\n";

static uint32_t
random_below(uint32_t *seed, uint32_t below)
{
    *seed = *seed * 1664525 + 1013904223;
    return (*seed >> 8) % below;
}

static void
rename_blank(struct ts_rdf_term *term, const uint32_t *names)
{
    if (term->kind == TS_RDF_BLANK)
        term->blank = names[term->blank];
}

static void
shuffle_dataset(struct ts_rdf_dataset *dataset, uint32_t *seed)
{
    uint32_t names[32] = { 0 };
    assert_true(dataset->blank_count <= TS_COUNT(names));
    for (uint32_t i = 0; i < dataset->blank_count; i++) {
        uint32_t other = random_below(seed, i + 1);
        names[i] = names[other];
        names[other] = i;
    }
    for (uint32_t i = 0; i < dataset->count; i++) {
        uint32_t other = random_below(seed, i + 1);
        struct ts_rdf_quad moved = dataset->quads[i];
        dataset->quads[i] = dataset->quads[other];
        dataset->quads[other] = moved;
    }
    for (uint32_t i = 0; i < dataset->count; i++) {
        rename_blank(&dataset->quads[i].subject, names);
        rename_blank(&dataset->quads[i].object, names);
        rename_blank(&dataset->quads[i].graph, names);
    }
}

static void
neither_order_nor_labels_matter(void **state)
{
    (void)state;
    uint32_t seed = 7;
    struct ts_rdf_dataset dataset = read_text(tangle);
    ts_span want;
    assert_status(ts_rdfc_canonicalize(&arena, &want, NULL, &dataset, TS_RDFC_SHA256),
                  TS_OK);
    for (unsigned i = 0; i < 200; i++) {
        ts_span form;
        size_t used = arena.used;
        shuffle_dataset(&dataset, &seed);
        assert_status(ts_rdfc_canonicalize(&arena, &form, NULL, &dataset, TS_RDFC_SHA256),
                      TS_OK);
        assert_span_equal(form, want);
        ts_arena_rewind(&arena, used);
    }
}

static void
the_form_is_its_own_form(void **state)
{
    (void)state;
    for (unsigned hash = TS_RDFC_SHA256; hash <= TS_RDFC_SHA384; hash++) {
        struct ts_rdf_dataset dataset = read_text(tangle);
        ts_span once;
        ts_span twice;
        assert_status(ts_rdfc_canonicalize(&arena, &once, NULL, &dataset, hash), TS_OK);
        assert_true(ts_test_nquads_read(&arena, &dataset, NULL, once));
        assert_status(ts_rdfc_canonicalize(&arena, &twice, NULL, &dataset, hash), TS_OK);
        assert_span_equal(twice, once);
    }
}

static void
issued_says_who_got_which_name(void **state)
{
    (void)state;
    struct ts_rdf_dataset dataset =
        read_text("_:x <p:> \"1\" .\n_:y <p:> \"2\" .\n_:x <q:> _:y .\n");
    uint32_t issued[4] = { 9, 9, 9, 9 };
    ts_span form;
    dataset.blank_count = 3; /* one more than there are quads of */
    assert_status(ts_rdfc_canonicalize(&arena, &form, issued, &dataset, TS_RDFC_SHA256),
                  TS_OK);
    assert_int_equal(issued[0] + issued[1], 1);
    assert_int_equal(issued[2], UINT32_MAX);
    assert_int_equal(issued[3], 9);
    assert_span_equal(form,
                      ts_span_text(issued[0] == 0
                                       ? "_:c14n0 <p:> \"1\" .\n_:c14n0 <q:> _:c14n1 .\n"
                                         "_:c14n1 <p:> \"2\" .\n"
                                       : "_:c14n0 <p:> \"2\" .\n_:c14n1 <p:> \"1\" .\n"
                                         "_:c14n1 <q:> _:c14n0 .\n"));
}

static void
the_arena_holds_the_form_alone(void **state)
{
    (void)state;
    struct ts_rdf_dataset dataset = read_text(tangle);
    size_t used = arena.used;
    ts_span form;
    assert_status(ts_rdfc_canonicalize(&arena, &form, NULL, &dataset, TS_RDFC_SHA256),
                  TS_OK);
    assert_ptr_equal(form.at, arena.at + used);
    assert_int_equal(arena.used, used + form.len);
}

static void
every_arena_too_small_is_refused(void **state)
{
    (void)state;
    struct ts_rdf_dataset dataset = read_text(tangle);
    uint32_t issued[32] = { 0 };
    size_t size = 0;
    enum ts_status status = TS_NO_SPACE;
    for (; status == TS_NO_SPACE; size += 24) {
        struct ts_arena little = ts_test_arena(size + 1);
        ts_span form = TS_SPAN_LIT("untouched");
        issued[0] = 1234;
        status = ts_rdfc_canonicalize(&little, &form, issued, &dataset, TS_RDFC_SHA256);
        if (status != TS_OK) {
            assert_status(status, TS_NO_SPACE);
            assert_span_equal(form, TS_SPAN_LIT("untouched"));
            assert_int_equal(issued[0], 1234);
            assert_int_equal(little.used, 0);
        }
        ts_test_arena_free(&little);
    }
    assert_status(status, TS_OK);
    assert_in_range(size, 4096, 65536);
}

/* Quads of count blank nodes, made by hand: no reader is that fast. */
static struct ts_rdf_quad *
take_quads(struct ts_rdf_dataset *dataset, size_t quads, uint32_t blanks)
{
    *dataset = (struct ts_rdf_dataset){ .blank_count = blanks };
    dataset->quads = ts_arena_take_array(&arena, quads, sizeof(*dataset->quads));
    assert_non_null(dataset->quads);
    return dataset->quads;
}

static struct ts_rdf_term
blank(uint32_t n)
{
    return (struct ts_rdf_term){ .kind = TS_RDF_BLANK, .blank = n };
}

static const struct ts_rdf_term knows = { .kind = TS_RDF_IRI,
                                          .text = { (const uint8_t *)"urn:knows", 9 } };

static void
link_blanks(struct ts_rdf_dataset *dataset, uint32_t a, uint32_t b)
{
    dataset->quads[dataset->count++] = (struct ts_rdf_quad){ .subject = blank(a),
                                                             .predicate = knows,
                                                             .object = blank(b) };
}

static void
expect_refusal(const struct ts_rdf_dataset *dataset)
{
    ts_span form = TS_SPAN_LIT("untouched");
    size_t used = arena.used;
    uint32_t work;
    assert_status(ts_rdfc_measured(&arena, &form, NULL, dataset, TS_RDFC_SHA256, &work),
                  TS_OVER_LIMIT);
    assert_true(work <= TS_RDFC_WORK_MAX);
    assert_span_equal(form, TS_SPAN_LIT("untouched"));
    assert_int_equal(arena.used, used);
}

static void
cliques_are_poison(void **state)
{
    (void)state;
    for (uint32_t nodes = 9; nodes <= 64; nodes++) {
        struct ts_rdf_dataset dataset;
        take_quads(&dataset, (size_t)nodes * nodes, nodes);
        for (uint32_t i = 0; i < nodes; i++)
            for (uint32_t k = 0; k < nodes; k++)
                if (i != k)
                    link_blanks(&dataset, i, k);
        expect_refusal(&dataset);
        ts_arena_rewind(&arena, 0);
    }
}

/* Every one of one side with every one of the other. */
static void
bipartite_graphs_are_poison(void **state)
{
    (void)state;
    struct ts_rdf_dataset dataset;
    take_quads(&dataset, 400, 40);
    for (uint32_t i = 0; i < 20; i++)
        for (uint32_t k = 0; k < 20; k++)
            link_blanks(&dataset, i, 20 + k);
    expect_refusal(&dataset);
}

static void
long_rings_are_poison(void **state)
{
    (void)state;
    for (uint32_t nodes = 300; nodes <= 30000; nodes *= 10) {
        struct ts_rdf_dataset dataset;
        take_quads(&dataset, nodes, nodes);
        for (uint32_t i = 0; i < nodes; i++)
            link_blanks(&dataset, i, (i + 1) % nodes);
        expect_refusal(&dataset);
        ts_arena_rewind(&arena, 0);
    }
}

/* A predicate as long as a code can hold makes each hash dear. */
static void
long_predicates_count(void **state)
{
    (void)state;
    struct ts_rdf_dataset dataset;
    struct ts_rdf_term dear = { .kind = TS_RDF_IRI };
    ts_span form;
    uint32_t cheap;
    uint32_t work;
    take_quads(&dataset, 8, 8);
    for (uint32_t i = 0; i < 8; i++)
        link_blanks(&dataset, i, (i + 1) % 8);
    assert_status(ts_rdfc_measured(&arena, &form, NULL, &dataset, TS_RDFC_SHA256, &cheap),
                  TS_OK);
    dear.text = (ts_span){ memset(ts_arena_take(&arena, 60000), 'a', 60000), 60000 };
    for (size_t i = 0; i < dataset.count; i++)
        dataset.quads[i].predicate = dear;
    assert_status(ts_rdfc_measured(&arena, &form, NULL, &dataset, TS_RDFC_SHA256, &work),
                  TS_OVER_LIMIT);
    assert_in_range(cheap, 8, 1000);
}

static uint32_t
flood_work(size_t nodes, bool alike)
{
    struct ts_rdf_dataset dataset;
    struct ts_rdf_quad *quads = take_quads(&dataset, 2 * nodes, (uint32_t)nodes);
    ts_span form;
    uint32_t work;
    for (size_t i = 0; i < nodes; i++) {
        char *name = ts_arena_take(&arena, 24);
        snprintf(name, 24, "%zu", alike ? 0 : i);
        quads[2 * i] = (struct ts_rdf_quad){ .subject = knows,
                                             .predicate = knows,
                                             .object = blank((uint32_t)i) };
        quads[2 * i + 1] = (struct ts_rdf_quad){
            .subject = blank((uint32_t)i),
            .predicate = knows,
            .object = { .kind = TS_RDF_LITERAL, .text = ts_span_text(name) },
        };
    }
    dataset.count = 2 * nodes;
    assert_status(ts_rdfc_measured(&arena, &form, NULL, &dataset, TS_RDFC_SHA256, &work),
                  TS_OK);
    assert_true(form.len > nodes * 50);
    ts_arena_rewind(&arena, 0);
    return work;
}

static void
a_flood_of_nodes_is_linear_work(void **state)
{
    (void)state;
    /* Told apart by what is said of them: nothing but their own hashes. */
    assert_int_equal(flood_work(10000, false), 0);
    uint32_t some = flood_work(2500, true);
    assert_in_range(some, 2500, 5 * 2500);
    assert_in_range(flood_work(10000, true), 4 * some - 10, 4 * some + 10);
}

/* As a record of learning has them: twenty results that say the same. */
static void
what_records_hold_is_cheap(void **state)
{
    (void)state;
    char text[16384] = "";
    struct ts_writer w = ts_writer_over((ts_room){ (uint8_t *)text, sizeof(text) - 1 });
    for (unsigned i = 0; i < 20; i++) {
        char lines[256];
        snprintf(lines, sizeof(lines),
                 "<urn:subject> <urn:result> _:r%u .\n_:r%u <urn:type> <urn:Result> .\n"
                 "_:r%u <urn:value> \"A\" .\n_:r%u <urn:by> _:p%u .\n"
                 "_:p%u <urn:name> \"Assessor\" .\n",
                 i, i, i, i, i, i);
        ts_write_text(&w, lines);
    }
    struct ts_rdf_dataset dataset = read_text(text);
    ts_span form;
    uint32_t work;
    assert_int_equal(dataset.blank_count, 40);
    assert_status(ts_rdfc_measured(&arena, &form, NULL, &dataset, TS_RDFC_SHA256, &work),
                  TS_OK);
    assert_in_range(work, 40, 1000);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

int
main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(known_forms),
        TEST(neither_order_nor_labels_matter),
        TEST(the_form_is_its_own_form),
        TEST(issued_says_who_got_which_name),
        TEST(the_arena_holds_the_form_alone),
        TEST(every_arena_too_small_is_refused),
        TEST(cliques_are_poison),
        TEST(bipartite_graphs_are_poison),
        TEST(long_rings_are_poison),
        TEST(long_predicates_count),
        TEST(a_flood_of_nodes_is_linear_work),
        TEST(what_records_hold_is_cheap),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
