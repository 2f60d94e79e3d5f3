#include "keys/codec/json_writer.h"
#include "keys/proof/linked_data/plain.h"
#include "tests/support/support.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

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

/* The rules, under contexts of the test's own. */

#define TERMS                                                                      \
    "\"id\":\"@id\",\"type\":\"@type\",\"T\":\"u:T\",\"name\":\"u:name\","         \
    "\"of\":{\"@id\":\"u:of\",\"@type\":\"@id\"},\"list\":{\"@id\":\"u:list\","    \
    "\"@container\":\"@list\"},\"json\":{\"@id\":\"u:json\",\"@type\":\"@json\"}," \
    "\"flag\":{\"@id\":\"u:flag\",\"@type\":\"http://www.w3.org/2001/XMLSchema#"   \
    "boolean\"},\"graph\":{\"@id\":\"u:graph\",\"@container\":\"@graph\"},"        \
    "\"issuer\":{\"@id\":\"u:issuer\"},\"creator\":{\"@id\":\"u:creator\"},"       \
    "\"endorsement\":\"u:endorsement\",\"credentialSubject\":\"u:subject\","       \
    "\"endorsementComment\":\"u:comment\",\"achievement\":\"u:achievement\","      \
    "\"word\":{\"@id\":\"u:word\",\"@type\":\"@vocab\"}"
#define SITE "https://t.example/v1"
#define BESIDE(terms, members) "{\"@context\":[\"" SITE "\",{" terms "}]," members "}"
#define IN(members) "{\"@context\":\"" SITE "\"," members "}"

static const struct ts_ld_contexts *
site(void)
{
    static struct ts_ld_contexts contexts;
    const struct ts_json *document;
    if (!contexts.first) {
        assert_status(ts_json_parse(&arena, &document,
                                    TS_SPAN_LIT("{\"@context\":{" TERMS "}}"), NULL),
                      TS_OK);
        assert_status(ts_ld_contexts_add(&contexts, &arena, TS_SPAN_LIT(SITE), document),
                      TS_OK);
    }
    return &contexts;
}

static enum ts_status
read(const char *json, const struct ts_json **normal, struct ts_ld_trouble *trouble)
{
    const struct ts_ld_options options = { .site = site(), .safe = true };
    const struct ts_json *document;
    const struct ts_ld_item *items;
    assert_status(ts_json_parse(&arena, &document, ts_span_text(json), NULL), TS_OK);
    enum ts_status status = ts_ld_expand(&arena, &items, document, &options, trouble);
    if (status != TS_OK)
        print_error("%.*s: %s\n", TS_SPAN_ARG(trouble->name), trouble->rule);
    assert_status(status, TS_OK);
    return ts_ld_plain(&arena, normal, document, items, trouble);
}

static const struct {
    const char *name;
    const char *json;
    const char *want; /* Of the normal form, without @context. */
} plain[] = {
    { "nothing", IN("\"name\":\"a\""), "{\"name\":\"a\"}" },
    { "an array of one", IN("\"name\":[\"a\"]"), "{\"name\":\"a\"}" },
    { "an array of two", IN("\"name\":[\"a\",\"b\"]"), "{\"name\":[\"a\",\"b\"]}" },
    { "an array of nothing", IN("\"name\":\"a\",\"of\":[]"), "{\"name\":\"a\"}" },
    { "an array of nulls", IN("\"name\":\"a\",\"of\":[null,null]"), "{\"name\":\"a\"}" },
    { "null", IN("\"name\":\"a\",\"of\":null"), "{\"name\":\"a\"}" },
    { "a reference", IN("\"of\":\"u:1\""), "{\"of\":\"u:1\"}" },
    { "a reference as an object", IN("\"of\":{\"id\":\"u:1\"}"), "{\"of\":\"u:1\"}" },
    { "references as objects", IN("\"of\":[{\"id\":\"u:1\"},{\"id\":\"u:2\"}]"),
      "{\"of\":[\"u:1\",\"u:2\"]}" },
    { "an id where text is none", IN("\"name\":{\"id\":\"u:1\"}"),
      "{\"name\":{\"id\":\"u:1\"}}" },
    { "an id, and nothing, where text is none",
      IN("\"name\":[{\"id\":\"u:1\",\"of\":null},null]"), "{\"name\":{\"id\":\"u:1\"}}" },
    { "text where an id would be another thing",
      IN("\"name\":[\"u:1\",{\"id\":\"u:1\"}]"),
      "{\"name\":[\"u:1\",{\"id\":\"u:1\"}]}" },
    { "an id where a word stands", IN("\"word\":{\"id\":\"u:1\"}"),
      "{\"word\":\"u:1\"}" },
    { "an id in a list", IN("\"list\":[{\"id\":\"u:1\"}]"),
      "{\"list\":{\"id\":\"u:1\"}}" },
    { "an id under a term that is another one inside",
      BESIDE("\"s\":{\"@id\":\"u:s\",\"@type\":\"@id\",\"@context\":{\"s\":\"u:s\"}}",
             "\"s\":{\"id\":\"u:1\"}"),
      "{\"s\":{\"id\":\"u:1\"}}" },
    { "an id that text would spell with a prefix",
      BESIDE("\"T2\":{\"@id\":\"u:T2\",\"@context\":{\"p\":{\"@id\":\"u:x/\","
             "\"@prefix\":true}}}",
             "\"type\":\"T2\",\"of\":{\"id\":\"p:1\",\"name\":null}"),
      "{\"of\":{\"id\":\"p:1\"},\"type\":\"T2\"}" },
    { "numbers and truths", IN("\"name\":[1,2.5,true,false]"),
      "{\"name\":[1,2.5,true,false]}" },
    { "a truth that is typed", IN("\"flag\":true"), "{\"flag\":true}" },
    { "a value with a language", IN("\"name\":{\"@value\":\"a\",\"@language\":\"en\"}"),
      "{\"name\":{\"@language\":\"en\",\"@value\":\"a\"}}" },
    { "a list", IN("\"list\":[\"a\",\"b\"]"), "{\"list\":[\"a\",\"b\"]}" },
    { "a list of one", IN("\"list\":[\"a\"]"), "{\"list\":\"a\"}" },
    { "what is JSON", IN("\"json\":[{\"@id\":[null,[1]]}]"),
      "{\"json\":[{\"@id\":[null,[1]]}]}" },
    { "a word", IN("\"word\":\"name\""), "{\"word\":\"name\"}" },
    { "nodes in nodes", IN("\"of\":{\"type\":[\"T\"],\"of\":[{\"name\":[\"a\"]}]}"),
      "{\"of\":{\"of\":{\"name\":\"a\"},\"type\":\"T\"}}" },
    { "a graph", IN("\"graph\":{\"id\":\"u:1\",\"name\":\"a\"}"),
      "{\"graph\":{\"id\":\"u:1\",\"name\":\"a\"}}" },
    { "one id in two graphs",
      IN("\"id\":\"u:1\",\"name\":\"a\",\"graph\":[{\"id\":\"u:1\",\"name\":\"b\"},"
         "{\"id\":\"u:1\",\"name\":\"c\"}]"),
      "{\"graph\":[{\"id\":\"u:1\",\"name\":\"b\"},{\"id\":\"u:1\",\"name\":\"c\"}],"
      "\"id\":\"u:1\",\"name\":\"a\"}" },
    { "a profile that is repeated",
      IN("\"issuer\":{\"id\":\"u:1\",\"name\":\"a\"},\"creator\":{\"id\":\"u:1\","
         "\"name\":\"a\"}"),
      "{\"creator\":{\"id\":\"u:1\",\"name\":\"a\"},\"issuer\":{\"id\":\"u:1\",\"name\":"
      "\"a\"}}" },
    { "a profile that is named",
      IN("\"issuer\":{\"id\":\"u:1\",\"name\":\"a\"},\"creator\":"
         "{\"id\":\"u:1\",\"type\":\"T\"}"),
      "{\"creator\":{\"id\":\"u:1\",\"type\":\"T\"},\"issuer\":{\"id\":\"u:1\",\"name\":"
      "\"a\"}}" },
    { "an endorsement",
      IN("\"achievement\":{\"id\":\"u:1\",\"name\":\"a\",\"endorsement\":{"
         "\"credentialSubject\":{\"id\":\"u:1\",\"endorsementComment\":\"b\"}}}"),
      "{\"achievement\":{\"endorsement\":{\"credentialSubject\":{\"endorsementComment\":"
      "\"b\",\"id\":\"u:1\"}},\"id\":\"u:1\",\"name\":\"a\"}}" },
    { "a context further in that adds a term",
      IN("\"of\":{\"@context\":{\"more\":\"u:more\"},\"more\":[\"a\"]}"),
      "{\"of\":{\"@context\":{\"more\":\"u:more\"},\"more\":\"a\"}}" },
};

static void
plain_documents_have_a_normal_form(void **state)
{
    (void)state;
    for (size_t i = 0; i < TS_COUNT(plain); i++) {
        struct ts_ld_trouble trouble = { 0 };
        const struct ts_json *normal;
        ts_span text;
        ts_test_row(plain[i].name);
        enum ts_status status = read(plain[i].json, &normal, &trouble);
        if (status != TS_OK)
            print_error("[%s] %.*s: %s\n", plain[i].name, TS_SPAN_ARG(trouble.name),
                        trouble.rule);
        assert_status(status, TS_OK);
        assert_status(ts_jcs_text(&arena, &text, normal, "@context"), TS_OK);
        assert_span_equal(text, ts_span_text(plain[i].want));
    }
}

static const struct {
    const char *name;
    const char *json;
    const char *what; /* Of what the trouble speaks. */
    const char *rule;
} other[] = {
    { "a keyword", IN("\"@id\":\"u:1\",\"name\":\"a\""), "@id", "plain form 1" },
    { "a value that is not said to have a language", IN("\"name\":{\"@value\":\"a\"}"),
      "name", "plain form 5" },
    { "a value with a type", IN("\"name\":{\"@value\":\"a\",\"@type\":\"u:t\"}"), "name",
      "plain form 5" },
    { "a value in an array", IN("\"name\":[\"b\",{\"@value\":\"a\"}]"), "name",
      "plain form 5" },
    { "a list object", IN("\"name\":{\"@list\":[\"a\"]}"), "name", "plain form 5" },
    { "a set object", IN("\"name\":{\"@set\":[\"a\"]}"), "name", "plain form 5" },
    { "a list in a list", IN("\"name\":[[\"a\"]]"), "name", "plain form 5" },
    { "an IRI for a key", IN("\"u:name\":\"a\""), "u:name", "plain form 2" },
    { "an IRI for a type", IN("\"type\":\"u:T\""), "u:T", "plain form 2" },
    { "two keys of one meaning",
      BESIDE("\"name2\":\"u:name\"", "\"name\":\"a\",\"name2\":\"b\""), NULL,
      "plain form" },
    { "a name that is taken", "{\"@context\":{\"result\":\"u:name\"},\"result\":\"a\"}",
      "result", "plain form 2" },
    { "a type that is taken",
      "{\"@context\":{\"type\":\"@type\",\"Achievement\":\"u:T\"},"
      "\"type\":\"Achievement\"}",
      "Achievement", "plain form 2" },
    { "a name for what has one",
      "{\"@context\":{\"mine\":\"https://schema.org/name\"},\"mine\":\"a\"}", "mine",
      "plain form 2" },
    { "a blank node's label", IN("\"of\":{\"id\":\"_:b\",\"name\":\"a\"}"), "_:b",
      "plain form 4" },
    { "a reference to one", IN("\"of\":\"_:b\""), "_:b", "plain form 4" },
    { "an id by a prefix",
      BESIDE("\"p\":{\"@id\":\"u:x/\",\"@prefix\":true}",
             "\"id\":\"p:1\",\"name\":\"a\""),
      "p:1", "plain form 4" },
    { "a text for a truth", IN("\"flag\":\"true\""), "flag", "plain form 5" },
    { "an object for what is text",
      BESIDE("\"m\":{\"@id\":\"u:m\",\"@container\":\"@language\"}",
             "\"m\":{\"en\":\"a\"}"),
      "m", "plain form 5" },
    { "a map by index",
      BESIDE("\"m\":{\"@id\":\"u:m\",\"@container\":\"@index\"}", "\"m\":{\"x\":\"a\"}"),
      "m", "plain form 5" },
    { "a map by id",
      BESIDE("\"m\":{\"@id\":\"u:m\",\"@container\":\"@id\"}",
             "\"m\":{\"u:1\":{\"name\":\"a\"}}"),
      "m", "plain form 5" },
    { "a map by type",
      BESIDE("\"m\":{\"@id\":\"u:m\",\"@container\":\"@type\"}",
             "\"m\":{\"T\":{\"name\":\"a\"}}"),
      "m", "plain form 5" },
    { "a node in two places",
      IN("\"of\":[{\"id\":\"u:1\",\"name\":\"a\"},{\"id\":\"u:1\","
         "\"name\":\"b\"}]"),
      "u:1", "plain form 6" },
    { "the document in two places",
      IN("\"id\":\"u:1\",\"name\":\"a\",\"of\":{\"id\":\"u:1\",\"name\":\"b\"}"), "u:1",
      "plain form 6" },
    { "a node that is not where it is unfolded",
      IN("\"achievement\":{\"id\":\"u:1\"},\"of\":{\"id\":\"u:1\",\"name\":\"b\"}"),
      "u:1", "plain form 6" },
    { "a node that is not where it is unfolded, with a type",
      IN("\"achievement\":{\"id\":\"u:1\",\"type\":\"T\"},\"of\":{\"id\":\"u:1\","
         "\"name\":\"b\"}"),
      "u:1", "plain form 6" },
    { "what unfolds with a profile",
      IN("\"achievement\":{\"id\":\"u:1\",\"name\":\"a\"},\"creator\":{\"id\":\"u:1\","
         "\"name\":\"a\"}"),
      "u:1", "plain form 6" },
    { "an endorsement that says more",
      IN("\"achievement\":{\"id\":\"u:1\",\"name\":\"a\",\"endorsement\":{"
         "\"credentialSubject\":{\"id\":\"u:1\",\"name\":\"b\"}}}"),
      "u:1", "plain form 6" },
    { "a subject that says what an endorsement says",
      IN("\"achievement\":{\"id\":\"u:1\",\"name\":\"a\"},\"credentialSubject\":{\"id\":"
         "\"u:1\",\"endorsementComment\":\"b\"}"),
      "u:1", "plain form 6" },
    { "no context further in", IN("\"of\":{\"@context\":null}"), "@context",
      "plain form 3" },
    { "a vocabulary", "{\"@context\":{\"@vocab\":\"u:\"},\"name\":\"a\"}", "@vocab",
      "plain form 3" },
    { "a base", "{\"@context\":{\"@base\":\"u:\",\"name\":\"u:name\"},\"name\":\"a\"}",
      "@base", "plain form 3" },
    { "a language",
      "{\"@context\":{\"@language\":\"en\",\"name\":\"u:name\"},\"name\":\"a\"}",
      "@language", "plain form 3" },
    { "a name for a keyword",
      "{\"@context\":{\"n\":\"@nest\",\"name\":\"u:name\"},\"name\":\"a\"}", "n",
      "plain form 3" },
    { "a name for a keyword, in full",
      "{\"@context\":{\"i\":{\"@id\":\"@included\"},\"name\":\"u:name\"},\"name\":\"a\"}",
      "i", "plain form 3" },
    { "an id by another name",
      "{\"@context\":{\"id\":\"@type\",\"name\":\"u:name\"},"
      "\"name\":\"a\"}",
      "id", "plain form 3" },
    { "a member turned round",
      "{\"@context\":{\"r\":{\"@reverse\":\"u:r\"},\"name\":\"u:name\"},\"name\":\"a\"}",
      "r", "plain form 3" },
    { "a name for a keyword in a scoped context",
      "{\"@context\":{\"s\":{\"@id\":\"u:s\",\"@context\":{\"g\":\"@graph\"}},\"name\":"
      "\"u:name\"},\"name\":\"a\"}",
      "g", "plain form 3" },
};

static void
what_can_be_read_in_two_ways_is_refused(void **state)
{
    (void)state;
    for (size_t i = 0; i < TS_COUNT(other); i++) {
        struct ts_ld_trouble trouble = { 0 };
        const struct ts_json *normal = NULL;
        ts_test_row(other[i].name);
        assert_status(read(other[i].json, &normal, &trouble), TS_MALFORMED);
        assert_null(normal);
        if (!ts_span_starts_with(ts_span_text(trouble.rule), ts_span_text(other[i].rule)))
            print_error("[%s] %s\n", other[i].name, trouble.rule);
        assert_true(
            ts_span_starts_with(ts_span_text(trouble.rule), ts_span_text(other[i].rule)));
        if (other[i].what)
            assert_span_equal(trouble.name, ts_span_text(other[i].what));
    }
}

/* A document that has more to look up than any real one. */
static void
looking_up_ends(void **state)
{
    (void)state;
    static char json[256 * 1024];
    struct ts_ld_trouble trouble = { 0 };
    const struct ts_json *normal;
    for (size_t count = 100; count <= 3000; count += 2900) {
        size_t len = (size_t)snprintf(json, sizeof(json), "{\"@context\":{\"x\":\"u:x\"");
        for (size_t i = 0; i < count; i++)
            len += (size_t)snprintf(json + len, sizeof(json) - len,
                                    ",\"x%zu\":\"u:x%zu\"", i, i);
        len += (size_t)snprintf(json + len, sizeof(json) - len, "},\"x\":1");
        for (size_t i = 0; i < count; i++)
            len += (size_t)snprintf(json + len, sizeof(json) - len, ",\"x%zu\":1", i);
        snprintf(json + len, sizeof(json) - len, "}");
        assert_status(read(json, &normal, &trouble), count == 100 ? TS_OK : TS_MALFORMED);
    }
}

static void
a_small_arena_is_no_space(void **state)
{
    (void)state;
    const struct ts_ld_options options = { .site = site(), .safe = true };
    const struct ts_json *document;
    const struct ts_ld_item *items;
    enum ts_status status = TS_NO_SPACE;
    assert_status(ts_json_parse(&arena, &document,
                                TS_SPAN_LIT(IN("\"id\":\"u:1\",\"name\":[\"a\"]")), NULL),
                  TS_OK);
    assert_status(ts_ld_expand(&arena, &items, document, &options, NULL), TS_OK);
    for (size_t len = 0; status != TS_OK; len++) {
        const struct ts_json *normal = NULL;
        assert_in_range(len, 0, 64 * 1024);
        uint8_t *block = malloc(len + 1);
        assert_non_null(block);
        struct ts_arena small = ts_arena_over((ts_room){ block, len });
        status = ts_ld_plain(&small, &normal, document, items, NULL);
        if (status != TS_OK)
            assert_status(status, TS_NO_SPACE);
        assert_int_equal(normal != NULL, status == TS_OK);
        free(block);
    }
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(plain_documents_have_a_normal_form),
        cmocka_unit_test(what_can_be_read_in_two_ways_is_refused),
        cmocka_unit_test(looking_up_ends),
        cmocka_unit_test(a_small_arena_is_no_space),
    };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
