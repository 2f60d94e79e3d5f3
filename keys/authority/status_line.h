#ifndef TS_AUTHORITY_STATUS_LINE_H
#define TS_AUTHORITY_STATUS_LINE_H

#include "firmware/base/check.h"
#include "firmware/base/span.h"
#include "firmware/base/status.h"
#include "firmware/base/writer.h"

/** A line of status-urls.txt: URL, or URL SET CLEAR. */
struct ts_status_line {
    ts_span url; /**< Views the line. */
    bool has_canaries;
    uint64_t canary_set, canary_clear; /**< keys/FORMAT.md 6.8 */
};

/** TS_OK or TS_MALFORMED. */
TS_MUST_USE enum ts_status ts_status_line_read(struct ts_status_line *line, ts_span text);

/** With its end. */
void ts_status_line_write(struct ts_writer *w, const struct ts_status_line *line);

#endif
