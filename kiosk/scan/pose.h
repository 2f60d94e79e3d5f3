#ifndef TS_SCAN_POSE_H
#define TS_SCAN_POSE_H

#include "kiosk/scan/finders.h"
#include "kiosk/scan/geometry.h"
#include "kiosk/scan/version.h"

/** How a code lies in the picture, as far as a flat one does. */
struct ts_pose {
    unsigned version, modules;
    bool aligned;                 /**< Its lower right alignment pattern was found. */
    struct ts_lattice finders[3]; /**< Corner, right, below. */
    struct ts_homography map;     /**< Modules (0, 0 to modules, modules) to pixels. */
    double timing;                /**< How well its timing patterns fit (marks.h). */
    double version_fit; /**< And its version information; or what there is instead. */
};

/** Three finder patterns: the corner, right of it, below it. False: they do not belong
 * to one code. */
bool ts_pose_find(struct ts_pose *pose, const struct ts_grey *grey,
                  const struct ts_finder *const finders[3]);

/** Makes use of the lower right alignment pattern, where there is one. */
void ts_pose_align(struct ts_pose *pose, const struct ts_grey *grey);

/** What to rank poses by: more is better; less than 0: not worth a try. */
double ts_pose_promise(const struct ts_pose *pose);

#endif
