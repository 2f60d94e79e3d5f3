#include "keys/authority/issuer_keys.h"

#include "firmware/base/calendar.h"
#include "keys/authority/issuer_record.h"
#include "keys/codec/json.h"
#include "tests/support/support.h"

#include <string.h>

#define ARENA (1024 * 1024)

/* RFC 8037 A.2 */
#define ED25519                            \
    "\"kty\":\"OKP\",\"crv\":\"Ed25519\"," \
    "\"x\":\"11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo\""
/* A certificate made for this test: P-256, 2026-11-23 to 2028-11-22, extended key
 * usage 1.3.6.1.4.1.1847.2021.1.2 (vaccination). */
#define P256                                                 \
    "\"kty\":\"EC\",\"crv\":\"P-256\","                      \
    "\"x\":\"AK99ck_9kPDyOLnxsuN9n18JGeq-OEQXB33Zldg_uHY\"," \
    "\"y\":\"UAGseO2VQnAj0KhmCRQ6j3cV85I1S48xHBbzjbXHLyE\""
#define CERTIFICATE                                                                \
    "MIIBXjCCAQSgAwIBAgIBATAKBggqhkjOPQQDAjAbMQswCQYDVQQGEwJYWDEMMAoGA1UEAwwDRFND" \
    "MB4XDTI2MTEyMzE3NTAxMloXDTI4MTEyMjE3NTAxMlowGzELMAkGA1UEBhMCWFgxDDAKBgNVBAMM" \
    "A0RTQzBZMBMGByqGSM49AgEGCCqGSM49AwEHA0IABACvfXJP/ZDw8ji58bLjfZ9fCRnqvjhEFwd9" \
    "2ZXYP7h2UAGseO2VQnAj0KhmCRQ6j3cV85I1S48xHBbzjbXHLyGjOTA3MBYGA1UdJQQPMA0GCysG" \
    "AQQBjjePZQECMB0GA1UdDgQWBBSYMqbqpTVi03iYxruVHT8mTnf3xjAKBggqhkjOPQQDAgNIADBF" \
    "AiEAz33+zm3HxyJcstVqoINesviD3LQwcYxqdtuXx6dhgIwCIDJpXpZE00SmIdJg4aTlPESFknOF" \
    "o/gHCiodgI4bP3Vu"

static const struct ts_json *
parse(struct ts_arena *arena, const char *text)
{
    const struct ts_json *root;
    assert_status(ts_json_parse(arena, &root, ts_span_text(text), NULL), TS_OK);
    return root;
}

static void
takes_every_key_of_a_set(void **state)
{
    (void)state;
    struct ts_arena arena = ts_test_arena(ARENA);
    struct ts_issuer_keys keys;
    const char *set = "{\"keys\":[{" ED25519 ",\"kid\":\"a\"},{" P256 "},"
                      "{\"kty\":\"oct\",\"k\":\"AA\"},"
                      "{" ED25519 ",\"kid\":\"enc\",\"use\":\"enc\"}]}";
    assert_status(ts_issuer_keys_from_jwks(&arena, &keys, parse(&arena, set)), TS_OK);
    assert_int_equal(keys.count, 2);
    assert_int_equal(keys.passed_over, 2);
    assert_span_equal(keys.items[0].id, TS_SPAN_LIT("a"));
    assert_int_equal(keys.items[0].key.kind, TS_KEY_ED25519);
    assert_int_equal(keys.items[1].id.len, 0);
    assert_true(keys.items[0].not_after.s == INT64_MAX);
    assert_true(keys.items[0].may_sign_test && keys.items[0].may_sign_vaccination
                && keys.items[0].may_sign_recovery);
    ts_test_arena_free(&arena);
}

static void
takes_one_key_alone(void **state)
{
    (void)state;
    struct ts_arena arena = ts_test_arena(ARENA);
    struct ts_issuer_keys keys;
    assert_status(ts_issuer_keys_from_jwks(&arena, &keys, parse(&arena, "{" ED25519 "}")),
                  TS_OK);
    assert_int_equal(keys.count, 1);
    ts_test_arena_free(&arena);
}

static void
takes_times_and_usages_from_a_certificate(void **state)
{
    (void)state;
    /* SHA-256 of the certificate begins so. */
    static const uint8_t KID[] = { 0xcb, 0x48, 0xa6, 0xc6, 0x4b, 0xb4, 0x89, 0xb6 };
    struct ts_arena arena = ts_test_arena(ARENA);
    struct ts_issuer_keys keys;
    const char *jwk = "{" P256 ",\"kid\":\"y0imxku0ibY=\",\"x5c\":[\"" CERTIFICATE "\"]}";
    assert_status(ts_issuer_keys_from_jwks(&arena, &keys, parse(&arena, jwk)), TS_OK);
    assert_int_equal(keys.count, 2);
    assert_span_equal(keys.items[0].id, TS_SPAN_LIT("y0imxku0ibY="));
    assert_span_equal(keys.items[1].id, TS_SPAN_OF(KID));
    for (size_t i = 0; i < 2; i++) {
        char text[TS_UTC_TEXT_SIZE];
        ts_utc_format(text, keys.items[i].not_before);
        assert_string_equal(text, "2026-11-23T17:50:12Z");
        ts_utc_format(text, keys.items[i].not_after);
        assert_string_equal(text, "2028-11-22T17:50:12Z");
        assert_true(keys.items[i].may_sign_vaccination);
        assert_false(keys.items[i].may_sign_test);
        assert_false(keys.items[i].may_sign_recovery);
    }
    ts_test_row("without a kid only the COSE name is left");
    const char *nameless = "{" P256 ",\"x5c\":[\"" CERTIFICATE "\"]}";
    assert_status(ts_issuer_keys_from_jwks(&arena, &keys, parse(&arena, nameless)),
                  TS_OK);
    assert_int_equal(keys.count, 1);
    assert_span_equal(keys.items[0].id, TS_SPAN_OF(KID));
    ts_test_arena_free(&arena);
}

static const struct {
    const char *rule;
    const char *jwks;
    enum ts_status status;
} BAD[] = {
    { "no keys", "{\"keys\":[]}", TS_ABSENT },
    { "only keys of other kinds", "{\"keys\":[{\"kty\":\"oct\",\"k\":\"AA\"}]}",
      TS_ABSENT },
    { "a secret key",
      "{" ED25519 ",\"d\":\"nWGxne_9WmC6hEr0kuwsxERJxWl7MmkZcDusAxyuf2A\"}",
      TS_MALFORMED },
    { "a kid that is no text", "{" ED25519 ",\"kid\":1}", TS_MALFORMED },
    { "a kid that is empty", "{" ED25519 ",\"kid\":\"\"}", TS_MALFORMED },
    { "a key that is no object", "{\"keys\":[1]}", TS_MALFORMED },
    { "one broken key spoils the set",
      "{\"keys\":[{" ED25519 "},{\"kty\":\"OKP\",\"crv\":\"Ed25519\",\"x\":\"AA\"}]}",
      TS_MALFORMED },
    { "a certificate that is none", "{" P256 ",\"x5c\":[\"AAAA\"]}", TS_MALFORMED },
    { "a certificate of another key", "{" ED25519 ",\"x5c\":[\"" CERTIFICATE "\"]}",
      TS_MALFORMED },
    { "an empty chain", "{" P256 ",\"x5c\":[]}", TS_MALFORMED },
};

static void
refuses_what_is_no_key(void **state)
{
    (void)state;
    struct ts_arena arena = ts_test_arena(ARENA);
    for (size_t i = 0; i < TS_COUNT(BAD); i++) {
        struct ts_issuer_keys keys = { .count = 99 };
        ts_test_row(BAD[i].rule);
        assert_status(ts_issuer_keys_from_jwks(&arena, &keys, parse(&arena, BAD[i].jwks)),
                      BAD[i].status);
        assert_int_equal(keys.count, 99);
    }
    ts_test_arena_free(&arena);
}

#define DID "did:web:college.example"
static void
takes_assertion_methods_of_a_document(void **state)
{
    (void)state;
    struct ts_arena arena = ts_test_arena(ARENA);
    struct ts_issuer_keys keys;
    const char *document =
        "{\"id\":\"" DID "\",\"verificationMethod\":["
        "{\"id\":\"#a\",\"type\":\"JsonWebKey\",\"controller\":\"" DID "\","
        "\"publicKeyJwk\":{" ED25519 "},\"revoked\":\"2026-05-12T00:00:00Z\"},"
        "{\"id\":\"#b\",\"type\":\"JsonWebKey\",\"controller\":\"" DID "\","
        "\"publicKeyJwk\":{" P256 "}}],"
        "\"authentication\":[\"#b\"],\"assertionMethod\":[\"#a\"]}";
    assert_status(ts_issuer_keys_from_document(&arena, &keys, parse(&arena, document),
                                               TS_SPAN_LIT(DID)),
                  TS_OK);
    assert_int_equal(keys.count, 1);
    assert_span_equal(keys.items[0].id, TS_SPAN_LIT(DID "#a"));
    ts_test_row("FORMAT.md 3.20: revoked, for all it ever signed");
    assert_int_equal(keys.items[0].not_after.s, TS_KEY_REVOKED.s);
    ts_test_row("FORMAT.md 3.13: expired, for what it signs after that");
    const char *expires =
        "{\"id\":\"" DID "\",\"assertionMethod\":["
        "{\"id\":\"#a\",\"type\":\"JsonWebKey\",\"controller\":\"" DID "\","
        "\"publicKeyJwk\":{" ED25519 "},\"expires\":\"2026-05-12T00:00:00Z\"}]}";
    assert_status(ts_issuer_keys_from_document(&arena, &keys, parse(&arena, expires),
                                               TS_SPAN_LIT(DID)),
                  TS_OK);
    assert_int_equal(keys.items[0].not_after.s, 1778544000);
    assert_status(ts_issuer_keys_from_document(&arena, &keys,
                                               parse(&arena, "{\"id\":\"" DID "\"}"),
                                               TS_SPAN_LIT(DID)),
                  TS_ABSENT);
    assert_status(ts_issuer_keys_from_document(&arena, &keys, parse(&arena, document),
                                               TS_SPAN_LIT("did:web:other.example")),
                  TS_MALFORMED);
    ts_test_arena_free(&arena);
}

static void
keeps_an_issuer_as_one_line(void **state)
{
    (void)state;
    struct ts_arena arena = ts_test_arena(ARENA);
    struct ts_issuer_keys keys;
    const char *set = "{\"keys\":[{" ED25519 ",\"kid\":\"a\"},{" P256
                      ",\"kid\":\"b\",\"x5c\":[\"" CERTIFICATE "\"]}]}";
    assert_status(ts_issuer_keys_from_jwks(&arena, &keys, parse(&arena, set)), TS_OK);
    const struct ts_text_in names[] = {
        { TS_SPAN_LIT("en"), TS_SPAN_LIT("A \"college\"\nof two lines") },
        { TS_SPAN_LIT("fr-ca"), TS_SPAN_LIT("Coll\xC3\xA8ge") },
    };
    const ts_span achievements[] = { TS_SPAN_LIT("https://a.example/1"),
                                     TS_SPAN_LIT("Certification") };
    const ts_span locations[] = { TS_SPAN_LIT("https://lists.example/") };
    const struct ts_issuer issuer = { .id = TS_SPAN_LIT(DID),
                                      .names = names,
                                      .name_count = 2,
                                      .keys = keys.items,
                                      .key_count = keys.count,
                                      .achievements = achievements,
                                      .achievement_count = 2,
                                      .status_locations = locations,
                                      .status_location_count = 1 };
    struct ts_issuer again;
    ts_span line;
    assert_status(ts_issuer_record_write(&arena, &line, &issuer), TS_OK);
    assert_int_equal(ts_span_index(line, '\n'), line.len);
    assert_status(ts_issuer_record_read(&arena, &again, line), TS_OK);
    assert_span_equal(again.id, issuer.id);
    assert_int_equal(again.name_count, 2);
    for (size_t i = 0; i < 2; i++) {
        assert_span_equal(again.names[i].language, names[i].language);
        assert_span_equal(again.names[i].text, names[i].text);
        assert_span_equal(again.achievements[i], achievements[i]);
    }
    assert_span_equal(again.status_locations[0], locations[0]);
    assert_int_equal(again.key_count, 3);
    for (size_t i = 0; i < 3; i++) {
        const struct ts_issuer_key *a = &keys.items[i];
        const struct ts_issuer_key *b = &again.keys[i];
        assert_span_equal(b->id, a->id);
        assert_true(ts_public_key_equal(&a->key, &b->key));
        assert_true(a->not_before.s == b->not_before.s);
        assert_true(a->not_after.s == b->not_after.s);
        assert_int_equal(a->may_sign_test, b->may_sign_test);
        assert_int_equal(a->may_sign_vaccination, b->may_sign_vaccination);
        assert_int_equal(a->may_sign_recovery, b->may_sign_recovery);
    }

    ts_test_row("every proper prefix is refused");
    for (size_t len = 0; len < line.len; len++) {
        size_t used = arena.used;
        again.key_count = 99;
        assert_int_not_equal(
            ts_issuer_record_read(&arena, &again, ts_span_part(line, 0, len)), TS_OK);
        assert_int_equal(again.key_count, 99);
        ts_arena_rewind(&arena, used);
    }
    ts_test_arena_free(&arena);
}

static void
refuses_lines_that_are_no_issuer(void **state)
{
    (void)state;
#define REST ",\"achievements\":[],\"statusLocations\":[],\"keys\":[]}"
    static const struct {
        const char *rule;
        const char *line;
    } LINES[] = {
        { "no id", "{\"names\":{\"en\":\"N\"}" REST },
        { "no name", "{\"id\":\"a:b\",\"names\":{}" REST },
        { "a name that is no text", "{\"id\":\"a:b\",\"names\":{\"en\":1}" REST },
        { "no keys member", "{\"id\":\"a:b\",\"names\":{\"en\":\"N\"},"
                            "\"achievements\":[],\"statusLocations\":[]}" },
        { "a key without a JWK", "{\"id\":\"a:b\",\"names\":{\"en\":\"N\"},"
                                 "\"achievements\":[],\"statusLocations\":[],"
                                 "\"keys\":[{\"id\":\"k\"}]}" },
        { "a key that ends before it begins",
          "{\"id\":\"a:b\",\"names\":{\"en\":\"N\"},"
          "\"achievements\":[],\"statusLocations\":[],"
          "\"keys\":[{\"id\":\"k\",\"jwk\":{" ED25519 "},"
          "\"notBefore\":\"2026-05-12T00:00:00Z\","
          "\"notAfter\":\"2026-05-11T00:00:00Z\"}]}" },
    };
    struct ts_arena arena = ts_test_arena(ARENA);
    for (size_t i = 0; i < TS_COUNT(LINES); i++) {
        struct ts_issuer issuer;
        ts_test_row(LINES[i].rule);
        assert_status(ts_issuer_record_read(&arena, &issuer, ts_span_text(LINES[i].line)),
                      TS_MALFORMED);
    }
    ts_test_arena_free(&arena);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(takes_every_key_of_a_set),
        cmocka_unit_test(takes_one_key_alone),
        cmocka_unit_test(takes_times_and_usages_from_a_certificate),
        cmocka_unit_test(refuses_what_is_no_key),
        cmocka_unit_test(takes_assertion_methods_of_a_document),
        cmocka_unit_test(keeps_an_issuer_as_one_line),
        cmocka_unit_test(refuses_lines_that_are_no_issuer),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
