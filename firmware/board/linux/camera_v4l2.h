#ifndef TS_BOARD_LINUX_CAMERA_V4L2_H
#define TS_BOARD_LINUX_CAMERA_V4L2_H

#include "firmware/board/linux/camera_source.h"
#include "firmware/board/linux/camera_v4l2_format.h"

/* One is being filled, one waits to be, and two bridge a pause of ours. */
enum { TS_V4L2_BUFFERS = 4 };

/** A V4L2 capture device, streaming into mapped memory. */
struct ts_camera_v4l2 {
    const struct ts_camera_source *source;
    int fd; /**< -1: being looked for. */
    struct ts_v4l2_format format;
    struct ts_v4l2_buffer {
        void *at;
        size_t len;
    } buffers[TS_V4L2_BUFFERS];
    uint32_t buffer_count;
    struct ts_sheet sheet;
    uint64_t sequence;
    ts_mono heard;    /**< Last good frame, or when streaming began. */
    ts_mono given;    /**< Last good frame. */
    uint32_t rest_ms; /**< How far apart those may be; see ts_camera_rest(). */
    bool misfit;      /**< The last picture that was dropped had another size. */

    uint64_t print;  /**< Of the last good frame. */
    ts_mono changed; /**< When that was another one. */
    bool restarted;  /**< Since then, to see whether that helps. */
};

/** source must outlive the camera. Nothing is opened yet. Close it at the end. */
void
ts_camera_v4l2_init(struct ts_camera_v4l2 *camera, const struct ts_camera_source *source);
void ts_camera_v4l2_close(struct ts_camera_v4l2 *camera);

/** As ts_camera_wait(); keeps state up to date, except delivering. */
TS_MUST_USE enum ts_status
ts_camera_v4l2_wait(struct ts_camera_v4l2 *camera, struct ts_frame *frame,
                    struct ts_camera_state *state, uint32_t timeout_ms);

#endif
