#include "keys/crypto/jwk.h"
#include "tests/support/support.h"

#include <string.h>

/* RFC 8037 A.2, RFC 7517 A.1, RFC 6979 A.2.6, RFC 7638 3.1. */
#define OKP "\"kty\":\"OKP\",\"crv\":\"Ed25519\","
#define OKP_X "\"x\":\"11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo\""
#define EC "\"kty\":\"EC\",\"crv\":\"P-256\","
#define EC_X "\"x\":\"MKBCTNIcKUSDii11ySs3526iDZ8AiTo7Tu6KPAqv7D4\","
#define EC_Y "\"y\":\"4Etl6SRW2YiLUrN5vfvVHuhp7x8PxltmWWlbbM4IFyM\""
#define EC384 "\"kty\":\"EC\",\"crv\":\"P-384\","
#define EC384_X \
    "\"x\":\"7DpOQVtOGaRWhhgCn0J_pdqai8SukuAuBqrlKGswDGTe-PDqkFWGYGSiVFFUgLwT\","
#define EC384_Y \
    "\"y\":\"gBXZty19VyROqO-awMYhiWcIpZNn-d-59UyoSz8cnbEoiyMcOuDU_nNE_SUzJkcg\""
#define RSA_N                                                                          \
    "\"n\":"                                                                           \
    "\"0vx7agoebGcQSuuPiLJXZptN9nndrQmbXEps2aiAFbWhM78LhWx4cbbfAAtVT86zwu1RK7aPFFxuhD" \
    "R1L6tSoc_BJECPebWKRXjBZCiFV4n3oknjhMstn64tZ_2W-5JsGY4Hc5n9yBXArwl93lqt7_"         \
    "RN5w6Cf0h4QyQ5"                                                                   \
    "v-65YGjQR0_"                                                                      \
    "FDW2QvzqY368QQMicAtaSqzs8KJZgnYb9c7d0zgdAZHzu6qMQvRL5hajrn1n91CbOpbISD08qNL"      \
    "yrdkt-bFTWhAI4vMQFh6WeZu0fM4lFd2NcRwr3XPksINHaQ-G_xBniIqbw0Ls1jF44-csFCur-"       \
    "kEgU8awapJzK"                                                                     \
    "nqDKgw\""
#define RSA_E "\"e\":\"AQAB\""
#define RSA "\"kty\":\"RSA\"," RSA_N "," RSA_E
/* 32 zeros: no point has x = 0 and y = 0. */
#define ZEROS "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"
/* y = 2 (RFC 8032 5.1.3, step 4). */
#define NO_POINT "AgAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"

static const struct {
    const char *name;
    const char *text;
    enum ts_status want;
    enum ts_key_kind kind;
    enum ts_signature_alg alg;
} rows[] = {
    { "RFC 8037 A.2", "{" OKP OKP_X "}", TS_OK, TS_KEY_ED25519, TS_ALG_NONE },
    { "Ed25519 for EdDSA", "{" OKP OKP_X ",\"alg\":\"EdDSA\"}", TS_OK, TS_KEY_ED25519,
      TS_ALG_EDDSA },
    { "P-256", "{" EC EC_X EC_Y "}", TS_OK, TS_KEY_P256, TS_ALG_NONE },
    { "P-384", "{" EC384 EC384_X EC384_Y "}", TS_OK, TS_KEY_P384, TS_ALG_NONE },
    { "RFC 7638 3.1", "{" RSA ",\"alg\":\"RS256\",\"kid\":\"2011-04-29\"}", TS_OK,
      TS_KEY_RSA, TS_ALG_RS256 },
    { "RSA for PSS", "{" RSA ",\"alg\":\"PS256\"}", TS_OK, TS_KEY_RSA, TS_ALG_PS256 },
    { "use and key_ops that fit",
      "{" OKP OKP_X ",\"use\":\"sig\",\"key_ops\":[\"sign\",\"verify\"]}", TS_OK,
      TS_KEY_ED25519, TS_ALG_NONE },
    { "members we do not know", "{" OKP OKP_X ",\"x5t\":\"AA\",\"exp\":1}", TS_OK,
      TS_KEY_ED25519, TS_ALG_NONE },
    { "RFC 7517 A.1: a key for encryption", "{" EC EC_X EC_Y ",\"use\":\"enc\"}",
      TS_UNSUPPORTED, 0, 0 },
    { "a key that may only sign", "{" EC EC_X EC_Y ",\"key_ops\":[\"sign\"]}",
      TS_UNSUPPORTED, 0, 0 },
    { "a key that may do nothing", "{" EC EC_X EC_Y ",\"key_ops\":[]}", TS_UNSUPPORTED, 0,
      0 },
    { "key_ops that is no list", "{" EC EC_X EC_Y ",\"key_ops\":\"verify\"}",
      TS_MALFORMED, 0, 0 },
    { "use that is no text", "{" EC EC_X EC_Y ",\"use\":1}", TS_MALFORMED, 0, 0 },
    { "a published secret",
      "{" OKP OKP_X ",\"d\":\"nWGxne_9WmC6hEr0kuwsxERJxWl7MmkZcDusAxyuf2A\"}",
      TS_MALFORMED, 0, 0 },
    { "a secret that is null", "{" RSA ",\"d\":null}", TS_MALFORMED, 0, 0 },
    { "an algorithm we do not know", "{" RSA ",\"alg\":\"RS512\"}", TS_UNSUPPORTED, 0,
      0 },
    { "an algorithm for another key", "{" RSA ",\"alg\":\"ES256\"}", TS_MALFORMED, 0, 0 },
    { "an algorithm for another curve", "{" EC EC_X EC_Y ",\"alg\":\"ES384\"}",
      TS_MALFORMED, 0, 0 },
    { "an algorithm that is no text", "{" RSA ",\"alg\":null}", TS_MALFORMED, 0, 0 },
    { "a symmetric key", "{\"kty\":\"oct\",\"k\":\"AyM1SysPpbyDfgZld3umj1qzKObwVMko\"}",
      TS_UNSUPPORTED, 0, 0 },
    { "no kty", "{\"crv\":\"Ed25519\"," OKP_X "}", TS_MALFORMED, 0, 0 },
    { "kty in lower case", "{\"kty\":\"okp\",\"crv\":\"Ed25519\"," OKP_X "}",
      TS_UNSUPPORTED, 0, 0 },
    { "no crv", "{\"kty\":\"OKP\"," OKP_X "}", TS_MALFORMED, 0, 0 },
    { "X25519", "{\"kty\":\"OKP\",\"crv\":\"X25519\"," OKP_X "}", TS_UNSUPPORTED, 0, 0 },
    { "Ed448", "{\"kty\":\"OKP\",\"crv\":\"Ed448\"," OKP_X "}", TS_UNSUPPORTED, 0, 0 },
    { "secp256k1", "{\"kty\":\"EC\",\"crv\":\"secp256k1\"," EC_X EC_Y "}", TS_UNSUPPORTED,
      0, 0 },
    { "Ed25519 as EC", "{\"kty\":\"EC\",\"crv\":\"Ed25519\"," OKP_X "}", TS_MALFORMED, 0,
      0 },
    { "P-256 as OKP", "{\"kty\":\"OKP\",\"crv\":\"P-256\"," EC_X EC_Y "}", TS_MALFORMED,
      0, 0 },
    { "no x", "{" OKP "\"y\":\"AA\"}", TS_MALFORMED, 0, 0 },
    { "x of 31 octets", "{" OKP "\"x\":\"11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHUQ\"}",
      TS_MALFORMED, 0, 0 },
    { "x with padding", "{" OKP "\"x\":\"11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo=\"}",
      TS_MALFORMED, 0, 0 },
    { "x off the curve", "{" OKP "\"x\":\"" NO_POINT "\"}", TS_MALFORMED, 0, 0 },
    { "no y", "{" EC EC_X "\"z\":1}", TS_MALFORMED, 0, 0 },
    { "a point off P-256", "{" EC "\"x\":\"" ZEROS "\",\"y\":\"" ZEROS "\"}",
      TS_MALFORMED, 0, 0 },
    { "a point of P-256 as P-384", "{" EC384 EC_X EC_Y "}", TS_MALFORMED, 0, 0 },
    { "x and y of uneven length",
      "{" EC "\"x\":\"MKBCTNIcKUSDii11ySs3526iDZ8AiTo7Tu6KPAqv7A\"," EC_Y "}",
      TS_MALFORMED, 0, 0 },
    { "RSA without e", "{\"kty\":\"RSA\"," RSA_N "}", TS_MALFORMED, 0, 0 },
    { "RSA without n", "{\"kty\":\"RSA\"," RSA_E "}", TS_MALFORMED, 0, 0 },
    { "RSA of 24 bits", "{\"kty\":\"RSA\",\"n\":\"AQAB\"," RSA_E "}", TS_UNSUPPORTED, 0,
      0 },
    { "RSA with a leading zero", "{\"kty\":\"RSA\",\"n\":\"AAEB\"," RSA_E "}",
      TS_MALFORMED, 0, 0 },
    { "RSA with nothing in n", "{\"kty\":\"RSA\",\"n\":\"\"," RSA_E "}", TS_MALFORMED, 0,
      0 },
    { "RSA with an exponent of 1", "{\"kty\":\"RSA\"," RSA_N ",\"e\":\"AQ\"}",
      TS_UNSUPPORTED, 0, 0 },
    { "RSA with an even exponent", "{\"kty\":\"RSA\"," RSA_N ",\"e\":\"AQAA\"}",
      TS_MALFORMED, 0, 0 },
    { "RSA with an exponent of 2^32 + 1", "{\"kty\":\"RSA\"," RSA_N ",\"e\":\"AQAAAAE\"}",
      TS_UNSUPPORTED, 0, 0 },
    { "RSA with an exponent of 2^32 - 1", "{\"kty\":\"RSA\"," RSA_N ",\"e\":\"_____w\"}",
      TS_OK, TS_KEY_RSA, TS_ALG_NONE },
    { "a list", "[]", TS_MALFORMED, 0, 0 },
    { "a text", "\"OKP\"", TS_MALFORMED, 0, 0 },
    { "nothing in it", "{}", TS_MALFORMED, 0, 0 },
};

static const struct ts_public_key untouched = { .kind = TS_KEY_P384 };

static const struct ts_json *
parsed(struct ts_arena *arena, const char *text)
{
    const struct ts_json *json;
    assert_status(ts_json_parse(arena, &json, ts_span_text(text), NULL), TS_OK);
    return json;
}

static void
each_key_is_read_as_it_says(void **state)
{
    (void)state;
    struct ts_arena arena = ts_test_arena(131072);
    for (size_t i = 0; i < TS_COUNT(rows); i++) {
        struct ts_public_key key = untouched;
        enum ts_signature_alg alg = TS_ALG_ES384;
        const struct ts_json *json = parsed(&arena, rows[i].text);
        size_t before = arena.used;
        ts_test_row(rows[i].name);
        assert_status(ts_jwk_read(&arena, &key, &alg, json), rows[i].want);
        if (rows[i].want == TS_OK) {
            assert_int_equal(key.kind, rows[i].kind);
            assert_int_equal(alg, rows[i].alg);
        } else {
            assert_true(ts_public_key_equal(&key, &untouched));
            assert_int_equal(alg, TS_ALG_ES384);
            assert_int_equal(arena.used, before);
        }
    }
    ts_test_arena_free(&arena);
}

static const struct {
    const char *name;
    const char *text;
    const char *thumbprint; /* NULL where no RFC gives one. */
    const char *written;
} prints[] = {
    { "RFC 8037 A.3", "{" OKP OKP_X "}",
      "90facafea9b1556698540f70c0117a22ea37bd5cf3ed3c47093c1707282b4b89",
      "{\"crv\":\"Ed25519\",\"kty\":\"OKP\"," OKP_X "}" },
    { "RFC 7638 3.1", "{" RSA ",\"alg\":\"RS256\",\"kid\":\"2011-04-29\"}",
      "3736cbb1787cb8309c77ee8c3705c5e16ffb9e859715901f1e4c59b11182f57b",
      "{" RSA_E ",\"kty\":\"RSA\"," RSA_N "}" },
    { "P-256", "{" EC EC_X EC_Y "}", NULL,
      "{\"crv\":\"P-256\",\"kty\":\"EC\"," EC_X EC_Y "}" },
    { "P-384", "{" EC384 EC384_X EC384_Y "}", NULL,
      "{\"crv\":\"P-384\",\"kty\":\"EC\"," EC384_X EC384_Y "}" },
};

static void
written_keys_are_canonical_and_hash_as_published(void **state)
{
    (void)state;
    struct ts_arena arena = ts_test_arena(65536);
    for (size_t i = 0; i < TS_COUNT(prints); i++) {
        struct ts_public_key key;
        struct ts_public_key back;
        uint8_t digest[TS_SHA256_SIZE];
        uint8_t want[TS_SHA256_SIZE];
        ts_span text;
        ts_test_row(prints[i].name);
        assert_status(ts_jwk_read(&arena, &key, NULL, parsed(&arena, prints[i].text)),
                      TS_OK);
        assert_status(ts_jwk_write(&arena, &text, &key), TS_OK);
        assert_span_equal(text, ts_span_text(prints[i].written));
        assert_status(ts_jwk_read(&arena, &back, NULL, parsed(&arena, prints[i].written)),
                      TS_OK);
        assert_true(ts_public_key_equal(&key, &back));

        size_t before = arena.used;
        assert_status(ts_jwk_thumbprint(&arena, digest, &key), TS_OK);
        assert_int_equal(arena.used, before);
        ts_sha256(want, ts_span_text(prints[i].written));
        assert_span_equal(TS_SPAN_OF(digest), TS_SPAN_OF(want));
        if (prints[i].thumbprint)
            assert_span_equal(TS_SPAN_OF(digest),
                              ts_test_hex(&arena, prints[i].thumbprint));
    }
    ts_test_arena_free(&arena);
}

static void
a_compressed_point_has_the_same_thumbprint(void **state)
{
    (void)state;
    struct ts_arena arena = ts_test_arena(8192);
    struct ts_public_key key;
    uint8_t octets[33];
    uint8_t of_long[TS_SHA256_SIZE];
    uint8_t of_short[TS_SHA256_SIZE];
    assert_status(ts_jwk_read(&arena, &key, NULL, parsed(&arena, "{" EC EC_X EC_Y "}")),
                  TS_OK);
    memcpy(octets, key.point.at, sizeof(octets));
    octets[0] = (uint8_t)(2 + key.point.at[64] % 2);
    struct ts_public_key shorter = { .kind = TS_KEY_P256, .point = TS_SPAN_OF(octets) };
    assert_status(ts_jwk_thumbprint(&arena, of_long, &key), TS_OK);
    assert_status(ts_jwk_thumbprint(&arena, of_short, &shorter), TS_OK);
    assert_span_equal(TS_SPAN_OF(of_long), TS_SPAN_OF(of_short));
    ts_test_arena_free(&arena);
}

static void
what_is_no_key_is_not_written(void **state)
{
    (void)state;
    struct ts_arena arena = ts_test_arena(4096);
    struct ts_public_key none = { .kind = TS_KEY_NONE };
    struct ts_public_key rsa = { .kind = TS_KEY_RSA };
    struct ts_public_key stub = { .kind = TS_KEY_P384, .point = TS_SPAN_LIT("\4xy") };
    ts_span text;
    assert_status(ts_jwk_write(&arena, &text, &none), TS_UNSUPPORTED);
    assert_status(ts_jwk_write(&arena, &text, &rsa), TS_MALFORMED);
    assert_status(ts_jwk_write(&arena, &text, &stub), TS_MALFORMED);
    assert_int_equal(arena.used, 0);
    ts_test_arena_free(&arena);
}

static void
a_full_arena_is_no_space(void **state)
{
    (void)state;
    struct ts_arena arena = ts_test_arena(65536);
    for (size_t i = 0; i < TS_COUNT(prints); i++) {
        struct ts_public_key key;
        const struct ts_json *json = parsed(&arena, prints[i].text);
        ts_test_row(prints[i].name);
        assert_status(ts_jwk_read(&arena, &key, NULL, json), TS_OK);
        for (size_t room = 0; room < 32; room++) {
            uint8_t memory[32];
            struct ts_arena tight = ts_arena_over((ts_room){ memory, room });
            struct ts_public_key other = untouched;
            ts_span text;
            assert_status(ts_jwk_read(&tight, &other, NULL, json), TS_NO_SPACE);
            assert_status(ts_jwk_write(&tight, &text, &key), TS_NO_SPACE);
            assert_int_equal(tight.used, 0);
            assert_true(ts_public_key_equal(&other, &untouched));
        }
    }
    ts_test_arena_free(&arena);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(each_key_is_read_as_it_says),
        cmocka_unit_test(written_keys_are_canonical_and_hash_as_published),
        cmocka_unit_test(a_compressed_point_has_the_same_thumbprint),
        cmocka_unit_test(what_is_no_key_is_not_written),
        cmocka_unit_test(a_full_arena_is_no_space),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
