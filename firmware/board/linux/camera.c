#include "firmware/board/camera.h"

#include "firmware/board/clock.h"
#include "firmware/board/linux/camera_files.h"
#include "firmware/board/linux/camera_pause.h"
#include "firmware/board/linux/camera_pipe.h"
#include "firmware/board/linux/camera_v4l2.h"

#include <pthread.h>
#include <stdlib.h>

struct ts_camera {
    struct ts_camera_source source;
    union {
        struct ts_camera_v4l2 v4l2;
        struct ts_camera_pipe pipe;
        struct ts_camera_files files;
    } as;                         /* by source.kind; the waiting thread's */
    struct ts_camera_state state; /* the waiting thread's */

    pthread_mutex_t lock;
    struct ts_camera_state shown; /* under lock: state as of the last wait */
    ts_mono delivered;            /* under lock: the last frame */
    bool ever;                    /* under lock: there was one */
};

static enum ts_status
open_making(struct ts_camera *camera)
{
    switch (camera->source.kind) {
    case TS_CAMERA_NONE: break;
    case TS_CAMERA_V4L2:
        ts_camera_v4l2_init(&camera->as.v4l2, &camera->source);
        return TS_OK;
    case TS_CAMERA_PIPE: return ts_camera_pipe_open(&camera->as.pipe, &camera->source);
    case TS_CAMERA_FILES:
        ts_camera_files_init(&camera->as.files, &camera->source);
        return TS_OK;
    }
    return TS_MALFORMED;
}

enum ts_status
ts_camera_open(struct ts_camera **camera, const char *source)
{
    struct ts_camera_source parsed;
    enum ts_status status = ts_camera_source_parse(&parsed, source);
    if (status != TS_OK)
        return status;
    struct ts_camera *made = calloc(1, sizeof(*made));
    if (!made)
        return TS_NO_SPACE;
    made->source = parsed;
    status = open_making(made);
    if (status != TS_OK) {
        free(made);
        return status;
    }
    TS_CHECK(pthread_mutex_init(&made->lock, NULL) == 0);
    *camera = made;
    return TS_OK;
}

void
ts_camera_close(struct ts_camera *camera)
{
    if (!camera)
        return;
    switch (camera->source.kind) {
    case TS_CAMERA_NONE: break;
    case TS_CAMERA_V4L2: ts_camera_v4l2_close(&camera->as.v4l2); break;
    case TS_CAMERA_PIPE: ts_camera_pipe_close(&camera->as.pipe); break;
    case TS_CAMERA_FILES: ts_camera_files_close(&camera->as.files); break;
    }
    pthread_mutex_destroy(&camera->lock);
    free(camera);
}

void
ts_camera_rest(struct ts_camera *camera, uint32_t interval_ms)
{
    switch (camera->source.kind) {
    case TS_CAMERA_NONE: break;
    case TS_CAMERA_V4L2: camera->as.v4l2.rest_ms = interval_ms; break;
    case TS_CAMERA_PIPE: camera->as.pipe.rest_ms = interval_ms; break;
    case TS_CAMERA_FILES: camera->as.files.rest_ms = interval_ms; break;
    }
}

static enum ts_status
wait_for_making(struct ts_camera *camera, struct ts_frame *frame, uint32_t timeout_ms)
{
    struct ts_camera_state *state = &camera->state;
    switch (camera->source.kind) {
    case TS_CAMERA_NONE: break;
    case TS_CAMERA_V4L2:
        return ts_camera_v4l2_wait(&camera->as.v4l2, frame, state, timeout_ms);
    case TS_CAMERA_PIPE:
        return ts_camera_pipe_wait(&camera->as.pipe, frame, state, timeout_ms);
    case TS_CAMERA_FILES:
        return ts_camera_files_wait(&camera->as.files, frame, state, timeout_ms);
    }
    return TS_IO;
}

enum ts_status
ts_camera_wait(struct ts_camera *camera, struct ts_frame *frame, uint32_t timeout_ms)
{
    if (timeout_ms > TS_CAMERA_WAIT_MS_MAX)
        timeout_ms = TS_CAMERA_WAIT_MS_MAX;
    enum ts_status status = wait_for_making(camera, frame, timeout_ms);
    pthread_mutex_lock(&camera->lock);
    camera->shown = camera->state;
    if (status == TS_OK) {
        camera->delivered = frame->taken;
        camera->ever = true;
    }
    pthread_mutex_unlock(&camera->lock);
    return status;
}

void
ts_camera_describe(struct ts_camera *camera, struct ts_camera_state *state)
{
    ts_mono now = ts_clock_mono();
    pthread_mutex_lock(&camera->lock);
    *state = camera->shown;
    state->delivering =
        camera->ever && now.ms < camera->delivered.ms + TS_CAMERA_SILENCE_MS;
    pthread_mutex_unlock(&camera->lock);
}
