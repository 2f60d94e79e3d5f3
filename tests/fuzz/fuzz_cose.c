#include "keys/proof/cose.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* Whatever is read keeps the promises of cose.h. The key is the one that the
 * published EdDSA examples are signed with (RFC 8032 7.1, test 1). */
int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static uint8_t memory[1 << 20];
    static struct ts_proof_set set;
    static const uint8_t point[] = {
        0xd7, 0x5a, 0x98, 0x01, 0x82, 0xb1, 0x0a, 0xb7, 0xd5, 0x4b, 0xfe,
        0xd3, 0xc9, 0x64, 0x07, 0x3a, 0x0e, 0xe1, 0x72, 0xf3, 0xda, 0xa6,
        0x23, 0x25, 0xaf, 0x02, 0x1a, 0x68, 0xf7, 0x07, 0x51, 0x1a,
    };
    struct ts_public_key key = { .kind = TS_KEY_ED25519, .point = TS_SPAN_OF(point) };
    struct ts_arena arena = ts_arena_over(TS_ROOM_OF(memory));
    struct ts_fault fault = { 0 };
    ts_verified verified = { { 0 } };
    ts_span bytes = { data, size };

    enum ts_status status = ts_cose_read(&arena, &set, bytes, (ts_span){ 0 }, &fault);
    TS_CHECK(fault.status == status);
    (void)ts_cose_looks_like(bytes);
    if (status != TS_OK) {
        TS_CHECK(arena.used == 0 && fault.rule);
        return 0;
    }
    TS_CHECK(set.count <= 1 && (set.count == 1) == (set.unsupported.len == 0));
    if (set.count == 0)
        return 0;
    const struct ts_proof *proof = &set.proofs[0];
    TS_CHECK(proof->kind == TS_PROOF_COSE_SIGN1 && proof->alg != TS_ALG_NONE);
    TS_CHECK(proof->message.len > proof->payload.len + 12);
    status = ts_proof_check(&verified, proof, &key);
    TS_CHECK(status == TS_OK || status == TS_UNTRUSTED || status == TS_UNSUPPORTED);
    TS_CHECK((status == TS_OK) == (verified.bytes.at != NULL));
    return 0;
}
