#ifndef TS_BASE_WRITER_H
#define TS_BASE_WRITER_H

#include "firmware/base/check.h"
#include "firmware/base/span.h"
#include "firmware/base/status.h"

/**
 * Appends to a room and never past it. The first overflow sticks: nothing is
 * written after it, and ts_writer_end() tells. Needs no check in between.
 */
struct ts_writer {
    ts_room room;
    size_t used;
    bool full; /**< Something did not fit. */
};

struct ts_writer ts_writer_over(ts_room room);

void ts_write_u8(struct ts_writer *w, uint8_t byte);
void ts_write_bytes(struct ts_writer *w, ts_span bytes);

/** A C string without its NUL. */
void ts_write_text(struct ts_writer *w, const char *text);

/** Decimal digits, no padding. */
void ts_write_decimal(struct ts_writer *w, int64_t value);

/** What was written so far. */
ts_span ts_writer_span(const struct ts_writer *w);

/** TS_OK and everything that was written, or TS_NO_SPACE. */
TS_MUST_USE enum ts_status ts_writer_end(const struct ts_writer *w, ts_span *written);

#endif
