#include "keys/proof/linked_data/expand.h"

#include "tests/support/support.h"

#include <stdio.h>

#define V2 "\"https://www.w3.org/ns/credentials/v2\""
#define CONTEXT(terms) "{\"@context\":{" terms "},"

static enum ts_status
expand(struct ts_arena *arena, const struct ts_ld_item **items, const char *document,
       bool safe, struct ts_ld_trouble *trouble)
{
    const struct ts_ld_options options = { .base = TS_SPAN_LIT("http://b/c/d"),
                                           .without = "proof",
                                           .safe = safe };
    const struct ts_json *json;
    assert_status(ts_json_parse(arena, &json, ts_span_text(document), NULL), TS_OK);
    return ts_ld_expand(arena, items, json, &options, trouble);
}

/* Refused by everybody. */
static const struct {
    const char *rule, *document;
} malformed[] = {
    { "an @id that is a number", "{\"@id\":1}" },
    { "two @ids by two names",
      CONTEXT("\"id\":\"@id\"") "\"id\":\"u:a\",\"@id\":\"u:b\"}" },
    { "two values by two names",
      CONTEXT("\"v\":\"@value\"") "\"u:a\":{\"v\":1,\"@value\":1}}" },
    { "a type that is a number", "{\"@type\":[1]}" },
    { "a type that is null", "{\"@type\":null}" },
    { "a value that is an object", "{\"u:a\":{\"@value\":{}}}" },
    { "a value with a property", "{\"u:a\":{\"@value\":1,\"u:b\":2}}" },
    { "a value with @id", "{\"u:a\":{\"@value\":1,\"@id\":\"u:b\"}}" },
    { "a value with type and language",
      "{\"u:a\":{\"@value\":\"x\",\"@type\":\"u:d\",\"@language\":\"en\"}}" },
    { "a number in a language", "{\"u:a\":{\"@value\":1,\"@language\":\"en\"}}" },
    { "a language that is a number", "{\"u:a\":{\"@value\":\"x\",\"@language\":1}}" },
    { "a datatype with a space", "{\"u:a\":{\"@value\":\"x\",\"@type\":\"u:d e\"}}" },
    { "a datatype that is a blank node",
      "{\"u:a\":{\"@value\":\"x\",\"@type\":\"_:d\"}}" },
    { "an @index that is a number", "{\"u:a\":{\"@index\":1}}" },
    { "a direction across", "{\"u:a\":{\"@value\":\"x\",\"@direction\":\"up\"}}" },
    { "a list with a property", "{\"u:a\":{\"@list\":[],\"u:b\":1}}" },
    { "a set with an @id", "{\"u:a\":{\"@set\":[],\"@id\":\"u:b\"}}" },
    { "a @reverse that is text", "{\"@reverse\":\"x\"}" },
    { "a reversed value", "{\"@reverse\":{\"u:a\":\"x\"}}" },
    { "a keyword in @reverse", "{\"@reverse\":{\"@id\":\"u:x\"}}" },
    { "@included text", "{\"@included\":\"x\"}" },
    { "@included value", "{\"@included\":{\"@value\":1}}" },
    { "@nest text", "{\"@nest\":\"x\"}" },
    { "@nest of a value", "{\"@nest\":{\"@value\":1}}" },
    { "a language map of numbers",
      CONTEXT(
          "\"a\":{\"@id\":\"u:a\",\"@container\":\"@language\"}") "\"a\":{\"en\":1}}" },
    { "an index property of a value",
      CONTEXT("\"a\":{\"@id\":\"u:a\",\"@container\":\"@"
              "index\",\"@index\":\"u:i\"}") "\"a\":{\"k\":"
                                             "\"x\"}}" },
    { "inline terms for protected ones",
      "{\"@context\":[" V2 ",{\"name\":\"u:x\"}],\"type\":\"VerifiableCredential\"}" },
    { "inline protected terms for those of a type",
      "{\"@context\":[" V2 ",{\"issuer\":{\"@id\":\"u:x\",\"@protected\":true}}],"
      "\"type\":\"VerifiableCredential\"}" },
    { "inline types for protected ones",
      "{\"@context\":[" V2 ",{\"VerifiableCredential\":\"u:x\"}],\"u:a\":1}" },
    { "a context further in for protected terms",
      "{\"@context\":" V2 ",\"u:a\":{\"@context\":{\"name\":\"u:x\"},\"name\":\"y\"}}" },
    { "a context further in for nothing",
      "{\"@context\":" V2 ",\"u:a\":{\"@context\":null,\"u:b\":1}}" },
};

/* Safe mode: something would be lost. */
static const struct {
    const char *rule, *document, *name;
} unsafe[] = {
    { "a property that maps to nothing", "{\"a\":1,\"u:b\":2}", "a" },
    { "a property mapped to null", CONTEXT("\"a\":null") "\"a\":1,\"u:b\":2}", "a" },
    { "a relative @id", CONTEXT("\"@base\":null") "\"@id\":\"x\",\"u:a\":1}", "x" },
    { "an @id with a space", "{\"@id\":\"u:x y\",\"u:a\":1}", "u:x y" },
    { "an @id kept for later", "{\"@id\":\"@later\",\"u:a\":1}", "@later" },
    { "a relative type", CONTEXT("\"@base\":null") "\"@type\":\"x\"}", "x" },
    { "a relative vocabulary", CONTEXT("\"@base\":null,\"@vocab\":\"x\"") "\"a\":1}",
      "x" },
    { "a term kept for later", CONTEXT("\"@later\":\"u:a\"") "\"u:b\":1}", "@later" },
    { "a meaning kept for later", CONTEXT("\"a\":\"@later\"") "\"u:b\":1}", "a" },
    { "a blank node for a property", "{\"_:a\":1}", "_:a" },
    { "a property with a space", "{\"u:a b\":1}", "u:a b" },
    { "text that stands alone", "[\"x\",{\"u:a\":1}]", "x" },
    { "an object that says nothing", "[{\"@id\":\"u:x\"},{\"u:a\":1}]", "" },
    { "a value that stands alone", "{\"@graph\":[{\"@value\":\"x\"}]}", "" },
    { "a list that stands alone", "{\"@list\":[1]}", "@list" },
    { "a null value", "{\"u:a\":{\"@value\":null}}", "u:a" },
    { "only a language", "{\"u:a\":{\"@language\":\"en\"}}", "u:a" },
    { "a language that is no tag", "{\"u:a\":{\"@value\":\"x\",\"@language\":\"e_n\"}}",
      "e_n" },
    { "a direction", "{\"u:a\":{\"@value\":\"x\",\"@direction\":\"ltr\"}}", "@value" },
    { "an array in a list", "{\"u:a\":{\"@list\":[[1]]}}", "u:a" },
    { "a value for a graph",
      CONTEXT("\"a\":{\"@id\":\"u:a\",\"@container\":\"@graph\"}") "\"a\":\"x\"}", "a" },
    { "@propagate in an array", "{\"@context\":[{\"@propagate\":false}],\"u:a\":1}",
      "@propagate" },
};

static void
what_json_ld_forbids_is_refused(void **state)
{
    (void)state;
    struct ts_arena arena = ts_test_arena(1 << 20);
    static const struct ts_ld_item mark;
    for (size_t i = 0; i < TS_COUNT(malformed); i++) {
        for (int safe = 0; safe < 2; safe++) {
            struct ts_ld_trouble trouble = { 0 };
            const struct ts_ld_item *items = &mark;
            arena.used = 0;
            ts_test_row(malformed[i].rule);
            assert_status(expand(&arena, &items, malformed[i].document, safe, &trouble),
                          TS_MALFORMED);
            assert_ptr_equal(items, &mark);
            assert_non_null(trouble.rule);
        }
    }
    ts_test_arena_free(&arena);
}

static void
safe_mode_refuses_and_names_what_would_be_lost(void **state)
{
    (void)state;
    struct ts_arena arena = ts_test_arena(1 << 20);
    for (size_t i = 0; i < TS_COUNT(unsafe); i++) {
        struct ts_ld_trouble trouble = { 0 };
        const struct ts_ld_item *items = NULL;
        arena.used = 0;
        ts_test_row(unsafe[i].rule);
        assert_status(expand(&arena, &items, unsafe[i].document, false, NULL), TS_OK);
        arena.used = 0;
        assert_status(expand(&arena, &items, unsafe[i].document, true, &trouble),
                      TS_MALFORMED);
        assert_span_equal(trouble.name, ts_span_text(unsafe[i].name));
        assert_memory_equal(trouble.rule, "safe mode: ", 11);
    }
    ts_test_arena_free(&arena);
}

/* Two properties, each with a large context of its own, nested like a tree: the work
 * doubles with each level until it is enough. */
static void
work_is_bounded(void **state)
{
    (void)state;
    struct ts_arena arena = ts_test_arena(64 << 20);
    static char text[1 << 20];
    size_t len = (size_t)snprintf(text, sizeof(text),
                                  "{\"@context\":{\"p\":{\"@id\":\"u:p\","
                                  "\"@context\":{");
    for (int i = 0; i < 4000; i++)
        len += (size_t)snprintf(text + len, sizeof(text) - len, "%s\"t%d\":\"u:%d\"",
                                i ? "," : "", i, i);
    len += (size_t)snprintf(text + len, sizeof(text) - len, "}}}");
    for (int i = 0; i < 4000; i++)
        len += (size_t)snprintf(text + len, sizeof(text) - len,
                                ",\"u:%d\":{\"@context\":{},\"p\":{\"u:a\":1}}", i);
    (void)snprintf(text + len, sizeof(text) - len, "}");
    struct ts_ld_trouble trouble = { 0 };
    const struct ts_ld_item *items = NULL;
    enum ts_status status = expand(&arena, &items, text, false, &trouble);
    assert_true(status == TS_OVER_LIMIT || status == TS_NO_SPACE);
    ts_test_arena_free(&arena);
}

/* 62 levels of JSON, and a context more with each. */
static void
the_deepest_document_is_read(void **state)
{
    (void)state;
    struct ts_arena arena = ts_test_arena(4 << 20);
    static char text[4096];
    size_t len = 0;
    for (int i = 0; i < 31; i++)
        len +=
            (size_t)snprintf(text + len, sizeof(text) - len,
                             "{\"@context\":{\"a\":{\"@id\":\"u:a\",\"@context\":{\"b\":"
                             "\"u:b\"}}},\"a\":[");
    len += (size_t)snprintf(text + len, sizeof(text) - len, "1");
    for (int i = 0; i < 31; i++)
        len += (size_t)snprintf(text + len, sizeof(text) - len, "]}");
    struct ts_ld_trouble trouble = { 0 };
    const struct ts_ld_item *items = NULL;
    assert_status(expand(&arena, &items, text, true, &trouble), TS_OK);
    ts_test_arena_free(&arena);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_json_ld_forbids_is_refused),
        cmocka_unit_test(safe_mode_refuses_and_names_what_would_be_lost),
        cmocka_unit_test(work_is_bounded),
        cmocka_unit_test(the_deepest_document_is_read),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
