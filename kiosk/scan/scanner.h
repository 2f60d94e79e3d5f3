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

/** Part of a frame, in its pixels. */
struct ts_scan_region {
    int32_t left, top;
    uint32_t width, height;
};

/**
 * What is looked for in one frame alone, and what in turn over several: most codes are
 * read in upright pictures made by the front end (front.h); all else is slow, and each
 * of it is done in one frame of several only. Zero values are a good first turn.
 */
struct ts_scan_turn {
    /** Counts the frames that are scanned, from anywhere; so that several scanners on
     * threads of their own share one rotation. */
    uint32_t number;
    /** Where something was seen lately: in one frame of four it is looked at more
     * closely, up to 640 x 480 pixels of it. It may reach over the frame's edges. */
    bool has_region;
    struct ts_scan_region region;
    /** Nothing new is begun in a frame after that time; 0: no limit. What was begun may
     * take about 20 ms more on a small board. */
    uint32_t budget_us;
};

/** What the frame looked like, whether or not anything could be read. Nothing, and zero
 * everywhere, when it showed nothing like a code. */
struct ts_scan_sight {
    bool seen; /**< At least three finder patterns that go together. */
    bool read; /**< This one was read. */
    /** In order around it; may lie outside the frame. */
    struct ts_point corners[4];
    double module_px; /**< A module's side, where the code is smallest. */
    bool cut_off;     /**< It reaches over the frame's edge. */
    double contrast;  /**< Grey levels between its dark and its light. */
    double blur;      /**< Standard deviation, in modules; about 0.2 is sharp. */
    double shine;     /**< Share of it that is as white as the camera can show, 0 to 1,
                           where there should be dark as well. */
};

/** TS_OK or TS_NO_SPACE. Close what was opened. */
TS_MUST_USE enum ts_status ts_scanner_open(struct ts_scanner **scanner);
void ts_scanner_close(struct ts_scanner *scanner);

/**
 * The codes that could be read in this turn's frame, the largest on the picture first,
 * at most max and TS_SCAN_CODES_MAX of them (the others are dropped). A code spread over
 * several symbols (structured append) counts when all of them are in the frame.
 *
 * TS_OK, also with no code; TS_OVER_LIMIT (frame larger than TS_FRAME_..._MAX)
 * or TS_NO_SPACE. codes and count are written only on TS_OK.
 */
TS_MUST_USE enum ts_status
ts_scanner_scan(struct ts_scanner *scanner, const struct ts_frame *frame,
                const struct ts_scan_turn *turn, struct ts_code *codes, size_t max,
                size_t *count);

/** The same for a picture after which no other comes: all turns at once. */
TS_MUST_USE enum ts_status
ts_scanner_still(struct ts_scanner *scanner, const struct ts_frame *frame,
                 struct ts_code *codes, size_t max, size_t *count);

/** What the last frame that was scanned looked like: the clearest code that was read,
 * else what was most like one. Stands until the next scan or close. */
const struct ts_scan_sight *ts_scanner_sight(const struct ts_scanner *scanner);

#endif
