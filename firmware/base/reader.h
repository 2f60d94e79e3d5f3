#ifndef TS_BASE_READER_H
#define TS_BASE_READER_H

#include "firmware/base/check.h"
#include "firmware/base/span.h"
#include "firmware/base/status.h"

/**
 * A cursor over a span; it cannot leave it and cannot go back.
 *
 * The first failure sticks: from then on every read gives zero or an empty
 * span and consumes nothing. So a parser is laid out like the format it reads
 * and asks once, at the end, whether all of it held. Until ts_reader_end()
 * has said TS_OK nothing that was read may be acted on.
 */
struct ts_reader {
    ts_span input;
    size_t offset;         /**< Bytes consumed. */
    struct ts_fault fault; /**< status TS_OK while all is well. */
};

struct ts_reader ts_reader_over(ts_span input);

/** Unsigned, big-endian. */
uint8_t ts_read_u8(struct ts_reader *r);
uint16_t ts_read_u16(struct ts_reader *r);
uint32_t ts_read_u32(struct ts_reader *r);
uint64_t ts_read_u64(struct ts_reader *r);

/** The next len bytes; they stand as long as the input does. */
ts_span ts_read_bytes(struct ts_reader *r, size_t len);

/** Fails the reader with why unless fact holds. rule: see struct ts_fault. */
void ts_require(struct ts_reader *r, bool fact, enum ts_status why, const char *rule);

size_t ts_reader_left(const struct ts_reader *r);

/** Fails with TS_TRAILING when bytes are left. The first failure, or TS_OK. */
TS_MUST_USE enum ts_status ts_reader_end(struct ts_reader *r);

static inline bool
ts_reader_ok(const struct ts_reader *r)
{
    return r->fault.status == TS_OK;
}

#endif
