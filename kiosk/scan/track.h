#ifndef TS_SCAN_TRACK_H
#define TS_SCAN_TRACK_H

#include "kiosk/scan/patch.h"

enum {
    TS_TRACK_BLOCK = 8, /**< Modules a side. */
    TS_TRACK_SIDE = TS_MESH_SIDE,
};

/** A square of modules that lies off the pose. */
struct ts_track_block {
    struct ts_xy off;         /**< Pixels, in its middle. */
    struct ts_xy right, down; /**< How much more a module further. */
    double weight;            /**< How sure that is; 0: not looked at yet. */
};

/**
 * Follows the modules of a code from its three finders outwards, block by block: each
 * is looked for where those before it lead to, read, and moved to where what was read
 * fits best, as a modem keeps the time of its symbols. So it goes through bends, and
 * through blur in which no alignment pattern is seen any more.
 */
struct ts_track {
    size_t side; /**< Blocks. */
    uint32_t start[TS_TRACK_SIDE];
    struct ts_track_block blocks[TS_TRACK_SIDE][TS_TRACK_SIDE];
    uint8_t painted[2][TS_PATCH_MODULES_MAX]; /**< Over light, and over dark. */
};

/**
 * patch holds what was decided along the pose alone: the filter that taught is what
 * blocks are read with. Moves the pose onto the outermost blocks, and makes the mesh of
 * all of them.
 */
void ts_track_follow(struct ts_track *track, struct ts_mesh *mesh, struct ts_pose *pose,
                     const struct ts_grey *grey, const struct ts_patch *patch);

#endif
