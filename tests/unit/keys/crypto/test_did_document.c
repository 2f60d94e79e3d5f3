#include "firmware/base/calendar.h"
#include "firmware/base/limits.h"
#include "keys/crypto/did.h"
#include "tests/support/support.h"

#include <stdio.h>
#include <string.h>

#define DID "did:web:example.com"
#define ED "z6MkiTBz1ymuepAQ4HEHYSF1H8quG5GLVVQR3djdX3mDooWp"
#define ED_BASE58 "4zvwRjXUKGfvwnParsHAS3HuSVzV5cA4McphgmoCtajS"
#define P256 "zDnaerDaTF5BXEavCrfRZEk316dpbLsfPDZ3WJ5hRTPFU2169"
#define K256 "zQ3shokFTS3brHcDQrn82RUDfCZESWL1ZdCEJwekUDPQiYBme"
#define ED_JWK                                                    \
    "{\"kty\":\"OKP\",\"crv\":\"Ed25519\",\"x\":\"11qYAYKxCrfVS_" \
    "7TyWQHOg7hcvPapiMlrwIaaPcHURo\"}"
#define EC_JWK                                         \
    "{\"kty\":\"EC\",\"crv\":\"P-256\",\"x\":"         \
    "\"f83OJ3D2xF1Bg8vub9tLe1gHMzV76e8Tus9uPHvRVEU\"," \
    "\"y\":\"x_FEzRu9m36HLN_tue659LNpXW6pCyStikYjKIWI5a0\"}"

/* One method: its id, type and the members that carry the key. */
#define METHOD(id, type, rest) \
    "{\"id\":\"" id "\",\"type\":\"" type "\",\"controller\":\"" DID "\"," rest "}"
#define KEY(multibase) "\"publicKeyMultibase\":\"" multibase "\""
#define JWK(jwk) "\"publicKeyJwk\":" jwk
#define BASE58(text) "\"publicKeyBase58\":\"" text "\""
#define DOCUMENT(methods, assertions)                      \
    "{\"id\":\"" DID "\",\"verificationMethod\":[" methods \
    "],\"assertionMethod\":" assertions "}"
#define EMBEDDED(type, rest) DOCUMENT("", "[" METHOD("#k", type, rest) "]")

static const struct {
    const char *name;
    const char *text;
    enum ts_status want;
    size_t count;
    enum ts_key_kind kind; /* of the first */
} rows[] = {
    { "a reference in full",
      DOCUMENT(METHOD(DID "#a", "Multikey", KEY(ED)), "[\"" DID "#a\"]"), TS_OK, 1,
      TS_KEY_ED25519 },
    { "a relative reference to a full id",
      DOCUMENT(METHOD(DID "#a", "Multikey", KEY(ED)), "[\"#a\"]"), TS_OK, 1,
      TS_KEY_ED25519 },
    { "a full reference to a relative id",
      DOCUMENT(METHOD("#a", "Multikey", KEY(ED)), "[\"" DID "#a\"]"), TS_OK, 1,
      TS_KEY_ED25519 },
    { "one reference without a list",
      DOCUMENT(METHOD("#a", "Multikey", KEY(ED)), "\"#a\""), TS_OK, 1, TS_KEY_ED25519 },
    { "embedded only", EMBEDDED("Multikey", KEY(P256)), TS_OK, 1, TS_KEY_P256 },
    { "Ed25519VerificationKey2018",
      EMBEDDED("Ed25519VerificationKey2018", BASE58(ED_BASE58)), TS_OK, 1,
      TS_KEY_ED25519 },
    { "Ed25519VerificationKey2020", EMBEDDED("Ed25519VerificationKey2020", KEY(ED)),
      TS_OK, 1, TS_KEY_ED25519 },
    { "JsonWebKey", EMBEDDED("JsonWebKey", JWK(EC_JWK)), TS_OK, 1, TS_KEY_P256 },
    { "JsonWebKey2020", EMBEDDED("JsonWebKey2020", JWK(ED_JWK)), TS_OK, 1,
      TS_KEY_ED25519 },
    { "EcdsaSecp256r1VerificationKey2019",
      EMBEDDED("EcdsaSecp256r1VerificationKey2019", KEY(P256)), TS_OK, 1, TS_KEY_P256 },
    { "two, in the order of assertionMethod",
      DOCUMENT(METHOD("#a", "Multikey", KEY(ED)) "," METHOD("#b", "Multikey", KEY(P256)),
               "[\"#b\",\"#a\"]"),
      TS_OK, 2, TS_KEY_P256 },
    { "a method that may not assert",
      DOCUMENT(METHOD("#a", "Multikey", KEY(ED)) "," METHOD("#b", "Multikey", KEY(P256)),
               "[\"#b\"]"),
      TS_OK, 1, TS_KEY_P256 },
    { "no assertionMethod",
      "{\"id\":\"" DID
      "\",\"verificationMethod\":[" METHOD("#a", "Multikey", KEY(ED)) "]}",
      TS_OK, 0, 0 },
    { "a type we do not know", EMBEDDED("BbsKey2030", KEY(ED)), TS_OK, 0, 0 },
    { "a curve we do not know", EMBEDDED("Multikey", KEY(K256)), TS_OK, 0, 0 },
    { "a key for encryption",
      EMBEDDED("JsonWebKey",
               JWK("{\"kty\":\"OKP\",\"crv\":\"X25519\",\"use\":\"enc\",\"x\":\"AA\"}")),
      TS_OK, 0, 0 },
    { "a reference into another document",
      DOCUMENT(METHOD("#a", "Multikey", KEY(ED)), "[\"did:web:example.org#a\"]"), TS_OK,
      0, 0 },
    { "a reference to nothing", DOCUMENT(METHOD("#a", "Multikey", KEY(ED)), "[\"#b\"]"),
      TS_OK, 0, 0 },
    { "another document's id", "{\"id\":\"did:web:example.org\"}", TS_MALFORMED, 0, 0 },
    { "no id", "{\"assertionMethod\":[]}", TS_MALFORMED, 0, 0 },
    { "an id that is no text", "{\"id\":1}", TS_MALFORMED, 0, 0 },
    { "no object", "[]", TS_MALFORMED, 0, 0 },
    { "two methods of one id",
      DOCUMENT(
          METHOD("#a", "Multikey", KEY(ED)) "," METHOD(DID "#a", "Multikey", KEY(P256)),
          "[\"#a\"]"),
      TS_MALFORMED, 0, 0 },
    { "a number for a reference", DOCUMENT("", "[1]"), TS_MALFORMED, 0, 0 },
    { "an empty reference", DOCUMENT("", "[\"\"]"), TS_MALFORMED, 0, 0 },
    { "verificationMethod that is no list",
      "{\"id\":\"" DID "\",\"verificationMethod\":{},\"assertionMethod\":[\"#a\"]}",
      TS_MALFORMED, 0, 0 },
    { "a method without an id",
      DOCUMENT("", "[{\"type\":\"Multikey\",\"controller\":\"" DID "\"," KEY(ED) "}]"),
      TS_MALFORMED, 0, 0 },
    { "a method without a controller",
      DOCUMENT("", "[{\"id\":\"#a\",\"type\":\"Multikey\"," KEY(ED) "}]"), TS_MALFORMED,
      0, 0 },
    { "no key", EMBEDDED("Multikey", "\"a\":1"), TS_MALFORMED, 0, 0 },
    { "two keys", EMBEDDED("JsonWebKey", KEY(ED) "," JWK(ED_JWK)), TS_MALFORMED, 0, 0 },
    { "a Multikey that carries a JWK", EMBEDDED("Multikey", JWK(ED_JWK)), TS_MALFORMED, 0,
      0 },
    { "another key than the type says", EMBEDDED("Ed25519VerificationKey2020", KEY(P256)),
      TS_MALFORMED, 0, 0 },
    { "a key that is none", EMBEDDED("Multikey", KEY("z6Mk0")), TS_MALFORMED, 0, 0 },
    { "base58 of another length", EMBEDDED("Ed25519VerificationKey2018", BASE58("4zvw")),
      TS_MALFORMED, 0, 0 },
    { "a published secret",
      EMBEDDED("JsonWebKey2020",
               JWK("{\"kty\":\"OKP\",\"crv\":\"Ed25519\",\"d\":\"AA\",\"x\":\"AA\"}")),
      TS_MALFORMED, 0, 0 },
    { "a time that is none", EMBEDDED("Multikey", KEY(ED) ",\"revoked\":\"yesterday\""),
      TS_MALFORMED, 0, 0 },
    { "a bad method nobody refers to",
      DOCUMENT(METHOD("#a", "Multikey", KEY("z")) "," METHOD("#b", "Multikey", KEY(ED)),
               "[\"#b\"]"),
      TS_OK, 1, TS_KEY_ED25519 },
};

#define MAX 4

static enum ts_status
read(struct ts_arena *arena, struct ts_did_method *methods, size_t *count,
     const char *text)
{
    const struct ts_json *json;
    assert_status(ts_json_parse(arena, &json, ts_span_text(text), NULL), TS_OK);
    return ts_did_document_read(arena, methods, MAX, count, json, TS_SPAN_LIT(DID));
}

static void
each_document_is_read_as_it_says(void **state)
{
    (void)state;
    struct ts_arena arena = ts_test_arena(262144);
    for (size_t i = 0; i < TS_COUNT(rows); i++) {
        struct ts_did_method methods[MAX] = { { .id = TS_SPAN_LIT("before") } };
        size_t count = 42;
        ts_test_row(rows[i].name);
        assert_status(read(&arena, methods, &count, rows[i].text), rows[i].want);
        assert_int_equal(count, rows[i].want == TS_OK ? rows[i].count : 42);
        if (rows[i].want == TS_OK && rows[i].count > 0)
            assert_int_equal(methods[0].key.kind, rows[i].kind);
        else
            assert_span_equal(methods[0].id, TS_SPAN_LIT("before"));
    }
    ts_test_arena_free(&arena);
}

static void
a_relative_id_is_given_in_full(void **state)
{
    (void)state;
    struct ts_arena arena = ts_test_arena(16384);
    struct ts_did_method methods[MAX];
    size_t count;
    assert_status(read(&arena, methods, &count, EMBEDDED("Multikey", KEY(ED))), TS_OK);
    assert_span_equal(methods[0].id, TS_SPAN_LIT(DID "#k"));
    assert_span_equal(methods[0].controller, TS_SPAN_LIT(DID));
    assert_int_equal(methods[0].revoked.s, TS_UTC_NEVER.s);
    ts_test_arena_free(&arena);
}

static void
a_subject_is_an_absolute_url(void **state)
{
    (void)state;
    static const char *subjects[] = { "#", "#a", "", "a", ":a", "1a:b", "a#b:c", "/a:b" };
    struct ts_arena arena = ts_test_arena(65536);
    for (size_t i = 0; i < TS_COUNT(subjects); i++) {
        char text[64];
        const struct ts_json *json;
        struct ts_did_method methods[MAX];
        size_t count = 42;
        ts_test_row(subjects[i]);
        snprintf(text, sizeof(text), "{\"id\":\"%s\"}", subjects[i]);
        assert_status(ts_json_parse(&arena, &json, ts_span_text(text), NULL), TS_OK);
        assert_status(ts_did_document_read(&arena, methods, MAX, &count, json,
                                           ts_span_text(subjects[i])),
                      TS_MALFORMED);
        assert_int_equal(count, 42);
    }
    ts_test_arena_free(&arena);
}

static void
the_earlier_of_revoked_and_expires_counts(void **state)
{
    (void)state;
    static const char *texts[] = {
        EMBEDDED("Multikey", KEY(ED) ",\"revoked\":\"2026-01-02T00:00:00Z\""),
        EMBEDDED("Multikey", KEY(ED) ",\"expires\":\"2026-01-02T00:00:00Z\""),
        EMBEDDED("Multikey", KEY(ED) ",\"revoked\":\"2026-01-02T00:00:00Z\","
                                     "\"expires\":\"2027-01-01T00:00:00Z\""),
        EMBEDDED("Multikey", KEY(ED) ",\"revoked\":\"2027-01-01T00:00:00Z\","
                                     "\"expires\":\"2026-01-02T00:00:00Z\""),
    };
    struct ts_arena arena = ts_test_arena(65536);
    ts_utc want;
    assert_status(ts_utc_parse(&want, TS_SPAN_LIT("2026-01-02T00:00:00Z")), TS_OK);
    for (size_t i = 0; i < TS_COUNT(texts); i++) {
        struct ts_did_method methods[MAX];
        size_t count;
        assert_status(read(&arena, methods, &count, texts[i]), TS_OK);
        assert_int_equal(methods[0].revoked.s, want.s);
        assert_int_equal(methods[0].is_revoked, i != 1);
    }
    ts_test_arena_free(&arena);
}

/* times: how often the same method is asserted. */
static enum ts_status
read_repeated(struct ts_arena *arena, size_t *count, size_t times)
{
    static char text[65536];
    struct ts_did_method methods[MAX];
    int used = snprintf(text, sizeof(text),
                        "{\"id\":\"" DID "\",\"verificationMethod\":[" METHOD(
                            "#a", "Multikey", KEY(ED)) "],\"assertionMethod\":[");
    for (size_t i = 0; i < times; i++)
        used +=
            snprintf(text + used, sizeof(text) - (size_t)used, "%s\"#a\"", i ? "," : "");
    snprintf(text + used, sizeof(text) - (size_t)used, "]}");
    return read(arena, methods, count, text);
}

static void
more_than_there_is_room_for_is_over_the_limit(void **state)
{
    (void)state;
    struct ts_arena arena = ts_test_arena(1 << 20);
    size_t count = 0;
    assert_status(read_repeated(&arena, &count, MAX), TS_OK);
    assert_int_equal(count, MAX);
    assert_status(read_repeated(&arena, &count, MAX + 1), TS_OVER_LIMIT);
    assert_status(read_repeated(&arena, &count, TS_DID_METHODS_MAX + 1), TS_OVER_LIMIT);
    assert_int_equal(count, MAX);
    ts_test_arena_free(&arena);
}

static void
a_full_arena_is_no_space(void **state)
{
    (void)state;
    struct ts_arena arena = ts_test_arena(16384);
    const struct ts_json *json;
    struct ts_did_method methods[1];
    size_t count = 42;
    assert_status(
        ts_json_parse(&arena, &json, TS_SPAN_LIT(EMBEDDED("Multikey", KEY(ED))), NULL),
        TS_OK);
    for (size_t room = 0; room < sizeof(struct ts_did_method) + 32; room++) {
        uint8_t memory[512];
        struct ts_arena tight = ts_arena_over((ts_room){ memory, room });
        assert_status(
            ts_did_document_read(&tight, methods, 1, &count, json, TS_SPAN_LIT(DID)),
            TS_NO_SPACE);
        assert_int_equal(tight.used, 0);
    }
    assert_int_equal(count, 42);
    ts_test_arena_free(&arena);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(each_document_is_read_as_it_says),
        cmocka_unit_test(a_relative_id_is_given_in_full),
        cmocka_unit_test(a_subject_is_an_absolute_url),
        cmocka_unit_test(the_earlier_of_revoked_and_expires_counts),
        cmocka_unit_test(more_than_there_is_room_for_is_over_the_limit),
        cmocka_unit_test(a_full_arena_is_no_space),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
