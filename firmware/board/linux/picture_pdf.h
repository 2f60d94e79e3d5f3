#ifndef TS_BOARD_LINUX_PICTURE_PDF_H
#define TS_BOARD_LINUX_PICTURE_PDF_H

#include "firmware/board/linux/grey.h"

/** A PDF made readable for pdftoppm. fd -1: not yet. */
struct ts_pdf {
    int fd; /**< The document, in memory only: nobody's badge touches a disk. */
};

/** TS_OK, TS_NO_SPACE or TS_IO. Close what was opened. */
TS_MUST_USE enum ts_status ts_pdf_open(struct ts_pdf *pdf, ts_span bytes);
void ts_pdf_close(struct ts_pdf *pdf);

/**
 * Draws page number (from 1) into the sheet. The sheet's pixels are undefined
 * after anything but TS_OK. TS_ABSENT (there are fewer pages); else as
 * ts_picture_next().
 */
TS_MUST_USE enum ts_status
ts_pdf_draw(const struct ts_pdf *pdf, struct ts_sheet *sheet, uint32_t number);

#endif
