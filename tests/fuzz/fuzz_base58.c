#include "keys/codec/base58.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* A text that is accepted is the only spelling of its bytes; all bytes have
 * one that is within the limit, or none. */
int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static uint8_t memory[8 * 1024];
    struct ts_arena arena = ts_arena_over(TS_ROOM_OF(memory));
    ts_span input = { data, size };
    ts_span there;
    ts_span back;

    enum ts_status status = ts_base58_decode(&arena, &there, input);
    TS_CHECK(status == TS_OK || arena.used == 0);
    TS_CHECK((status == TS_OVER_LIMIT) == (size > TS_BASE58_TEXT_MAX));
    TS_CHECK(status != TS_NO_SPACE);
    if (status == TS_OK) {
        TS_CHECK(ts_base58_encode(&arena, &back, there) == TS_OK);
        TS_CHECK(ts_span_equal(back, input));
    }

    ts_arena_rewind(&arena, 0);
    status = ts_base58_encode(&arena, &there, input);
    TS_CHECK(status == TS_OK || status == TS_OVER_LIMIT);
    TS_CHECK(status == TS_OK || size > 700);
    if (status == TS_OK) {
        TS_CHECK(ts_base58_decode(&arena, &back, there) == TS_OK);
        TS_CHECK(ts_span_equal(back, input));
    }
    return 0;
}
