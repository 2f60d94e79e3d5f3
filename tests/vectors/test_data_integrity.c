#include "keys/codec/json_writer.h"
#include "keys/crypto/digest.h"
#include "keys/proof/data_integrity.h"
#include "tests/support/support.h"

#include <stdio.h>
#include <string.h>

/* The test vectors of VC DI EdDSA 1.0 for eddsa-jcs-2022, every intermediate. */

static struct ts_arena arena;

static int
make_arena(void **state)
{
    (void)state;
    arena = ts_test_arena((size_t)4 << 20);
    return 0;
}

static int
free_arena(void **state)
{
    (void)state;
    ts_test_arena_free(&arena);
    return 0;
}

static ts_span
file(const char *name)
{
    ts_span bytes;
    char path[256];
    snprintf(path, sizeof(path), "data-integrity/%s", name);
    ts_test_row(name);
    assert_true(ts_test_read_file(&arena, &bytes, ts_test_vector(path)));
    return bytes;
}

/* The bytes that a file of hex digits holds. */
static ts_span
hex_file(const char *name)
{
    char digits[1024];
    ts_span text = file(name);
    assert_in_range(text.len, 1, sizeof(digits) - 1);
    memcpy(digits, text.at, text.len);
    digits[text.len] = '\0';
    return ts_test_hex(&arena, digits);
}

static const struct ts_json *
tree(const char *name)
{
    const struct ts_json *root;
    assert_status(ts_json_parse(&arena, &root, file(name), NULL), TS_OK);
    return root;
}

static struct ts_public_key
published_key(void)
{
    struct ts_public_key key;
    ts_span text =
        ts_json_string(ts_json_member(tree("keyPair.json"), "publicKeyMultibase"));
    assert_status(ts_public_key_from_multibase(&arena, &key, text), TS_OK);
    return key;
}

static struct ts_proof_set
proofs_of(const char *name)
{
    struct ts_proof_set set;
    assert_status(ts_data_integrity_read(&arena, &set, tree(name), NULL), TS_OK);
    return set;
}

static void
the_canonical_document_is_the_published_one(void **state)
{
    (void)state;
    ts_span text;
    ts_span want = file("eddsa-jcs-2022/canonDocJCS.txt");
    assert_status(ts_jcs_text(&arena, &text, tree("unsigned.json"), NULL), TS_OK);
    assert_span_equal(text, want);
    assert_status(
        ts_jcs_text(&arena, &text, tree("eddsa-jcs-2022/signedJCS.json"), "proof"),
        TS_OK);
    assert_span_equal(text, want);
}

static void
the_canonical_proof_options_are_the_published_ones(void **state)
{
    (void)state;
    ts_span text;
    ts_span want = file("eddsa-jcs-2022/proofCanonJCS.txt");
    assert_status(
        ts_jcs_text(&arena, &text, tree("eddsa-jcs-2022/proofConfigJCS.json"), NULL),
        TS_OK);
    assert_span_equal(text, want);
    const struct ts_json *proof =
        ts_json_member(tree("eddsa-jcs-2022/signedJCS.json"), "proof");
    assert_status(ts_jcs_text(&arena, &text, proof, "proofValue"), TS_OK);
    assert_span_equal(text, want);
}

static void
the_hashes_are_the_published_ones(void **state)
{
    (void)state;
    struct ts_proof_set set = proofs_of("eddsa-jcs-2022/signedJCS.json");
    assert_int_equal(set.count, 1);
    const struct ts_proof *proof = &set.proofs[0];
    assert_span_equal(proof->payload, file("eddsa-jcs-2022/canonDocJCS.txt"));
    assert_span_equal(ts_span_part(proof->message, 0, TS_SHA256_SIZE),
                      hex_file("eddsa-jcs-2022/proofHashJCS.txt"));
    assert_span_equal(ts_span_part(proof->message, TS_SHA256_SIZE, TS_SHA256_SIZE),
                      hex_file("eddsa-jcs-2022/docHashJCS.txt"));
    assert_span_equal(proof->message, hex_file("eddsa-jcs-2022/combinedHashJCS.txt"));
    assert_span_equal(proof->signature, hex_file("eddsa-jcs-2022/sigHexJCS.txt"));
}

static void
the_published_signature_holds(void **state)
{
    (void)state;
    ts_verified verified = { 0 };
    struct ts_public_key key = published_key();
    struct ts_proof_set set = proofs_of("eddsa-jcs-2022/signedJCS.json");
    assert_int_equal(set.count, 1);
    assert_status(ts_proof_check(&verified, &set.proofs[0], &key), TS_OK);
    assert_span_equal(verified.bytes, file("eddsa-jcs-2022/canonDocJCS.txt"));
}

/* Each letter of each string of the document turned over, outside the proof. */
static void
no_changed_document_holds(void **state)
{
    (void)state;
    struct ts_public_key key = published_key();
    ts_span source = file("eddsa-jcs-2022/signedJCS.json");
    uint8_t text[4096];
    size_t checked = 0;
    size_t used = arena.used;
    assert_in_range(source.len, 1, sizeof(text));
    for (size_t i = 0; i < source.len; i++) {
        struct ts_proof_set set;
        const struct ts_json *document;
        ts_verified verified;
        memcpy(text, source.at, source.len);
        text[i] ^= 1;
        ts_arena_rewind(&arena, used);
        ts_span changed = { text, source.len };
        if (ts_json_parse(&arena, &document, changed, NULL) != TS_OK
            || ts_data_integrity_read(&arena, &set, document, NULL) != TS_OK
            || set.count == 0)
            continue;
        assert_status(ts_proof_check(&verified, &set.proofs[0], &key), TS_UNTRUSTED);
        checked++;
    }
    assert_in_range(checked, 200, source.len);
}

/* Suites over RDF and proof chains are not read here: each is named. */
static void
what_is_not_jcs_is_named(void **state)
{
    (void)state;
    static const struct {
        const char *name;
        const char *unsupported;
    } rows[] = {
        { "eddsa-rdfc-2022/signedDataInt.json", "eddsa-rdfc-2022" },
        { "Ed25519Signature2020/signedEdSig.json", "Ed25519Signature2020" },
        { "proof-set-chain/signedProofSet2.json", "eddsa-rdfc-2022" },
        { "proof-set-chain/signedProofChain2.json", "eddsa-rdfc-2022" },
    };
    for (size_t i = 0; i < TS_COUNT(rows); i++) {
        struct ts_proof_set set = proofs_of(rows[i].name);
        assert_int_equal(set.count, 0);
        assert_null(set.refused);
        assert_span_equal(set.unsupported, ts_span_text(rows[i].unsupported));
    }
}

static void
an_unsigned_document_has_no_proof(void **state)
{
    (void)state;
    struct ts_proof_set set;
    assert_status(ts_data_integrity_read(&arena, &set, tree("unsigned.json"), NULL),
                  TS_ABSENT);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_canonical_document_is_the_published_one),
        cmocka_unit_test(the_canonical_proof_options_are_the_published_ones),
        cmocka_unit_test(the_hashes_are_the_published_ones),
        cmocka_unit_test(the_published_signature_holds),
        cmocka_unit_test(no_changed_document_holds),
        cmocka_unit_test(what_is_not_jcs_is_named),
        cmocka_unit_test(an_unsigned_document_has_no_proof),
    };
    return cmocka_run_group_tests(tests, make_arena, free_arena);
}
