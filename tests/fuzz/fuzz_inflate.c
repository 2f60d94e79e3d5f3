#include "keys/codec/deflate.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static uint8_t memory[512 * 1024];

static void
check_inflate(ts_span stream, enum ts_deflate_wrap wrap, size_t max)
{
    struct ts_arena arena = ts_arena_over(TS_ROOM_OF(memory));
    ts_span out = { 0 };
    ts_span again;
    enum ts_status status = ts_inflate(&arena, &out, stream, wrap, max);

    TS_CHECK(status == TS_OK || arena.used == 0);
    TS_CHECK(status != TS_NO_SPACE);
    if (status != TS_OK)
        return;
    TS_CHECK(out.len <= max && arena.used == out.len);
    for (size_t cut = 0; cut < stream.len && cut < 64; cut++)
        TS_CHECK(ts_inflate(&arena, &again, (ts_span){ stream.at, cut }, wrap, max)
                 == TS_TRUNCATED);
    /* The limit is the length itself, and not a byte less. */
    TS_CHECK(ts_inflate(&arena, &again, stream, wrap, out.len) == TS_OK);
    TS_CHECK(ts_span_equal(again, out));
    TS_CHECK(out.len == 0
             || ts_inflate(&arena, &again, stream, wrap, out.len - 1) == TS_OVER_LIMIT);
}

static void
check_deflate(ts_span bytes, enum ts_deflate_wrap wrap)
{
    struct ts_arena arena = ts_arena_over(TS_ROOM_OF(memory));
    ts_span packed;
    ts_span back;
    if (ts_deflate(&arena, &packed, bytes, wrap) != TS_OK)
        return;
    TS_CHECK(ts_inflate(&arena, &back, packed, wrap, bytes.len) == TS_OK);
    TS_CHECK(ts_span_equal(back, bytes));
}

/* The first byte: two bits of wrap, one of direction, the rest the limit. */
int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    if (size == 0)
        return 0;
    enum ts_deflate_wrap wrap = (enum ts_deflate_wrap)((data[0] & 3) % 3);
    size_t max = (size_t)(data[0] >> 3) * 4096;
    ts_span rest = { data + 1, size - 1 };
    if (data[0] & 4)
        check_deflate(rest, wrap);
    else
        check_inflate(rest, wrap, max);
    return 0;
}
