#include "firmware/base/check.h"
#include "keys/codec/base58.h"
#include "keys/crypto/secret_key.h"
#include "keys/proof/data_integrity.h"
#include "tests/support/support.h"

#include <stdio.h>

static uint8_t memory[64 * 1024];
static struct ts_arena arena;

/* The one proof of a document of these members, with that signature. */
static struct ts_proof
proof_of(const char *suite, ts_span signature, const char *members, const char *options)
{
    static char text[4096];
    const struct ts_json *document;
    struct ts_proof_set set;
    ts_span value;

    arena = ts_arena_over(TS_ROOM_OF(memory));
    assert_status(ts_base58_encode(&arena, &value, signature), TS_OK);
    int len =
        snprintf(text, sizeof(text),
                 "{\"id\":\"urn:1\"%s,\"proof\":{\"type\":\"DataIntegrityProof\","
                 "\"verificationMethod\":\"did:x#1\",\"cryptosuite\":\"%s\","
                 "\"proofPurpose\":\"assertionMethod\"%s,\"proofValue\":\"z%.*s\"}}",
                 members, suite, options, TS_SPAN_ARG(value));
    assert_in_range(len, 1, sizeof(text) - 1);
    assert_status(ts_json_parse(&arena, &document, ts_span_text(text), NULL), TS_OK);
    assert_status(ts_data_integrity_read(&arena, &set, document, NULL, NULL), TS_OK);
    assert_int_equal(set.count, 1);
    return set.proofs[0];
}

static void
sign_and_check(enum ts_key_kind kind, const char *suite)
{
    static const uint8_t nothing[64] = { 1 };
    struct ts_secret_key secret;
    ts_verified verified = { 0 };
    uint8_t room[1024];
    struct ts_arena kept = ts_arena_over(TS_ROOM_OF(room));
    ts_span signature;

    assert_status(ts_secret_key_generate(&secret, kind), TS_OK);
    struct ts_public_key key = ts_secret_key_public(&secret);
    struct ts_proof proof = proof_of(suite, TS_SPAN_OF(nothing), "", "");
    assert_status(ts_proof_check(&verified, &proof, &key), TS_UNTRUSTED);
    assert_status(ts_secret_key_sign(&kept, &signature, &secret, proof.message), TS_OK);

    proof = proof_of(suite, signature, "", "");
    assert_status(ts_proof_check(&verified, &proof, &key), TS_OK);
    assert_span_equal(verified.bytes, TS_SPAN_LIT("{\"id\":\"urn:1\"}"));

    verified = (ts_verified){ 0 };
    proof = proof_of(suite, signature, ",\"name\":1", "");
    assert_status(ts_proof_check(&verified, &proof, &key), TS_UNTRUSTED);
    proof = proof_of(suite, signature, "", ",\"nonce\":\"x\"");
    assert_status(ts_proof_check(&verified, &proof, &key), TS_UNTRUSTED);
    assert_int_equal(verified.bytes.len, 0);
    ts_secret_key_destroy(&secret);
}

static void
an_eddsa_proof_covers_document_and_options(void **state)
{
    (void)state;
    sign_and_check(TS_KEY_ED25519, "eddsa-jcs-2022");
}

static void
an_ecdsa_proof_covers_document_and_options(void **state)
{
    (void)state;
    sign_and_check(TS_KEY_P256, "ecdsa-jcs-2019");
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(an_eddsa_proof_covers_document_and_options),
        cmocka_unit_test(an_ecdsa_proof_covers_document_and_options),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
