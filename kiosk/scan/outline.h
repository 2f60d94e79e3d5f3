#ifndef TS_SCAN_OUTLINE_H
#define TS_SCAN_OUTLINE_H

#include "kiosk/scan/geometry.h"

/** The outer edge of one finder pattern, to a fraction of a pixel. */
struct ts_outline {
    struct ts_lattice lattice; /**< Middle and modules, as the edge has them. */
    struct ts_xy corners[4];   /**< Upper left, then as the code sees itself: upper
                                  right, lower right, lower left. */
};

/**
 * Looks outwards from a guess (the finder's middle, one module right and down) for the
 * edges of its four sides, and draws a line through each. False: there is too little
 * contrast, or no straight edge on some side.
 */
bool ts_outline_trace(struct ts_outline *outline, const struct ts_grey *grey,
                      const struct ts_lattice *guess);

#endif
