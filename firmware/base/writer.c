#include "firmware/base/writer.h"

#include <string.h>

struct ts_writer
ts_writer_over(ts_room room)
{
    return (struct ts_writer){ .room = room };
}

void
ts_write_bytes(struct ts_writer *w, ts_span bytes)
{
    if (w->full || bytes.len > w->room.len - w->used) {
        w->full = true;
        return;
    }
    if (bytes.len)
        memcpy(w->room.at + w->used, bytes.at, bytes.len);
    w->used += bytes.len;
}

void
ts_write_u8(struct ts_writer *w, uint8_t byte)
{
    ts_write_bytes(w, (ts_span){ &byte, 1 });
}

void
ts_write_text(struct ts_writer *w, const char *text)
{
    ts_write_bytes(w, ts_span_text(text));
}

void
ts_write_decimal(struct ts_writer *w, int64_t value)
{
    uint8_t digits[20];
    size_t at = sizeof(digits);
    /* Negate as unsigned: -INT64_MIN does not exist. */
    uint64_t left = value < 0 ? 0 - (uint64_t)value : (uint64_t)value;
    do {
        digits[--at] = (uint8_t)('0' + left % 10);
        left /= 10;
    } while (left);
    if (value < 0)
        digits[--at] = '-';
    ts_write_bytes(w, (ts_span){ digits + at, sizeof(digits) - at });
}

ts_span
ts_writer_span(const struct ts_writer *w)
{
    return (ts_span){ w->room.at, w->used };
}

enum ts_status
ts_writer_end(const struct ts_writer *w, ts_span *written)
{
    if (w->full)
        return TS_NO_SPACE;
    *written = ts_writer_span(w);
    return TS_OK;
}
