#ifndef TS_SCAN_SIGHT_H
#define TS_SCAN_SIGHT_H

#include "kiosk/scan/pose.h"
#include "kiosk/scan/scanner.h"

/** Measures what a code with that pose looks like; scale is the frame's pixels in one of
 * grey's, which shows the same. */
void ts_sight_measure(struct ts_scan_sight *sight, const struct ts_grey *grey,
                      const struct ts_pose *pose, double scale);

/** Whatever a pose may make of a place, a pixel of some frame. */
int32_t ts_sight_pixel(double place);

#endif
