#include "keys/authority/qr_picture.h"
#include "keys/authority/text.h"

unsigned
ts_qr_run(const struct ts_qr *qr, unsigned x, unsigned y)
{
    const uint8_t *row = qr->modules + (size_t)y * qr->size;
    unsigned end = x;
    while (end < qr->size && row[end])
        end++;
    return end - x;
}

/** Dark modules side by side become one bar: without hairlines between them. */
static void
write_row(struct ts_writer *w, const struct ts_qr *qr, unsigned y)
{
    for (unsigned x = 0; x < qr->size; x++) {
        unsigned run = ts_qr_run(qr, x, y);
        if (run == 0)
            continue;
        ts_write_u8(w, 'M');
        ts_write_decimal(w, x + TS_QR_QUIET_ZONE);
        ts_write_u8(w, ' ');
        ts_write_decimal(w, y + TS_QR_QUIET_ZONE);
        ts_write_u8(w, 'h');
        ts_write_decimal(w, run);
        ts_write_text(w, "v1h-");
        ts_write_decimal(w, run);
        ts_write_u8(w, 'z');
        x += run;
    }
}

enum ts_status
ts_qr_svg(struct ts_arena *arena, ts_span *svg, const struct ts_qr *qr)
{
    int64_t side = (int64_t)qr->size + TS_QR_QUIET_ZONE + TS_QR_QUIET_ZONE;
    struct ts_writer w = ts_text_begin(arena);
    ts_write_text(&w, "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 ");
    ts_write_decimal(&w, side);
    ts_write_u8(&w, ' ');
    ts_write_decimal(&w, side);
    ts_write_text(&w, "\" shape-rendering=\"crispEdges\">"
                      "<path fill=\"#fff\" d=\"M0 0h");
    ts_write_decimal(&w, side);
    ts_write_u8(&w, 'v');
    ts_write_decimal(&w, side);
    ts_write_text(&w, "H0z\"/><path d=\"");
    for (unsigned y = 0; y < qr->size; y++)
        write_row(&w, qr, y);
    ts_write_text(&w, "\"/></svg>\n");
    return ts_text_keep(arena, &w, svg);
}
