#ifndef TS_BOARD_LINUX_HAND_SCAN_TEXT_H
#define TS_BOARD_LINUX_HAND_SCAN_TEXT_H

#include "firmware/board/hand_scanner.h"

/**
 * The text of a scan while it comes in, letter by letter. What spoils it is remembered
 * until its end, so that the rest of a spoiled scan is never taken for another one.
 * A zeroed one is empty. Pure.
 */
struct ts_hand_scan_text {
    bool begun;
    enum ts_hand_scan_loss loss; /**< What spoiled it. */
    ts_mono last;                /**< When the newest of it came. */
    size_t len;
    uint8_t text[TS_CODE_TEXT_MAX];
};

/** What became of it. */
enum ts_hand_scan_step {
    TS_HAND_SCAN_MORE = 0, /**< Nothing yet. */
    TS_HAND_SCAN_WHOLE,    /**< The text is there until it is cleared. */
    TS_HAND_SCAN_LOST,     /**< *loss says why; the text is cleared. */
};

void ts_hand_scan_text_add(struct ts_hand_scan_text *text, uint8_t letter, ts_mono now);
void ts_hand_scan_text_spoil(struct ts_hand_scan_text *text, enum ts_hand_scan_loss loss,
                             ts_mono now);

/** Its end has come; an end without a beginning is nothing. */
enum ts_hand_scan_step
ts_hand_scan_text_end(struct ts_hand_scan_text *text, enum ts_hand_scan_loss *loss);

/** Whether it is under way and nothing of it came for at least ms. */
bool ts_hand_scan_text_is_silent(const struct ts_hand_scan_text *text, ts_mono now,
                                 uint32_t ms);

/** Copies a whole one out, and clears it. */
void ts_hand_scan_text_take(struct ts_hand_scan_text *text, struct ts_hand_scan *scan);

/** Overwrites all that was written: what was scanned is somebody's. */
void ts_hand_scan_text_clear(struct ts_hand_scan_text *text);

#endif
