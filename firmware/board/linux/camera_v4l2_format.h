#ifndef TS_BOARD_LINUX_CAMERA_V4L2_FORMAT_H
#define TS_BOARD_LINUX_CAMERA_V4L2_FORMAT_H

#include "firmware/board/linux/grey.h"

/** What a V4L2 device agreed to send. */
struct ts_v4l2_format {
    uint32_t fourcc;
    uint32_t width, height;
    uint32_t stride;
    bool jpeg; /**< Each buffer is a JPEG; else raw pixels: */
    enum ts_raw layout;
    size_t bytes_min; /**< A raw buffer with fewer is not a whole picture. */
};

/** ioctl(), again when a signal came in between. */
int ts_v4l2_ioctl(int fd, unsigned long request, void *argument);

/**
 * Agrees on a format: of those that can be read here (GREY, NV12, YUYV, Motion
 * JPEG) the one whose size is nearest to the wish; among equals the cheapest to
 * read that still gives 15 pictures a second.
 *
 * Returns TS_OK, TS_UNSUPPORTED (nothing that can be read) or TS_IO.
 */
TS_MUST_USE enum ts_status
ts_v4l2_negotiate(int fd, struct ts_v4l2_format *format, uint32_t width_wished,
                  uint32_t height_wished);

#endif
