#include "firmware/base/writer.h"
#include "keys/proof/linked_data/linked_data.h"
#include "keys/proof/linked_data/to_rdf.h"
#include "tests/support/support.h"

#include <stdio.h>
#include <string.h>

/* From JSON to canonical N-Quads. Contexts are written in place here; the compiled-in
 * ones are used by the published examples below and by tests of proofs. */

enum { SCAN = 1 << 20 };

static const struct ts_ld_options without_proof = { .without = "proof" };
static const struct ts_ld_options whole;

static struct ts_arena arena;

static int
set_up(void **state)
{
    (void)state;
    arena = ts_test_arena(SCAN);
    return 0;
}

static int
tear_down(void **state)
{
    (void)state;
    ts_test_arena_free(&arena);
    return 0;
}

static const struct ts_json *
parsed(const char *json)
{
    const struct ts_json *document;
    assert_status(ts_json_parse(&arena, &document, ts_span_text(json), NULL), TS_OK);
    return document;
}

static ts_span
canonical(const struct ts_json *document)
{
    struct ts_ld_trouble trouble = { 0 };
    size_t used = arena.used;
    ts_span form;
    enum ts_status status = ts_ld_canonical(&arena, &form, document, &without_proof,
                                            TS_RDFC_SHA256, &trouble);
    if (status != TS_OK)
        print_error("%.*s: %s\n", TS_SPAN_ARG(trouble.name),
                    trouble.rule ? trouble.rule : "-");
    assert_status(status, TS_OK);
    assert_ptr_equal(form.at, arena.at + used);
    assert_int_equal(arena.used, used + form.len);
    return form;
}

#define CONTEXT                                                                          \
    "\"@context\":{\"id\":\"@id\",\"type\":\"@type\",\"name\":\"u:name\",\"T\":\"u:T\"," \
    "\"at\":{\"@id\":\"u:at\",\"@type\":\"u:date\"},\"of\":{\"@id\":\"u:of\",\"@type\":" \
    "\"@id\"},\"many\":\"u:many\"}"

static void
documents_and_their_forms(void **state)
{
    (void)state;
    static const struct {
        const char *row, *json, *want;
    } rows[] = {
        { "all that a small one has",
          "{" CONTEXT ",\"id\":\"u:1\",\"type\":\"T\",\"name\":\"N\\n\",\"at\":\"2026\","
          "\"of\":\"u:2\",\"many\":[{\"name\":\"b\"},{\"name\":\"a\"},7]}",
          "<u:1> <http://www.w3.org/1999/02/22-rdf-syntax-ns#type> <u:T> .\n"
          "<u:1> <u:at> \"2026\"^^<u:date> .\n"
          "<u:1> <u:many> \"7\"^^<http://www.w3.org/2001/XMLSchema#integer> .\n"
          "<u:1> <u:many> _:c14n0 .\n"
          "<u:1> <u:many> _:c14n1 .\n"
          "<u:1> <u:name> \"N\\n\" .\n"
          "<u:1> <u:of> <u:2> .\n"
          "_:c14n0 <u:name> \"b\" .\n"
          "_:c14n1 <u:name> \"a\" .\n" },
        { "the proof is not looked at",
          "{" CONTEXT ",\"id\":\"u:1\",\"name\":\"x\",\"proof\":{\"unknown\":1}}",
          "<u:1> <u:name> \"x\" .\n" },
        { "the order of members says nothing",
          "{\"name\":\"x\",\"id\":\"u:1\"," CONTEXT "}", "<u:1> <u:name> \"x\" .\n" },
    };
    for (size_t i = 0; i < TS_COUNT(rows); i++) {
        ts_test_row(rows[i].row);
        ts_arena_rewind(&arena, 0);
        assert_span_equal(canonical(parsed(rows[i].json)), ts_span_text(rows[i].want));
    }
}

static void
what_would_get_lost_refuses_the_document(void **state)
{
    (void)state;
    static const struct {
        const char *row, *json;
        enum ts_status want;
        const char *name; /* Of the trouble; NULL: not looked at. */
    } rows[] = {
        { "a property without meaning",
          "{" CONTEXT ",\"id\":\"u:1\",\"name\":\"x\",\"revoked\":true}", TS_MALFORMED,
          "revoked" },
        { "the same deeper down",
          "{" CONTEXT ",\"id\":\"u:1\",\"many\":[{\"name\":\"x\"},{\"revoked\":true}]}",
          TS_MALFORMED, "revoked" },
        { "proof is only left out at the outermost",
          "{" CONTEXT ",\"id\":\"u:1\",\"many\":{\"proof\":{}}}", TS_MALFORMED, "proof" },
        { "a context nobody here knows",
          "{\"@context\":[\"https://site.example/unknown/v1\"],\"id\":\"u:1\"}",
          TS_UNSUPPORTED, "https://site.example/unknown/v1" },
        { "a direction",
          "{" CONTEXT
          ",\"id\":\"u:1\",\"name\":{\"@value\":\"x\",\"@direction\":\"rtl\"}}",
          TS_MALFORMED, NULL },
        { "an id that is none", "{" CONTEXT ",\"id\":\"u:a b\",\"name\":\"x\"}",
          TS_MALFORMED, NULL },
        { "a label that is none",
          "{" CONTEXT ",\"id\":\"u:1\",\"of\":{\"id\":\"_:a b\",\"name\":\"x\"}}",
          TS_MALFORMED, NULL },
        { "a relative reference", "{" CONTEXT ",\"id\":\"u:1\",\"of\":\"2\"}",
          TS_MALFORMED, NULL },
        { "a language that is none",
          "{" CONTEXT
          ",\"id\":\"u:1\",\"name\":{\"@value\":\"x\",\"@language\":\"e n\"}}",
          TS_MALFORMED, NULL },
        { "a number no double holds", "{" CONTEXT ",\"id\":\"u:1\",\"name\":1e400}",
          TS_MALFORMED, NULL },
    };
    for (size_t i = 0; i < TS_COUNT(rows); i++) {
        struct ts_ld_trouble trouble = { 0 };
        ts_span form = TS_SPAN_LIT("untouched");
        ts_test_row(rows[i].row);
        ts_arena_rewind(&arena, 0);
        const struct ts_json *document = parsed(rows[i].json);
        size_t used = arena.used;
        assert_status(ts_ld_canonical(&arena, &form, document, &without_proof,
                                      TS_RDFC_SHA256, &trouble),
                      rows[i].want);
        assert_span_equal(form, TS_SPAN_LIT("untouched"));
        assert_true(arena.used <= used + trouble.name.len);
        if (rows[i].name)
            assert_span_equal(trouble.name, ts_span_text(rows[i].name));
        /* And for who does not want to know why. */
        assert_status(ts_ld_canonical(&arena, &form, document, &without_proof,
                                      TS_RDFC_SHA256, NULL),
                      rows[i].want);
    }
}

/* What a name is refused for by RDF alone: its spelling must outlive the work. */
static void
names_of_trouble_are_kept(void **state)
{
    (void)state;
    struct ts_ld_item value = { .kind = TS_LD_VALUE, .direction = TS_LD_RTL };
    struct ts_json text = { .kind = TS_JSON_STRING, .text = TS_SPAN_LIT("x") };
    struct ts_ld_property property = { .first = &value };
    struct ts_ld_item node = { .kind = TS_LD_NODE, .properties = &property };
    struct ts_ld_trouble trouble = { 0 };
    ts_span form = TS_SPAN_LIT("untouched");
    value.value = &text;
    property.iri = TS_SPAN_LIT("u:label");
    assert_status(ts_ld_items_canonical(&arena, &form, &node, TS_RDFC_SHA256, &trouble),
                  TS_MALFORMED);
    assert_span_equal(trouble.name, TS_SPAN_LIT("u:label"));
    assert_span_equal(form, TS_SPAN_LIT("untouched"));
    assert_int_equal(arena.used, 0);
    value.direction = TS_LD_DIRECTION_NONE;
    assert_status(ts_ld_items_canonical(&arena, &form, &node, TS_RDFC_SHA384, &trouble),
                  TS_OK);
    assert_span_equal(form, TS_SPAN_LIT("_:c14n0 <u:label> \"x\" .\n"));
    assert_int_equal(arena.used, form.len);
}

static void
a_poison_document_is_given_up(void **state)
{
    (void)state;
    char json[16384];
    struct ts_writer w = ts_writer_over(TS_ROOM_OF(json));
    ts_write_text(&w, "{\"@graph\":[");
    for (unsigned i = 0; i < 10; i++) {
        char part[64];
        snprintf(part, sizeof(part), "%s{\"@id\":\"_:b%u\",\"u:p\":[", i ? "," : "", i);
        ts_write_text(&w, part);
        for (unsigned k = 1; k < 10; k++) {
            snprintf(part, sizeof(part), "%s{\"@id\":\"_:b%u\"}", k > 1 ? "," : "",
                     (i + k) % 10);
            ts_write_text(&w, part);
        }
        ts_write_text(&w, "]}");
    }
    ts_write_text(&w, "]}");
    ts_write_u8(&w, 0);
    assert_false(w.full);
    const struct ts_json *document = parsed(json);
    size_t used = arena.used;
    ts_span form;
    assert_status(ts_ld_canonical(&arena, &form, document, &whole, TS_RDFC_SHA256, NULL),
                  TS_OVER_LIMIT);
    assert_int_equal(arena.used, used);
}

/* A record of 16 KiB, read and brought into form in the memory of one scan. */
static void
a_record_fits_into_a_scan(void **state)
{
    (void)state;
    static char json[20000];
    struct ts_writer w = ts_writer_over(TS_ROOM_OF(json));
    ts_write_text(&w, "{" CONTEXT ",\"id\":\"u:1\",\"type\":\"T\",\"many\":[");
    for (unsigned i = 0; w.used < 16384; i++) {
        char part[256];
        snprintf(part, sizeof(part),
                 "%s{\"type\":\"T\",\"name\":\"Result number %u\",\"at\":\"2026-01-01\","
                 "\"of\":\"https://college.example/achievements/%u\"}",
                 i ? "," : "", i / 4, i / 4);
        ts_write_text(&w, part);
    }
    ts_write_text(&w, "]}");
    ts_write_u8(&w, 0);
    assert_false(w.full);
    assert_true(canonical(parsed(json)).len > 32768);
}

static ts_span
read_vector(const char *name)
{
    char path[256];
    ts_span bytes;
    snprintf(path, sizeof(path), "data-integrity/%s", name);
    assert_true(ts_test_read_file(&arena, &bytes, ts_test_vector(path)));
    return bytes;
}

static void
check_published(const char *document_name, const char *form_name)
{
    static const char examples[] =
        "{\"@context\":{\"@vocab\":\"https://www.w3.org/ns/credentials/examples#\"}}";
    struct ts_ld_contexts site = { 0 };
    const struct ts_ld_options options = { .without = "proof", .site = &site };
    struct ts_ld_trouble trouble = { 0 };
    const struct ts_json *document;
    ts_span form;
    ts_test_row(document_name);
    ts_arena_rewind(&arena, 0);
    ts_span text = read_vector(document_name);
    ts_span want = read_vector(form_name);
    assert_status(
        ts_ld_contexts_add(&site, &arena,
                           TS_SPAN_LIT("https://www.w3.org/ns/credentials/examples/v2"),
                           parsed(examples)),
        TS_OK);
    assert_status(ts_json_parse(&arena, &document, text, NULL), TS_OK);
    enum ts_status status =
        ts_ld_canonical(&arena, &form, document, &options, TS_RDFC_SHA256, &trouble);
    if (status != TS_OK)
        print_error("%.*s: %s\n", TS_SPAN_ARG(trouble.name),
                    trouble.rule ? trouble.rule : "-");
    assert_status(status, TS_OK);
    assert_span_equal(form, want);
}

/* W3C, Data Integrity EdDSA Cryptosuites 1.0, appendix B: the form between. */
static void
the_published_badges(void **state)
{
    (void)state;
    check_published("eddsa-rdfc-2022/signedDataInt.json",
                    "eddsa-rdfc-2022/canonDocDataInt.txt");
    check_published("eddsa-rdfc-2022/proofConfigDataInt.json",
                    "eddsa-rdfc-2022/proofCanonDataInt.txt");
    check_published("Ed25519Signature2020/signedEdSig.json",
                    "Ed25519Signature2020/canonDocEdSig.txt");
    check_published("Ed25519Signature2020/proofConfigEdSig.json",
                    "Ed25519Signature2020/proofCanonEdSig.txt");
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

int
main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(documents_and_their_forms), TEST(what_would_get_lost_refuses_the_document),
        TEST(names_of_trouble_are_kept), TEST(a_poison_document_is_given_up),
        TEST(a_record_fits_into_a_scan), TEST(the_published_badges),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
