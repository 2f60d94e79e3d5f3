#include "keys/authority/gather_address.h"
#include "tests/support/support.h"

#include <string.h>

#define ARENA (64 * 1024)

static void
takes_public_https_addresses_only(void **state)
{
    (void)state;
    static const struct {
        const char *rule, *url;
        bool good, good_in_trials;
    } ROWS[] = {
        { "a host", "https://a.example", true, true },
        { "a path", "https://a.example/x/y.json", true, true },
        { "a query", "https://a.example/fetch?sub=did:web:b.example", true, true },
        { "a port", "https://a.example:8443/x", true, true },
        { "an escaped byte", "https://a.example/%20", true, true },
        { "digits in a name", "https://4a.b2.example1/", true, true },
        { "punycode", "https://xn--bcher-kva.example/", true, true },
        { "http in trials", "http://a.example/", false, true },
        { "localhost in trials", "http://localhost:8080/x", false, true },
        { "localhost over https", "https://localhost/x", false, true },
        { "no scheme", "a.example/x", false, false },
        { "another scheme", "ftp://a.example/x", false, false },
        { "a file", "file:///etc/passwd", false, false },
        { "no host", "https:///x", false, false },
        { "one label", "https://intranet/x", false, false },
        { "an address", "https://127.0.0.1/x", false, false },
        { "a short address", "https://127.1/x", false, false },
        { "a hexadecimal address", "https://127.0.0.0x1/x", false, false },
        { "an IPv6 address", "https://[::1]/x", false, false },
        { "a password", "https://a.example:b@c.example/", false, false },
        { "a user", "https://a@c.example/", false, false },
        { "an empty label", "https://a..example/", false, false },
        { "a dot at the end", "https://a.example./", false, false },
        { "a dot in front", "https://.a.example/", false, false },
        { "a hyphen in front", "https://-a.example/", false, false },
        { "capitals in the host", "https://A.example/", false, false },
        { "an empty port", "https://a.example:/", false, false },
        { "port 0", "https://a.example:0/", false, false },
        { "port 65536", "https://a.example:65536/", false, false },
        { "a port of letters", "https://a.example:80a/", false, false },
        { "a port too long", "https://a.example:0000443/", false, false },
        { "up the path", "https://a.example/../x", false, false },
        { "up at the end", "https://a.example/x/..", false, false },
        { "a dot part", "https://a.example/./x", false, false },
        { "up, escaped", "https://a.example/%2e%2E/x", false, false },
        { "half an escape", "https://a.example/%2", false, false },
        { "no escape", "https://a.example/%zz", false, false },
        { "a blank", "https://a.example/a b", false, false },
        { "a line end", "https://a.example/a\r\nHost: b", false, false },
        { "a fragment", "https://a.example/#x", false, false },
        { "a quote", "https://a.example/\"", false, false },
        { "a backslash", "https://a.example\\@b.example/", false, false },
        { "beyond ASCII", "https://a.example/\xC3\xA9", false, false },
        { "nothing", "", false, false },
    };
    for (size_t i = 0; i < TS_COUNT(ROWS); i++) {
        ts_test_row(ROWS[i].rule);
        ts_span url = ts_span_text(ROWS[i].url);
        assert_int_equal(ts_gather_url_valid(url, false), ROWS[i].good);
        assert_int_equal(ts_gather_url_valid(url, true), ROWS[i].good_in_trials);
    }
}

static void
ends_with_the_longest_address(void **state)
{
    (void)state;
    char text[TS_GATHER_URL_MAX + 2];
    memset(text, 'a', sizeof(text));
    memcpy(text, "https://a.example/", 18);
    assert_true(
        ts_gather_url_valid((ts_span){ (uint8_t *)text, TS_GATHER_URL_MAX }, false));
    assert_false(
        ts_gather_url_valid((ts_span){ (uint8_t *)text, TS_GATHER_URL_MAX + 1 }, false));
}

static void
parts_addresses(void **state)
{
    (void)state;
    ts_span url = TS_SPAN_LIT("https://a.example:8443/x?y=/z");
    assert_span_equal(ts_url_origin(url), TS_SPAN_LIT("https://a.example:8443"));
    assert_span_equal(ts_url_host(url), TS_SPAN_LIT("a.example"));
    assert_span_equal(ts_url_origin(TS_SPAN_LIT("https://a.example?x")),
                      TS_SPAN_LIT("https://a.example"));
}

/* did:web method, "Read (Resolve)". */
static void
finds_documents_of_did_web(void **state)
{
    (void)state;
    static const struct {
        const char *rule, *did;
        enum ts_status status;
        const char *url;
    } ROWS[] = {
        { "a host", "did:web:a.example", TS_OK,
          "https://a.example/.well-known/did.json" },
        { "a path", "did:web:a.example:user:Alice.T", TS_OK,
          "https://a.example/user/Alice.T/did.json" },
        { "a port", "did:web:a.example%3A3000:user", TS_OK,
          "https://a.example:3000/user/did.json" },
        { "a port in small letters", "did:web:a.example%3a3000", TS_OK,
          "https://a.example:3000/.well-known/did.json" },
        { "localhost in trials", "did:web:localhost%3A80:x", TS_OK,
          "http://localhost:80/x/did.json" },
        { "another method", "did:key:z6Mk", TS_ABSENT, NULL },
        { "no DID", "https://a.example", TS_ABSENT, NULL },
        { "no host", "did:web:", TS_MALFORMED, NULL },
        { "an address", "did:web:10.0.0.1", TS_MALFORMED, NULL },
        { "an empty part", "did:web:a.example::x", TS_MALFORMED, NULL },
        { "an empty part at the end", "did:web:a.example:x:", TS_MALFORMED, NULL },
        { "only a colon", "did:web:a.example:", TS_MALFORMED, NULL },
        { "up the path", "did:web:a.example:..:x", TS_MALFORMED, NULL },
        { "a slash", "did:web:a.example:x/y", TS_MALFORMED, NULL },
        { "a slash in the host", "did:web:a.example/x", TS_MALFORMED, NULL },
        { "a query", "did:web:a.example:x?y", TS_MALFORMED, NULL },
        { "a fragment", "did:web:a.example#key-1", TS_MALFORMED, NULL },
        { "a password", "did:web:a.example%3Ab%40c.example", TS_MALFORMED, NULL },
        { "two ports", "did:web:a.example%3A1%3A2", TS_MALFORMED, NULL },
        { "another escape", "did:web:a.example%2Fx", TS_MALFORMED, NULL },
    };
    struct ts_arena arena = ts_test_arena(ARENA);
    for (size_t i = 0; i < TS_COUNT(ROWS); i++) {
        ts_span url = TS_SPAN_LIT("untouched");
        size_t used = arena.used;
        ts_test_row(ROWS[i].rule);
        assert_status(ts_did_web_url(&arena, &url, ts_span_text(ROWS[i].did), true),
                      ROWS[i].status);
        assert_span_equal(url, ts_span_text(ROWS[i].url ? ROWS[i].url : "untouched"));
        if (!ROWS[i].url)
            assert_int_equal(arena.used, used);
    }
    ts_span url;
    assert_status(
        ts_did_web_url(&arena, &url, TS_SPAN_LIT("did:web:localhost%3A80"), false),
        TS_MALFORMED);
    ts_test_arena_free(&arena);
}

static void
finds_keys_of_web_issuers(void **state)
{
    (void)state;
    static const struct {
        const char *rule, *issuer;
        enum ts_status status;
        const char *url;
    } ROWS[] = {
        { "a host", "https://a.example", TS_OK,
          "https://a.example/.well-known/jwks.json" },
        { "a path", "https://a.example/x/issuer", TS_OK,
          "https://a.example/x/issuer/.well-known/jwks.json" },
        { "a slash at the end", "https://a.example/", TS_MALFORMED, NULL },
        { "a query", "https://a.example/x?y", TS_MALFORMED, NULL },
        { "no URL", "did:web:a.example", TS_MALFORMED, NULL },
        { "plain http", "http://a.example", TS_MALFORMED, NULL },
    };
    struct ts_arena arena = ts_test_arena(ARENA);
    for (size_t i = 0; i < TS_COUNT(ROWS); i++) {
        ts_span url = TS_SPAN_LIT("untouched");
        ts_test_row(ROWS[i].rule);
        assert_status(ts_jwks_url(&arena, &url, ts_span_text(ROWS[i].issuer), false),
                      ROWS[i].status);
        assert_span_equal(url, ts_span_text(ROWS[i].url ? ROWS[i].url : "untouched"));
    }
    ts_test_arena_free(&arena);
}

static void
stays_within_its_memory(void **state)
{
    (void)state;
    uint8_t memory[24];
    struct ts_arena arena = ts_arena_over(TS_ROOM_OF(memory));
    ts_span url;
    assert_status(ts_did_web_url(&arena, &url, TS_SPAN_LIT("did:web:a.example"), false),
                  TS_NO_SPACE);
    assert_status(ts_jwks_url(&arena, &url, TS_SPAN_LIT("https://a.example"), false),
                  TS_NO_SPACE);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(takes_public_https_addresses_only),
        cmocka_unit_test(ends_with_the_longest_address),
        cmocka_unit_test(parts_addresses),
        cmocka_unit_test(finds_documents_of_did_web),
        cmocka_unit_test(finds_keys_of_web_issuers),
        cmocka_unit_test(stays_within_its_memory),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
