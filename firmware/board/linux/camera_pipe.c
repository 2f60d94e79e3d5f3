#include "firmware/board/linux/camera_pipe.h"

#include "firmware/board/clock.h"
#include "firmware/board/linux/camera_pause.h"

#include <errno.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* A helper that dies at once is tried again soon, but not for ever so. */
#define BACK_OFF_MS_MIN 250
#define BACK_OFF_MS_MAX 8000

/* Frames read in one wait while more keep coming: a helper that writes without
 * pause must not keep us from giving one away. */
#define FRAMES_MAX 8

#define TROUBLE_START "The camera program cannot be started."
#define TROUBLE_ENDED "The camera program has ended."
#define TROUBLE_SILENT "The camera program has stopped sending pictures."

static size_t
frame_size(const struct ts_camera_source *source)
{
    size_t area = (size_t)source->width * source->height;
    switch (source->format) {
    case TS_PIPE_GREY: break;
    case TS_PIPE_I420:
    case TS_PIPE_NV12: return area + area / 2;
    case TS_PIPE_YUYV: return 2 * area;
    }
    return area;
}

enum ts_status
ts_camera_pipe_open(struct ts_camera_pipe *camera, const struct ts_camera_source *source)
{
    struct ts_camera_pipe made = {
        .source = source,
        .child = TS_CHILD_NONE,
        .size = frame_size(source),
        .back_off_ms = BACK_OFF_MS_MIN,
    };
    if (ts_sheet_fit(&made.sheet, source->width, source->height) != TS_OK)
        return TS_NO_SPACE;
    made.raw = malloc(made.size);
    if (!made.raw) {
        ts_sheet_free(&made.sheet);
        return TS_NO_SPACE;
    }
    *camera = made;
    return TS_OK;
}

void
ts_camera_pipe_close(struct ts_camera_pipe *camera)
{
    ts_child_stop(&camera->child);
    ts_sheet_free(&camera->sheet);
    free(camera->raw);
    camera->raw = NULL;
}

static void
introduce(const struct ts_camera_source *source, struct ts_camera_state *state)
{
    snprintf(state->name, sizeof(state->name), "%.63s", source->text);
    snprintf(state->format, sizeof(state->format), "%s",
             ts_pipe_format_name(source->format));
    state->width = source->width;
    state->height = source->height;
}

static void
give_up(struct ts_camera_pipe *camera, struct ts_camera_state *state, const char *trouble)
{
    ts_child_stop(&camera->child);
    camera->have = 0;
    camera->restart_at.ms = ts_clock_mono().ms + camera->back_off_ms;
    camera->back_off_ms *= 2;
    if (camera->back_off_ms > BACK_OFF_MS_MAX)
        camera->back_off_ms = BACK_OFF_MS_MAX;
    state->trouble = trouble;
}

static enum ts_status
start(struct ts_camera_pipe *camera)
{
    char command[sizeof(camera->source->text) + sizeof("exec ")];
    snprintf(command, sizeof(command), "exec %s", camera->source->text);
    char *argv[] = { (char[]){ "/bin/sh" }, (char[]){ "-c" }, command, NULL };
    camera->heard = ts_clock_mono();
    return ts_child_start(&camera->child, argv, (struct ts_child_setting){ .in = -1 });
}

/* Lets the rest of the back-off pass and starts the helper. */
static bool
revive(struct ts_camera_pipe *camera, struct ts_camera_state *state, uint32_t *left_ms)
{
    uint64_t now = ts_clock_mono().ms;
    if (now < camera->restart_at.ms) {
        uint64_t rest = camera->restart_at.ms - now;
        bool too_long = rest > *left_ms;
        ts_camera_pause(left_ms, rest);
        if (too_long)
            return false;
    }
    introduce(camera->source, state);
    if (start(camera) == TS_OK)
        return true;
    give_up(camera, state, TROUBLE_START);
    return false;
}

static void
take_frame(struct ts_camera_pipe *camera)
{
    bool yuyv = camera->source->format == TS_PIPE_YUYV;
    enum ts_raw layout = yuyv ? TS_RAW_YUYV : TS_RAW_LUMA_PLANE;
    size_t stride = ts_raw_row_bytes(layout, camera->source->width);
    ts_sheet_take_luma(&camera->sheet, camera->raw, stride, layout);
}

/* Whether somebody wants the frame that has come now. */
static bool
is_wanted(struct ts_camera_pipe *camera)
{
    camera->heard = ts_clock_mono();
    return camera->given.ms == 0
           || camera->heard.ms - camera->given.ms >= camera->rest_ms;
}

/* Reads all there is; TS_OK when a whole frame was in it, the last of which is
 * in the sheet. What a frame ended with is found by the next read. */
static enum ts_status
drain(struct ts_camera_pipe *camera)
{
    enum ts_status status = TS_ABSENT;
    for (int frames = 0; frames < FRAMES_MAX;) {
        ssize_t n = read(camera->child.out, camera->raw + camera->have,
                         camera->size - camera->have);
        if (n < 0 && errno == EINTR)
            continue;
        if (n < 0 && errno == EAGAIN)
            return status;
        if (n <= 0)
            return status == TS_OK ? TS_OK : TS_IO;
        camera->have += (size_t)n;
        if (camera->have < camera->size)
            continue;
        camera->have = 0;
        camera->sequence++;
        frames++;
        if (!is_wanted(camera))
            continue;
        take_frame(camera);
        status = TS_OK;
    }
    return status;
}

static enum ts_status
await(struct ts_camera_pipe *camera, uint32_t left_ms)
{
    uint64_t deadline = ts_clock_mono().ms + left_ms;
    for (;;) {
        struct pollfd helper = { .fd = camera->child.out, .events = POLLIN };
        /* The end of the pipe is told as POLLHUP, and read as such by drain(). */
        if (poll(&helper, 1, (int)left_ms) == 0)
            return TS_ABSENT;
        enum ts_status status = drain(camera);
        if (status != TS_ABSENT)
            return status;
        uint64_t now = ts_clock_mono().ms;
        if (now >= deadline)
            return TS_ABSENT;
        left_ms = (uint32_t)(deadline - now);
    }
}

enum ts_status
ts_camera_pipe_wait(struct ts_camera_pipe *camera, struct ts_frame *frame,
                    struct ts_camera_state *state, uint32_t timeout_ms)
{
    uint32_t left = timeout_ms;
    if (camera->child.pid == 0 && !revive(camera, state, &left))
        return TS_IO;
    enum ts_status status = await(camera, left);
    ts_mono now = ts_clock_mono();
    if (status == TS_OK) {
        state->trouble = NULL;
        camera->given = now;
        camera->back_off_ms = BACK_OFF_MS_MIN;
        *frame = ts_sheet_frame(&camera->sheet);
        frame->sequence = camera->sequence;
        frame->taken = now;
        return TS_OK;
    }
    bool silent = now.ms - camera->heard.ms >= TS_CAMERA_SILENCE_MS;
    if (status == TS_ABSENT && !silent)
        return TS_ABSENT;
    give_up(camera, state, status == TS_IO ? TROUBLE_ENDED : TROUBLE_SILENT);
    return TS_IO;
}
