#ifndef TS_CODEC_QR_H
#define TS_CODEC_QR_H

#include "firmware/base/arena.h"
#include "firmware/base/check.h"
#include "firmware/base/status.h"

/** Above this, cameras need more than 3 pixels a module and a larger print:
 * measured, codes up to it read reliably at 32 mm. */
#define TS_QR_VERSION_ADVISED 24

/** A QR code (ISO/IEC 18004) as squares. */
struct ts_qr {
    unsigned version;       /**< 1 to 40. */
    unsigned size;          /**< Modules a side, without the quiet zone. */
    const uint8_t *modules; /**< size * size, row by row; 1 is dark. */
};

/** Light modules that must surround it (ISO/IEC 18004 6.3.8). */
#define TS_QR_QUIET_ZONE 4

/**
 * Encodes text with error correction M, in the alphanumeric mode where its
 * characters allow, and a long row of digits at its end as digits. Lives in the arena.
 *
 * Returns TS_OK; TS_OVER_LIMIT (it does not fit version 40); TS_MALFORMED (no
 * text); TS_NO_SPACE. Making: qr_qrencode.c.
 */
TS_MUST_USE enum ts_status
ts_qr_encode(struct ts_arena *arena, struct ts_qr *qr, ts_span text);

#endif
