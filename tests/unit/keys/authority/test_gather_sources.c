#include "keys/authority/gather_sources.h"
#include "tests/support/support.h"

#include <stdio.h>
#include <string.h>

#define ARENA (1024 * 1024)

/* RFC 8037 A.2 */
#define JWKS                                                         \
    "{\"keys\":[{\"kty\":\"OKP\",\"crv\":\"Ed25519\",\"kid\":\"k\"," \
    "\"x\":\"11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo\"}]}"
#define FILE_OF(sources) "{\"format\":\"touchstone-sources/1\",\"sources\":[" sources "]}"
#define LIST "{\"kind\":\"status-list\",\"url\":\"https://a.example/s/1\"}"

static const char GOOD[] = FILE_OF(
    LIST ",{\"kind\":\"did-web\",\"id\":\"did:web:b.example\","
         "\"names\":{\"en\":\"B\",\"fr-ca\":\"B\xC3\xA9\"},\"achievements\":[\"urn:x\"],"
         "\"statusLocations\":[]},"
         "{\"kind\":\"jwks\",\"id\":\"https://c.example\",\"file\":\"c.json\","
         "\"trust\":true},"
         "{\"kind\":\"dcc-registry\",\"url\":\"https://d.example/registry.json\","
         "\"trust\":true,\"mayShrink\":true},"
         "{\"kind\":\"openid-federation\",\"url\":\"https://e.example/fetch?sub=x\","
         "\"anchor\":{\"id\":\"https://e.example\",\"jwks\":" JWKS "}},"
         "{\"kind\":\"smart-health-cards\",\"url\":\"https://f.example/i.json\"}");

static enum ts_status
read(struct ts_arena *arena, struct ts_source_list *sources, const char *text,
     struct ts_fault *fault)
{
    return ts_source_list_read(arena, sources, ts_span_text(text), false, fault);
}

static void
reads_every_kind(void **state)
{
    (void)state;
    struct ts_arena arena = ts_test_arena(ARENA);
    struct ts_source_list sources;
    struct ts_fault fault = { 0 };
    assert_status(read(&arena, &sources, GOOD, &fault), TS_OK);
    assert_int_equal(sources.count, 6);
    const struct ts_source *s = sources.items;
    for (size_t i = 0; i < 6; i++)
        assert_int_equal(s[i].kind, TS_SOURCE_STATUS_LIST + i);
    assert_span_equal(s[0].url, TS_SPAN_LIT("https://a.example/s/1"));
    assert_false(s[0].trust || s[0].may_shrink || s[0].has_achievements);
    assert_span_equal(s[1].url, TS_SPAN_LIT("https://b.example/.well-known/did.json"));
    assert_int_equal(s[1].name_count, 2);
    assert_span_equal(s[1].names[1].language, TS_SPAN_LIT("fr-ca"));
    assert_int_equal(s[1].achievement_count, 1);
    assert_true(s[1].has_status_locations);
    assert_int_equal(s[1].status_location_count, 0);
    assert_true(s[2].trust);
    assert_span_equal(s[2].file, TS_SPAN_LIT("c.json"));
    assert_span_equal(ts_source_address(&arena, &s[2]), TS_SPAN_LIT("file:c.json"));
    assert_true(s[3].may_shrink);
    assert_span_equal(s[4].anchor, TS_SPAN_LIT("https://e.example"));
    assert_int_equal(s[4].anchor_keys.count, 1);
    assert_span_equal(ts_source_address(&arena, &s[5]),
                      TS_SPAN_LIT("https://f.example/i.json"));
    ts_test_arena_free(&arena);
}

static void
derives_where_keys_are(void **state)
{
    (void)state;
    struct ts_arena arena = ts_test_arena(ARENA);
    struct ts_source_list sources;
    const char *text = FILE_OF("{\"kind\":\"jwks\",\"id\":\"https://c.example/x\"},"
                               "{\"kind\":\"did-web\",\"id\":\"did:web:c.example\","
                               "\"url\":\"https://mirror.example/c.json\"}");
    assert_status(read(&arena, &sources, text, NULL), TS_OK);
    assert_span_equal(sources.items[0].url,
                      TS_SPAN_LIT("https://c.example/x/.well-known/jwks.json"));
    assert_span_equal(sources.items[1].url, TS_SPAN_LIT("https://mirror.example/c.json"));
    ts_test_arena_free(&arena);
}

/* The same words in another order are the same terms; other words are not. */
static void
knows_the_same_terms_again(void **state)
{
    (void)state;
    struct ts_arena arena = ts_test_arena(ARENA);
    struct ts_source_list a;
    struct ts_source_list b;
    struct ts_source_list c;
    assert_status(read(&arena, &a, FILE_OF(LIST), NULL), TS_OK);
    assert_status(read(&arena, &b,
                       FILE_OF("{ \"url\" : \"https://a.example/s/1\", "
                               "\"kind\":\"status-list\" }"),
                       NULL),
                  TS_OK);
    assert_status(read(&arena, &c,
                       FILE_OF("{\"url\":\"https://a.example/s/1\","
                               "\"kind\":\"status-list\",\"trust\":true}"),
                       NULL),
                  TS_OK);
    assert_memory_equal(a.items->terms, b.items->terms, TS_SHA256_SIZE);
    assert_memory_not_equal(a.items->terms, c.items->terms, TS_SHA256_SIZE);
    ts_test_arena_free(&arena);
}

static const struct {
    const char *rule, *text;
    enum ts_status status;
    size_t source;
} BAD[] = {
    { "no object", "[]", TS_MALFORMED, 0 },
    { "another format", "{\"format\":\"touchstone-sources/2\",\"sources\":[]}",
      TS_UNSUPPORTED, 0 },
    { "one member more", "{\"format\":\"touchstone-sources/1\",\"sources\":[],\"x\":1}",
      TS_MALFORMED, 0 },
    { "no sources", "{\"format\":\"touchstone-sources/1\",\"source\":[]}", TS_MALFORMED,
      0 },
    { "no kind", FILE_OF("{\"url\":\"https://a.example\"}"), TS_MALFORMED, 1 },
    { "a kind we do not know", FILE_OF(LIST ",{\"kind\":\"x509\"}"), TS_UNSUPPORTED, 2 },
    { "a misspelled member",
      FILE_OF("{\"kind\":\"dcc-registry\",\"url\":\"https://a.example\","
              "\"thrust\":true}"),
      TS_MALFORMED, 1 },
    { "a member of another kind",
      FILE_OF("{\"kind\":\"status-list\",\"url\":\"https://a.example\","
              "\"mayShrink\":true}"),
      TS_MALFORMED, 1 },
    { "trust that is text",
      FILE_OF("{\"kind\":\"dcc-registry\",\"url\":\"https://a.example\","
              "\"trust\":\"true\"}"),
      TS_MALFORMED, 1 },
    { "an address that is none",
      FILE_OF("{\"kind\":\"status-list\",\"url\":\"https://10.0.0.1/x\"}"), TS_MALFORMED,
      1 },
    { "plain http", FILE_OF("{\"kind\":\"status-list\",\"url\":\"http://a.example/x\"}"),
      TS_MALFORMED, 1 },
    { "a list without an address", FILE_OF("{\"kind\":\"status-list\",\"file\":\"x\"}"),
      TS_MALFORMED, 1 },
    { "neither url nor file", FILE_OF("{\"kind\":\"dcc-registry\",\"trust\":true}"),
      TS_MALFORMED, 1 },
    { "an empty file", FILE_OF("{\"kind\":\"dcc-registry\",\"file\":\"\"}"), TS_MALFORMED,
      1 },
    { "a NUL in a file", FILE_OF("{\"kind\":\"dcc-registry\",\"file\":\"a\\u0000b\"}"),
      TS_MALFORMED, 1 },
    { "keys of nobody", FILE_OF("{\"kind\":\"jwks\",\"url\":\"https://a.example/x\"}"),
      TS_MALFORMED, 1 },
    { "a did-web that is none",
      FILE_OF("{\"kind\":\"did-web\",\"id\":\"did:key:z6Mk\",\"file\":\"x\"}"),
      TS_MALFORMED, 1 },
    { "names without a language",
      FILE_OF("{\"kind\":\"did-web\",\"id\":\"did:web:a.example\",\"names\":\"A\"}"),
      TS_MALFORMED, 1 },
    { "a language in capitals",
      FILE_OF("{\"kind\":\"did-web\",\"id\":\"did:web:a.example\","
              "\"names\":{\"EN\":\"A\"}}"),
      TS_MALFORMED, 1 },
    { "no name among names",
      FILE_OF("{\"kind\":\"did-web\",\"id\":\"did:web:a.example\",\"names\":{}}"),
      TS_MALFORMED, 1 },
    { "achievements that are text",
      FILE_OF("{\"kind\":\"did-web\",\"id\":\"did:web:a.example\","
              "\"achievements\":\"x\"}"),
      TS_MALFORMED, 1 },
    { "an empty status location",
      FILE_OF("{\"kind\":\"did-web\",\"id\":\"did:web:a.example\","
              "\"statusLocations\":[\"\"]}"),
      TS_MALFORMED, 1 },
    { "an anchor without keys",
      FILE_OF("{\"kind\":\"openid-federation\",\"url\":\"https://a.example/x\","
              "\"anchor\":{\"id\":\"https://a.example\"}}"),
      TS_MALFORMED, 1 },
    { "an anchor with no key that we know",
      FILE_OF("{\"kind\":\"openid-federation\",\"url\":\"https://a.example/x\","
              "\"anchor\":{\"id\":\"https://a.example\",\"jwks\":{\"keys\":[]}}}"),
      TS_MALFORMED, 1 },
    { "an address twice", FILE_OF(LIST "," LIST), TS_DUPLICATE, 2 },
    { "a member twice", "{\"format\":\"touchstone-sources/1\",\"format\":1}",
      TS_DUPLICATE, 0 },
};

static void
refuses_what_may_mean_something_else(void **state)
{
    (void)state;
    struct ts_arena arena = ts_test_arena(ARENA);
    for (size_t i = 0; i < TS_COUNT(BAD); i++) {
        struct ts_source_list sources = { .count = 42 };
        struct ts_fault fault = { 0 };
        ts_test_row(BAD[i].rule);
        assert_status(read(&arena, &sources, BAD[i].text, &fault), BAD[i].status);
        assert_int_equal(fault.status, BAD[i].status);
        assert_non_null(fault.rule);
        if (BAD[i].source)
            assert_int_equal(fault.offset, BAD[i].source);
        assert_int_equal(sources.count, 42);
    }
    ts_test_arena_free(&arena);
}

static void
takes_plain_http_only_when_told(void **state)
{
    (void)state;
    struct ts_arena arena = ts_test_arena(ARENA);
    struct ts_source_list sources;
    ts_span text = TS_SPAN_LIT(
        FILE_OF("{\"kind\":\"status-list\",\"url\":\"http://localhost:1/x\"}"));
    assert_status(ts_source_list_read(&arena, &sources, text, true, NULL), TS_OK);
    assert_status(ts_source_list_read(&arena, &sources, text, false, NULL), TS_MALFORMED);
    ts_test_arena_free(&arena);
}

static void
refuses_what_was_cut_off_or_goes_on(void **state)
{
    (void)state;
    struct ts_arena arena = ts_test_arena(ARENA);
    char longer[sizeof(GOOD) + 1];
    for (size_t len = 0; len < sizeof(GOOD) - 1; len++) {
        struct ts_source_list sources = { .count = 42 };
        ts_span part = { (const uint8_t *)GOOD, len };
        size_t used = arena.used;
        assert_true(ts_source_list_read(&arena, &sources, part, false, NULL) != TS_OK);
        assert_int_equal(sources.count, 42);
        ts_arena_rewind(&arena, used);
    }
    snprintf(longer, sizeof(longer), "%s}", GOOD);
    struct ts_source_list sources;
    assert_status(read(&arena, &sources, longer, NULL), TS_TRAILING);
    ts_test_arena_free(&arena);
}

static void
stays_within_its_memory(void **state)
{
    (void)state;
    struct ts_arena arena = ts_test_arena(ARENA);
    size_t enough = 0;
    for (size_t len = 0; !enough && len < ARENA; len += 997) {
        struct ts_arena small = ts_arena_over((ts_room){ arena.at, len });
        struct ts_source_list sources;
        enum ts_status status = read(&small, &sources, GOOD, NULL);
        assert_true(status == TS_OK || status == TS_NO_SPACE);
        enough = status == TS_OK ? len : 0;
    }
    assert_int_not_equal(enough, 0);
    ts_test_arena_free(&arena);
}

static void
names_kinds_both_ways(void **state)
{
    (void)state;
    for (size_t i = TS_SOURCE_STATUS_LIST; i <= TS_SOURCE_HEALTH_CARDS; i++) {
        const char *name = ts_source_kind_name((enum ts_source_kind)i);
        assert_int_equal(ts_source_kind_of(ts_span_text(name)), i);
    }
    assert_int_equal(ts_source_kind_of(TS_SPAN_LIT("")), TS_SOURCE_NONE);
    assert_int_equal(ts_source_kind_of(TS_SPAN_LIT("jwk")), TS_SOURCE_NONE);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(reads_every_kind),
        cmocka_unit_test(derives_where_keys_are),
        cmocka_unit_test(knows_the_same_terms_again),
        cmocka_unit_test(refuses_what_may_mean_something_else),
        cmocka_unit_test(takes_plain_http_only_when_told),
        cmocka_unit_test(refuses_what_was_cut_off_or_goes_on),
        cmocka_unit_test(stays_within_its_memory),
        cmocka_unit_test(names_kinds_both_ways),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
