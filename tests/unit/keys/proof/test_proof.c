#include "keys/crypto/secret_key.h"
#include "keys/proof/proof.h"
#include "tests/support/support.h"

#define MESSAGE TS_SPAN_LIT("header.payload")
#define PAYLOAD TS_SPAN_LIT("payload")

struct signer {
    struct ts_arena arena;
    struct ts_secret_key secret;
    struct ts_public_key key;
    struct ts_proof proof;
};

static void
sign(struct signer *signer, enum ts_key_kind kind)
{
    signer->arena = ts_test_arena(1024);
    assert_status(ts_secret_key_generate(&signer->secret, kind), TS_OK);
    signer->key = ts_secret_key_public(&signer->secret);
    signer->proof = (struct ts_proof){
        .kind = TS_PROOF_JWS,
        .alg = ts_secret_key_alg(&signer->secret),
        .message = MESSAGE,
        .payload = PAYLOAD,
    };
    assert_status(ts_secret_key_sign(&signer->arena, &signer->proof.signature,
                                     &signer->secret, MESSAGE),
                  TS_OK);
}

static const ts_verified before = { { (const uint8_t *)"before", 6 } };

static void
what_was_signed_is_verified(void **state)
{
    (void)state;
    static const enum ts_key_kind kinds[] = { TS_KEY_ED25519, TS_KEY_P256 };
    for (size_t i = 0; i < TS_COUNT(kinds); i++) {
        struct signer signer;
        ts_verified verified = before;
        sign(&signer, kinds[i]);
        assert_status(ts_proof_check(&verified, &signer.proof, &signer.key), TS_OK);
        assert_span_equal(verified.bytes, PAYLOAD);
        ts_test_arena_free(&signer.arena);
    }
}

static void
what_was_not_leaves_nothing_verified(void **state)
{
    (void)state;
    struct signer signer;
    struct signer other;
    sign(&signer, TS_KEY_ED25519);
    sign(&other, TS_KEY_ED25519);
    struct ts_proof another_message = signer.proof;
    another_message.message = TS_SPAN_LIT("header.Payload");
    struct ts_proof another_alg = signer.proof;
    another_alg.alg = TS_ALG_ES256;
    struct ts_proof no_alg = signer.proof;
    no_alg.alg = TS_ALG_NONE;
    struct ts_proof no_signature = signer.proof;
    no_signature.signature = (ts_span){ 0 };
    struct ts_proof nothing = { .payload = PAYLOAD };
    struct ts_public_key stub = { .kind = TS_KEY_ED25519 };
    const struct {
        const char *name;
        const struct ts_proof *proof;
        const struct ts_public_key *key;
        enum ts_status want;
    } rows[] = {
        { "another's key", &signer.proof, &other.key, TS_UNTRUSTED },
        { "another message", &another_message, &signer.key, TS_UNTRUSTED },
        { "no signature", &no_signature, &signer.key, TS_UNTRUSTED },
        { "an algorithm for another key", &another_alg, &signer.key, TS_UNSUPPORTED },
        { "no algorithm", &no_alg, &signer.key, TS_UNSUPPORTED },
        { "no proof", &nothing, &signer.key, TS_UNSUPPORTED },
        { "no key", &signer.proof, &stub, TS_MALFORMED },
    };
    for (size_t i = 0; i < TS_COUNT(rows); i++) {
        ts_verified verified = before;
        ts_test_row(rows[i].name);
        assert_status(ts_proof_check(&verified, rows[i].proof, rows[i].key),
                      rows[i].want);
        assert_span_equal(verified.bytes, before.bytes);
    }
    ts_test_arena_free(&signer.arena);
    ts_test_arena_free(&other.arena);
}

/* The key a document brings along says nothing about who signed it. */
static void
an_embedded_key_is_not_used(void **state)
{
    (void)state;
    struct signer signer;
    struct signer other;
    ts_verified verified = before;
    sign(&signer, TS_KEY_ED25519);
    sign(&other, TS_KEY_ED25519);
    signer.proof.has_embedded_key = true;
    signer.proof.embedded_key = signer.key;
    assert_status(ts_proof_check(&verified, &signer.proof, &other.key), TS_UNTRUSTED);
    assert_span_equal(verified.bytes, before.bytes);
    ts_test_arena_free(&signer.arena);
    ts_test_arena_free(&other.arena);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_was_signed_is_verified),
        cmocka_unit_test(what_was_not_leaves_nothing_verified),
        cmocka_unit_test(an_embedded_key_is_not_used),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
