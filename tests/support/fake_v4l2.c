#define _GNU_SOURCE /* memfd_create() */

#include "tests/support/fake_v4l2.h"

#include <errno.h>
#include <linux/videodev2.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/timerfd.h>
#include <time.h>
#include <unistd.h>

enum { LIST_MAX = 8, BUFFERS_MAX = 8, SIZE_STEP = 16, STRIDE_STEP = 64, CHROMA = 0x55 };

static struct {
    _Atomic int fd; /* a timer that can be waited for; -1: not open */
    int memory;     /* what the buffers are pages of */
    uint8_t *at;
    struct format {
        uint32_t fourcc, rate;
    } formats[LIST_MAX];
    struct size {
        uint32_t width, height;
    } sizes[LIST_MAX];
    uint32_t format_count, size_count;
    bool range; /* sizes are the least and the greatest */
    struct v4l2_pix_format set;
    size_t buffer_size; /* in whole pages */
    uint32_t buffer_count;
    uint32_t queue[BUFFERS_MAX];
    uint32_t queued;
    uint64_t ripe; /* frames that are there to be taken */
    uint32_t sequence;
} fake = { .fd = -1, .memory = -1 };

static const char *
setting(const char *name, const char *otherwise)
{
    const char *value = getenv(name);
    return value ? value : otherwise;
}

static bool
told(const char *word)
{
    char line[32] = "";
    FILE *file = fopen(setting("TS_FAKE_V4L2_CONTROL", ""), "r");
    if (!file)
        return false;
    size_t len = fread(line, 1, sizeof(line) - 1, file);
    fclose(file);
    line[len] = '\0';
    line[strcspn(line, "\n")] = '\0';
    return strcmp(line, word) == 0;
}

static int
fail(int why)
{
    errno = why;
    return -1;
}

static void
read_formats(const char *text)
{
    char name[5];
    uint32_t rate;
    int used;
    fake.format_count = 0;
    while (fake.format_count < LIST_MAX
           && sscanf(text, " %4[A-Z0-9]@%u%n", name, &rate, &used) == 2) {
        uint32_t fourcc = v4l2_fourcc((uint32_t)name[0], (uint32_t)name[1],
                                      (uint32_t)name[2], (uint32_t)name[3]);
        fake.formats[fake.format_count++] = (struct format){ fourcc, rate };
        text += used;
    }
}

static void
read_sizes(const char *text)
{
    struct size size;
    int used;
    fake.size_count = 0;
    fake.range = strchr(text, '-') != NULL;
    while (fake.size_count < LIST_MAX
           && sscanf(text, "%ux%u%n", &size.width, &size.height, &used) == 2) {
        fake.sizes[fake.size_count++] = size;
        text += used;
        text += strspn(text, " -");
    }
}

bool
fake_is_device(const char *path)
{
    return strcmp(path, setting("TS_FAKE_V4L2_DEVICE", "/dev/video0")) == 0;
}

bool
fake_is_open(int fd)
{
    return fd >= 0 && fd == fake.fd;
}

int
fake_memory(void)
{
    return fake.memory;
}

int
fake_open(void)
{
    if (told("unplugged"))
        return fail(ENOENT);
    if (fake.fd >= 0)
        return fail(EBUSY);
    read_formats(setting("TS_FAKE_V4L2_FORMATS", "YUYV@30"));
    read_sizes(setting("TS_FAKE_V4L2_SIZES", "640x480 1280x720"));
    fake_read_controls();
    fake.memory = memfd_create("fake_v4l2", MFD_CLOEXEC);
    fake.buffer_count = 0;
    fake.queued = 0;
    fake.sequence = 0;
    fake.fd = timerfd_create(CLOCK_MONOTONIC, TFD_NONBLOCK | TFD_CLOEXEC);
    return fake.fd;
}

static void
give_back_memory(void)
{
    if (fake.buffer_count > 0)
        munmap(fake.at, fake.buffer_count * fake.buffer_size);
    fake.buffer_count = 0;
    fake.queued = 0;
}

void
fake_close(void)
{
    fake.fd = -1;
    give_back_memory();
    close(fake.memory);
    fake.memory = -1;
}

static int
query_capability(struct v4l2_capability *about)
{
    *about = (struct v4l2_capability){
        .driver = "fake",
        .card = "Fake camera",
        .bus_info = "fake:0",
        .device_caps = V4L2_CAP_VIDEO_CAPTURE | V4L2_CAP_STREAMING,
    };
    about->capabilities = about->device_caps | V4L2_CAP_DEVICE_CAPS;
    return 0;
}

static int
enumerate_format(struct v4l2_fmtdesc *about)
{
    if (about->index >= fake.format_count)
        return fail(EINVAL);
    about->pixelformat = fake.formats[about->index].fourcc;
    return 0;
}

static int
enumerate_size(struct v4l2_frmsizeenum *about)
{
    if (fake.size_count == 0)
        return fail(ENOTTY);
    if (about->index >= (fake.range ? 1 : fake.size_count))
        return fail(EINVAL);
    if (fake.range) {
        about->type = V4L2_FRMSIZE_TYPE_STEPWISE;
        about->stepwise = (struct v4l2_frmsize_stepwise){
            .min_width = fake.sizes[0].width,
            .max_width = fake.sizes[1].width,
            .step_width = SIZE_STEP,
            .min_height = fake.sizes[0].height,
            .max_height = fake.sizes[1].height,
            .step_height = SIZE_STEP,
        };
        return 0;
    }
    about->type = V4L2_FRMSIZE_TYPE_DISCRETE;
    about->discrete.width = fake.sizes[about->index].width;
    about->discrete.height = fake.sizes[about->index].height;
    return 0;
}

static int
enumerate_interval(struct v4l2_frmivalenum *about)
{
    for (uint32_t i = 0; about->index == 0 && i < fake.format_count; i++) {
        if (fake.formats[i].fourcc != about->pixel_format)
            continue;
        about->type = V4L2_FRMIVAL_TYPE_DISCRETE;
        about->discrete = (struct v4l2_fract){ 1, fake.formats[i].rate };
        return 0;
    }
    return fail(EINVAL);
}

static uint32_t
bytes_of(const struct v4l2_pix_format *pix)
{
    if (pix->pixelformat == V4L2_PIX_FMT_MJPEG)
        return pix->width * pix->height;
    uint32_t luma = pix->bytesperline * pix->height;
    return pix->pixelformat == V4L2_PIX_FMT_NV12 ? luma + luma / 2 : luma;
}

static uint32_t
stride_of(const struct v4l2_pix_format *pix)
{
    if (pix->pixelformat == V4L2_PIX_FMT_MJPEG)
        return 0;
    uint32_t row = pix->pixelformat == V4L2_PIX_FMT_YUYV ? 2 * pix->width : pix->width;
    return (row + STRIDE_STEP - 1) / STRIDE_STEP * STRIDE_STEP;
}

static bool
is_offered(uint32_t width, uint32_t height)
{
    const struct size *least = &fake.sizes[0];
    const struct size *most = &fake.sizes[1];
    if (fake.range)
        return width >= least->width && width <= most->width && height >= least->height
               && height <= most->height && (width - least->width) % SIZE_STEP == 0
               && (height - least->height) % SIZE_STEP == 0;
    for (uint32_t i = 0; i < fake.size_count; i++)
        if (fake.sizes[i].width == width && fake.sizes[i].height == height)
            return true;
    return false;
}

/* As drivers do: what is not on offer becomes something that is. */
static int
set_format(struct v4l2_format *format)
{
    const struct v4l2_pix_format *ask = &format->fmt.pix;
    struct size size = { 640, 480 };
    if (is_offered(ask->width, ask->height))
        size = (struct size){ ask->width, ask->height };
    else if (fake.size_count > 0)
        size = fake.sizes[0];
    struct v4l2_pix_format pix = {
        .width = size.width,
        .height = size.height,
        .field = V4L2_FIELD_NONE,
        .pixelformat = fake.formats[0].fourcc,
    };
    for (uint32_t i = 0; i < fake.format_count; i++)
        if (fake.formats[i].fourcc == ask->pixelformat)
            pix.pixelformat = ask->pixelformat;
    pix.bytesperline = stride_of(&pix);
    pix.sizeimage = bytes_of(&pix);
    format->fmt.pix = fake.set = pix;
    return 0;
}

static int
request_buffers(struct v4l2_requestbuffers *request)
{
    give_back_memory();
    if (request->count > BUFFERS_MAX)
        request->count = BUFFERS_MAX;
    size_t page = (size_t)sysconf(_SC_PAGESIZE);
    fake.buffer_size = (fake.set.sizeimage + page - 1) / page * page;
    size_t size = request->count * fake.buffer_size;
    if (size == 0)
        return 0;
    if (ftruncate(fake.memory, (off_t)size) != 0)
        return fail(ENOMEM);
    fake.at = mmap(NULL, size, PROT_READ | PROT_WRITE, MAP_SHARED, fake.memory, 0);
    if (fake.at == MAP_FAILED)
        return fail(ENOMEM);
    fake.buffer_count = request->count;
    return 0;
}

static int
query_buffer(struct v4l2_buffer *buffer)
{
    if (buffer->index >= fake.buffer_count)
        return fail(EINVAL);
    buffer->length = fake.set.sizeimage;
    buffer->m.offset = (uint32_t)(buffer->index * fake.buffer_size);
    return 0;
}

static int
queue_buffer(const struct v4l2_buffer *buffer)
{
    if (buffer->index >= fake.buffer_count || fake.queued == fake.buffer_count)
        return fail(EINVAL);
    fake.queue[fake.queued++] = buffer->index;
    return 0;
}

static int
switch_stream(bool on)
{
    long rate = strtol(setting("TS_FAKE_V4L2_FPS", "30"), NULL, 10);
    struct timespec period = { .tv_nsec = 1000000000L / (rate > 1 ? rate : 2) };
    struct itimerspec ticks = { .it_interval = period, .it_value = period };
    fake.ripe = 0;
    if (on)
        return timerfd_settime(fake.fd, 0, &ticks, NULL);
    fake.queued = 0;
    return timerfd_settime(fake.fd, 0, &(struct itimerspec){ 0 }, NULL);
}

static uint32_t
generate(uint8_t *at)
{
    const struct v4l2_pix_format *pix = &fake.set;
    uint32_t step = pix->pixelformat == V4L2_PIX_FMT_YUYV ? 2 : 1;
    if (pix->pixelformat == V4L2_PIX_FMT_MJPEG)
        return 0;
    memset(at, CHROMA, pix->sizeimage);
    for (uint32_t y = 0; y < pix->height; y++)
        for (uint32_t x = 0; x < pix->width; x++)
            at[y * pix->bytesperline + x * step] =
                (uint8_t)(x + 2 * y + 16 * fake.sequence);
    return pix->sizeimage;
}

static uint32_t
fill(uint8_t *at)
{
    FILE *file = fopen(setting("TS_FAKE_V4L2_PICTURE", ""), "rb");
    if (!file)
        return generate(at);
    size_t len = fread(at, 1, fake.set.sizeimage, file);
    fclose(file);
    return (uint32_t)len;
}

static void
count_ticks(void)
{
    uint64_t ticks = 0;
    if (read(fake.fd, &ticks, sizeof(ticks)) != (ssize_t)sizeof(ticks))
        ticks = 0;
    fake.ripe += told("burst") ? 3 * ticks : ticks;
    if (fake.ripe > fake.queued || told("freeze"))
        fake.ripe = told("freeze") ? 0 : fake.queued;
}

static int
dequeue_buffer(struct v4l2_buffer *buffer)
{
    if (told("eio"))
        return fail(EIO);
    count_ticks();
    if (fake.ripe == 0 || fake.queued == 0)
        return fail(EAGAIN);
    buffer->index = fake.queue[0];
    fake.queued--;
    memmove(fake.queue, fake.queue + 1, fake.queued * sizeof(fake.queue[0]));
    fake.ripe--;
    buffer->length = fake.set.sizeimage;
    buffer->bytesused = fill(fake.at + buffer->index * fake.buffer_size);
    buffer->sequence = fake.sequence++;
    buffer->flags = told("error") ? V4L2_BUF_FLAG_ERROR : 0;
    buffer->field = V4L2_FIELD_NONE;
    return 0;
}

int
fake_answer(unsigned long request, void *argument)
{
    if (told("unplugged"))
        return fail(ENODEV);
    switch (request) {
    case VIDIOC_QUERYCAP: return query_capability(argument);
    case VIDIOC_ENUM_FMT: return enumerate_format(argument);
    case VIDIOC_ENUM_FRAMESIZES: return enumerate_size(argument);
    case VIDIOC_ENUM_FRAMEINTERVALS: return enumerate_interval(argument);
    case VIDIOC_QUERYCTRL:
    case VIDIOC_QUERYMENU:
    case VIDIOC_S_CTRL: return fake_control(request, argument);
    case VIDIOC_S_FMT: return set_format(argument);
    case VIDIOC_REQBUFS: return request_buffers(argument);
    case VIDIOC_QUERYBUF: return query_buffer(argument);
    case VIDIOC_QBUF: return queue_buffer(argument);
    case VIDIOC_DQBUF: return dequeue_buffer(argument);
    case VIDIOC_STREAMON: return switch_stream(true);
    case VIDIOC_STREAMOFF: return switch_stream(false);
    default: return fail(ENOTTY);
    }
}
