#include "keys/crypto/digest.h"
#include "keys/proof/data_integrity.h"
#include "keys/proof/linked_data/linked_data.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* Whatever is counted as a proof is over the payload it claims to be over: the
 * text of it, or its RDF. */

static uint8_t memory[16 * 1024 * 1024];

/* A site's own terms: those of a learner record, so that one can be written. */
static const char record_terms[] =
    "{\"@context\":{\"ClrCredential\":\"https://c.example/ClrCredential\","
    "\"ClrSubject\":{\"@id\":\"https://c.example/ClrSubject\",\"@context\":{"
    "\"verifiableCredential\":{\"@id\":\"https://c.example/holds\","
    "\"@container\":\"@set\"},\"achievement\":{\"@id\":\"https://c.example/about\","
    "\"@container\":\"@set\"}}}}}";

static struct ts_ld_contexts
site_of(struct ts_arena *arena)
{
    struct ts_ld_contexts site = { 0 };
    const struct ts_json *document;
    TS_CHECK(ts_json_parse(arena, &document, ts_span_text(record_terms), NULL) == TS_OK);
    TS_CHECK(
        ts_ld_contexts_add(&site, arena, TS_SPAN_LIT("https://c.example/v1"), document)
        == TS_OK);
    return site;
}

static bool
ends_with(ts_span text, ts_span end)
{
    return text.len >= end.len
           && ts_span_equal(ts_span_part(text, text.len - end.len, end.len), end);
}

static bool
is_over_rdf(const struct ts_proof *proof)
{
    return proof->cryptosuite.len == 0 || ts_span_is(proof->cryptosuite, "eddsa-2022")
           || ends_with(proof->cryptosuite, TS_SPAN_LIT("-rdfc-2022"))
           || ends_with(proof->cryptosuite, TS_SPAN_LIT("-rdfc-2019"));
}

/* What was hashed of the document. */
static ts_span
hashed_text(struct ts_arena *arena, const struct ts_proof *proof,
            const struct ts_json *payload)
{
    ts_span text = proof->payload;
    struct ts_ld_contexts site = site_of(arena);
    const struct ts_ld_options options = { .site = &site, .safe = true };
    bool p384 = proof->alg == TS_ALG_ES384;
    if (is_over_rdf(proof))
        TS_CHECK(ts_ld_canonical(arena, &text, payload, &options,
                                 p384 ? TS_RDFC_SHA384 : TS_RDFC_SHA256, NULL)
                 == TS_OK);
    return text;
}

static void
check_proof(struct ts_arena *arena, const struct ts_proof *proof, bool may_be_chained)
{
    const struct ts_json *payload;
    uint8_t digest[TS_SHA384_SIZE];
    bool p384 = proof->alg == TS_ALG_ES384;
    size_t size = p384 ? TS_SHA384_SIZE : TS_SHA256_SIZE;

    TS_CHECK(proof->kind == TS_PROOF_DATA_INTEGRITY);
    TS_CHECK(p384 || proof->alg == TS_ALG_EDDSA || proof->alg == TS_ALG_ES256);
    TS_CHECK(proof->signature.len == 2 * size);
    TS_CHECK(proof->message.len == 2 * size);
    TS_CHECK(proof->key_id.len > 0);
    TS_CHECK(ts_json_parse(arena, &payload, proof->payload, NULL) == TS_OK);
    TS_CHECK(ts_json_is(ts_json_member(payload, "proof"), TS_JSON_NONE));
    if (may_be_chained)
        return;
    if (p384)
        ts_sha384(digest, hashed_text(arena, proof, payload));
    else
        ts_sha256(digest, hashed_text(arena, proof, payload));
    TS_CHECK(ts_span_equal(ts_span_part(proof->message, size, size),
                           (ts_span){ digest, size }));
}

static bool
names_previous(const struct ts_json *document)
{
    const struct ts_json *proofs = ts_json_member(document, "proof");
    for (size_t i = 0; i < ts_json_values(proofs); i++)
        if (!ts_json_is(ts_json_member(ts_json_value(proofs, i), "previousProof"),
                        TS_JSON_NONE))
            return true;
    return false;
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    const struct ts_json *document;
    struct ts_proof_set set = { .count = 42 };
    struct ts_fault fault = { 0 };
    struct ts_arena arena = ts_arena_over(TS_ROOM_OF(memory));
    struct ts_ld_contexts site = site_of(&arena);
    if (ts_json_parse(&arena, &document, (ts_span){ data, size }, NULL) != TS_OK)
        return 0;

    enum ts_status status = ts_data_integrity_read(&arena, &set, document, &site, &fault);
    if (status != TS_OK) {
        TS_CHECK(set.count == 42);
        TS_CHECK(fault.status == status && fault.rule && fault.offset <= size);
        TS_CHECK(status == TS_ABSENT || status == TS_MALFORMED || status == TS_OVER_LIMIT
                 || status == TS_NO_SPACE);
        return 0;
    }
    TS_CHECK(set.count <= TS_PROOFS_MAX);
    TS_CHECK(set.count > 0 || set.refused || set.malformed || set.unsupported.len > 0);
    for (size_t i = 0; i < set.count; i++)
        check_proof(&arena, &set.proofs[i], names_previous(document));
    return 0;
}
