#ifndef TS_BOARD_LINUX_CAMERA_V4L2_CONTROL_H
#define TS_BOARD_LINUX_CAMERA_V4L2_CONTROL_H

#include "firmware/board/linux/camera_source.h"

/**
 * Sets what the driver of an open device lets us: lamps of hz do not flicker, exposure
 * is automatic but never so long that frames come less often, focus is looked for all
 * the time, or held where source says. What the driver has not, or refuses, stays as it
 * is; so does everything else.
 */
void ts_v4l2_control(int fd, const struct ts_camera_source *source);

#endif
