#include "keys/crypto/did.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

#define MAX 16

/* The document is asked for under its own id, so that the id is not the wall. */
int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static uint8_t memory[1 << 22];
    struct ts_did_method methods[MAX];
    struct ts_arena arena = ts_arena_over(TS_ROOM_OF(memory));
    const struct ts_json *json;
    size_t count = MAX + 1;
    if (ts_json_parse(&arena, &json, (ts_span){ data, size }, NULL) != TS_OK)
        return 0;
    ts_span id = ts_json_string(ts_json_member(json, "id"));
    enum ts_status status = ts_did_document_read(&arena, methods, MAX, &count, json, id);
    if (status != TS_OK) {
        TS_CHECK(count == MAX + 1);
        return 0;
    }
    TS_CHECK(count <= MAX && id.len > 0);
    for (size_t i = 0; i < count; i++) {
        TS_CHECK(methods[i].id.len > 0 && methods[i].id.at[0] != '#');
        TS_CHECK(methods[i].controller.len > 0);
        TS_CHECK(methods[i].key.kind != TS_KEY_NONE);
        TS_CHECK(methods[i].key.kind == TS_KEY_RSA
                     ? methods[i].key.modulus.len >= TS_RSA_BITS_MIN / 8
                     : methods[i].key.point.len >= 32);
    }
    return 0;
}
