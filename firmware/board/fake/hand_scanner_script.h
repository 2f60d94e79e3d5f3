#ifndef TS_BOARD_FAKE_HAND_SCANNER_SCRIPT_H
#define TS_BOARD_FAKE_HAND_SCANNER_SCRIPT_H

#include "firmware/board/hand_scanner.h"

/**
 * A hand scanner that reads what a test says. Whoever waits is woken by it; without it
 * the whole of a timeout passes. Any source will do but an empty one, which is spelled
 * wrong. One scanner at a time is spoken to: the one opened last.
 */

/** Hands text out at the next wait, one text a wait; at most 8 may be waiting, of at most
 * TS_CODE_TEXT_MAX bytes each. */
void ts_hand_scanner_script_say(ts_span text, ts_mono taken);

/** Unplugs the scanner, or plugs it in again; it begins plugged in. */
void ts_hand_scanner_script_plug(bool in);

#endif
