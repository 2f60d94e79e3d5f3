#include "firmware/base/check.h"
#include "kiosk/rehearsal/words.h"

/* What a rehearsal that was taken over may say, and what is said to it. */

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static uint8_t room[TS_REHEARSAL_REQUEST_BYTES];

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    const ts_room all = TS_ROOM_OF(room);
    struct ts_rehearsal_request request;
    ts_span lists;
    ts_span bytes = { data, size };
    uint64_t number = 0;
    for (size_t i = 1; i < 9 && i < size; i++)
        number = number << 8 | data[i];
    if (ts_rehearsal_answer_read(bytes, number) == TS_OK) {
        TS_CHECK(ts_span_equal(ts_rehearsal_answer_write(all, number), bytes));
        TS_CHECK(ts_rehearsal_answer_read(bytes, number + 1) != TS_OK);
    }
    if (ts_rehearsal_request_read(&request, bytes) == TS_OK) {
        TS_CHECK(request.text.len <= TS_CONTENT_MAX);
        TS_CHECK(ts_span_equal(ts_rehearsal_request_write(all, &request), bytes));
    }
    if (ts_rehearsal_hello_read(&lists, bytes) == TS_OK) {
        TS_CHECK(lists.len <= TS_REHEARSAL_PATH_MAX);
        TS_CHECK(ts_span_equal(ts_rehearsal_hello_write(all, lists), bytes));
    }
    return 0;
}
