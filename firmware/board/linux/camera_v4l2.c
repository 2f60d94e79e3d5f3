#include "firmware/board/linux/camera_v4l2.h"

#include "firmware/board/clock.h"
#include "firmware/board/linux/camera_pause.h"
#include "firmware/board/linux/camera_v4l2_control.h"
#include "firmware/board/linux/jpeg_turbo.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/videodev2.h>
#include <poll.h>
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

/* How often a camera that is not there is looked for. */
#define LOOK_MS 250

/* Nodes /dev/video0 and on. A camera has two or more, a board's codecs a dozen. */
#define NODES_MAX 64

/* A device that says it is ready and gives nothing good must not keep us. */
#define TRIES_MAX 16

/* Pixels by which pictures are told apart. A live one always differs: by its noise. */
#define PRINT_PIXELS 4096

/* The very same picture for so long is a camera that hangs. */
#define FROZEN_MS 10000

#define TROUBLE_ABSENT "No camera is plugged in."
#define TROUBLE_FORBIDDEN "This program may not use the camera."
#define TROUBLE_BUSY "Another program is using the camera."
#define TROUBLE_FORMAT "The camera has no picture format that can be read here."
#define TROUBLE_START "The camera does not start."
#define TROUBLE_SILENT "The camera has stopped sending pictures."
#define TROUBLE_MISFIT "The camera sends pictures of another size than it said."
#define TROUBLE_FROZEN "The camera sends the same picture over and over."
#define TROUBLE_LOST "The camera was unplugged or has failed."

void
ts_camera_v4l2_init(struct ts_camera_v4l2 *camera, const struct ts_camera_source *source)
{
    *camera = (struct ts_camera_v4l2){ .source = source, .fd = -1 };
}

static void
stop(struct ts_camera_v4l2 *camera)
{
    if (camera->fd < 0)
        return;
    enum v4l2_buf_type type = V4L2_BUF_TYPE_VIDEO_CAPTURE;
    ts_v4l2_ioctl(camera->fd, VIDIOC_STREAMOFF, &type);
    for (uint32_t i = 0; i < camera->buffer_count; i++)
        munmap(camera->buffers[i].at, camera->buffers[i].len);
    camera->buffer_count = 0;
    close(camera->fd);
    camera->fd = -1;
}

void
ts_camera_v4l2_close(struct ts_camera_v4l2 *camera)
{
    stop(camera);
    ts_sheet_free(&camera->sheet);
}

static bool
enqueue(const struct ts_camera_v4l2 *camera, uint32_t index)
{
    struct v4l2_buffer buffer = {
        .index = index,
        .type = V4L2_BUF_TYPE_VIDEO_CAPTURE,
        .memory = V4L2_MEMORY_MMAP,
    };
    return ts_v4l2_ioctl(camera->fd, VIDIOC_QBUF, &buffer) == 0;
}

static bool
map_buffer(struct ts_camera_v4l2 *camera, uint32_t index)
{
    struct v4l2_buffer about = {
        .index = index,
        .type = V4L2_BUF_TYPE_VIDEO_CAPTURE,
        .memory = V4L2_MEMORY_MMAP,
    };
    if (ts_v4l2_ioctl(camera->fd, VIDIOC_QUERYBUF, &about) != 0
        || about.length < camera->format.bytes_min)
        return false;
    void *at = mmap(NULL, about.length, PROT_READ | PROT_WRITE, MAP_SHARED, camera->fd,
                    (off_t)about.m.offset);
    if (at == MAP_FAILED)
        return false;
    camera->buffers[index] = (struct ts_v4l2_buffer){ at, about.length };
    camera->buffer_count = index + 1;
    return enqueue(camera, index);
}

static bool
start(struct ts_camera_v4l2 *camera)
{
    struct v4l2_requestbuffers request = {
        .count = TS_V4L2_BUFFERS,
        .type = V4L2_BUF_TYPE_VIDEO_CAPTURE,
        .memory = V4L2_MEMORY_MMAP,
    };
    if (ts_v4l2_ioctl(camera->fd, VIDIOC_REQBUFS, &request) != 0 || request.count < 2)
        return false;
    for (uint32_t i = 0; i < request.count && i < TS_V4L2_BUFFERS; i++)
        if (!map_buffer(camera, i))
            return false;
    enum v4l2_buf_type type = V4L2_BUF_TYPE_VIDEO_CAPTURE;
    if (ts_v4l2_ioctl(camera->fd, VIDIOC_STREAMON, &type) != 0)
        return false;
    camera->heard = ts_clock_mono();
    if (!camera->restarted)
        camera->print = 0; /* what it showed before says nothing */
    return true;
}

static bool
captures(int fd, struct v4l2_capability *about)
{
    if (ts_v4l2_ioctl(fd, VIDIOC_QUERYCAP, about) != 0)
        return false;
    uint32_t can = about->capabilities & V4L2_CAP_DEVICE_CAPS ? about->device_caps
                                                              : about->capabilities;
    return (can & V4L2_CAP_VIDEO_CAPTURE) && (can & V4L2_CAP_STREAMING);
}

static void
introduce(const struct ts_camera_v4l2 *camera, struct ts_camera_state *state,
          const struct v4l2_capability *about)
{
    const struct ts_v4l2_format *format = &camera->format;
    snprintf(state->name, sizeof(state->name), "%.32s", (const char *)about->card);
    for (unsigned i = 0; i < 4; i++)
        state->format[i] = (char)(format->fourcc >> (8 * i) & 0x7f);
    state->format[4] = '\0';
    state->width = format->width;
    state->height = format->height;
}

/* NULL, or what is wrong with the device that is open. */
static const char *
set_up(struct ts_camera_v4l2 *camera, struct ts_camera_state *state)
{
    struct v4l2_capability about;
    const struct ts_camera_source *source = camera->source;
    struct ts_v4l2_format *format = &camera->format;
    if (!captures(camera->fd, &about))
        return TROUBLE_ABSENT;
    enum ts_status status =
        ts_v4l2_negotiate(camera->fd, format, source->width, source->height);
    if (status == TS_UNSUPPORTED)
        return TROUBLE_FORMAT;
    if (status != TS_OK)
        return errno == EBUSY ? TROUBLE_BUSY : TROUBLE_START;
    if (ts_sheet_fit(&camera->sheet, format->width, format->height) != TS_OK)
        return TROUBLE_START;
    ts_v4l2_control(camera->fd, source);
    if (!start(camera))
        return errno == EBUSY ? TROUBLE_BUSY : TROUBLE_START;
    introduce(camera, state, &about);
    return NULL;
}

static bool
try_device(struct ts_camera_v4l2 *camera, struct ts_camera_state *state, const char *path)
{
    camera->fd = open(path, O_RDWR | O_NONBLOCK | O_CLOEXEC);
    if (camera->fd < 0) {
        if (errno == EACCES || errno == EPERM)
            state->trouble = TROUBLE_FORBIDDEN;
        if (errno == EBUSY)
            state->trouble = TROUBLE_BUSY;
        return false;
    }
    const char *trouble = set_up(camera, state);
    if (!trouble)
        return true;
    stop(camera);
    /* What is not a camera at all says nothing about the camera. */
    if (strcmp(trouble, TROUBLE_ABSENT) != 0)
        state->trouble = trouble;
    return false;
}

static bool
look_once(struct ts_camera_v4l2 *camera, struct ts_camera_state *state)
{
    const char *before = state->trouble;
    state->trouble = TROUBLE_ABSENT;
    bool found = false;
    if (camera->source->text[0])
        found = try_device(camera, state, camera->source->text);
    for (unsigned i = 0; !found && !camera->source->text[0] && i < NODES_MAX; i++) {
        char path[24];
        snprintf(path, sizeof(path), "/dev/video%u", i);
        found = try_device(camera, state, path);
    }
    /* Only a picture proves that what was wrong is right again. */
    if (found)
        state->trouble = before;
    return found;
}

static bool
look(struct ts_camera_v4l2 *camera, struct ts_camera_state *state, uint32_t *left_ms)
{
    while (!look_once(camera, state)) {
        if (*left_ms == 0)
            return false;
        ts_camera_pause(left_ms, LOOK_MS);
    }
    return true;
}

/* The newest whole buffer; all others go back to be filled. */
static enum ts_status
dequeue_newest(struct ts_camera_v4l2 *camera, struct v4l2_buffer *newest)
{
    enum ts_status status = TS_ABSENT;
    for (uint32_t i = 0; i < camera->buffer_count; i++) {
        struct v4l2_buffer buffer = {
            .type = V4L2_BUF_TYPE_VIDEO_CAPTURE,
            .memory = V4L2_MEMORY_MMAP,
        };
        if (ts_v4l2_ioctl(camera->fd, VIDIOC_DQBUF, &buffer) != 0)
            return errno == EAGAIN ? status : TS_IO;
        if (buffer.index >= camera->buffer_count
            || buffer.bytesused > camera->buffers[buffer.index].len)
            return TS_IO;
        camera->sequence++;
        bool damaged = buffer.flags & V4L2_BUF_FLAG_ERROR
                       || buffer.bytesused < camera->format.bytes_min;
        uint32_t unwanted = damaged ? buffer.index : newest->index;
        if ((damaged || status == TS_OK) && !enqueue(camera, unwanted))
            return TS_IO;
        if (damaged)
            continue;
        *newest = buffer;
        status = TS_OK;
    }
    return status;
}

static bool
read_luma(struct ts_camera_v4l2 *camera, const struct v4l2_buffer *buffer)
{
    const struct ts_v4l2_format *format = &camera->format;
    const uint8_t *at = camera->buffers[buffer->index].at;
    ts_span bytes = { at, buffer->bytesused };
    camera->misfit = false;
    if (format->jpeg) {
        if (ts_jpeg_to_grey(&camera->sheet, bytes, TS_JPEG_VIDEO) != TS_OK)
            return false;
        camera->misfit = camera->sheet.width != format->width
                         || camera->sheet.height != format->height;
        return !camera->misfit;
    }
    ts_sheet_take_luma(&camera->sheet, at, format->stride, format->layout);
    return true;
}

/* TS_OK leaves the frame in the sheet. */
static enum ts_status
take_newest(struct ts_camera_v4l2 *camera)
{
    struct v4l2_buffer newest = { 0 };
    enum ts_status status = dequeue_newest(camera, &newest);
    if (status != TS_OK)
        return status;
    bool good = read_luma(camera, &newest);
    if (!enqueue(camera, newest.index))
        return TS_IO;
    return good ? TS_OK : TS_ABSENT;
}

static enum ts_status
await(struct ts_camera_v4l2 *camera, uint32_t left_ms)
{
    uint64_t deadline = ts_clock_mono().ms + left_ms;
    for (int i = 0; i < TRIES_MAX; i++) {
        struct pollfd device = { .fd = camera->fd, .events = POLLIN };
        int ready = poll(&device, 1, (int)left_ms);
        if (ready == 0)
            return TS_ABSENT;
        if (ready > 0 && device.revents & (POLLERR | POLLHUP | POLLNVAL))
            return TS_IO;
        enum ts_status status = ready > 0 ? take_newest(camera) : TS_ABSENT;
        if (status != TS_ABSENT)
            return status;
        uint64_t now = ts_clock_mono().ms;
        left_ms = now < deadline ? (uint32_t)(deadline - now) : 0;
    }
    return TS_ABSENT;
}

/* Sleeps until somebody needs a frame again. The buffers that were filled meanwhile are
 * old, and given back as they are; the next one is not. */
static enum ts_status
rest(struct ts_camera_v4l2 *camera, uint32_t *left_ms)
{
    struct v4l2_buffer stale = { 0 };
    uint64_t passed = ts_clock_mono().ms - camera->given.ms;
    if (camera->given.ms == 0 || passed >= camera->rest_ms)
        return TS_OK;
    uint64_t rest_ms = camera->rest_ms - passed;
    bool too_long = rest_ms > *left_ms;
    ts_camera_pause(left_ms, rest_ms);
    if (too_long)
        return TS_ABSENT;
    enum ts_status status = dequeue_newest(camera, &stale);
    if (status == TS_OK && !enqueue(camera, stale.index))
        status = TS_IO;
    return status == TS_IO ? TS_IO : TS_OK;
}

/* FNV-1a over some pixels; 0 when all of them are alike, as with the lens covered. */
static uint64_t
fingerprint(const struct ts_sheet *sheet)
{
    size_t len = (size_t)sheet->width * sheet->height;
    size_t step = len / PRINT_PIXELS + 1;
    uint64_t print = UINT64_C(1469598103934665603);
    bool flat = true;
    for (size_t i = 0; i < len; i += step) {
        print = (print ^ sheet->grey[i]) * UINT64_C(1099511628211);
        flat = flat && sheet->grey[i] == sheet->grey[0];
    }
    return flat ? 0 : print;
}

/* Whether the camera should be started anew: it hangs, and that was not tried yet. */
static bool
is_stuck(struct ts_camera_v4l2 *camera, struct ts_camera_state *state, ts_mono now)
{
    uint64_t print = fingerprint(&camera->sheet);
    state->trouble = NULL;
    if (print == 0 || print != camera->print) {
        camera->print = print;
        camera->changed = now;
        camera->restarted = false;
        return false;
    }
    if (now.ms - camera->changed.ms < FROZEN_MS)
        return false;
    state->trouble = TROUBLE_FROZEN;
    bool stuck = !camera->restarted;
    camera->restarted = true;
    return stuck;
}

enum ts_status
ts_camera_v4l2_wait(struct ts_camera_v4l2 *camera, struct ts_frame *frame,
                    struct ts_camera_state *state, uint32_t timeout_ms)
{
    uint32_t left = timeout_ms;
    if (camera->fd < 0 && !look(camera, state, &left))
        return TS_IO;
    enum ts_status status = rest(camera, &left);
    if (status == TS_OK)
        status = await(camera, left);
    ts_mono now = ts_clock_mono();
    if (status == TS_OK && is_stuck(camera, state, now)) {
        stop(camera);
        return TS_IO;
    }
    if (status == TS_OK) {
        camera->heard = now;
        camera->given = now;
        *frame = ts_sheet_frame(&camera->sheet);
        frame->sequence = camera->sequence;
        frame->taken = now;
        return TS_OK;
    }
    bool silent = now.ms - camera->heard.ms >= TS_CAMERA_SILENCE_MS;
    if (status == TS_ABSENT && !silent)
        return TS_ABSENT;
    state->trouble = status == TS_IO  ? TROUBLE_LOST
                     : camera->misfit ? TROUBLE_MISFIT
                                      : TROUBLE_SILENT;
    stop(camera);
    /* A device that opens well and fails at once would otherwise spin us. */
    ts_camera_pause(&left, LOOK_MS);
    return TS_IO;
}
