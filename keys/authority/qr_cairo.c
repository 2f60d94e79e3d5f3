#include "keys/authority/cairo_stream.h"
#include "keys/authority/qr_picture.h"
#include "keys/authority/text.h"

/** A code of version 24 gives 968 pixels: sharp in print and on a screen. */
enum { PIXELS_A_MODULE = 8 };

static void
draw(cairo_t *cr, const struct ts_qr *qr)
{
    cairo_set_source_rgb(cr, 1, 1, 1);
    cairo_paint(cr);
    cairo_set_antialias(cr, CAIRO_ANTIALIAS_NONE);
    cairo_scale(cr, PIXELS_A_MODULE, PIXELS_A_MODULE);
    ts_cairo_fill_code(cr, qr);
}

enum ts_status
ts_qr_png(struct ts_arena *arena, ts_span *png, const struct ts_qr *qr)
{
    int side = (int)(qr->size + 2 * TS_QR_QUIET_ZONE) * PIXELS_A_MODULE;
    enum ts_status status = TS_NO_SPACE;
    cairo_surface_t *surface = cairo_image_surface_create(CAIRO_FORMAT_RGB24, side, side);
    cairo_t *cr = cairo_create(surface);
    draw(cr, qr);
    struct ts_writer w = ts_text_begin(arena);
    if (cairo_status(cr) == CAIRO_STATUS_SUCCESS
        && cairo_surface_write_to_png_stream(surface, ts_cairo_write, &w)
               == CAIRO_STATUS_SUCCESS)
        status = ts_text_keep(arena, &w, png);
    cairo_destroy(cr);
    cairo_surface_destroy(surface);
    return status;
}
