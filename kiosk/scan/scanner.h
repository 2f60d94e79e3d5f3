#ifndef TS_SCAN_SCANNER_H
#define TS_SCAN_SCANNER_H

#include "firmware/base/check.h"
#include "firmware/base/span.h"
#include "firmware/base/status.h"
#include "firmware/board/camera.h"

/**
 * Finds QR codes in frames. One thread a scanner.
 *
 * Knows nothing of credentials: what a code holds is handed on as the bytes it
 * was made of, be they text or not. Only where a code itself announces a
 * character set (ECI, ISO/IEC 18004:2015 7.4.2) is that part of it given as
 * UTF-8; a code that is not what it announces is not read.
 */
struct ts_scanner;

/** In pixels of the frame, from its upper left corner. */
struct ts_point {
    int32_t x, y;
};

/** More than a hand can hold up, or a page has room for. */
enum { TS_SCAN_CODES_MAX = 16 };

/** One QR code (ISO/IEC 18004). */
struct ts_code {
    /** At most TS_CODE_TEXT_MAX; stands until the scanner's next scan or close. */
    ts_span bytes;
    /** Around the code, about where its outermost modules are; in order, but
     * from which corner on, and which way round, is not promised. */
    struct ts_point corners[4];
};

/*
 * What is looked for in one frame alone, and what in turn over several: most codes are
 * read in upright pictures made by the front end (front.h). The rest is slow. While
 * frames come, the frame itself is given to the decoder in every fourth fruitless one;
 * where there is no next frame, whenever a code seems to be left.
 *
 * Light modules on a dark ground are rare, and looking for them doubles the
 * cost of every frame without a code. So it is done for one fruitless frame in
 * so many only.
 */
enum {
    TS_SCAN_INVERTED_NEVER = 0,
    TS_SCAN_INVERTED_STILL = 1, /**< There is no next frame: always. */
    TS_SCAN_INVERTED_LIVE = 16, /**< About twice a second. */
};

/**
 * inverted_every: the first fruitless scan, and each inverted_every-th after
 * it, is tried once more with black and white exchanged.
 *
 * TS_OK or TS_NO_SPACE. Close what was opened.
 */
TS_MUST_USE enum ts_status
ts_scanner_open(struct ts_scanner **scanner, uint32_t inverted_every);
void ts_scanner_close(struct ts_scanner *scanner);

/**
 * The codes that could be read in frame, the largest on the picture first, at
 * most max and TS_SCAN_CODES_MAX of them (the others are dropped). A code spread over
 * several symbols (structured append) counts when all of them are in the frame.
 *
 * TS_OK, also with no code; TS_OVER_LIMIT (frame larger than TS_FRAME_..._MAX)
 * or TS_NO_SPACE. codes and count are written only on TS_OK.
 */
TS_MUST_USE enum ts_status
ts_scanner_scan(struct ts_scanner *scanner, const struct ts_frame *frame,
                struct ts_code *codes, size_t max, size_t *count);

#endif
