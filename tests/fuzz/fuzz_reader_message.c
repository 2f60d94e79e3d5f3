#include "firmware/base/check.h"
#include "kiosk/reader/message.h"
#include "kiosk/scan/attention.h"
#include "kiosk/scan/hint.h"

#include <string.h>

/* What a reader that was taken over may say, and what the kiosk then does with it. */

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static uint8_t room[TS_READER_ANSWER_BYTES];

/* The sight goes on into arithmetic. */
static void
use(const struct ts_look *look)
{
    static struct ts_hint_memory hints;
    const struct ts_frame frame = { .width = 1280, .height = 720, .taken = { 5 } };
    struct ts_scan_region region = ts_attention_region(&look->sight);
    TS_CHECK(region.width <= 4 * (uint32_t)TS_READER_CORNER_MAX);
    TS_CHECK(region.height <= 4 * (uint32_t)TS_READER_CORNER_MAX);
    TS_CHECK(ts_hint_take(&hints, &look->sight, &frame) < TS_ADVICE_COUNT);
}

static void
answer(ts_span bytes)
{
    struct ts_reader_answer read;
    uint64_t sequence = 0;
    for (size_t i = 1; i < 9 && i < bytes.len; i++)
        sequence = sequence << 8 | bytes.at[i];
    if (ts_reader_answer_read(&read, bytes, sequence) != TS_OK)
        return;
    const struct ts_look *look = &read.look;
    TS_CHECK(look->text.len <= TS_CONTENT_MAX && look->text.len < bytes.len);
    TS_CHECK(look->codes <= TS_LOOK_CODES && look->parts_seen <= look->parts_total);
    TS_CHECK(look->codes > 0 || look->text.len == 0);
    use(look);
    /* There is one way to say a thing; but zero has two signs. */
    ts_span again = ts_reader_answer_write(TS_ROOM_OF(room), &read);
    TS_CHECK(again.len == bytes.len);
    TS_CHECK(ts_reader_answer_read(&read, again, sequence) == TS_OK);
    TS_CHECK(ts_reader_answer_read(&read, again, sequence + 1) != TS_OK);
}

static void
request(ts_span bytes)
{
    enum { MEMORY = 1 << 20 };
    struct ts_reader_request read;
    if (ts_reader_request_read(&read, bytes, MEMORY) != TS_OK)
        return;
    TS_CHECK(read.offset + (uint64_t)read.width * read.height <= MEMORY);
    TS_CHECK(ts_span_equal(ts_reader_request_write(TS_ROOM_OF(room), &read), bytes));
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct ts_reader_hello hello;
    struct ts_reader_ready ready;
    ts_span bytes = { data, size };
    answer(bytes);
    request(bytes);
    if (ts_reader_hello_read(&hello, bytes) == TS_OK)
        TS_CHECK(ts_span_equal(ts_reader_hello_write(TS_ROOM_OF(room), &hello), bytes));
    if (ts_reader_ready_read(&ready, bytes) == TS_OK)
        TS_CHECK(ts_span_equal(ts_reader_ready_write(TS_ROOM_OF(room), &ready), bytes));
    return 0;
}
