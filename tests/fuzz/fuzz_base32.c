#include "keys/codec/base32.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* A text that is accepted is the only spelling of its bytes, and all bytes
 * have one. */
int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static uint8_t memory[64 * 1024];
    struct ts_arena arena = ts_arena_over(TS_ROOM_OF(memory));
    ts_span input = { data, size };
    ts_span there;
    ts_span back;
    enum ts_status status = ts_base32_decode(&arena, &there, input);

    TS_CHECK(status == TS_OK || arena.used == 0);
    if (status == TS_OK && ts_base32_encode(&arena, &back, there) == TS_OK)
        TS_CHECK(ts_span_equal(back, input));

    ts_arena_rewind(&arena, 0);
    if (ts_base32_encode(&arena, &there, input) == TS_OK
        && (status = ts_base32_decode(&arena, &back, there)) != TS_NO_SPACE)
        TS_CHECK(status == TS_OK && ts_span_equal(back, input));
    return 0;
}
