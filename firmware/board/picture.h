#ifndef TS_BOARD_PICTURE_H
#define TS_BOARD_PICTURE_H

#include "firmware/board/camera.h"

/**
 * A still picture, page by page: PNG, JPEG, or PDF as a badge is printed on.
 * What it is is told by its first bytes, never by its name. Everything here is
 * on the heap and made for people who wait; the scan path has cameras.
 *
 * Makings: linux/picture.c. PDF is drawn at 200 dots per inch by the program
 * pdftoppm, under limits of memory and time; without that program installed,
 * PDF is TS_UNSUPPORTED.
 */
struct ts_picture;

/**
 * Opens a regular file, or bytes that are already here (they must outlive the
 * picture). Only the first bytes are looked at yet.
 *
 * Returns TS_OK; TS_ABSENT (no such file); TS_UNSUPPORTED (not a picture);
 * TS_OVER_LIMIT (TS_PICTURE_FILE_MAX); TS_NO_SPACE (heap); TS_IO. Close what was
 * opened.
 */
TS_MUST_USE enum ts_status ts_picture_open(struct ts_picture **picture, const char *path);
TS_MUST_USE enum ts_status
ts_picture_open_bytes(struct ts_picture **picture, ts_span bytes);
void ts_picture_close(struct ts_picture *picture);

/**
 * The next page, beginning with the first; PNG and JPEG have one. frame stands
 * until the next call or close; its sequence is the page number, from 1, and it
 * is not dated. A page of a PDF takes up to 20 s.
 *
 * After anything but TS_OK there are no more pages to be had, and frame is left
 * alone: TS_ABSENT (that was the last); TS_UNSUPPORTED (a kind of PNG, JPEG or
 * PDF that cannot be drawn here); TS_MALFORMED (damaged; a half picture is none);
 * TS_OVER_LIMIT (TS_FRAME_..._MAX, asked before any memory is; TS_PICTURE_PAGES_MAX;
 * time); TS_NO_SPACE; TS_IO.
 */
TS_MUST_USE enum ts_status
ts_picture_next(struct ts_picture *picture, struct ts_frame *frame);

#endif
