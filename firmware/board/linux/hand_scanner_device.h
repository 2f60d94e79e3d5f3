#ifndef TS_BOARD_LINUX_HAND_SCANNER_DEVICE_H
#define TS_BOARD_LINUX_HAND_SCANNER_DEVICE_H

#include "firmware/board/clock.h"
#include "firmware/board/hand_scanner.h"
#include "firmware/board/linux/hand_scan_text.h"

#include <poll.h>

/* What both kinds of device do alike while they are waited for. */

/** How often a device that is not there is looked for. */
#define TS_HAND_SCANNER_LOOK_MS 500

/** Longest timeout a wait takes at its word. */
#define TS_HAND_SCANNER_WAIT_MS_MAX 3600000

#define TS_HAND_SCANNER_ABSENT "No hand scanner is plugged in."
#define TS_HAND_SCANNER_FORBIDDEN "This program may not use the hand scanner."
#define TS_HAND_SCANNER_BUSY "Another program is using the hand scanner."
#define TS_HAND_SCANNER_UNFIT "The device is not one a hand scanner could be."
#define TS_HAND_SCANNER_LOST_IT "The hand scanner was unplugged or has failed."

static inline void
ts_hand_scanner_count_loss(struct ts_hand_scanner_state *state,
                           enum ts_hand_scan_loss loss)
{
    state->loss = loss;
    state->lost++;
}

/** Time is left until deadline, in milliseconds as poll() wants it. */
static inline int
ts_hand_scanner_left(ts_mono deadline)
{
    ts_mono now = ts_clock_mono();
    return now.ms < deadline.ms ? (int)(deadline.ms - now.ms) : 0;
}

/** The sooner of deadline and, while a scan is under way, the end of its silence. */
static inline int
ts_hand_scanner_pause(const struct ts_hand_scan_text *text, uint32_t silence_ms,
                      ts_mono deadline)
{
    ts_mono end = { text->last.ms + silence_ms };
    return ts_hand_scanner_left(text->begun && end.ms < deadline.ms ? end : deadline);
}

/** It is not there: the rest of the wait passes, but no longer than until it is to be
 * looked for again. */
static inline void
ts_hand_scanner_idle(ts_mono deadline)
{
    int left = ts_hand_scanner_left(deadline);
    poll(NULL, 0, left < TS_HAND_SCANNER_LOOK_MS ? left : TS_HAND_SCANNER_LOOK_MS);
}

#endif
