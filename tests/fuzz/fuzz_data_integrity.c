#include "keys/crypto/digest.h"
#include "keys/proof/data_integrity.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* Whatever is counted as a proof is over the payload it claims to be over. */

static uint8_t memory[8 * 1024 * 1024];

static void
check_proof(struct ts_arena *arena, const struct ts_proof *proof)
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
    if (p384)
        ts_sha384(digest, proof->payload);
    else
        ts_sha256(digest, proof->payload);
    TS_CHECK(ts_span_equal(ts_span_part(proof->message, size, size),
                           (ts_span){ digest, size }));
    TS_CHECK(ts_json_parse(arena, &payload, proof->payload, NULL) == TS_OK);
    TS_CHECK(ts_json_is(ts_json_member(payload, "proof"), TS_JSON_NONE));
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    const struct ts_json *document;
    struct ts_proof_set set = { .count = 42 };
    struct ts_fault fault = { 0 };
    struct ts_arena arena = ts_arena_over(TS_ROOM_OF(memory));
    if (ts_json_parse(&arena, &document, (ts_span){ data, size }, NULL) != TS_OK)
        return 0;

    enum ts_status status = ts_data_integrity_read(&arena, &set, document, &fault);
    if (status != TS_OK) {
        TS_CHECK(set.count == 42);
        TS_CHECK(fault.status == status && fault.rule && fault.offset <= size);
        TS_CHECK(status == TS_ABSENT || status == TS_MALFORMED
                 || status == TS_OVER_LIMIT);
        return 0;
    }
    TS_CHECK(set.count <= TS_PROOFS_MAX);
    TS_CHECK(set.count > 0 || set.refused || set.unsupported.len > 0);
    for (size_t i = 0; i < set.count; i++)
        check_proof(&arena, &set.proofs[i]);
    return 0;
}
