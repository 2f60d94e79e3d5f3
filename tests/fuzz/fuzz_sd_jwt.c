#include "keys/codec/json.h"
#include "keys/proof/sd_jwt.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* What is disclosed is JSON again, in which nothing is left of the format. */

static uint8_t memory[16 * 1024 * 1024];

static void
check_disclosed(const struct ts_json *value)
{
    bool is_object = ts_json_is(value, TS_JSON_OBJECT);
    if (!is_object && !ts_json_is(value, TS_JSON_ARRAY))
        return;
    for (const struct ts_json *at = value->first; at; at = at->next) {
        TS_CHECK(!is_object
                 || (!ts_span_is(at->name, "_sd") && !ts_span_is(at->name, "...")
                     && !ts_span_is(at->name, "_sd_alg")));
        check_disclosed(at);
    }
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    const struct ts_json *payload;
    struct ts_proof_set set = { .count = 42 };
    struct ts_fault fault = { 0 };
    struct ts_arena arena = ts_arena_over(TS_ROOM_OF(memory));
    ts_span text = { data, size };

    enum ts_status status = ts_sd_jwt_read(&arena, &set, text, &fault);
    if (status != TS_OK) {
        TS_CHECK(set.count == 42);
        TS_CHECK(fault.status == status && fault.rule && fault.offset <= size);
        return 0;
    }
    if (set.count == 0) {
        TS_CHECK(set.unsupported.len > 0 || set.refused);
        return 0;
    }
    TS_CHECK(set.count == 1 && set.proofs[0].kind == TS_PROOF_SD_JWT);
    TS_CHECK(ts_json_parse(&arena, &payload, set.proofs[0].payload, NULL) == TS_OK);
    TS_CHECK(ts_json_is(payload, TS_JSON_OBJECT));
    check_disclosed(payload);
    return 0;
}
