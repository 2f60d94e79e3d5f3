#include "kiosk/rehearsal/words.h"

#include "firmware/base/reader.h"
#include "firmware/base/writer.h"

enum kind { HELLO = 'h', REQUEST = 'q', ANSWER = 's' };

static void
write_u64(struct ts_writer *w, uint64_t value)
{
    for (int shift = 56; shift >= 0; shift -= 8)
        ts_write_u8(w, (uint8_t)(value >> shift));
}

static ts_span
written(const struct ts_writer *w)
{
    ts_span bytes;
    TS_CHECK(ts_writer_end(w, &bytes) == TS_OK);
    return bytes;
}

static void
begin(struct ts_reader *r, enum kind kind)
{
    ts_require(r, ts_read_u8(r) == (uint8_t)kind, TS_MALFORMED, "rehearsal: kind");
}

ts_span
ts_rehearsal_hello_write(ts_room room, ts_span lists)
{
    struct ts_writer w = ts_writer_over(room);
    ts_write_u8(&w, HELLO);
    ts_write_u8(&w, TS_REHEARSAL_VERSION);
    ts_write_bytes(&w, lists);
    return written(&w);
}

enum ts_status
ts_rehearsal_hello_read(ts_span *lists, ts_span bytes)
{
    struct ts_reader r = ts_reader_over(bytes);
    begin(&r, HELLO);
    ts_require(&r, ts_read_u8(&r) == TS_REHEARSAL_VERSION, TS_UNSUPPORTED,
               "rehearsal: version");
    size_t len = ts_reader_left(&r);
    ts_require(&r, len <= TS_REHEARSAL_PATH_MAX, TS_OVER_LIMIT, "rehearsal: path");
    ts_span path = ts_read_bytes(&r, len);
    ts_require(&r, ts_span_index(path, 0) == path.len, TS_MALFORMED, "rehearsal: path");
    enum ts_status status = ts_reader_end(&r);
    if (status == TS_OK)
        *lists = path;
    return status;
}

ts_span
ts_rehearsal_request_write(ts_room room, const struct ts_rehearsal_request *request)
{
    struct ts_writer w = ts_writer_over(room);
    ts_write_u8(&w, REQUEST);
    write_u64(&w, request->number);
    write_u64(&w, (uint64_t)request->now.utc.s);
    ts_write_u8(&w, (uint8_t)request->now.clock);
    ts_write_bytes(&w, request->text);
    return written(&w);
}

enum ts_status
ts_rehearsal_request_read(struct ts_rehearsal_request *request, ts_span bytes)
{
    struct ts_reader r = ts_reader_over(bytes);
    begin(&r, REQUEST);
    struct ts_rehearsal_request read = { .number = ts_read_u64(&r) };
    read.now.utc.s = (int64_t)ts_read_u64(&r);
    uint8_t clock = ts_read_u8(&r);
    ts_require(&r, clock <= TS_CLOCK_TRUSTED, TS_MALFORMED, "rehearsal: clock");
    read.now.clock = (enum ts_clock_trust)clock;
    size_t len = ts_reader_left(&r);
    ts_require(&r, len <= TS_CONTENT_MAX, TS_OVER_LIMIT, "rehearsal: text");
    read.text = ts_read_bytes(&r, len);
    enum ts_status status = ts_reader_end(&r);
    if (status == TS_OK)
        *request = read;
    return status;
}

ts_span
ts_rehearsal_answer_write(ts_room room, uint64_t number)
{
    struct ts_writer w = ts_writer_over(room);
    ts_write_u8(&w, ANSWER);
    write_u64(&w, number);
    return written(&w);
}

enum ts_status
ts_rehearsal_answer_read(ts_span bytes, uint64_t number)
{
    struct ts_reader r = ts_reader_over(bytes);
    begin(&r, ANSWER);
    ts_require(&r, ts_read_u64(&r) == number, TS_MALFORMED, "rehearsal: number");
    return ts_reader_end(&r);
}
