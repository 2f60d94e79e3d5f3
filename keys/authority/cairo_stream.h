#ifndef TS_AUTHORITY_CAIRO_STREAM_H
#define TS_AUTHORITY_CAIRO_STREAM_H

#include "firmware/base/writer.h"
#include "keys/authority/qr_picture.h"

#include <cairo.h>

/* For qr_cairo.c and sheet_cairo.c: a cairo_write_func_t into a ts_writer. */
static inline cairo_status_t
ts_cairo_write(void *closure, const unsigned char *data, unsigned int length)
{
    struct ts_writer *w = closure;
    ts_write_bytes(w, (ts_span){ data, length });
    return w->full ? CAIRO_STATUS_WRITE_ERROR : CAIRO_STATUS_SUCCESS;
}

/** Fills the dark modules, one unit each, the quiet zone around them. All in one
 * path: filled piece by piece, hairlines would show between them. */
static inline void
ts_cairo_fill_code(cairo_t *cr, const struct ts_qr *qr)
{
    for (unsigned y = 0; y < qr->size; y++) {
        for (unsigned x = 0; x < qr->size; x++) {
            unsigned run = ts_qr_run(qr, x, y);
            if (run)
                cairo_rectangle(cr, x + TS_QR_QUIET_ZONE, y + TS_QR_QUIET_ZONE, run, 1);
            x += run;
        }
    }
    cairo_set_source_rgb(cr, 0, 0, 0);
    cairo_fill(cr);
}

#endif
