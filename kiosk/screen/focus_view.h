#ifndef TS_SCREEN_FOCUS_VIEW_H
#define TS_SCREEN_FOCUS_VIEW_H

#include "firmware/base/finding.h"

/**
 * How sharp the camera sees, as whoever adjusts it reads it. Put together by the caller
 * from what kiosk/scan/focus.h measures, smoothed.
 */
struct ts_focus_view {
    double edge_px;           /**< 0: nothing to measure it by. */
    double module_px;         /**< 0: no code in view ... */
    double blur;              /**< ... and of that one, in modules. */
    int permille;             /**< Sharpness: 1000 could not be better. */
    int needed;               /**< At least so much of it is enough. */
    enum ts_finding resolved; /**< The code is large enough. */
    enum ts_finding good;     /**< Cards will be read. */
};

#endif
