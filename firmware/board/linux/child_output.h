#ifndef TS_BOARD_LINUX_CHILD_OUTPUT_H
#define TS_BOARD_LINUX_CHILD_OUTPUT_H

#include "firmware/base/check.h"
#include "firmware/base/instant.h"
#include "firmware/base/status.h"

/** A program's output (child.h), read against one deadline. */
struct ts_child_output {
    int fd;
    ts_mono deadline;
    uint64_t total; /**< Bytes read so far. */
};

/** Some bytes, at most *len; *len is 0 at the end. TS_OVER_LIMIT when time is up; TS_IO.
 */
TS_MUST_USE enum ts_status
ts_child_output_some(struct ts_child_output *output, uint8_t *at, size_t *len);

/** All of them; TS_MALFORMED when the output ends before. */
TS_MUST_USE enum ts_status
ts_child_output_exactly(struct ts_child_output *output, uint8_t *at, size_t len);

#endif
