#ifndef TS_BOARD_PORTRAIT_H
#define TS_BOARD_PORTRAIT_H

#include "firmware/base/check.h"
#include "firmware/base/span.h"
#include "firmware/base/status.h"

/**
 * The face on a card, as an encoded picture, to pixels. The picture libraries that
 * do it meet bytes which somebody chose, so they run where they can do no harm:
 * whatever they do, the caller gets a status.
 *
 * Makings: linux/portrait_program.c, fake/portrait_script.c.
 */

/** An encoded portrait; what cards carry in a code is under 4 KiB. */
#define TS_PORTRAIT_BYTES_MAX 65536

/** Pixels of the longer side; larger pictures are shrunk. */
#define TS_PHOTO_SIDE_MAX 256

/** Starting a program for it and decoding take 25 ms on a laptop. A check may take 2 s
 * (TS_SCAN_CHECK_MS), everything else of it under 0.5 s. */
#define TS_PORTRAIT_MS_MAX 1200

/** A decoded face. It goes when the person goes: wipe it. */
struct ts_photo {
    uint16_t width, height; /**< 1 to TS_PHOTO_SIDE_MAX each; 0: there is none. */
    uint8_t rgb[TS_PHOTO_SIDE_MAX * TS_PHOTO_SIDE_MAX * 3]; /**< Rows from the top. */
};

/**
 * Decodes JPEG, PNG or WebP, told by its content; takes TS_PORTRAIT_MS_MAX at most.
 * Any thread, but one call at a time. photo is as it was unless TS_OK.
 *
 * Returns TS_OK; TS_OVER_LIMIT (TS_PORTRAIT_BYTES_MAX, or time); TS_MALFORMED (no
 * picture of these kinds, damaged, or too large when unpacked); TS_ABSENT (nothing
 * installed that could do it); TS_IO.
 */
TS_MUST_USE enum ts_status ts_portrait_decode(struct ts_photo *photo, ts_span encoded);

#endif
