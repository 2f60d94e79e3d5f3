#ifndef TS_BOARD_LINUX_MEMORY_FILE_H
#define TS_BOARD_LINUX_MEMORY_FILE_H

#include "firmware/base/check.h"
#include "firmware/base/span.h"
#include "firmware/base/status.h"

/**
 * Bytes as a file without a name, read from the start, to be a program's standard
 * input: it never sees a path that somebody chose, and never waits for us. Close *fd.
 *
 * Returns TS_OK; TS_NO_SPACE; TS_IO. *fd is -1 unless TS_OK.
 */
TS_MUST_USE enum ts_status ts_memory_file(int *fd, ts_span bytes);

#endif
