#include "keys/codec/base58.h"
#include "keys/codec/json_writer.h"
#include "keys/crypto/did.h"
#include "keys/crypto/digest.h"
#include "keys/proof/data_integrity.h"
#include "keys/proof/linked_data/linked_data.h"
#include "tests/support/support.h"

#include <stdio.h>
#include <string.h>

/* The test vectors of VC DI EdDSA 1.0, every intermediate. */

static struct ts_arena arena;

/* Contexts of the examples only, as far as they use them. */
static const struct {
    const char *iri;
    const char *json;
} examples[] = {
    { "https://www.w3.org/ns/credentials/examples/v2",
      "{\"@context\":{\"@vocab\":\"https://www.w3.org/ns/credentials/examples#\"}}" },
    { "https://w3id.org/citizenship/v4rc1",
      "{\"@context\":{\"c\":\"https://w3id.org/citizenship#\",\"s\":\"https://schema.org/"
      "\","
      "\"t\":\"http://www.w3.org/2001/XMLSchema#dateTime\","
      "\"EmploymentAuthorizationDocumentCredential\":"
      "\"c:EmploymentAuthorizationDocumentCredential\","
      "\"EmploymentAuthorizationDocument\":\"c:EmploymentAuthorizationDocument\","
      "\"EmployablePerson\":\"c:EmployablePerson\",\"Person\":\"s:Person\","
      "\"additionalName\":\"s:additionalName\",\"familyName\":\"s:familyName\","
      "\"givenName\":\"s:givenName\",\"gender\":\"s:gender\","
      "\"identifier\":\"s:identifier\",\"image\":{\"@id\":\"s:image\",\"@type\":\"@id\"},"
      "\"birthDate\":{\"@id\":\"s:birthDate\",\"@type\":\"t\"},"
      "\"birthCountry\":\"c:birthCountry\",\"lprCategory\":\"c:lprCategory\","
      "\"lprNumber\":\"c:lprNumber\","
      "\"employmentAuthorizationDocument\":\"c:employmentAuthorizationDocument\","
      "\"residentSince\":{\"@id\":\"c:residentSince\",\"@type\":\"t\"}}}" },
};

static struct ts_ld_contexts site;

static int
make_arena(void **state)
{
    (void)state;
    arena = ts_test_arena((size_t)16 << 20);
    for (size_t i = 0; i < TS_COUNT(examples); i++) {
        const struct ts_json *document;
        assert_status(
            ts_json_parse(&arena, &document, ts_span_text(examples[i].json), NULL),
            TS_OK);
        assert_status(
            ts_ld_contexts_add(&site, &arena, ts_span_text(examples[i].iri), document),
            TS_OK);
    }
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
    assert_status(ts_data_integrity_read(&arena, &set, tree(name), &site, NULL), TS_OK);
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
            || ts_data_integrity_read(&arena, &set, document, NULL, NULL) != TS_OK
            || set.count == 0)
            continue;
        assert_status(ts_proof_check(&verified, &set.proofs[0], &key), TS_UNTRUSTED);
        checked++;
    }
    assert_in_range(checked, 200, source.len);
}

static ts_span
canonical(const struct ts_json *document, const char *without)
{
    struct ts_ld_trouble trouble = { 0 };
    ts_span nquads = { 0 };
    const struct ts_ld_options options = { .without = without, .site = &site };
    enum ts_status status =
        ts_ld_canonical(&arena, &nquads, document, &options, TS_RDFC_SHA256, &trouble);
    if (status != TS_OK)
        print_error("%.*s: %s\n", TS_SPAN_ARG(trouble.name), trouble.rule);
    assert_status(status, TS_OK);
    return nquads;
}

static void
assert_hash_of(ts_span digest, ts_span bytes)
{
    uint8_t want[TS_SHA256_SIZE];
    ts_sha256(want, bytes);
    assert_span_equal(digest, TS_SPAN_OF(want));
}

static ts_span
file_of(const char *folder, const char *format, const char *tail)
{
    char name[128];
    snprintf(name, sizeof(name), format, folder, tail);
    return file(name);
}

static ts_span
hex_of(const char *folder, const char *format, const char *tail)
{
    char name[128];
    snprintf(name, sizeof(name), format, folder, tail);
    return hex_file(name);
}

static void
assert_holds(const struct ts_proof *proof)
{
    struct ts_public_key key;
    ts_verified verified = { 0 };
    assert_status(ts_did_key(&arena, &key, proof->key_id), TS_OK);
    assert_status(ts_proof_check(&verified, proof, &key), TS_OK);
    assert_span_equal(verified.bytes, proof->payload);
}

static const struct {
    const char *folder;
    const char *tail;
    const char *config; /* NULL where none is published. */
} linked[] = {
    { "eddsa-rdfc-2022", "DataInt", "eddsa-rdfc-2022/proofConfigDataInt.json" },
    { "eddsa-rdfc-2022/employ", "DataInt",
      "eddsa-rdfc-2022/employ/proofConfigDataInt.json" },
    { "Ed25519Signature2020", "EdSig", "Ed25519Signature2020/proofConfigEdSig.json" },
};

static void
every_step_over_rdf_is_the_published_one(void **state)
{
    (void)state;
    for (size_t i = 0; i < TS_COUNT(linked); i++) {
        const char *folder = linked[i].folder;
        const char *tail = linked[i].tail;
        char name[128];
        snprintf(name, sizeof(name), "%s/signed%s.json", folder, tail);
        struct ts_proof_set set = proofs_of(name);
        assert_int_equal(set.count, 1);
        const struct ts_proof *proof = &set.proofs[0];

        ts_span document = file_of(folder, "%s/canonDoc%s.txt", tail);
        assert_span_equal(canonical(tree(name), "proof"), document);
        ts_span options = file_of(folder, "%s/proofCanon%s.txt", tail);
        assert_span_equal(canonical(tree(linked[i].config), NULL), options);
        assert_span_equal(ts_span_part(proof->message, 0, TS_SHA256_SIZE),
                          hex_of(folder, "%s/proofHash%s.txt", tail));
        assert_span_equal(ts_span_part(proof->message, TS_SHA256_SIZE, TS_SHA256_SIZE),
                          hex_of(folder, "%s/docHash%s.txt", tail));
        assert_span_equal(proof->message, hex_of(folder, "%s/combinedHash%s.txt", tail));
        assert_span_equal(proof->signature, hex_of(folder, "%s/sigHex%s.txt", tail));
        assert_holds(proof);
    }
}

/* What verifies is the document's normal form: it has the same RDF. */
static void
the_payload_says_what_was_signed(void **state)
{
    (void)state;
    const struct ts_json *payload;
    struct ts_proof_set set = proofs_of("eddsa-rdfc-2022/signedDataInt.json");
    assert_status(ts_json_parse(&arena, &payload, set.proofs[0].payload, NULL), TS_OK);
    assert_span_equal(canonical(payload, NULL),
                      file("eddsa-rdfc-2022/canonDocDataInt.txt"));
}

#define CHAIN "proof-set-chain/"

static const struct {
    const char *name;
    size_t count;
} sets[] = {
    { CHAIN "signedProofSet1.json", 1 },
    { CHAIN "signedProofSet2.json", 2 },
    { CHAIN "signedProofChain1.json", 3 },
    { CHAIN "signedProofChain2.json", 4 },
};

static void
every_proof_of_a_set_or_chain_holds(void **state)
{
    (void)state;
    for (size_t i = 0; i < TS_COUNT(sets); i++) {
        struct ts_proof_set set = proofs_of(sets[i].name);
        assert_int_equal(set.count, sets[i].count);
        assert_int_equal(set.unsupported.len, 0);
        assert_null(set.refused);
        assert_null(set.malformed);
        for (size_t k = 0; k < set.count; k++)
            assert_holds(&set.proofs[k]);
    }
}

/* The options with the context under which they are signed. */
static const struct ts_json *
config_of(const char *name)
{
    ts_span text;
    const struct ts_json *config;
    const struct ts_json *options = tree(name);
    const struct ts_json *document = tree(CHAIN "unsigned.json");
    struct ts_writer w = ts_writer_over(ts_arena_rest(&arena));
    ts_write_text(&w, "{\"@context\":");
    ts_json_write(&w, ts_json_member(document, "@context"));
    for (const struct ts_json *at = options->first; at; at = at->next) {
        ts_write_text(&w, ",");
        ts_json_write_string(&w, at->name);
        ts_write_text(&w, ":");
        ts_json_write(&w, at);
    }
    ts_write_text(&w, "}");
    assert_status(ts_writer_end(&w, &text), TS_OK);
    ts_arena_keep(&arena, text.len);
    assert_status(ts_json_parse(&arena, &config, text, NULL), TS_OK);
    return config;
}

static const struct {
    const char *signed_document;
    size_t proof;
    const char *document; /* As it is signed: with the proofs before. */
    const char *config;
    const char *signed_config;
} links[] = {
    { CHAIN "signedProofSet2.json", 0, CHAIN "unsigned.json",
      CHAIN "proofSetConfig1.json", CHAIN "proofSetConfigSigned1.json" },
    { CHAIN "signedProofSet2.json", 1, CHAIN "unsigned.json",
      CHAIN "proofSetConfig2.json", CHAIN "proofSetConfigSigned2.json" },
    { CHAIN "signedProofChain1.json", 2, CHAIN "proofChainTempDoc1.json",
      CHAIN "proofChainConfig1.json", CHAIN "proofChainConfigSigned1.json" },
    { CHAIN "signedProofChain2.json", 3, CHAIN "proofChainTempDoc2.json",
      CHAIN "proofChainConfig2.json", CHAIN "proofChainConfigSigned2.json" },
};

static void
every_link_signs_what_is_published(void **state)
{
    (void)state;
    for (size_t i = 0; i < TS_COUNT(links); i++) {
        struct ts_proof_set set = proofs_of(links[i].signed_document);
        const struct ts_proof *proof = &set.proofs[links[i].proof];
        assert_hash_of(ts_span_part(proof->message, 0, TS_SHA256_SIZE),
                       canonical(config_of(links[i].config), NULL));
        assert_hash_of(ts_span_part(proof->message, TS_SHA256_SIZE, TS_SHA256_SIZE),
                       canonical(tree(links[i].document), NULL));
        ts_span value;
        ts_span published =
            ts_json_string(ts_json_member(tree(links[i].signed_config), "proofValue"));
        assert_status(
            ts_base58_decode(&arena, &value, ts_span_part(published, 1, published.len)),
            TS_OK);
        assert_span_equal(proof->signature, value);
    }
}

/* A proof before the last one changed: the last one no longer holds. */
static void
a_chain_holds_together(void **state)
{
    (void)state;
    ts_span source = file(CHAIN "signedProofChain1.json");
    uint8_t *text = ts_arena_take(&arena, source.len + 1);
    const struct ts_json *document;
    struct ts_proof_set set;
    struct ts_public_key key;
    ts_verified verified;
    assert_non_null(text);
    memcpy(text, source.at, source.len);
    char *date = strstr((char *)text, "2023-02-24T23:36:38Z");
    assert_non_null(date);
    date[18] = '9';
    assert_status(ts_json_parse(&arena, &document, (ts_span){ text, source.len }, NULL),
                  TS_OK);
    assert_status(ts_data_integrity_read(&arena, &set, document, &site, NULL), TS_OK);
    assert_int_equal(set.count, 3);
    assert_holds(&set.proofs[1]);
    for (size_t i = 0; i < 3; i += 2) {
        assert_status(ts_did_key(&arena, &key, set.proofs[i].key_id), TS_OK);
        assert_status(ts_proof_check(&verified, &set.proofs[i], &key), TS_UNTRUSTED);
    }
}

static void
an_unsigned_document_has_no_proof(void **state)
{
    (void)state;
    struct ts_proof_set set;
    assert_status(ts_data_integrity_read(&arena, &set, tree("unsigned.json"), NULL, NULL),
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
        cmocka_unit_test(every_step_over_rdf_is_the_published_one),
        cmocka_unit_test(the_payload_says_what_was_signed),
        cmocka_unit_test(every_proof_of_a_set_or_chain_holds),
        cmocka_unit_test(every_link_signs_what_is_published),
        cmocka_unit_test(a_chain_holds_together),
        cmocka_unit_test(an_unsigned_document_has_no_proof),
    };
    return cmocka_run_group_tests(tests, make_arena, free_arena);
}
