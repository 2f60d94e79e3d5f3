#ifndef TS_AUTHORITY_QR_PICTURE_H
#define TS_AUTHORITY_QR_PICTURE_H

#include "keys/codec/qr.h"

/** Dark modules side by side from x, y on; 0 when that one is light. */
unsigned ts_qr_run(const struct ts_qr *qr, unsigned x, unsigned y);

/** A PNG with the quiet zone, 8 pixels a module. TS_OK or TS_NO_SPACE. Making:
 * qr_cairo.c. */
TS_MUST_USE enum ts_status
ts_qr_png(struct ts_arena *arena, ts_span *png, const struct ts_qr *qr);

/** An SVG with the quiet zone, one unit a module. TS_OK or TS_NO_SPACE. */
TS_MUST_USE enum ts_status
ts_qr_svg(struct ts_arena *arena, ts_span *svg, const struct ts_qr *qr);

#endif
