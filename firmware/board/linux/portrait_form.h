#ifndef TS_BOARD_LINUX_PORTRAIT_FORM_H
#define TS_BOARD_LINUX_PORTRAIT_FORM_H

#include "firmware/board/portrait.h"

/*
 * How touchstone-portrait hands a photo over: width and height, two bytes each with the
 * higher one first, then width * height times red, green, blue. Nothing else.
 */

#define TS_PORTRAIT_HEAD 4

/** Of the pixels. */
static inline size_t
ts_photo_bytes(const struct ts_photo *photo)
{
    return (size_t)photo->width * photo->height * 3;
}

static inline void
ts_portrait_head_write(uint8_t head[TS_PORTRAIT_HEAD], const struct ts_photo *photo)
{
    head[0] = (uint8_t)(photo->width >> 8);
    head[1] = (uint8_t)photo->width;
    head[2] = (uint8_t)(photo->height >> 8);
    head[3] = (uint8_t)photo->height;
}

/**
 * Reads the whole output. photo is written only on TS_OK; else TS_TRUNCATED,
 * TS_TRAILING or TS_MALFORMED (a side of 0 or more than TS_PHOTO_SIDE_MAX).
 */
TS_MUST_USE enum ts_status ts_portrait_read(struct ts_photo *photo, ts_span output);

#endif
