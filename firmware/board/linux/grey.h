#ifndef TS_BOARD_LINUX_GREY_H
#define TS_BOARD_LINUX_GREY_H

#include "firmware/board/camera.h"

/** A grey picture on the heap; rows follow each other without a gap. */
struct ts_sheet {
    uint8_t *grey;
    size_t capacity;
    uint32_t width, height;
};

/**
 * Makes room for width x height; the heap is asked only for more than ever
 * before. On failure the sheet is left as it was.
 *
 * Returns TS_OK, TS_MALFORMED (a side of 0), TS_OVER_LIMIT (TS_FRAME_..._MAX)
 * or TS_NO_SPACE. Free the sheet at the end.
 */
TS_MUST_USE enum ts_status
ts_sheet_fit(struct ts_sheet *sheet, uint32_t width, uint32_t height);
void ts_sheet_free(struct ts_sheet *sheet);

/** The sheet as a frame with sequence 0, taken at 0; it stands until the sheet
 * is fitted or freed. */
struct ts_frame ts_sheet_frame(const struct ts_sheet *sheet);

/** How raw pixels lie in memory. Only their luma is ever looked at. */
enum ts_raw {
    TS_RAW_LUMA_PLANE = 0, /**< Luma comes first: grey, i420, nv12. */
    TS_RAW_YUYV,           /**< Luma is every second byte. */
};

/**
 * Copies the luma of a raw picture into the sheet, which has its size already.
 * Values stay as the camera gave them: a range of 16 to 235 is not stretched,
 * which no decoder needs. raw holds ts_raw_luma_bytes() or more.
 */
void ts_sheet_take_luma(struct ts_sheet *sheet, const uint8_t *raw, size_t stride,
                        enum ts_raw layout);

/** Bytes of one row of width pixels. */
size_t ts_raw_row_bytes(enum ts_raw layout, uint32_t width);

/** Bytes from the first to the last luma of a picture. height > 0. */
size_t
ts_raw_luma_bytes(enum ts_raw layout, uint32_t width, uint32_t height, size_t stride);

#endif
