#include "keys/codec/bytewords.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* All bytes have words, and what words are accepted for are those bytes again. */
int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static uint8_t memory[256 * 1024];
    struct ts_arena arena = ts_arena_over(TS_ROOM_OF(memory));
    ts_span input = { data, size };
    ts_span there;
    ts_span back;
    enum ts_status status = ts_bytewords_decode(&arena, &there, input);

    TS_CHECK(status == TS_OK || arena.used == 0);
    if (status == TS_OK) {
        TS_CHECK(ts_bytewords_encode(&arena, &back, there) == TS_OK);
        TS_CHECK(back.len == input.len);
    }

    ts_arena_rewind(&arena, 0);
    if (ts_bytewords_encode(&arena, &there, input) != TS_OK)
        return 0;
    status = ts_bytewords_decode(&arena, &back, there);
    TS_CHECK(status == TS_NO_SPACE || (status == TS_OK && ts_span_equal(back, input)));
    return 0;
}
