#include "firmware/base/writer.h"
#include "keys/codec/base64.h"
#include "keys/proof/jose.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* Input is tried as a JWS, and as the header of one that is whole otherwise. */

static uint8_t memory[1024 * 1024];
static uint8_t text_memory[1024 * 1024];

static void
check_proof(const struct ts_proof *proof, ts_span text)
{
    TS_CHECK(proof->kind == TS_PROOF_JWS);
    TS_CHECK(proof->alg != TS_ALG_NONE);
    TS_CHECK(proof->message.at == text.at && proof->message.len < text.len);
    TS_CHECK(text.at[proof->message.len] == '.');
    TS_CHECK(!proof->has_embedded_key || proof->embedded_key.kind != TS_KEY_NONE);
}

static void
check(ts_span text)
{
    struct ts_proof_set set = { .count = 42 };
    struct ts_fault fault = { 0 };
    struct ts_arena arena = ts_arena_over(TS_ROOM_OF(memory));
    enum ts_status status = ts_jose_read(&arena, &set, text, &fault);
    if (status != TS_OK) {
        TS_CHECK(set.count == 42);
        TS_CHECK(fault.status == status && fault.rule && fault.offset <= text.len);
        TS_CHECK(status == TS_MALFORMED || status == TS_TRUNCATED
                 || status == TS_DUPLICATE || status == TS_OVER_LIMIT);
        return;
    }
    bool good = set.unsupported.len == 0 && !set.refused;
    TS_CHECK(set.count == (good ? 1 : 0));
    if (good)
        check_proof(&set.proofs[0], text);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    ts_span input = { data, size };
    ts_span header;
    struct ts_arena arena = ts_arena_over(TS_ROOM_OF(text_memory));

    (void)ts_jose_looks_like(input);
    check(input);
    if (size > 65536 || ts_base64url_encode(&arena, &header, input) != TS_OK)
        return 0;
    struct ts_writer w = ts_writer_over(ts_arena_rest(&arena));
    ts_write_bytes(&w, header);
    ts_write_text(&w, ".e30.AQI");
    check(ts_writer_span(&w));
    return 0;
}
