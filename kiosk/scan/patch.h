#ifndef TS_SCAN_PATCH_H
#define TS_SCAN_PATCH_H

#include "kiosk/scan/equaliser.h"
#include "kiosk/scan/mesh.h"
#include "kiosk/scan/threshold.h"

enum {
    TS_PATCH_QUIET = 4,  /**< Modules (ISO/IEC 18004 6.3.8). */
    TS_PATCH_MODULE = 3, /**< Pixels a module: more only take time. */
    TS_PATCH_MODULES_MAX = TS_QR_MODULES_MAX * TS_QR_MODULES_MAX,
    TS_PATCH_SIDE_MAX = (TS_QR_MODULES_MAX + 2 * TS_PATCH_QUIET) * TS_PATCH_MODULE,
};

/** One code, upright. The functions below go one after another. */
struct ts_patch {
    unsigned version, modules;
    uint8_t values[TS_PATCH_MODULES_MAX]; /**< Grey of each module, row by row. */
    uint8_t dark[TS_PATCH_MODULES_MAX];   /**< 1 or 0. */
    uint32_t side;                        /**< Pixels. */
    uint8_t pixels[TS_PATCH_SIDE_MAX * TS_PATCH_SIDE_MAX];
    int32_t words[TS_THRESHOLD_SCRATCH(TS_QR_MODULES_MAX)];
    struct ts_equaliser equaliser;
};

/** The grey of every module: mostly of its middle, less of its edges. */
void ts_patch_sample(struct ts_patch *patch, const struct ts_grey *grey,
                     const struct ts_pose *pose, const struct ts_mesh *mesh);

/** Makes each module dark or light by comparing it with those around, and what is known
 * beforehand as it must be. Returns the share of that which was so already. */
double ts_patch_guess(struct ts_patch *patch);

/** Then decides all anew, less what their neighbours blurred into them. */
void ts_patch_refine(struct ts_patch *patch);

/** Both. False: too little of what is known beforehand is there; it is no such code. */
bool ts_patch_decide(struct ts_patch *patch);

/** Black and white, every module TS_PATCH_MODULE pixels square, with its quiet zone. */
struct ts_grey ts_patch_draw(struct ts_patch *patch);

#endif
