#ifndef TS_BOARD_LINUX_JPEG_TURBO_H
#define TS_BOARD_LINUX_JPEG_TURBO_H

#include "firmware/board/linux/grey.h"

/** What the bytes come from decides what is forgiven. */
enum ts_jpeg_origin {
    TS_JPEG_PICTURE = 0, /**< A file: it must be whole, to its last marker. */
    TS_JPEG_VIDEO,       /**< A Motion JPEG frame: the end marker may be missing. */
};

/**
 * Decodes the luma of a JPEG (ITU-T T.81, baseline or progressive) into the
 * sheet. Frames without Huffman tables get the standard ones (T.81 K.3), as
 * Motion JPEG wants. Bytes after the end marker are not looked at: webcams pad.
 *
 * The sheet's pixels are undefined after anything but TS_OK. Returns TS_OK,
 * TS_UNSUPPORTED (no JPEG, or a kind such as CMYK or 12 bits), TS_MALFORMED,
 * TS_OVER_LIMIT (size, or more than 64 scans) or TS_NO_SPACE.
 */
TS_MUST_USE enum ts_status
ts_jpeg_to_grey(struct ts_sheet *sheet, ts_span jpeg, enum ts_jpeg_origin origin);

#endif
