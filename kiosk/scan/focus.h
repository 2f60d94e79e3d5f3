#ifndef TS_SCAN_FOCUS_H
#define TS_SCAN_FOCUS_H

#include "firmware/base/finding.h"
#include "kiosk/scan/grey.h"
#include "kiosk/scan/scanner.h"

/**
 * How sharp the camera sees, for whoever mounts it and turns its lens. A number that
 * falls while focus gets better, and what reading needs of a code that is held up.
 */
struct ts_focus {
    /** How wide the sharpest quarter of the edges in the middle of the picture is: its
     * steepest step goes on so many pixels long from dark to light. 1 is a perfect one,
     * 2.5 times the standard deviation what blur makes of it. 0: too few edges. */
    double edge_px;
    uint32_t edges;        /**< How many were measured. */
    enum ts_finding sharp; /**< edge_px; not known without edges. */

    /* With a code in view; else 0 and not known: */
    double module_px;
    double blur;              /**< Modules. */
    enum ts_finding resolved; /**< module_px. */
    enum ts_finding focused;  /**< blur. */

    enum ts_finding good; /**< All that is known, and something is. */
};

/* Below these every second dense code is lost (DESIGN.md, "Seeing"). */
#define TS_FOCUS_MODULE_PX 2.5
#define TS_FOCUS_BLUR 0.4

/* Blur of 0.4 modules of 2.5 pixels is 1 pixel, and makes an edge so wide. */
#define TS_FOCUS_EDGE_PX 2.5

enum {
    TS_FOCUS_EDGES_MIN = 100, /**< Fewer say nothing. */
    TS_FOCUS_CONTRAST = 32,   /**< Grey levels that make an edge. */
};

/** sight may be NULL, or of nothing. Looks at every pixel of the middle: some
 * milliseconds, for a screen that somebody adjusts by; not for every frame. */
struct ts_focus
ts_focus_measure(const struct ts_grey *grey, const struct ts_scan_sight *sight);

#endif
