#ifndef TS_SCAN_MARKS_H
#define TS_SCAN_MARKS_H

#include "kiosk/scan/geometry.h"
#include "kiosk/scan/version.h"

/*
 * How well what is painted alike in every code of a version (ISO/IEC 18004 6.3, 7.10)
 * is found where a guess puts it: 1 for all of it, 0 for what chance gives, -1 for black
 * and white exchanged.
 */

/** The timing patterns next to the finders; further away, a bent code is elsewhere. */
double ts_marks_timing(const struct ts_grey *grey, const struct ts_homography *map,
                       unsigned modules);

/** What is dark and light where both version informations would be. */
struct ts_marks_version {
    float at[2][TS_QR_VERSION_BITS]; /**< Mean 0, squares 1 in each. */
};

/** Reads them beside the finders on the right and below. */
void ts_marks_read_version(struct ts_marks_version *read, const struct ts_grey *grey,
                           const struct ts_lattice finders[3]);

/** How well that fits to a version from 7 on: the better of both. */
double ts_marks_version(const struct ts_marks_version *read, unsigned version);

/** Paints finders, separators, timing and alignment patterns and version information
 * over what is there, row by row, 1 for dark. Returns the share of them, finders left
 * aside, that was as it is now. */
double ts_marks_paint(uint8_t *dark, unsigned version);

#endif
