#ifndef TS_SCAN_THRESHOLD_H
#define TS_SCAN_THRESHOLD_H

#include "kiosk/scan/grey.h"

/**
 * Dark or light? A pixel is dark when it is darker than its surroundings: than the
 * mean of a window around it, less some percent, so that plain paper stays light
 * whatever shadow lies on it. Before that it is sharpened with a smaller window, so
 * that single modules come out of the blur.
 */
struct ts_threshold {
    uint32_t window;  /**< Side of the large window, pixels. */
    uint32_t percent; /**< Below the mean of it; less than 100. */
    uint32_t sharpen; /**< Side of the small window; 1: not sharpened. */
    double amount;    /**< How often the difference to its mean is added. */
};

/** Words of scratch that a picture of that width needs. */
#define TS_THRESHOLD_SCRATCH(width) (5 * (size_t)(width) + 1)

/**
 * Writes width * height bytes, 1 for dark and 0 for light, packed. Windows that
 * would reach over the border are moved inwards; those larger than the picture
 * shrink to it. The time does not depend on the windows.
 */
void ts_threshold(uint8_t *dark, const struct ts_grey *grey,
                  const struct ts_threshold *how, int32_t *scratch);

#endif
