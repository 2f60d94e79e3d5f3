#include "keys/proof/linked_data/expand.h"

#include "firmware/base/writer.h"
#include "keys/codec/json_writer.h"
#include "tests/support/support.h"

/*
 * An expanded document as a line of text: (id :type p=value,value), "text"^type@tag,
 * [list], {graph}, <p=... for what is reversed, +( for what is included.
 */

static void write_items(struct ts_writer *w, const struct ts_ld_item *items);

static void
write_properties(struct ts_writer *w, const char *mark, const struct ts_ld_property *at)
{
    for (; at; at = at->next) {
        ts_write_text(w, mark);
        ts_write_bytes(w, at->iri);
        ts_write_text(w, "=");
        write_items(w, at->first);
    }
}

static void
write_node(struct ts_writer *w, const struct ts_ld_item *item)
{
    ts_write_text(w, "(");
    if (item->has_id)
        ts_write_bytes(w, item->id.len ? item->id : TS_SPAN_LIT("?"));
    for (const struct ts_ld_name *at = item->types; at; at = at->next) {
        ts_write_text(w, " :");
        ts_write_bytes(w, at->text);
    }
    write_properties(w, " ", item->properties);
    write_properties(w, " <", item->reverse);
    if (item->included) {
        ts_write_text(w, " +");
        write_items(w, item->included);
    }
    if (item->has_graph) {
        ts_write_text(w, "{");
        write_items(w, item->graph);
        ts_write_text(w, "}");
    }
    ts_write_text(w, ")");
}

static void
write_value(struct ts_writer *w, const struct ts_ld_item *item)
{
    ts_json_write(w, item->value);
    ts_write_text(w, item->is_json ? "^json" : item->datatype.len ? "^" : "");
    ts_write_bytes(w, item->datatype);
    ts_write_text(w, item->language.len ? "@" : "");
    ts_write_bytes(w, item->language);
    ts_write_text(w, item->direction == TS_LD_LTR   ? ">"
                     : item->direction == TS_LD_RTL ? "<"
                                                    : "");
}

static void
write_items(struct ts_writer *w, const struct ts_ld_item *items)
{
    for (const struct ts_ld_item *at = items; at; at = at->next) {
        ts_write_text(w, at == items ? "" : ",");
        if (at->kind == TS_LD_NODE)
            write_node(w, at);
        if (at->kind == TS_LD_VALUE)
            write_value(w, at);
        if (at->kind != TS_LD_LIST)
            continue;
        ts_write_text(w, "[");
        write_items(w, at->items);
        ts_write_text(w, "]");
    }
}

#define V2 "\"https://www.w3.org/ns/credentials/v2\""
#define CONTEXT(terms) "{\"@context\":{" terms "},"

static const struct {
    const char *rule, *document, *want;
} rows[] = {
    { "a term", CONTEXT("\"a\":\"u:a\"") "\"a\":\"x\"}", "( u:a=\"x\")" },
    { "a vocabulary", CONTEXT("\"@vocab\":\"u:\"") "\"a\":\"x\"}", "( u:a=\"x\")" },
    { "a prefix", CONTEXT("\"p\":\"u:n#\"") "\"p:a\":\"x\"}", "( u:n#a=\"x\")" },
    { "a term that is no prefix", CONTEXT("\"p\":\"u:n\"") "\"p:a\":\"x\"}",
      "( p:a=\"x\")" },
    { "properties stand in order", "{\"u:b\":1,\"u:c\":2,\"u:a\":3}",
      "( u:a=3 u:b=1 u:c=2)" },
    { "two names of one property",
      CONTEXT("\"a\":\"u:p\",\"b\":\"u:p\"") "\"a\":1,\"u:o\":0,\"b\":[2,3]}",
      "( u:o=0 u:p=1,2,3)" },
    { "an @id against the base", "{\"@id\":\"../x\",\"u:a\":1}", "(http://b/x u:a=1)" },
    { "an @id that is a blank node", "{\"@id\":\"_:x\",\"u:a\":1}", "(_:x u:a=1)" },
    { "@id and @type by other names",
      CONTEXT("\"id\":\"@id\",\"type\":\"@type\",\"T\":\"u:T\"") "\"id\":\"u:x\","
                                                                 "\"type\":\"T\"}",
      "(u:x :u:T)" },
    { "types against vocabulary, then base",
      CONTEXT("\"@vocab\":\"u:\"") "\"@type\":\"T\"}", "( :u:T)" },
    { "@type: @id", CONTEXT("\"a\":{\"@id\":\"u:a\",\"@type\":\"@id\"}") "\"a\":\"y\"}",
      "( u:a=(http://b/c/y))" },
    { "@type: @vocab",
      CONTEXT("\"@vocab\":\"u:\",\"a\":{\"@type\":\"@vocab\"}") "\"a\":\"y\"}",
      "( u:a=(u:y))" },
    { "a datatype",
      CONTEXT("\"a\":{\"@id\":\"u:a\",\"@type\":\"u:d\"}") "\"a\":[\"y\",1]}",
      "( u:a=\"y\"^u:d,1^u:d)" },
    { "@type: @none",
      CONTEXT(
          "\"@language\":\"de\",\"a\":{\"@id\":\"u:a\",\"@type\":\"@none\"}") "\"a\":["
                                                                              "\"y\",1]}",
      "( u:a=\"y\"@de,1)" },
    { "@type: @json",
      CONTEXT("\"a\":{\"@id\":\"u:a\",\"@type\":\"@json\"}") "\"a\":{\"b\":[null]}}",
      "( u:a={\"b\":[null]}^json)" },
    { "a JSON value", "{\"u:a\":{\"@value\":[1],\"@type\":\"@json\"}}",
      "( u:a=[1]^json)" },
    { "a value object", "{\"u:a\":{\"@value\":\"x\",\"@type\":\"u:d\"}}",
      "( u:a=\"x\"^u:d)" },
    { "a language", "{\"u:a\":{\"@value\":\"x\",\"@language\":\"en\"}}",
      "( u:a=\"x\"@en)" },
    { "no language after all",
      CONTEXT(
          "\"@language\":\"en\",\"a\":{\"@id\":\"u:a\",\"@language\":null}") "\"a\":"
                                                                             "\"x\",\"u:"
                                                                             "b\":\"y\"}",
      "( u:a=\"x\" u:b=\"y\"@en)" },
    { "directions",
      CONTEXT(
          "\"@direction\":\"rtl\",\"a\":{\"@id\":\"u:a\",\"@direction\":\"ltr\"}") "\"a\""
                                                                                   ":\"x"
                                                                                   "\","
                                                                                   "\"u:"
                                                                                   "b\":"
                                                                                   "\"y\""
                                                                                   "}",
      "( u:a=\"x\"> u:b=\"y\"<)" },
    { "a list", "{\"u:a\":{\"@list\":[1,\"x\",null]}}", "( u:a=[1,\"x\"])" },
    { "a list container",
      CONTEXT("\"a\":{\"@id\":\"u:a\",\"@container\":\"@list\"}") "\"a\":[1,[2]]}",
      "( u:a=[1,[2]])" },
    { "an empty list",
      CONTEXT("\"a\":{\"@id\":\"u:a\",\"@container\":\"@list\"}") "\"a\":[]}",
      "( u:a=[])" },
    { "a set", "{\"u:a\":{\"@set\":[1,[2]]}}", "( u:a=1,2)" },
    { "a language map",
      CONTEXT(
          "\"a\":{\"@id\":\"u:a\",\"@container\":\"@language\"}") "\"a\":{\"en\":\"x\","
                                                                  "\"de\":[\"y\",null],"
                                                                  "\"@none\":\"z\"}}",
      "( u:a=\"x\"@en,\"y\"@de,\"z\")" },
    { "an index map",
      CONTEXT("\"a\":{\"@id\":\"u:a\",\"@container\":\"@index\"}") "\"a\":{\"k\":\"x\","
                                                                   "\"l\":[\"y\"]}}",
      "( u:a=\"x\",\"y\")" },
    { "an index that is a property",
      CONTEXT(
          "\"a\":{\"@id\":\"u:a\",\"@container\":\"@index\",\"@index\":\"u:i\"}") "\"a\":"
                                                                                  "{\"k\""
                                                                                  ":{\"u:"
                                                                                  "b\":1}"
                                                                                  ",\"@"
                                                                                  "none\""
                                                                                  ":{\"u:"
                                                                                  "b\":2}"
                                                                                  "}}",
      "( u:a=( u:b=1 u:i=\"k\"),( u:b=2))" },
    { "an id map",
      CONTEXT(
          "\"a\":{\"@id\":\"u:a\",\"@container\":\"@id\"}") "\"a\":{\"u:k\":{\"u:b\":1},"
                                                            "\"@none\":{\"u:b\":2}}}",
      "( u:a=(u:k u:b=1),( u:b=2))" },
    { "a type map with a scoped context",
      CONTEXT(
          "\"T\":{\"@id\":\"u:T\",\"@context\":{\"b\":\"u:b\"}},"
          "\"a\":{\"@id\":\"u:a\",\"@container\":\"@type\"}") "\"a\":{\"T\":{\"b\":1}}}",
      "( u:a=( :u:T u:b=1))" },
    { "a graph",
      CONTEXT("\"a\":{\"@id\":\"u:a\",\"@container\":\"@graph\"}") "\"a\":{\"u:b\":1}}",
      "( u:a=({( u:b=1)}))" },
    { "graphs by id",
      CONTEXT(
          "\"a\":{\"@id\":\"u:a\",\"@container\":[\"@graph\",\"@id\"]}") "\"a\":{\"u:k\":"
                                                                         "{\"u:b\":1}}}",
      "( u:a=(u:k{( u:b=1)}))" },
    { "@graph alone is the document", "{\"@graph\":[{\"u:a\":1},{\"u:b\":2}]}",
      "( u:a=1),( u:b=2)" },
    { "a named graph", "{\"@id\":\"u:g\",\"@graph\":{\"u:a\":1}}", "(u:g{( u:a=1)})" },
    { "@reverse", "{\"@id\":\"u:x\",\"@reverse\":{\"u:a\":{\"@id\":\"u:y\"}}}",
      "(u:x <u:a=(u:y))" },
    { "a reverse term",
      CONTEXT("\"r\":{\"@reverse\":\"u:a\",\"@type\":\"@id\"}") "\"@id\":\"u:x\",\"r\":"
                                                                "\"u:y\"}",
      "(u:x <u:a=(u:y))" },
    { "@included", "{\"u:a\":1,\"@included\":[{\"u:b\":2}]}", "( u:a=1 +( u:b=2))" },
    { "@nest",
      CONTEXT("\"n\":\"@nest\",\"a\":\"u:a\"") "\"n\":{\"a\":1,\"n\":{\"u:b\":2}}}",
      "( u:a=1 u:b=2)" },
    { "a type's context",
      CONTEXT("\"T\":{\"@id\":\"u:T\",\"@context\":{\"a\":\"u:a\"}}") "\"@type\":\"T\","
                                                                      "\"a\":1}",
      "( :u:T u:a=1)" },
    { "a type's context goes no further",
      CONTEXT(
          "\"T\":{\"@id\":\"u:T\",\"@context\":{\"a\":\"u:a\"}}") "\"@type\":\"T\",\"a\":"
                                                                  "{\"a\":1,\"u:b\":2}}",
      "( :u:T u:a=( u:b=2))" },
    { "but where it says so",
      CONTEXT(
          "\"T\":{\"@id\":\"u:T\",\"@context\":{\"@propagate\":true,\"a\":\"u:a\"}}") "\""
                                                                                      "@t"
                                                                                      "yp"
                                                                                      "e"
                                                                                      "\""
                                                                                      ":"
                                                                                      "\""
                                                                                      "T"
                                                                                      "\""
                                                                                      ","
                                                                                      "\""
                                                                                      "a"
                                                                                      "\""
                                                                                      ":{"
                                                                                      "\""
                                                                                      "a"
                                                                                      "\""
                                                                                      ":1"
                                                                                      "}"
                                                                                      "}",
      "( :u:T u:a=( u:a=1))" },
    { "types' contexts in order of their names",
      CONTEXT("\"T\":{\"@id\":\"u:T\",\"@context\":{\"a\":\"u:t\"}},"
              "\"S\":{\"@id\":\"u:S\",\"@context\":{\"a\":\"u:s\"}}") "\"@type\":[\"T\","
                                                                      "\"S\"],\"a\":1}",
      "( :u:S :u:T u:t=1)" },
    { "a type's context wins over one in place",
      "{\"@context\":[" V2 ",{\"issuer\":\"u:x\"}],\"type\":\"VerifiableCredential\","
      "\"issuer\":\"u:y\"}",
      "( :https://www.w3.org/2018/credentials#VerifiableCredential"
      " https://www.w3.org/2018/credentials#issuer=(u:y))" },
    { "a property's context goes on",
      CONTEXT("\"a\":{\"@id\":\"u:a\",\"@context\":{\"b\":\"u:b\"}}") "\"a\":{\"b\":{"
                                                                      "\"b\":1}}}",
      "( u:a=( u:b=( u:b=1)))" },
    { "a context in the middle", "{\"u:a\":{\"@context\":{\"b\":\"u:b\"},\"b\":1}}",
      "( u:a=( u:b=1))" },
    { "what maps to nothing is left out", "{\"a\":1,\"u:b\":2}", "( u:b=2)" },
    { "null is left out", "{\"u:a\":null,\"u:b\":[null,1]}", "( u:b=1)" },
    { "what stands alone is left out",
      "[\"x\",{\"@id\":\"u:x\"},{\"@value\":1},{\"u:a\":1}]", "( u:a=1)" },
    { "an empty document", "{}", "" },
    { "the member that is not looked at", "{\"proof\":{\"@id\":1},\"u:a\":1}",
      "( u:a=1)" },
    { "it is looked at further in",
      "{\"u:a\":{\"@context\":{\"proof\":\"u:p\"},\"proof\":1}}", "( u:a=( u:p=1))" },
    { "a property's context may change what is protected",
      CONTEXT(
          "\"@protected\":true,\"p\":\"u:p\",\"a\":{\"@id\":\"u:a\",\"@context\":{\"p\":"
          "\"u:q\"}}") "\"a\":{\"p\":1}}",
      "( u:a=( u:q=1))" },
};

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

static void
each_document_means_what_it_says(void **state)
{
    (void)state;
    struct ts_arena arena = ts_test_arena(1 << 20);
    for (size_t i = 0; i < TS_COUNT(rows); i++) {
        static uint8_t text[4096];
        struct ts_writer w = ts_writer_over(TS_ROOM_OF(text));
        const struct ts_ld_item *items = NULL;
        struct ts_ld_trouble trouble = { 0 };
        arena.used = 0;
        ts_test_row(rows[i].rule);
        assert_status(expand(&arena, &items, rows[i].document, false, &trouble), TS_OK);
        write_items(&w, items);
        assert_span_equal(ts_writer_span(&w), ts_span_text(rows[i].want));
    }
    ts_test_arena_free(&arena);
}

/* A badge as they are. */
static const char badge[] =
    "{\"@context\":[" V2
    ",\"https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json\"],"
    "\"id\":\"urn:uuid:1\",\"type\":[\"VerifiableCredential\",\"OpenBadgeCredential\"],"
    "\"issuer\":{\"id\":\"did:key:z6Mk\",\"type\":[\"Profile\"],\"name\":\"College\"},"
    "\"validFrom\":\"2026-01-10T00:00:00Z\",\"name\":\"Scaffolder\","
    "\"credentialSubject\":{\"type\":[\"AchievementSubject\"],\"achievement\":{"
    "\"id\":\"urn:uuid:2\",\"type\":[\"Achievement\"],\"name\":\"Scaffolder\","
    "\"criteria\":{\"narrative\":\"Passed.\"}}},\"proof\":{\"junk\":1}}";

static const char badge_want[] =
    "(urn:uuid:1 :https://purl.imsglobal.org/spec/vc/ob/vocab.html#OpenBadgeCredential"
    " :https://www.w3.org/2018/credentials#VerifiableCredential"
    " https://schema.org/name=\"Scaffolder\""
    " https://www.w3.org/2018/credentials#credentialSubject="
    "( :https://purl.imsglobal.org/spec/vc/ob/vocab.html#AchievementSubject"
    " https://purl.imsglobal.org/spec/vc/ob/vocab.html#achievement="
    "(urn:uuid:2 :https://purl.imsglobal.org/spec/vc/ob/vocab.html#Achievement"
    " https://purl.imsglobal.org/spec/vc/ob/vocab.html#Criteria="
    "( https://purl.imsglobal.org/spec/vc/ob/vocab.html#narrative=\"Passed.\")"
    " https://schema.org/name=\"Scaffolder\"))"
    " https://www.w3.org/2018/credentials#issuer="
    "(did:key:z6Mk :https://purl.imsglobal.org/spec/vc/ob/vocab.html#Profile"
    " https://schema.org/name=\"College\")"
    " https://www.w3.org/2018/credentials#validFrom=\"2026-01-10T00:00:00Z\""
    "^http://www.w3.org/2001/XMLSchema#dateTime)";

static void
a_badge_is_read_as_its_contexts_say(void **state)
{
    (void)state;
    struct ts_arena arena = ts_test_arena(1 << 20);
    static uint8_t text[4096];
    struct ts_writer w = ts_writer_over(TS_ROOM_OF(text));
    const struct ts_ld_item *items = NULL;
    assert_status(expand(&arena, &items, badge, true, NULL), TS_OK);
    write_items(&w, items);
    assert_span_equal(ts_writer_span(&w), ts_span_text(badge_want));
    assert_true(arena.used < 65536);
    ts_test_arena_free(&arena);
}

/* However little memory there is, it says so and writes nothing. */
static void
every_smaller_arena_is_too_small(void **state)
{
    (void)state;
    struct ts_arena whole = ts_test_arena(1 << 20);
    const struct ts_json *json;
    const struct ts_ld_options options = { .without = "proof", .safe = true };
    const struct ts_ld_item *items = NULL;
    assert_status(ts_json_parse(&whole, &json, ts_span_text(badge), NULL), TS_OK);
    size_t before = whole.used;
    assert_status(ts_ld_expand(&whole, &items, json, &options, NULL), TS_OK);
    size_t need = whole.used - before;
    ts_arena_rewind(&whole, before);
    for (size_t size = 0; size < need; size += 7) {
        struct ts_arena small = { whole.at + before, size, 0 };
        struct ts_ld_trouble trouble = { 0 };
        items = NULL;
        assert_status(ts_ld_expand(&small, &items, json, &options, &trouble),
                      TS_NO_SPACE);
        assert_null(items);
        assert_non_null(trouble.rule);
    }
    ts_test_arena_free(&whole);
}

/* What begins a document is none. */
static void
every_shorter_badge_is_refused(void **state)
{
    (void)state;
    struct ts_arena arena = ts_test_arena(1 << 20);
    for (size_t len = 0; len < sizeof(badge) - 1; len++) {
        const struct ts_json *json;
        arena.used = 0;
        assert_true(
            ts_json_parse(&arena, &json, (ts_span){ (const uint8_t *)badge, len }, NULL)
            != TS_OK);
    }
    ts_test_arena_free(&arena);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(each_document_means_what_it_says),
        cmocka_unit_test(a_badge_is_read_as_its_contexts_say),
        cmocka_unit_test(every_smaller_arena_is_too_small),
        cmocka_unit_test(every_shorter_badge_is_refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
