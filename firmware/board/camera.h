#ifndef TS_BOARD_CAMERA_H
#define TS_BOARD_CAMERA_H

#include "firmware/base/check.h"
#include "firmware/base/instant.h"
#include "firmware/base/span.h"
#include "firmware/base/status.h"

/**
 * Where frames come from.
 *
 * Makings: linux/camera.c, which chooses among camera_v4l2, camera_pipe and
 * camera_files by how the source is spelled:
 *
 *   v4l2:[/dev/video0][,OPTION...]   a UVC or other V4L2 camera; without a device, the
 *                                    first that captures. Options:
 *                                      WxH       a size near it (1280x720)
 *                                      focus=N   held at N of the camera's own steps, and
 *                                                not looked for; for badges held near
 *                                      hz=50|60  of the lamps, against flicker; else the
 *                                                camera finds out, or takes 60
 *   pipe:WxH,FORMAT,COMMAND          raw frames on COMMAND's standard output, FORMAT one
 *                                    of grey, i420, nv12, yuyv; restarted when it dies
 *   files:PATH[,SECONDS]             a PNG, JPEG or PDF, or a folder of them as a slide
 *                                    show, each page for so long (default 3)
 *
 * COMMAND runs under /bin/sh with the rights of this program: sources come from
 * whoever configures the kiosk, and from nobody else.
 */
struct ts_camera;

/**
 * A grey picture: height rows of stride bytes, of which width count. 0 is black;
 * a camera that only uses 16 to 235 is taken as it is.
 */
struct ts_frame {
    const uint8_t *grey;
    uint32_t width, height, stride;
    uint64_t sequence; /**< Counts up, dropped frames included. */
    ts_mono taken;
};

/** What the camera can say about itself, for doctor and the out-of-order screen. */
struct ts_camera_state {
    bool delivering; /**< A frame came within the last 2 s. */
    char name[64];   /**< The device's own name, or the path. */
    char format[16]; /**< "YUYV", "MJPG", "GREY", "NV12", "file", ... */
    uint32_t width, height;
    /** Static plain words; NULL once a frame shows all is well. A camera that sends the
     * very same picture for ever delivers frames, and is in trouble. */
    const char *trouble;
};

/**
 * Opens source. A camera that is not there yet is not an error: it is looked
 * for again at every wait, so that it may be plugged in later.
 *
 * Returns TS_OK, TS_MALFORMED (spelling) or TS_NO_SPACE (heap). Close what was opened.
 */
TS_MUST_USE enum ts_status ts_camera_open(struct ts_camera **camera, const char *source);
void ts_camera_close(struct ts_camera *camera);

/**
 * Waits for a frame, at most timeout_ms. One thread only. frame stands until
 * the next call or close; always newest first: frames that queued up meanwhile
 * are dropped. Opening a camera and loading a slide take what time they take,
 * on top of timeout_ms.
 *
 * frame is written only on TS_OK, but one given before stands no longer in any
 * case. Returns TS_OK; TS_ABSENT (no frame in time; try again); TS_IO (the device
 * failed or vanished and is being looked for; try again).
 */
TS_MUST_USE enum ts_status
ts_camera_wait(struct ts_camera *camera, struct ts_frame *frame, uint32_t timeout_ms);

/**
 * Nobody needs frames more often than every interval_ms from now on; 0: all of them
 * again. What comes in between is dropped before anything is done with it. The camera
 * streams on: to stop and start it takes longer than anybody would wait.
 *
 * The waiting thread only.
 */
void ts_camera_rest(struct ts_camera *camera, uint32_t interval_ms);

/** Any thread, between open and close. */
void ts_camera_describe(struct ts_camera *camera, struct ts_camera_state *state);

#endif
