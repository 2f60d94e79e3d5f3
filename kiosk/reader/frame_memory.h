#ifndef TS_READER_FRAME_MEMORY_H
#define TS_READER_FRAME_MEMORY_H

#include "firmware/base/check.h"
#include "firmware/base/span.h"
#include "firmware/base/status.h"

/** Memory that another process can look at, and not change: its size is fixed, and
 * whoever else maps it can only read. What is never touched costs nothing. Linux. */
struct ts_frame_memory {
    ts_room room;
    int fd; /**< -1: none. */
};

/** TS_OK or TS_NO_SPACE. Close what was opened. */
TS_MUST_USE enum ts_status
ts_frame_memory_open(struct ts_frame_memory *memory, size_t bytes);
void ts_frame_memory_close(struct ts_frame_memory *memory);

/** The other side's: maps it, and closes the descriptor. TS_OK; TS_IO: it is not of that
 * size, or cannot be mapped. */
TS_MUST_USE enum ts_status ts_frame_memory_map(ts_span *view, int fd, uint64_t bytes);

#endif
