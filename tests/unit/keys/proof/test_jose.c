#include "firmware/base/check.h"
#include "firmware/base/writer.h"
#include "keys/codec/base64.h"
#include "keys/proof/jose.h"
#include "tests/support/support.h"

#include <stdlib.h>
#include <string.h>

static uint8_t memory[256 * 1024];
static struct ts_arena arena;

/* RFC 8037 A.2 */
#define ED25519_JWK                         \
    "{\"kty\":\"OKP\",\"crv\":\"Ed25519\"," \
    "\"x\":\"11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo\""

static void
append_encoded(struct ts_writer *w, ts_span bytes)
{
    static uint8_t scratch[8 * 1024];
    struct ts_arena room = ts_arena_over(TS_ROOM_OF(scratch));
    ts_span text;
    assert_status(ts_base64url_encode(&room, &text, bytes), TS_OK);
    ts_write_bytes(w, text);
}

/* A compact JWS over this header, payload "{}" and a signature of two bytes. */
static ts_span
compact(const char *header)
{
    static uint8_t text[8 * 1024];
    struct ts_writer w = ts_writer_over(TS_ROOM_OF(text));
    append_encoded(&w, ts_span_text(header));
    ts_write_text(&w, ".e30.AQI");
    assert_false(w.full);
    return ts_writer_span(&w);
}

static enum ts_status
read(struct ts_proof_set *set, ts_span text, struct ts_fault *fault)
{
    arena = ts_arena_over(TS_ROOM_OF(memory));
    return ts_jose_read(&arena, set, text, fault);
}

static void
every_part_is_read(void **state)
{
    (void)state;
    struct ts_proof_set set;
    ts_span text = compact("{\"alg\":\"ES256\",\"typ\":\"vc+jwt\",\"kid\":\"did:x#1\","
                           "\"cty\":\"vc\",\"iss\":\"did:x\",\"x5c\":[\"MAA=\",\"MAE=\"],"
                           "\"jwk\":" ED25519_JWK "}}");
    assert_status(read(&set, text, NULL), TS_OK);
    assert_int_equal(set.count, 1);
    assert_int_equal(set.unsupported.len, 0);
    assert_null(set.refused);
    const struct ts_proof *proof = &set.proofs[0];
    assert_int_equal(proof->kind, TS_PROOF_JWS);
    assert_int_equal(proof->alg, TS_ALG_ES256);
    assert_span_equal(proof->key_id, TS_SPAN_LIT("did:x#1"));
    assert_span_equal(proof->media_type, TS_SPAN_LIT("vc+jwt"));
    assert_span_equal(proof->certificate, TS_SPAN_LIT("\x30\x00"));
    assert_true(proof->has_embedded_key);
    assert_int_equal(proof->embedded_key.kind, TS_KEY_ED25519);
    assert_int_equal(proof->embedded_key.point.len, 32);
    assert_span_equal(proof->payload, TS_SPAN_LIT("{}"));
    assert_span_equal(proof->signature, TS_SPAN_LIT("\x01\x02"));
    assert_span_equal(proof->message, ts_span_part(text, 0, text.len - 4));
    assert_int_equal(proof->created.s, TS_UTC_ALWAYS.s);
    assert_int_equal(proof->expires.s, TS_UTC_NEVER.s);
}

static void
what_may_be_missing_may_be_missing(void **state)
{
    (void)state;
    struct ts_proof_set set;
    assert_status(read(&set, compact("{\"alg\":\"EdDSA\"}"), NULL), TS_OK);
    assert_int_equal(set.count, 1);
    assert_int_equal(set.proofs[0].alg, TS_ALG_EDDSA);
    assert_int_equal(set.proofs[0].key_id.len, 0);
    assert_int_equal(set.proofs[0].media_type.len, 0);
    assert_int_equal(set.proofs[0].certificate.len, 0);
    assert_false(set.proofs[0].has_embedded_key);
}

static const struct {
    const char *name;
    const char *header;
    const char *unsupported;
} foreign[] = {
    { "RFC 7518 3.6: none", "{\"alg\":\"none\"}", "none" },
    { "none in other letters", "{\"alg\":\"NoNe\"}", "NoNe" },
    { "HMAC", "{\"alg\":\"HS256\"}", "HS256" },
    { "an alg nobody knows", "{\"alg\":\"XYZ\"}", "XYZ" },
    { "a COSE number for a name", "{\"alg\":\"-7\"}", "-7" },
    { "RFC 7515 4.1.11: crit", "{\"alg\":\"ES256\",\"crit\":[\"exp\"],\"exp\":1}",
      "crit" },
    { "RFC 7797: b64", "{\"alg\":\"ES256\",\"b64\":false}", "b64" },
    { "compression", "{\"alg\":\"ES256\",\"zip\":\"DEF\"}", "zip" },
    { "a key to fetch", "{\"alg\":\"ES256\",\"jku\":\"https://x\"}", "jku" },
    { "a chain to fetch", "{\"alg\":\"ES256\",\"x5u\":\"https://x\"}", "x5u" },
    { "a thumbprint", "{\"alg\":\"ES256\",\"x5t#S256\":\"AA\"}", "x5t#S256" },
    { "an empty name", "{\"alg\":\"ES256\",\"\":1}", "\"\"" },
    { "names are compared exactly", "{\"alg\":\"ES256\",\"Kid\":\"x\"}", "Kid" },
    { "a key on another curve",
      "{\"alg\":\"ES256\",\"jwk\":{\"kty\":\"EC\",\"crv\":\"secp256k1\",\"x\":\"AA\","
      "\"y\":"
      "\"AA\"}}",
      "jwk" },
};

static void
what_we_do_not_know_is_named_and_not_counted(void **state)
{
    (void)state;
    for (size_t i = 0; i < TS_COUNT(foreign); i++) {
        struct ts_proof_set set;
        ts_test_row(foreign[i].name);
        assert_status(read(&set, compact(foreign[i].header), NULL), TS_OK);
        assert_int_equal(set.count, 0);
        assert_int_equal(set.proofs[0].kind, TS_PROOF_NONE);
        assert_span_equal(set.unsupported, ts_span_text(foreign[i].unsupported));
    }
}

static const struct {
    const char *name;
    const char *header;
    enum ts_status want;
} broken[] = {
    { "not JSON", "alg", TS_MALFORMED },
    { "no object", "[\"alg\"]", TS_MALFORMED },
    { "JSON cut off", "{\"alg\":\"ES256\"", TS_MALFORMED },
    { "more after the JSON", "{\"alg\":\"ES256\"}{}", TS_MALFORMED },
    { "no alg", "{\"kid\":\"x\"}", TS_MALFORMED },
    { "an alg that is no text", "{\"alg\":-7}", TS_MALFORMED },
    { "an empty alg", "{\"alg\":\"\"}", TS_MALFORMED },
    { "RFC 7515 4: alg twice", "{\"alg\":\"ES256\",\"alg\":\"none\"}", TS_DUPLICATE },
    { "kid twice, once in escapes",
      "{\"alg\":\"ES256\",\"kid\":\"a\",\"\\u006bid\":\"b\"}", TS_DUPLICATE },
    { "a kid that is no text", "{\"alg\":\"ES256\",\"kid\":1}", TS_MALFORMED },
    { "a typ that is no text", "{\"alg\":\"ES256\",\"typ\":null}", TS_MALFORMED },
    { "a cty that is no text", "{\"alg\":\"ES256\",\"cty\":{}}", TS_MALFORMED },
    { "an iss that is no text", "{\"alg\":\"ES256\",\"iss\":[]}", TS_MALFORMED },
    { "a jwk that is text", "{\"alg\":\"ES256\",\"jwk\":\"AA\"}", TS_MALFORMED },
    { "a jwk without its point",
      "{\"alg\":\"ES256\",\"jwk\":{\"kty\":\"EC\",\"crv\":\"P-256\"}}", TS_MALFORMED },
    { "a jwk with its secret",
      "{\"alg\":\"EdDSA\",\"jwk\":" ED25519_JWK ",\"d\":\"AA\"}}", TS_MALFORMED },
    { "an x5c that is text", "{\"alg\":\"ES256\",\"x5c\":\"MAA=\"}", TS_MALFORMED },
    { "an empty x5c", "{\"alg\":\"ES256\",\"x5c\":[]}", TS_MALFORMED },
    { "an x5c of numbers", "{\"alg\":\"ES256\",\"x5c\":[1]}", TS_MALFORMED },
    { "an x5c whose second is no text", "{\"alg\":\"ES256\",\"x5c\":[\"MAA=\",2]}",
      TS_MALFORMED },
    { "an x5c in base64url", "{\"alg\":\"ES256\",\"x5c\":[\"-_-_\"]}", TS_MALFORMED },
};

static void
what_is_wrong_by_form_is_refused(void **state)
{
    (void)state;
    for (size_t i = 0; i < TS_COUNT(broken); i++) {
        struct ts_proof_set set = { .count = 42 };
        struct ts_fault fault = { 0 };
        ts_test_row(broken[i].name);
        assert_status(read(&set, compact(broken[i].header), &fault), broken[i].want);
        assert_int_equal(set.count, 42);
        assert_status(fault.status, broken[i].want);
        assert_non_null(fault.rule);
    }
}

static void
a_jwk_made_for_another_alg_is_refused(void **state)
{
    (void)state;
    struct ts_proof_set set;
    ts_span text =
        compact("{\"jwk\":" ED25519_JWK ",\"alg\":\"EdDSA\"},\"alg\":\"ES256\"}");
    assert_status(read(&set, text, NULL), TS_OK);
    assert_int_equal(set.count, 0);
    assert_non_null(set.refused);
    text = compact("{\"jwk\":" ED25519_JWK ",\"alg\":\"EdDSA\"},\"alg\":\"EdDSA\"}");
    assert_status(read(&set, text, NULL), TS_OK);
    assert_int_equal(set.count, 1);
    assert_null(set.refused);
}

/* eyJhbGciOiJFUzI1NiJ9 is {"alg":"ES256"} */
static const struct {
    const char *name;
    const char *text;
    enum ts_status want;
} shapes[] = {
    { "as it should be", "eyJhbGciOiJFUzI1NiJ9.e30.AQI", TS_OK },
    { "no signature at all is a signature that will not hold",
      "eyJhbGciOiJFUzI1NiJ9.e30.", TS_OK },
    { "an empty payload", "eyJhbGciOiJFUzI1NiJ9..AQI", TS_OK },
    { "nothing", "", TS_TRUNCATED },
    { "no dot", "eyJhbGciOiJFUzI1NiJ9", TS_TRUNCATED },
    { "one dot", "eyJhbGciOiJFUzI1NiJ9.e30", TS_TRUNCATED },
    { "three dots", "eyJhbGciOiJFUzI1NiJ9.e30.AQI.", TS_MALFORMED },
    { "an encrypted one (RFC 7516)", "eyJhbGciOiJFUzI1NiJ9.e30.AQI.AQI.AQI",
      TS_MALFORMED },
    { "no header", ".e30.AQI", TS_MALFORMED },
    { "padding", "eyJhbGciOiJFUzI1NiJ9.e30=.AQI", TS_MALFORMED },
    { "a space before", " eyJhbGciOiJFUzI1NiJ9.e30.AQI", TS_MALFORMED },
    { "a line feed after", "eyJhbGciOiJFUzI1NiJ9.e30.AQI\n", TS_MALFORMED },
    { "plain base64 in the signature", "eyJhbGciOiJFUzI1NiJ9.e30.A+I", TS_MALFORMED },
    { "a payload that no bytes encode to", "eyJhbGciOiJFUzI1NiJ9.e30AA.AQI",
      TS_MALFORMED },
    { "a signature cut off", "eyJhbGciOiJFUzI1NiJ9.e30.AQIDB", TS_TRUNCATED },
    { "an SD-JWT", "eyJhbGciOiJFUzI1NiJ9.e30.AQI~", TS_MALFORMED },
};

static void
the_shape_is_three_parts_of_base64url(void **state)
{
    (void)state;
    for (size_t i = 0; i < TS_COUNT(shapes); i++) {
        struct ts_proof_set set = { .count = 42 };
        ts_span text = ts_span_text(shapes[i].text);
        uint8_t *copy = ts_test_exact_copy(text);
        ts_test_row(shapes[i].name);
        assert_status(read(&set, (ts_span){ copy, text.len }, NULL), shapes[i].want);
        assert_int_equal(set.count, shapes[i].want == TS_OK ? 1 : 42);
        free(copy);
    }
}

static void
every_prefix_without_its_second_dot_is_truncated(void **state)
{
    (void)state;
    ts_span text = ts_span_text(shapes[0].text);
    for (size_t len = 0; len < text.len - 4; len++) {
        struct ts_proof_set set;
        assert_status(read(&set, ts_span_part(text, 0, len), NULL), TS_TRUNCATED);
    }
}

static void
a_small_arena_is_no_space(void **state)
{
    (void)state;
    ts_span text =
        compact("{\"alg\":\"EdDSA\",\"x5c\":[\"MAA=\"],\"jwk\":" ED25519_JWK "}}");
    enum ts_status status = TS_NO_SPACE;
    for (size_t len = 0; status != TS_OK; len++) {
        struct ts_proof_set set = { .count = 42 };
        assert_in_range(len, 0, sizeof(memory));
        uint8_t *block = malloc(len + 1);
        assert_non_null(block);
        struct ts_arena small = ts_arena_over((ts_room){ block, len });
        status = ts_jose_read(&small, &set, text, NULL);
        if (status != TS_OK)
            assert_status(status, TS_NO_SPACE);
        assert_int_equal(set.count, status == TS_OK ? 1 : 42);
        free(block);
    }
}

/* RFC 8037 A.4: its signature holds, and no longer when one bit of any part is
 * another. */
static void
a_published_signature_holds(void **state)
{
    (void)state;
    static const char text[] =
        "eyJhbGciOiJFZERTQSJ9.RXhhbXBsZSBvZiBFZDI1NTE5IHNpZ25pbmc."
        "hgyY0il_MGCjP0JzlnLWG1PPOt7-09PGcvMg3AIbQR6dWbhijcNR4ki4iylGjg5BhVsPt9g7sVvpAr_"
        "MuM0KAg";
    static const uint8_t point[] = {
        0xd7, 0x5a, 0x98, 0x01, 0x82, 0xb1, 0x0a, 0xb7, 0xd5, 0x4b, 0xfe,
        0xd3, 0xc9, 0x64, 0x07, 0x3a, 0x0e, 0xe1, 0x72, 0xf3, 0xda, 0xa6,
        0x23, 0x25, 0xaf, 0x02, 0x1a, 0x68, 0xf7, 0x07, 0x51, 0x1a,
    };
    struct ts_public_key key = { .kind = TS_KEY_ED25519, .point = TS_SPAN_OF(point) };
    struct ts_proof_set set;
    ts_verified verified = { 0 };
    assert_status(read(&set, ts_span_text(text), NULL), TS_OK);
    assert_status(ts_proof_check(&verified, &set.proofs[0], &key), TS_OK);
    assert_span_equal(verified.bytes, TS_SPAN_LIT("Example of Ed25519 signing"));

    char other[sizeof(text)];
    memcpy(other, text, sizeof(text));
    *strstr(other, "RXhh") = 'S';
    verified = (ts_verified){ 0 };
    assert_status(read(&set, ts_span_text(other), NULL), TS_OK);
    assert_status(ts_proof_check(&verified, &set.proofs[0], &key), TS_UNTRUSTED);
    assert_int_equal(verified.bytes.len, 0);
}

static void
a_key_that_does_not_fit_the_alg_is_of_no_use(void **state)
{
    (void)state;
    struct ts_proof_set set;
    ts_verified verified;
    ts_span text = compact("{\"alg\":\"ES256\",\"jwk\":" ED25519_JWK "}}");
    assert_status(read(&set, text, NULL), TS_OK);
    assert_int_equal(set.count, 1);
    assert_status(ts_proof_check(&verified, &set.proofs[0], &set.proofs[0].embedded_key),
                  TS_UNSUPPORTED);
}

static void
a_jws_is_told_by_its_look(void **state)
{
    (void)state;
    assert_true(ts_jose_looks_like(TS_SPAN_LIT("eyJhbGciOiJFUzI1NiJ9.e30.AQI")));
    assert_true(ts_jose_looks_like(TS_SPAN_LIT("eyJ..")));
    assert_false(ts_jose_looks_like(TS_SPAN_LIT("eyJ.")));
    assert_false(ts_jose_looks_like(TS_SPAN_LIT("eyJ...")));
    assert_false(ts_jose_looks_like(TS_SPAN_LIT("eyI..")));
    assert_false(ts_jose_looks_like(TS_SPAN_LIT(" eyJ..")));
    assert_false(ts_jose_looks_like(TS_SPAN_LIT("..")));
    assert_false(ts_jose_looks_like((ts_span){ 0 }));
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_part_is_read),
        cmocka_unit_test(what_may_be_missing_may_be_missing),
        cmocka_unit_test(what_we_do_not_know_is_named_and_not_counted),
        cmocka_unit_test(what_is_wrong_by_form_is_refused),
        cmocka_unit_test(a_jwk_made_for_another_alg_is_refused),
        cmocka_unit_test(the_shape_is_three_parts_of_base64url),
        cmocka_unit_test(every_prefix_without_its_second_dot_is_truncated),
        cmocka_unit_test(a_small_arena_is_no_space),
        cmocka_unit_test(a_published_signature_holds),
        cmocka_unit_test(a_key_that_does_not_fit_the_alg_is_of_no_use),
        cmocka_unit_test(a_jws_is_told_by_its_look),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
