#ifndef TS_SCAN_PATCH_H
#define TS_SCAN_PATCH_H

#include "kiosk/scan/mesh.h"
#include "kiosk/scan/threshold.h"

/** One code, upright, every module TS_PATCH_MODULE pixels square, with its quiet zone. */
struct ts_patch {
    uint8_t *pixels; /**< TS_PATCH_SIDE_MAX squared; side * side are used, packed. */
    uint32_t side;
};

enum {
    TS_PATCH_QUIET = 4,  /**< Modules (ISO/IEC 18004 6.3.8). */
    TS_PATCH_MODULE = 3, /**< Pixels a module: more only take time. */
    TS_PATCH_SIDE_MAX = (TS_QR_MODULES_MAX + 2 * TS_PATCH_QUIET) * TS_PATCH_MODULE,
};

/** As the camera saw it; the quiet zone light. */
void ts_patch_draw(struct ts_patch *patch, const struct ts_grey *grey,
                   const struct ts_pose *pose, const struct ts_mesh *mesh);

/** What is the same in all codes of the pose's version drawn as it must be: finders,
 * separators, timing and alignment patterns, version information. */
void ts_patch_repaint(struct ts_patch *patch, const struct ts_pose *pose);

struct ts_patch_scratch {
    uint8_t values[TS_QR_MODULES_MAX * TS_QR_MODULES_MAX];
    uint8_t dark[TS_QR_MODULES_MAX * TS_QR_MODULES_MAX];
    int32_t words[TS_THRESHOLD_SCRATCH(TS_QR_MODULES_MAX)];
};

/** Makes each module wholly dark or light: its middle, less what the modules beside it
 * blurred into it, is compared with those around. */
void ts_patch_decide(struct ts_patch *patch, struct ts_patch_scratch *scratch);

#endif
