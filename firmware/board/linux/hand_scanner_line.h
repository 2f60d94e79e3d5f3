#ifndef TS_BOARD_LINUX_HAND_SCANNER_LINE_H
#define TS_BOARD_LINUX_HAND_SCANNER_LINE_H

#include "firmware/board/linux/hand_scan_text.h"

/**
 * What a scanner sends over a serial line, put together to texts: CR, LF or ETX ends
 * one, or silence. STX, which some send before it, is passed over. Any other control
 * byte but Tab spoils it. Pure.
 */

/** A scanner that is set to send no end. At 9600 a letter takes a millisecond. */
enum { TS_HAND_SCAN_LINE_SILENCE_MS = 50 };

enum ts_hand_scan_step
ts_hand_scanner_line_feed(struct ts_hand_scan_text *text, uint8_t byte, ts_mono now,
                          enum ts_hand_scan_loss *loss);

/** Nothing more came until now. */
enum ts_hand_scan_step
ts_hand_scanner_line_rest(struct ts_hand_scan_text *text, ts_mono now,
                          enum ts_hand_scan_loss *loss);

#endif
