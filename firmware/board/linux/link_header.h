#ifndef TS_BOARD_LINUX_LINK_HEADER_H
#define TS_BOARD_LINUX_LINK_HEADER_H

#include "firmware/base/span.h"

/** Values of HTTP header fields, as a server that may lie wrote them. */

/** Content-Range of one range (RFC 9110 14.4). */
struct ts_content_range {
    uint64_t first;
    uint64_t last;  /**< At least first. */
    uint64_t total; /**< 0: not said ("*"). Else more than last. */
};

/** Whether the line is a field of that name, in whatever case; name is in lower case.
 * value gets what stands behind the colon, trimmed. */
bool ts_header_is(ts_span line, const char *name, ts_span *value);

/** Without the white space around it. */
ts_span ts_header_trim(ts_span value);

/** Takes decimal digits off value. False, and value as it was, for none, or for more
 * than 18: no file is as long. */
bool ts_header_number(ts_span *value, uint64_t *number);

/** Range without its unit, "12345-": all of the rest; "" for offset 0. */
#define TS_RANGE_SIZE 24
void ts_header_range(char text[static TS_RANGE_SIZE], uint64_t offset);

/** Copies a value with its NUL. "" for one that does not fit, and for one that has
 * anything but printable ASCII in it: it will be sent back to the server. */
void ts_header_copy(char *text, size_t size, ts_span value);

/** "bytes 100-199/200". False, and range as it was, for anything else. */
bool ts_content_range_read(struct ts_content_range *range, ts_span value);

#endif
