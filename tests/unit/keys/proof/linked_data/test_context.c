#include "keys/proof/linked_data/known_contexts.h"

#include "keys/proof/linked_data/expand.h"
#include "tests/support/support.h"

#include <stdio.h>
#include <string.h>

/* The tables that are compiled in keep what lookups rely on. */

static void
check_table(const struct ts_ld_table *table)
{
    for (size_t i = 0; i < table->count; i++) {
        const struct ts_ld_term *term = &table->terms[i];
        assert_int_equal(term->hash, ts_ld_hash(term->name));
        assert_ptr_equal(ts_ld_table_find(table, term->name, term->hash), term);
        assert_true(i == 0 || ts_span_compare(term[-1].name, term->name) < 0);
        assert_true(ts_span_index(term->name, ':') == term->name.len);
        assert_true(term->iri.len > 0);
        assert_true(term->iri_open <= table->open_count);
        assert_true(term->type_open <= table->open_count);
        for (const struct ts_ld_context *at = term->scoped; at; at = at->next)
            if (at->kind == TS_LD_CONTEXT_TABLE)
                check_table(at->table);
    }
    assert_null(ts_ld_table_find(table, TS_SPAN_LIT("no such term"),
                                 ts_ld_hash(TS_SPAN_LIT("no such term"))));
}

static void
compiled_in_tables_are_sorted_and_found(void **state)
{
    (void)state;
    assert_true(ts_ld_known_contexts_count >= 20);
    for (size_t i = 0; i < ts_ld_known_contexts_count; i++) {
        const struct ts_ld_known *known = &ts_ld_known_contexts[i];
        assert_true(i == 0 || ts_span_compare(known[-1].iri, known->iri) < 0);
        assert_ptr_equal(ts_ld_contexts_find(NULL, known->iri), known->context);
        assert_int_equal(known->context->kind, TS_LD_CONTEXT_TABLE);
        check_table(known->context->table);
    }
}

static void
two_addresses_of_one_context_share_a_table(void **state)
{
    (void)state;
    assert_ptr_equal(
        ts_ld_contexts_find(
            NULL,
            TS_SPAN_LIT(
                "https://imsglobal.github.io/openbadges-specification/ob_v3p0.html")),
        ts_ld_contexts_find(NULL, TS_SPAN_LIT("https://w3c-ccg.github.io/vc-ed/"
                                              "plugfest-1-2022/"
                                              "jff-vc-edu-plugfest-1-context.json")));
    assert_null(
        ts_ld_contexts_find(NULL, TS_SPAN_LIT("https://www.w3.org/ns/credentials/")));
}

static void
terms_say_what_the_context_says(void **state)
{
    (void)state;
    const struct ts_ld_context *context =
        ts_ld_contexts_find(NULL, TS_SPAN_LIT("https://www.w3.org/ns/credentials/v2"));
    ts_span name = TS_SPAN_LIT("VerifiablePresentation");
    const struct ts_ld_term *term =
        ts_ld_table_find(context->table, name, ts_ld_hash(name));
    assert_span_equal(term->iri, TS_SPAN_LIT("https://www.w3.org/2018/"
                                             "credentials#VerifiablePresentation"));
    assert_true(term->is_protected);
    name = TS_SPAN_LIT("verifiableCredential");
    term = ts_ld_table_find(term->scoped->table, name, ts_ld_hash(name));
    assert_int_equal(term->container, TS_LD_IN_GRAPH);
    assert_span_equal(term->type, TS_SPAN_LIT("@id"));
    assert_int_equal(term->scoped->kind, TS_LD_CONTEXT_NULL);
}

/* What a site adds. */

static const struct {
    const char *rule, *iri, *document;
    enum ts_status want;
} additions[] = {
    { "an object", "https://site.example/c", "{\"@context\":{\"a\":\"urn:a\"}}", TS_OK },
    { "an array", "urn:c", "{\"@context\":[{}]}", TS_OK },
    { "no @context", "https://site.example/c", "{\"a\":\"urn:a\"}", TS_MALFORMED },
    { "no object", "https://site.example/c", "[]", TS_MALFORMED },
    { "a relative address", "c.json", "{\"@context\":{}}", TS_MALFORMED },
    { "an address with a space", "urn:a b", "{\"@context\":{}}", TS_MALFORMED },
    { "what is compiled in", "https://www.w3.org/ns/credentials/v2", "{\"@context\":{}}",
      TS_DUPLICATE },
    { "what is there already", "urn:there", "{\"@context\":{}}", TS_DUPLICATE },
};

static void
a_site_adds_but_does_not_redefine(void **state)
{
    (void)state;
    struct ts_arena arena = ts_test_arena(65536);
    for (size_t i = 0; i < TS_COUNT(additions); i++) {
        struct ts_ld_contexts contexts = { 0 };
        const struct ts_json *json;
        ts_span iri = ts_span_text(additions[i].iri);
        ts_test_row(additions[i].rule);
        assert_status(
            ts_json_parse(&arena, &json, TS_SPAN_LIT("{\"@context\":{}}"), NULL), TS_OK);
        assert_status(
            ts_ld_contexts_add(&contexts, &arena, TS_SPAN_LIT("urn:there"), json), TS_OK);
        assert_status(
            ts_json_parse(&arena, &json, ts_span_text(additions[i].document), NULL),
            TS_OK);
        assert_status(ts_ld_contexts_add(&contexts, &arena, iri, json),
                      additions[i].want);
        if (additions[i].want == TS_OK)
            assert_non_null(ts_ld_contexts_find(&contexts, iri));
        assert_true((contexts.first->next != NULL) == (additions[i].want == TS_OK));
    }
    ts_test_arena_free(&arena);
}

/* A context, and what expanding {"@context": it} says of it. */
struct row {
    const char *rule, *context;
    enum ts_status want;
};

static const struct {
    const char *iri, *document;
} site[] = {
    { "urn:one", "{\"@context\":{\"a\":\"urn:one:a\"}}" },
    { "urn:guards", "{\"@context\":{\"@protected\":true,\"p\":\"urn:p\",\"q\":{\"@id\":"
                    "\"urn:q\",\"@context\":{\"r\":\"urn:r\"}}}}" },
    { "urn:again", "{\"@context\":\"urn:again\"}" },
    { "urn:round", "{\"@context\":[\"urn:trip\"]}" },
    { "urn:trip", "{\"@context\":{\"@import\":\"urn:round\"}}" },
    { "urn:wheel", "{\"@context\":[\"urn:wheel-2\"]}" },
    { "urn:wheel-2", "{\"@context\":[\"urn:wheel\"]}" },
    { "urn:scoped",
      "{\"@context\":{\"t\":{\"@id\":\"urn:t\",\"@context\":\"urn:scoped\"}}}" },
    { "urn:status",
      "{\"@context\":{\"BitstringStatusListCredential\":{\"@id\":"
      "\"https://www.w3.org/ns/credentials/status#BitstringStatusListCredential\"},"
      "\"BitstringStatusList\":{\"@id\":\"https://www.w3.org/ns/credentials/status#"
      "BitstringStatusList\",\"@context\":{\"@protected\":true,\"type\":\"@type\","
      "\"id\":\"@id\",\"sec\":null,\"ttl\":\"https://www.w3.org/ns/credentials/"
      "status#ttl\"}"
      "}}}" },
    { "urn:status-as-it-is",
      "{\"@context\":{\"BitstringStatusList\":{\"@id\":\"https://www.w3.org/ns/"
      "credentials/"
      "status#BitstringStatusList\",\"@context\":{\"@protected\":true,\"type\":\"@type\","
      "\"id\":\"@id\",\"encodedList\":{\"@type\":\"https://w3id.org/security#multibase\","
      "\"@id\":\"https://www.w3.org/ns/credentials/status#encodedList\"},\"ttl\":"
      "\"https://www.w3.org/ns/credentials/status#ttl\",\"statusPurpose\":"
      "\"https://www.w3.org/ns/credentials/status#statusPurpose\"}}}}" },
    { "urn:list", "{\"@context\":[]}" },
};

static const struct row rows[] = {
    { "nothing", "null", TS_OK },
    { "an object", "{\"a\":\"urn:a\"}", TS_OK },
    { "a number is none", "7", TS_MALFORMED },
    { "true is none", "[true]", TS_MALFORMED },
    { "an array in an array is none", "[[{}]]", TS_MALFORMED },
    { "version 1.1", "{\"@version\":1.1}", TS_OK },
    { "version 1.0", "{\"@version\":1.0}", TS_MALFORMED },
    { "version as text", "{\"@version\":\"1.1\"}", TS_MALFORMED },
    { "a keyword redefined", "{\"@id\":\"urn:a\"}", TS_MALFORMED },
    { "@context aliased", "{\"c\":\"@context\"}", TS_MALFORMED },
    { "@type may say @set", "{\"@type\":{\"@container\":\"@set\"}}", TS_OK },
    { "@type may say nothing else", "{\"@type\":{\"@id\":\"urn:a\"}}", TS_MALFORMED },
    { "a term on itself", "{\"a\":\"a:b\"}", TS_MALFORMED },
    { "a term on itself by another", "{\"a\":\"b:x\",\"b\":\"a:x\"}", TS_MALFORMED },
    { "a type on itself", "{\"a\":{\"@id\":\"urn:a\",\"@type\":\"a\"}}", TS_MALFORMED },
    { "an unnamed term", "{\"\":\"urn:a\"}", TS_MALFORMED },
    { "a term that is a number", "{\"a\":1}", TS_MALFORMED },
    { "an @id that is a number", "{\"a\":{\"@id\":1}}", TS_MALFORMED },
    { "an @id that is no IRI", "{\"a\":{\"@id\":\"b\"}}", TS_MALFORMED },
    { "a name with nothing to go by", "{\"a\":{}}", TS_MALFORMED },
    { "a member that means nothing", "{\"a\":{\"@id\":\"urn:a\",\"x\":1}}",
      TS_MALFORMED },
    { "a name that looks like another IRI", "{\"urn:a\":\"urn:b\"}", TS_MALFORMED },
    { "a container of no kind", "{\"a\":{\"@id\":\"urn:a\",\"@container\":\"@bag\"}}",
      TS_MALFORMED },
    { "a list that is a set",
      "{\"a\":{\"@id\":\"urn:a\",\"@container\":[\"@list\",\"@set\"]}}", TS_MALFORMED },
    { "a graph by id and index",
      "{\"a\":{\"@id\":\"urn:a\",\"@container\":[\"@graph\",\"@id\",\"@index\"]}}",
      TS_MALFORMED },
    { "a reverse list", "{\"a\":{\"@reverse\":\"urn:a\",\"@container\":\"@list\"}}",
      TS_MALFORMED },
    { "a reverse @id", "{\"a\":{\"@reverse\":\"urn:a\",\"@id\":\"urn:b\"}}",
      TS_MALFORMED },
    { "a type that is no IRI", "{\"a\":{\"@id\":\"urn:a\",\"@type\":\"b\"}}",
      TS_MALFORMED },
    { "a prefix for a keyword", "{\"a\":{\"@id\":\"@id\",\"@prefix\":true}}",
      TS_MALFORMED },
    { "a scoped context that is wrong",
      "{\"a\":{\"@id\":\"urn:a\",\"@context\":{\"b\":1}}}", TS_MALFORMED },
    { "a vocabulary that is a number", "{\"@vocab\":1}", TS_MALFORMED },
    { "a base that is no IRI", "{\"@base\":\"x\"}", TS_MALFORMED },
    { "a language that is a number", "{\"@language\":1}", TS_MALFORMED },
    { "a direction across", "{\"@direction\":\"ttb\"}", TS_MALFORMED },
    { "@propagate as text", "{\"@propagate\":\"false\"}", TS_MALFORMED },
    { "@protected as text", "{\"@protected\":\"true\"}", TS_MALFORMED },

    { "known here", "\"https://www.w3.org/ns/credentials/v2\"", TS_OK },
    { "known to the site", "\"urn:one\"", TS_OK },
    { "known to nobody", "\"https://elsewhere.example/c\"", TS_UNSUPPORTED },
    { "known to nobody, scoped",
      "{\"a\":{\"@id\":\"urn:a\",\"@context\":\"https://elsewhere.example/c\"}}",
      TS_UNSUPPORTED },
    { "an import known to nobody", "{\"@import\":\"https://elsewhere.example/c\"}",
      TS_UNSUPPORTED },
    { "a context of itself", "\"urn:again\"", TS_OVER_LIMIT },
    { "contexts of one another", "\"urn:wheel\"", TS_OVER_LIMIT },
    { "a scoped context of itself", "\"urn:scoped\"", TS_OK },
    { "an import", "{\"@import\":\"urn:one\",\"b\":\"urn:b\"}", TS_OK },
    { "an import of no object", "{\"@import\":\"urn:list\"}", TS_MALFORMED },
    { "an import of an import", "{\"@import\":\"urn:trip\"}", TS_MALFORMED },
    { "an import that is a number", "{\"@import\":1}", TS_MALFORMED },
    { "a compiled-in import",
      "{\"@import\":\"https://www.w3.org/ns/credentials/v2\",\"@protected\":true,"
      "\"b\":\"urn:b\"}",
      TS_OK },
    { "a compiled-in import that is changed",
      "{\"@import\":\"https://www.w3.org/ns/credentials/v2\",\"@protected\":true,"
      "\"name\":\"urn:b\"}",
      TS_UNSUPPORTED },

    { "protected, the same", "[\"urn:guards\",{\"p\":\"urn:p\"}]", TS_OK },
    { "protected, another", "[\"urn:guards\",{\"p\":\"urn:x\"}]", TS_MALFORMED },
    { "protected, to nothing", "[\"urn:guards\",{\"p\":null}]", TS_MALFORMED },
    { "protected, another type",
      "[\"urn:guards\",{\"p\":{\"@id\":\"urn:p\",\"@type\":\"@id\"}}]", TS_MALFORMED },
    { "protected, all to nothing", "[\"urn:guards\",null]", TS_MALFORMED },
    { "protected, the same scoped",
      "[\"urn:guards\",{\"q\":{\"@id\":\"urn:q\",\"@context\":{\"r\":\"urn:r\"}}}]",
      TS_OK },
    { "protected, another scoped",
      "[\"urn:guards\",{\"q\":{\"@id\":\"urn:q\",\"@context\":{\"r\":\"urn:s\"}}}]",
      TS_MALFORMED },
    { "protected, scoped no more", "[\"urn:guards\",{\"q\":\"urn:q\"}]", TS_MALFORMED },
    { "protected stays so", "[\"urn:guards\",{\"p\":\"urn:p\"},{\"p\":\"urn:x\"}]",
      TS_MALFORMED },
    { "protected and compiled in",
      "[\"https://www.w3.org/ns/credentials/v2\",{\"name\":\"urn:x\"}]", TS_MALFORMED },
    { "protected and compiled in, @id aliased anew",
      "[\"https://www.w3.org/ns/credentials/v2\",{\"id\":\"urn:x\"}]", TS_MALFORMED },
    { "protected and compiled in, @type aliased anew",
      "[\"https://www.w3.org/ns/credentials/v2\",{\"type\":\"@id\"}]", TS_MALFORMED },
    { "protected and compiled in, once more",
      "[\"https://www.w3.org/ns/credentials/v2\",\"https://www.w3.org/ns/credentials/"
      "v2\"]",
      TS_OK },
    { "two that say the same of a proof",
      "[\"https://www.w3.org/ns/credentials/v2\",\"https://w3id.org/security/"
      "data-integrity/"
      "v2\"]",
      TS_OK },
    { "two that do not",
      "[\"https://www.w3.org/2018/credentials/v1\","
      "\"https://www.w3.org/ns/credentials/v2\"]",
      TS_MALFORMED },
    { "an inline context that is there before",
      "[{\"name\":\"urn:x\"},\"https://www.w3.org/ns/credentials/v2\"]", TS_OK },
    { "a protected one that is there before",
      "[{\"name\":{\"@id\":\"urn:x\",\"@protected\":true}},"
      "\"https://www.w3.org/ns/credentials/v2\"]",
      TS_MALFORMED },
    { "an IRI hidden from a compiled-in context",
      "[{\"https://schema.org/name\":null},\"https://www.w3.org/ns/credentials/v2\"]",
      TS_UNSUPPORTED },
    { "a site's context says the same as one compiled in",
      "[\"https://www.w3.org/ns/credentials/v2\",\"urn:status-as-it-is\"]", TS_OK },
    { "a site's context says something else than one compiled in",
      "[\"https://www.w3.org/ns/credentials/v2\",\"urn:status\"]", TS_MALFORMED },
};

static void
add_site(struct ts_ld_contexts *contexts, struct ts_arena *arena)
{
    for (size_t i = 0; i < TS_COUNT(site); i++) {
        const struct ts_json *json;
        assert_status(ts_json_parse(arena, &json, ts_span_text(site[i].document), NULL),
                      TS_OK);
        assert_status(
            ts_ld_contexts_add(contexts, arena, ts_span_text(site[i].iri), json), TS_OK);
    }
}

static enum ts_status
expand(struct ts_arena *arena, const struct ts_ld_contexts *contexts, const char *context,
       struct ts_ld_trouble *trouble)
{
    static char text[65536];
    const struct ts_ld_options options = { .site = contexts };
    const struct ts_ld_item *items;
    const struct ts_json *json;
    (void)snprintf(text, sizeof(text), "{\"@context\":%s,\"urn:k\":1}", context);
    assert_status(ts_json_parse(arena, &json, ts_span_text(text), NULL), TS_OK);
    return ts_ld_expand(arena, &items, json, &options, trouble);
}

static void
each_context_is_taken_or_refused(void **state)
{
    (void)state;
    struct ts_arena arena = ts_test_arena(1 << 20);
    struct ts_ld_contexts contexts = { 0 };
    add_site(&contexts, &arena);
    size_t used = arena.used;
    for (size_t i = 0; i < TS_COUNT(rows); i++) {
        struct ts_ld_trouble trouble = { 0 };
        ts_test_row(rows[i].rule);
        arena.used = used;
        assert_status(expand(&arena, &contexts, rows[i].context, &trouble), rows[i].want);
        assert_true((trouble.rule != NULL) == (rows[i].want != TS_OK));
    }
    ts_test_arena_free(&arena);
}

static void
an_unknown_context_is_named(void **state)
{
    (void)state;
    struct ts_arena arena = ts_test_arena(1 << 20);
    struct ts_ld_trouble trouble = { 0 };
    assert_status(expand(&arena, NULL, "\"https://elsewhere.example/c\"", &trouble),
                  TS_UNSUPPORTED);
    assert_span_equal(trouble.name, TS_SPAN_LIT("https://elsewhere.example/c"));
    assert_status(
        expand(&arena, NULL,
               "[\"https://www.w3.org/ns/credentials/v2\",{\"name\":\"urn:x\"}]",
               &trouble),
        TS_MALFORMED);
    assert_span_equal(trouble.name, TS_SPAN_LIT("name"));
    ts_test_arena_free(&arena);
}

/* What is made to be expensive. */

static void
terms_that_hang_on_one_another_have_an_end(void **state)
{
    (void)state;
    struct ts_arena arena = ts_test_arena(8 << 20);
    struct ts_ld_trouble trouble = { 0 };
    static char context[65536];
    size_t len = (size_t)snprintf(context, sizeof(context), "{");
    for (int i = 0; i < 3000; i++)
        len += (size_t)snprintf(context + len, sizeof(context) - len, "\"t%d\":\"t%d:\",",
                                i, i + 1);
    (void)snprintf(context + len, sizeof(context) - len, "\"t3000\":\"urn:x:\"}");
    assert_status(expand(&arena, NULL, context, &trouble), TS_OVER_LIMIT);
    assert_string_equal(trouble.rule, "TS_LD_DEFINING_MAX");
    ts_test_arena_free(&arena);
}

static void
contexts_on_top_of_one_another_have_an_end(void **state)
{
    (void)state;
    struct ts_arena arena = ts_test_arena(8 << 20);
    struct ts_ld_trouble trouble = { 0 };
    static char context[65536];
    size_t len = (size_t)snprintf(context, sizeof(context), "[{}");
    for (int i = 0; i < 1000; i++)
        len += (size_t)snprintf(context + len, sizeof(context) - len,
                                ",\"https://www.w3.org/ns/credentials/v2\"");
    (void)snprintf(context + len, sizeof(context) - len, "]");
    assert_status(expand(&arena, NULL, context, &trouble), TS_OVER_LIMIT);
    assert_string_equal(trouble.rule, "TS_LD_LAYERS_MAX");
    ts_test_arena_free(&arena);
}

/* Names whose hashes end alike stand in one run of the table. */
static void
names_made_to_collide_are_refused(void **state)
{
    (void)state;
    struct ts_arena arena = ts_test_arena(8 << 20);
    struct ts_ld_trouble trouble = { 0 };
    static char context[65536];
    size_t len = (size_t)snprintf(context, sizeof(context), "{");
    unsigned found = 0;
    for (unsigned i = 0; found < 64; i++) {
        char name[16];
        (void)snprintf(name, sizeof(name), "%x", i);
        if (ts_ld_hash(ts_span_text(name)) % 4096 != 0)
            continue;
        len += (size_t)snprintf(context + len, sizeof(context) - len,
                                "%s\"%s\":\"urn:x\"", found++ ? "," : "", name);
    }
    (void)snprintf(context + len, sizeof(context) - len, "}");
    assert_status(expand(&arena, NULL, context, &trouble), TS_OVER_LIMIT);
    ts_test_arena_free(&arena);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(compiled_in_tables_are_sorted_and_found),
        cmocka_unit_test(two_addresses_of_one_context_share_a_table),
        cmocka_unit_test(terms_say_what_the_context_says),
        cmocka_unit_test(a_site_adds_but_does_not_redefine),
        cmocka_unit_test(each_context_is_taken_or_refused),
        cmocka_unit_test(an_unknown_context_is_named),
        cmocka_unit_test(terms_that_hang_on_one_another_have_an_end),
        cmocka_unit_test(contexts_on_top_of_one_another_have_an_end),
        cmocka_unit_test(names_made_to_collide_are_refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
