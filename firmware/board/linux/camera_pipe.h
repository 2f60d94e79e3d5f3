#ifndef TS_BOARD_LINUX_CAMERA_PIPE_H
#define TS_BOARD_LINUX_CAMERA_PIPE_H

#include "firmware/board/linux/camera_source.h"
#include "firmware/board/linux/child.h"
#include "firmware/board/linux/grey.h"

/**
 * A helper program that writes raw frames, one after the other and nothing in
 * between, to its standard output. Nothing marks where a frame begins, so
 * whenever one may have been cut the helper is started anew.
 */
struct ts_camera_pipe {
    const struct ts_camera_source *source;
    struct ts_child child;
    uint8_t *raw; /**< One frame as it arrives; the first `have` bytes of it. */
    size_t size, have;
    struct ts_sheet sheet;
    uint64_t sequence;
    ts_mono heard;    /**< Last whole frame, or when the helper was started. */
    ts_mono given;    /**< Last frame that was not dropped. */
    uint32_t rest_ms; /**< How far apart those may be; see ts_camera_rest(). */
    ts_mono restart_at;
    uint32_t back_off_ms; /**< How long to stay away after the next failure. */
};

/**
 * source must outlive the camera. The helper is started by the first wait.
 * TS_OK or TS_NO_SPACE. Close what was opened; that kills the helper and all
 * that it started in its process group.
 */
TS_MUST_USE enum ts_status
ts_camera_pipe_open(struct ts_camera_pipe *camera, const struct ts_camera_source *source);
void ts_camera_pipe_close(struct ts_camera_pipe *camera);

/** As ts_camera_wait(); keeps state up to date, except delivering. */
TS_MUST_USE enum ts_status
ts_camera_pipe_wait(struct ts_camera_pipe *camera, struct ts_frame *frame,
                    struct ts_camera_state *state, uint32_t timeout_ms);

#endif
