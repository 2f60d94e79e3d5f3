#ifndef TS_BOARD_HAND_SCANNER_H
#define TS_BOARD_HAND_SCANNER_H

#include "firmware/base/check.h"
#include "firmware/base/instant.h"
#include "firmware/base/limits.h"
#include "firmware/base/span.h"
#include "firmware/base/status.h"

/**
 * A scanner in somebody's hand, which finds and decodes codes by itself and sends
 * their text, as a keyboard would type it or over a serial line.
 *
 * Makings: fake/hand_scanner_script.c; linux/hand_scanner.c, which chooses by how the
 * source is spelled:
 *
 *   evdev:/dev/input/by-id/...       that keyboard device
 *   evdev:NAME                       the first keyboard whose own name contains NAME,
 *                                    upper and lower case alike
 *   evdev:                           the first keyboard that says it is a scanner: its
 *                                    name does, or its USB maker makes nothing else
 *   serial:/dev/ttyACM0[,115200]     8N1 without flow control; 9600 when nothing is said
 *
 * A keyboard device is taken for ourselves while it is open: what is scanned never
 * reaches another program or the console, and nobody types on the kiosk with it. It
 * must be set to a US layout, which is what scanners are delivered with, and to send
 * Enter or Tab behind a code; a serial one CR, LF, both or ETX, or nothing but silence.
 */
struct ts_hand_scanner;

/** Why the last thing that began as a scan was not handed out. Kept by number. */
enum ts_hand_scan_loss {
    TS_HAND_SCAN_COMPLETE = 0, /**< Nothing is lost. */
    TS_HAND_SCAN_SILENCE = 1,  /**< It stopped without its end. */
    TS_HAND_SCAN_TOO_LONG = 2, /**< More than TS_CODE_TEXT_MAX. */
    TS_HAND_SCAN_CONTROL = 3,  /**< A key or a byte that no text of a code has. */
    TS_HAND_SCAN_OVERRUN = 4,  /**< The system lost a part of it. */
    TS_HAND_SCAN_UNPLUGGED = 5,
};

/** One whole scan, without its end: what the scanner was set to send before and behind
 * the text of a code (prefixes, AIM identifiers) is still there. */
struct ts_hand_scan {
    ts_mono taken; /**< When its end came. */
    size_t len;    /**< Not 0. */
    uint8_t text[TS_CODE_TEXT_MAX];
};

/** What a scanner can say about itself, for doctor and the admin screen. */
struct ts_hand_scanner_state {
    bool present;                /**< Plugged in, and ours. */
    char name[64];               /**< The device's own name, or the path. */
    const char *trouble;         /**< Static plain words; NULL when all is well. */
    enum ts_hand_scan_loss loss; /**< Of the last scan. */
    uint32_t lost;               /**< Scans lost since open, the last and all before. */
};

/**
 * Opens source. A scanner that is not there yet is not an error: it is looked for again
 * at every wait, so that it may be plugged in, and pulled out, at any time.
 *
 * Returns TS_OK, TS_MALFORMED (spelling) or TS_NO_SPACE (heap). Close what was opened.
 */
TS_MUST_USE enum ts_status
ts_hand_scanner_open(struct ts_hand_scanner **scanner, const char *source);
void ts_hand_scanner_close(struct ts_hand_scanner *scanner);

/**
 * Waits for one whole scan, at most timeout_ms; what began is gone on with at the next
 * wait. One thread only. Call again soon: the system keeps some 20 letters for us.
 *
 * scan is written only on TS_OK. Returns TS_OK; TS_ABSENT (none in time; try again);
 * TS_IO (not plugged in, or failed, and being looked for; try again).
 */
TS_MUST_USE enum ts_status
ts_hand_scanner_wait(struct ts_hand_scanner *scanner, struct ts_hand_scan *scan,
                     uint32_t timeout_ms);

/** Any thread, between open and close. */
void ts_hand_scanner_describe(struct ts_hand_scanner *scanner,
                              struct ts_hand_scanner_state *state);

#endif
