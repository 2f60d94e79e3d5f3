#ifndef TS_BOARD_LINUX_CAMERA_V4L2_MODES_H
#define TS_BOARD_LINUX_CAMERA_V4L2_MODES_H

#include "firmware/base/check.h"
#include "firmware/base/status.h"

#include <stdbool.h>
#include <stdint.h>

/** One format and size a camera offers, for doctor. A size it has no list of stands for a
 * range: the largest. */
struct ts_v4l2_mode {
    char format[5]; /**< "YUYV", "MJPG", ... */
    uint32_t width, height;
    uint32_t rate; /**< Pictures a second at most, rounded down; 0: it does not say. */
    bool readable; /**< In a format that can be read here. */
};

/** Calls each() for every mode of the device at path, at most max. TS_OK; TS_ABSENT (no
 * such device, or no camera); TS_UNTRUSTED (not allowed); TS_IO (busy or broken). */
TS_MUST_USE enum ts_status
ts_v4l2_modes(const char *path, size_t max,
              void (*each)(void *context, const struct ts_v4l2_mode *mode),
              void *context);

#endif
