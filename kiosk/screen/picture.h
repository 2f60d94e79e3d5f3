#ifndef TS_SCREEN_PICTURE_H
#define TS_SCREEN_PICTURE_H

#include "firmware/board/camera.h"

/**
 * Scales a grey frame to fill width * height pixels 0xFFrrggbb, stride_px apart;
 * what sticks out is cropped evenly. mirrored turns left and right, so that a
 * person in front of the screen moves as in a mirror. Pure. The frame must have
 * at least one pixel.
 */
struct ts_pixels {
    uint32_t *at;
    int width, height, stride_px;
};
void
ts_picture_fill(struct ts_pixels pixels, const struct ts_frame *frame, bool mirrored);

#endif
