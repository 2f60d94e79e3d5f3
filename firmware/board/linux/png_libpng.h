#ifndef TS_BOARD_LINUX_PNG_LIBPNG_H
#define TS_BOARD_LINUX_PNG_LIBPNG_H

#include "firmware/board/linux/grey.h"

/**
 * Decodes a PNG of any colour type and depth into the sheet as grey; what is
 * transparent is laid on white paper. Bytes after IEND are not looked at.
 *
 * The sheet's pixels are undefined after anything but TS_OK. Returns TS_OK,
 * TS_UNSUPPORTED (no PNG), TS_MALFORMED, TS_OVER_LIMIT or TS_NO_SPACE.
 */
TS_MUST_USE enum ts_status ts_png_to_grey(struct ts_sheet *sheet, ts_span png);

#endif
