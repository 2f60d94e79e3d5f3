#include "firmware/base/reader.h"

struct ts_reader
ts_reader_over(ts_span input)
{
    return (struct ts_reader){ .input = input };
}

void
ts_require(struct ts_reader *r, bool fact, enum ts_status why, const char *rule)
{
    if (fact || !ts_reader_ok(r))
        return;
    r->fault = (struct ts_fault){ .status = why, .offset = r->offset, .rule = rule };
}

size_t
ts_reader_left(const struct ts_reader *r)
{
    return r->input.len - r->offset;
}

ts_span
ts_read_bytes(struct ts_reader *r, size_t len)
{
    ts_require(r, len <= ts_reader_left(r), TS_TRUNCATED, "the input ends here");
    if (!ts_reader_ok(r) || len == 0)
        return (ts_span){ 0 };
    ts_span taken = { r->input.at + r->offset, len };
    r->offset += len;
    return taken;
}

static uint64_t
read_big_endian(struct ts_reader *r, size_t width)
{
    ts_span raw = ts_read_bytes(r, width);
    uint64_t value = 0;
    for (size_t i = 0; i < raw.len; i++)
        value = value << 8 | raw.at[i];
    return value;
}

uint8_t
ts_read_u8(struct ts_reader *r)
{
    return (uint8_t)read_big_endian(r, 1);
}

uint16_t
ts_read_u16(struct ts_reader *r)
{
    return (uint16_t)read_big_endian(r, 2);
}

uint32_t
ts_read_u32(struct ts_reader *r)
{
    return (uint32_t)read_big_endian(r, 4);
}

uint64_t
ts_read_u64(struct ts_reader *r)
{
    return read_big_endian(r, 8);
}

enum ts_status
ts_reader_end(struct ts_reader *r)
{
    ts_require(r, ts_reader_left(r) == 0, TS_TRAILING, "the input goes on");
    return r->fault.status;
}
