#include "firmware/base/check.h"
#include "firmware/base/writer.h"
#include "keys/codec/base58.h"
#include "keys/crypto/digest.h"
#include "keys/proof/data_integrity.h"
#include "tests/support/support.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static uint8_t memory[512 * 1024];
static struct ts_arena arena;
static char source[64 * 1024];

/* "z" and base58btc of so many bytes 1, 2, 3 ... */
static const char *
value_of(size_t len)
{
    static char texts[4][256];
    static size_t turn;
    char *text = texts[turn++ % TS_COUNT(texts)];
    uint8_t bytes[128];
    uint8_t scratch[2048];
    struct ts_arena room = ts_arena_over(TS_ROOM_OF(scratch));
    ts_span encoded;
    for (size_t i = 0; i < len; i++)
        bytes[i] = (uint8_t)(i + 1);
    assert_status(ts_base58_encode(&room, &encoded, (ts_span){ bytes, len }), TS_OK);
    snprintf(text, sizeof(texts[0]), "z%.*s", TS_SPAN_ARG(encoded));
    return text;
}

/* Reads a document of these members and that proof. */
static enum ts_status
read(struct ts_proof_set *set, const char *members, const char *proof,
     struct ts_fault *fault)
{
    const struct ts_json *document;
    arena = ts_arena_over(TS_ROOM_OF(memory));
    int len = snprintf(source, sizeof(source), "{%s%s%s}", members,
                       proof ? ",\"proof\":" : "", proof ? proof : "");
    assert_in_range(len, 1, sizeof(source) - 1);
    assert_status(ts_json_parse(&arena, &document, ts_span_text(source), NULL), TS_OK);
    return ts_data_integrity_read(&arena, set, document, NULL, fault);
}

#define DOCUMENT "\"name\":\"A\",\"id\":\"urn:1\""
#define CANONICAL "{\"id\":\"urn:1\",\"name\":\"A\"}"
#define REST                                                               \
    ",\"type\":\"DataIntegrityProof\",\"verificationMethod\":\"did:x#1\"," \
    "\"proofPurpose\":\"assertionMethod\""
#define EDDSA "\"cryptosuite\":\"eddsa-jcs-2022\"" REST

/* A proof of these members and a proofValue. */
static const char *
proof_of(const char *members, const char *value)
{
    static char texts[4][4096];
    static size_t turn;
    char *text = texts[turn++ % TS_COUNT(texts)];
    int len =
        snprintf(text, sizeof(texts[0]), "{%s,\"proofValue\":\"%s\"}", members, value);
    assert_in_range(len, 1, sizeof(texts[0]) - 1);
    return text;
}

static void
assert_message(const struct ts_proof *proof, const char *options, const char *document)
{
    uint8_t want[2 * TS_SHA384_SIZE];
    size_t size = proof->alg == TS_ALG_ES384 ? TS_SHA384_SIZE : TS_SHA256_SIZE;
    if (proof->alg == TS_ALG_ES384) {
        ts_sha384(want, ts_span_text(options));
        ts_sha384(want + size, ts_span_text(document));
    } else {
        ts_sha256(want, ts_span_text(options));
        ts_sha256(want + size, ts_span_text(document));
    }
    assert_span_equal(proof->message, ((ts_span){ want, 2 * size }));
    assert_span_equal(proof->payload, ts_span_text(document));
}

static const struct {
    const char *suite;
    size_t size;
    enum ts_signature_alg alg;
} suites[] = {
    { "eddsa-jcs-2022", 64, TS_ALG_EDDSA },
    { "ecdsa-jcs-2019", 64, TS_ALG_ES256 },
    { "ecdsa-jcs-2019", 96, TS_ALG_ES384 },
};

static void
the_message_is_two_hashes(void **state)
{
    (void)state;
    for (size_t i = 0; i < TS_COUNT(suites); i++) {
        struct ts_proof_set set;
        char members[512];
        char options[512];
        ts_test_row(suites[i].suite);
        snprintf(members, sizeof(members),
                 "\"cryptosuite\":\"%s\"" REST ",\"created\":\"2023-02-24T23:36:38Z\","
                 "\"expires\":\"2033-02-24T23:36:38Z\",\"nonce\":\"n\"",
                 suites[i].suite);
        snprintf(options, sizeof(options),
                 "{\"created\":\"2023-02-24T23:36:38Z\",\"cryptosuite\":\"%s\","
                 "\"expires\":\"2033-02-24T23:36:38Z\",\"nonce\":\"n\","
                 "\"proofPurpose\":\"assertionMethod\",\"type\":\"DataIntegrityProof\","
                 "\"verificationMethod\":\"did:x#1\"}",
                 suites[i].suite);
        const char *proof = proof_of(members, value_of(suites[i].size));
        assert_status(read(&set, DOCUMENT, proof, NULL), TS_OK);
        assert_int_equal(set.count, 1);
        assert_null(set.refused);
        assert_int_equal(set.unsupported.len, 0);
        assert_int_equal(set.proofs[0].kind, TS_PROOF_DATA_INTEGRITY);
        assert_int_equal(set.proofs[0].alg, suites[i].alg);
        assert_span_equal(set.proofs[0].key_id, TS_SPAN_LIT("did:x#1"));
        assert_span_equal(set.proofs[0].cryptosuite, ts_span_text(suites[i].suite));
        assert_int_equal(set.proofs[0].created.s, 1677281798);
        assert_int_equal(set.proofs[0].expires.s, 1992900998);
        assert_int_equal(set.proofs[0].signature.len, suites[i].size);
        assert_message(&set.proofs[0], options, CANONICAL);
    }
}

#define EDDSA_OPTIONS                                                          \
    "\"cryptosuite\":\"eddsa-jcs-2022\",\"proofPurpose\":\"assertionMethod\"," \
    "\"type\":\"DataIntegrityProof\",\"verificationMethod\":\"did:x#1\"}"

static void
dates_that_are_not_there_limit_nothing(void **state)
{
    (void)state;
    struct ts_proof_set set;
    assert_status(read(&set, DOCUMENT, proof_of(EDDSA, value_of(64)), NULL), TS_OK);
    assert_int_equal(set.count, 1);
    assert_int_equal(set.proofs[0].created.s, TS_UTC_ALWAYS.s);
    assert_int_equal(set.proofs[0].expires.s, TS_UTC_NEVER.s);
    assert_message(&set.proofs[0], "{" EDDSA_OPTIONS, CANONICAL);
}

static const struct {
    const char *name;
    const char *members;
    size_t size;
    const char *unsupported;
} foreign[] = {
    { "selective disclosure", "\"cryptosuite\":\"ecdsa-sd-2023\"" REST, 64,
      "ecdsa-sd-2023" },
    { "a proof type of before", "\"type\":\"Ed25519Signature2018\"", 64,
      "Ed25519Signature2018" },
    { "a suite as a proof type", "\"type\":\"eddsa-jcs-2022\"", 64, "eddsa-jcs-2022" },
};

static void
what_we_do_not_know_is_named_and_not_counted(void **state)
{
    (void)state;
    for (size_t i = 0; i < TS_COUNT(foreign); i++) {
        struct ts_proof_set set;
        const char *proof = proof_of(foreign[i].members, value_of(foreign[i].size));
        ts_test_row(foreign[i].name);
        assert_status(read(&set, DOCUMENT, proof, NULL), TS_OK);
        assert_int_equal(set.count, 0);
        assert_null(set.refused);
        assert_span_equal(set.unsupported, ts_span_text(foreign[i].unsupported));
    }
}

#define WITHOUT_PURPOSE                                                   \
    "\"cryptosuite\":\"eddsa-jcs-2022\",\"type\":\"DataIntegrityProof\"," \
    "\"verificationMethod\":\"did:x#1\""
#define WITHOUT_METHOD                                                    \
    "\"cryptosuite\":\"eddsa-jcs-2022\",\"type\":\"DataIntegrityProof\"," \
    "\"proofPurpose\":\"assertionMethod\""

static const struct {
    const char *name;
    const char *members;
} refused[] = {
    { "no type", "\"cryptosuite\":\"eddsa-jcs-2022\"" },
    { "a type that is no text", "\"type\":[\"DataIntegrityProof\"]" },
    { "no cryptosuite", "\"type\":\"DataIntegrityProof\"" },
    { "a cryptosuite that is no text",
      "\"type\":\"DataIntegrityProof\",\"cryptosuite\":1" },
    { "no verificationMethod", WITHOUT_METHOD },
    { "a verificationMethod that is no text",
      WITHOUT_METHOD ",\"verificationMethod\":{}" },
    { "an empty verificationMethod", WITHOUT_METHOD ",\"verificationMethod\":\"\"" },
    { "no proofPurpose", WITHOUT_PURPOSE },
    { "a proof to log in with", WITHOUT_PURPOSE ",\"proofPurpose\":\"authentication\"" },
    { "two purposes",
      WITHOUT_PURPOSE ",\"proofPurpose\":[\"assertionMethod\",\"authentication\"]" },
    { "created without an offset", EDDSA ",\"created\":\"2023-02-24T23:36:38\"" },
    { "created as a number", EDDSA ",\"created\":1677281798" },
    { "expires that is a date only", EDDSA ",\"expires\":\"2023-02-24\"" },
    { "expires before created", EDDSA
      ",\"created\":\"2023-02-24T23:36:38Z\",\"expires\":\"2023-02-24T23:36:37Z\"" },
    { "a type of its own with a cryptosuite",
      "\"type\":\"Ed25519Signature2020\",\"cryptosuite\":\"eddsa-rdfc-2022\"" },
    { "a context the document has not", EDDSA ",\"@context\":\"https://x\"" },
    { "an empty context where the document has none", EDDSA ",\"@context\":[]" },
    { "a number no double can hold", EDDSA ",\"x\":1e999" },
};

static void
what_no_key_can_make_good_is_refused(void **state)
{
    (void)state;
    for (size_t i = 0; i < TS_COUNT(refused); i++) {
        struct ts_proof_set set;
        const char *proof = proof_of(refused[i].members, value_of(64));
        ts_test_row(refused[i].name);
        assert_status(read(&set, DOCUMENT, proof, NULL), TS_OK);
        if (set.count || !set.refused)
            print_error("[%s]\n", refused[i].name);
        assert_int_equal(set.count, 0);
        assert_non_null(set.refused);
        assert_int_equal(set.unsupported.len, 0);
    }
}

static void
a_proof_value_has_one_exact_length(void **state)
{
    (void)state;
    struct ts_proof_set set;
    static const char *const spellings[] = {
        "", "z", "zzzzz", "z0OIl", "uAQID", "mAQID", "1", "z ",
    };
    for (size_t i = 0; i < TS_COUNT(spellings); i++) {
        assert_status(read(&set, DOCUMENT, proof_of(EDDSA, spellings[i]), NULL), TS_OK);
        assert_int_equal(set.count, 0);
        assert_non_null(set.refused);
    }
    for (size_t len = 0; len < 128; len++) {
        bool eddsa = len == 64;
        bool ecdsa = len == 64 || len == 96;
        const char *with_ecdsa = "\"cryptosuite\":\"ecdsa-jcs-2019\"" REST;
        assert_status(read(&set, DOCUMENT, proof_of(EDDSA, value_of(len)), NULL), TS_OK);
        assert_int_equal(set.count, eddsa);
        assert_status(read(&set, DOCUMENT, proof_of(with_ecdsa, value_of(len)), NULL),
                      TS_OK);
        assert_int_equal(set.count, ecdsa);
        assert_int_equal(set.refused != NULL, !ecdsa);
    }
    assert_status(read(&set, DOCUMENT, "{" EDDSA "}", NULL), TS_OK);
    assert_int_equal(set.count, 0);
    assert_non_null(set.refused);
}

static const struct {
    const char *name;
    const char *theirs;
    const char *ours;
    const char *signed_context; /* NULL: refused. */
} contexts[] = {
    { "the same list", "[\"a\",\"b\"]", "[\"a\", \"b\"]", "[\"a\",\"b\"]" },
    { "one added since", "[\"a\",\"b\",\"c\"]", "[\"a\",\"b\"]", "[\"a\",\"b\"]" },
    { "one text became a list", "[\"a\",\"b\"]", "\"a\"", "\"a\"" },
    { "one text in a list of one", "[\"a\"]", "\"a\"", "\"a\"" },
    { "a list of one for a text", "\"a\"", "[\"a\"]", "[\"a\"]" },
    { "the same text", "\"a\"", "\"a\"", "\"a\"" },
    { "a context in place, members in another order", "[{\"x\":1,\"y\":{}},\"b\"]",
      "[{\"y\":{},\"x\":1.0}]", "[{\"x\":1,\"y\":{}}]" },
    { "none of them", "[\"a\"]", "[]", "[]" },
    { "one taken away since", "[\"a\"]", "[\"a\",\"b\"]", NULL },
    { "another order", "[\"a\",\"b\"]", "[\"b\",\"a\"]", NULL },
    { "not from the start", "[\"a\",\"b\"]", "[\"b\"]", NULL },
    { "another text", "\"a\"", "\"b\"", NULL },
    { "another context in place", "[{\"x\":1}]", "[{\"x\":2}]", NULL },
    { "text for a context in place", "[{\"x\":1}]", "[\"x\"]", NULL },
};

static void
the_documents_context_begins_with_the_proofs(void **state)
{
    (void)state;
    for (size_t i = 0; i < TS_COUNT(contexts); i++) {
        struct ts_proof_set set;
        char members[256];
        char proof[512];
        ts_test_row(contexts[i].name);
        snprintf(members, sizeof(members), DOCUMENT ",\"@context\":%s",
                 contexts[i].theirs);
        snprintf(proof, sizeof(proof), EDDSA ",\"@context\":%s", contexts[i].ours);
        assert_status(read(&set, members, proof_of(proof, value_of(64)), NULL), TS_OK);
        assert_int_equal(set.count, contexts[i].signed_context != NULL);
        assert_int_equal(set.refused != NULL, contexts[i].signed_context == NULL);
        if (!contexts[i].signed_context)
            continue;
        char options[512];
        char document[512];
        snprintf(options, sizeof(options), "{\"@context\":%s," EDDSA_OPTIONS,
                 contexts[i].signed_context);
        snprintf(document, sizeof(document), "{\"@context\":%s,%s",
                 contexts[i].signed_context, &CANONICAL[1]);
        assert_message(&set.proofs[0], options, document);
    }
}

static void
without_a_context_of_its_own_a_proof_covers_the_documents(void **state)
{
    (void)state;
    struct ts_proof_set set;
    assert_status(
        read(&set, DOCUMENT ",\"@context\":[\"a\"]", proof_of(EDDSA, value_of(64)), NULL),
        TS_OK);
    assert_int_equal(set.count, 1);
    assert_message(&set.proofs[0], "{" EDDSA_OPTIONS,
                   "{\"@context\":[\"a\"],\"id\":\"urn:1\",\"name\":\"A\"}");
}

/* Five proofs, three ways of failing; each has its own result. */
static void
each_proof_of_a_set_has_its_own_result(void **state)
{
    (void)state;
    struct ts_proof_set set;
    static char proofs[8 * 1024];
    snprintf(proofs, sizeof(proofs), "[%s,%s,%s,",
             proof_of("\"cryptosuite\":\"bbs-2023\"" REST, value_of(64)),
             proof_of(EDDSA, value_of(63)),
             proof_of("\"cryptosuite\":\"ecdsa-jcs-2019\"" REST, value_of(96)));
    snprintf(proofs + strlen(proofs), sizeof(proofs) - strlen(proofs), "%s,%s]",
             proof_of(EDDSA ",\"@context\":[\"a\"]", value_of(64)),
             proof_of("\"type\":\"Other\"", value_of(64)));
    assert_status(read(&set, DOCUMENT ",\"@context\":[\"a\",\"b\"]", proofs, NULL),
                  TS_OK);
    assert_int_equal(set.count, 2);
    assert_int_equal(set.proofs[0].alg, TS_ALG_ES384);
    assert_int_equal(set.proofs[1].alg, TS_ALG_EDDSA);
    assert_span_equal(set.unsupported, TS_SPAN_LIT("bbs-2023"));
    assert_non_null(set.refused);
    assert_span_equal(
        set.proofs[0].payload,
        TS_SPAN_LIT("{\"@context\":[\"a\",\"b\"],\"id\":\"urn:1\",\"name\":\"A\"}"));
    assert_message(&set.proofs[1], "{\"@context\":[\"a\"]," EDDSA_OPTIONS,
                   "{\"@context\":[\"a\"],\"id\":\"urn:1\",\"name\":\"A\"}");
}

static void
more_proofs_than_are_looked_at_are_refused(void **state)
{
    (void)state;
    for (size_t count = TS_PROOFS_MAX; count <= TS_PROOFS_MAX + 1; count++) {
        struct ts_proof_set set = { .count = 42 };
        static char proofs[8 * 1024];
        struct ts_writer w = ts_writer_over(TS_ROOM_OF(proofs));
        const char *one = proof_of(EDDSA, value_of(64));
        for (size_t i = 0; i < count; i++) {
            ts_write_text(&w, i ? "," : "[");
            ts_write_text(&w, one);
        }
        ts_write_bytes(&w, TS_SPAN_LIT("]\0"));
        bool fits = count == TS_PROOFS_MAX;
        assert_status(read(&set, DOCUMENT, proofs, NULL), fits ? TS_OK : TS_OVER_LIMIT);
        assert_int_equal(set.count, fits ? TS_PROOFS_MAX : 42);
    }
}

static const struct {
    const char *name;
    const char *members;
    const char *proof;
    enum ts_status want;
} broken[] = {
    { "no proof", DOCUMENT, NULL, TS_ABSENT },
    { "an empty set", DOCUMENT, "[]", TS_ABSENT },
    { "a proof deeper down is none", DOCUMENT ",\"x\":{\"proof\":{}}", NULL, TS_ABSENT },
    { "a proof that is text", DOCUMENT, "\"x\"", TS_MALFORMED },
    { "a proof that is null", DOCUMENT, "null", TS_MALFORMED },
    { "a list in a list", DOCUMENT, "[[{}]]", TS_MALFORMED },
    { "a document no double can hold", DOCUMENT ",\"x\":1e999", "", TS_MALFORMED },
};

static void
what_is_no_signed_document_is_refused(void **state)
{
    (void)state;
    for (size_t i = 0; i < TS_COUNT(broken); i++) {
        struct ts_proof_set set = { .count = 42 };
        struct ts_fault fault = { 0 };
        const char *proof = broken[i].proof;
        ts_test_row(broken[i].name);
        if (proof && !*proof)
            proof = proof_of(EDDSA, value_of(64));
        assert_status(read(&set, broken[i].members, proof, &fault), broken[i].want);
        assert_int_equal(set.count, 42);
        assert_status(fault.status, broken[i].want);
    }
    struct ts_proof_set set;
    const struct ts_json *document;
    arena = ts_arena_over(TS_ROOM_OF(memory));
    assert_status(ts_json_parse(&arena, &document, TS_SPAN_LIT("[{\"proof\":{}}]"), NULL),
                  TS_OK);
    assert_status(ts_data_integrity_read(&arena, &set, document, NULL, NULL),
                  TS_MALFORMED);
}

static void
a_small_arena_is_no_space(void **state)
{
    (void)state;
    enum ts_status status = TS_NO_SPACE;
    const struct ts_json *document;
    struct ts_arena tree = ts_arena_over(TS_ROOM_OF(memory));
    snprintf(source, sizeof(source),
             "{" DOCUMENT ",\"@context\":[\"a\",\"b\"],\"proof\":%s}",
             proof_of(EDDSA ",\"@context\":[\"a\"]", value_of(64)));
    assert_status(ts_json_parse(&tree, &document, ts_span_text(source), NULL), TS_OK);
    for (size_t len = 0; status != TS_OK; len++) {
        struct ts_proof_set set = { .count = 42 };
        assert_in_range(len, 0, 16 * 1024);
        uint8_t *block = malloc(len + 1);
        assert_non_null(block);
        struct ts_arena small = ts_arena_over((ts_room){ block, len });
        status = ts_data_integrity_read(&small, &set, document, NULL, NULL);
        if (status != TS_OK)
            assert_status(status, TS_NO_SPACE);
        assert_int_equal(set.count, status == TS_OK ? 1 : 42);
        free(block);
    }
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_message_is_two_hashes),
        cmocka_unit_test(dates_that_are_not_there_limit_nothing),
        cmocka_unit_test(what_we_do_not_know_is_named_and_not_counted),
        cmocka_unit_test(what_no_key_can_make_good_is_refused),
        cmocka_unit_test(a_proof_value_has_one_exact_length),
        cmocka_unit_test(the_documents_context_begins_with_the_proofs),
        cmocka_unit_test(without_a_context_of_its_own_a_proof_covers_the_documents),
        cmocka_unit_test(each_proof_of_a_set_has_its_own_result),
        cmocka_unit_test(more_proofs_than_are_looked_at_are_refused),
        cmocka_unit_test(what_is_no_signed_document_is_refused),
        cmocka_unit_test(a_small_arena_is_no_space),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
