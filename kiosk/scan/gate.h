#ifndef TS_SCAN_GATE_H
#define TS_SCAN_GATE_H

#include "firmware/base/limits.h"
#include "kiosk/scan/grey.h"

#include <stdbool.h>

/**
 * Does anything move in front of the camera? Frames are compared as means of squares of
 * TS_GATE_CELL pixels: with the frame before, and with one that is older, so that what
 * is moved in slowly is noticed as well.
 *
 * What light does to a whole row of squares is no motion: exposure that drifts, and
 * lamps that flicker, which a camera that reads row by row shows as bands.
 *
 * Pure: the same frames, the same answers. A zeroed gate is a new one.
 */
enum {
    TS_GATE_CELL = 16,
    /* A badge that is held is still, and the ladder needs some frames for all its
     * steps: two seconds of a camera's. */
    TS_GATE_AWAKE_FRAMES = 60,
    /* The older frame is so many to twice so many frames old. */
    TS_GATE_OLDER_FRAMES = 32,
    TS_GATE_SIDE_MAX = TS_FRAME_WIDTH_MAX / TS_GATE_CELL,
};

/** Sums over every second row of pixels of the squares of one frame, row by row. */
struct ts_gate_picture {
    uint16_t at[TS_GATE_SIDE_MAX * TS_GATE_SIDE_MAX];
    uint32_t rows[TS_GATE_SIDE_MAX]; /**< The sum of each row of squares. */
};

struct ts_gate {
    /* Read only: */
    bool moving;    /**< The last frame is not like those before. */
    uint32_t awake; /**< Frames that are still worth a look, the last one included. */

    /* Private: */
    uint32_t width, height; /**< Squares; 0: no frame yet. */
    uint32_t since_older;   /**< Frames since one was set aside. */
    unsigned newest;        /**< Which of the four is the last frame. */
    unsigned last[3];       /**< The others: the frame before, the younger and the older
                                 that were set aside. */
    struct ts_gate_picture pictures[4];
};

/**
 * Takes the next frame, which has at most TS_FRAME_..._MAX pixels. True when it is worth
 * a look: something moved in it or in one of the TS_GATE_AWAKE_FRAMES before. So is the
 * first one, the first of another size, and all that are smaller than one square.
 */
bool ts_gate_look(struct ts_gate *gate, const struct ts_grey *grey);

/** The next frames are worth a look as if something had moved. */
void ts_gate_wake(struct ts_gate *gate);

#endif
