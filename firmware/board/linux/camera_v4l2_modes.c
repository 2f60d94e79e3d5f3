#include "firmware/board/linux/camera_v4l2_modes.h"

#include "firmware/board/linux/camera_v4l2_format.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/videodev2.h>
#include <unistd.h>

/* A driver that never ends its lists must not hold us. */
#define LIST_MAX 256

struct listing {
    int fd;
    size_t left;
    void (*each)(void *context, const struct ts_v4l2_mode *mode);
    void *context;
};

static bool
is_readable(uint32_t fourcc)
{
    return fourcc == V4L2_PIX_FMT_GREY || fourcc == V4L2_PIX_FMT_NV12
           || fourcc == V4L2_PIX_FMT_YUYV || fourcc == V4L2_PIX_FMT_MJPEG
           || fourcc == V4L2_PIX_FMT_JPEG;
}

static uint32_t
rate_of(struct v4l2_fract interval)
{
    return interval.numerator ? interval.denominator / interval.numerator : 0;
}

static uint32_t
best_rate(int fd, uint32_t fourcc, uint32_t width, uint32_t height)
{
    uint32_t best = 0;
    for (uint32_t i = 0; i < LIST_MAX; i++) {
        struct v4l2_frmivalenum interval = {
            .index = i,
            .pixel_format = fourcc,
            .width = width,
            .height = height,
        };
        if (ts_v4l2_ioctl(fd, VIDIOC_ENUM_FRAMEINTERVALS, &interval) != 0)
            return best;
        if (interval.type != V4L2_FRMIVAL_TYPE_DISCRETE)
            return rate_of(interval.stepwise.min);
        uint32_t rate = rate_of(interval.discrete);
        best = rate > best ? rate : best;
    }
    return best;
}

static void
tell(struct listing *listing, uint32_t fourcc, uint32_t width, uint32_t height)
{
    struct ts_v4l2_mode mode = {
        .width = width,
        .height = height,
        .rate = best_rate(listing->fd, fourcc, width, height),
        .readable = is_readable(fourcc),
    };
    /* The top bit tells the order of bytes and is no letter. */
    for (unsigned i = 0; i < 4; i++) {
        uint32_t letter = fourcc >> (8 * i) & 0x7F;
        mode.format[i] = (char)(letter < ' ' ? (uint32_t)'?' : letter);
    }
    if (listing->left == 0)
        return;
    listing->left--;
    listing->each(listing->context, &mode);
}

static void
list_sizes(struct listing *listing, uint32_t fourcc)
{
    for (uint32_t i = 0; i < LIST_MAX && listing->left; i++) {
        struct v4l2_frmsizeenum size = { .index = i, .pixel_format = fourcc };
        if (ts_v4l2_ioctl(listing->fd, VIDIOC_ENUM_FRAMESIZES, &size) != 0)
            return;
        if (size.type != V4L2_FRMSIZE_TYPE_DISCRETE) {
            tell(listing, fourcc, size.stepwise.max_width, size.stepwise.max_height);
            return;
        }
        tell(listing, fourcc, size.discrete.width, size.discrete.height);
    }
}

static bool
list_formats(struct listing *listing)
{
    for (uint32_t i = 0; i < LIST_MAX && listing->left; i++) {
        struct v4l2_fmtdesc about = { .index = i, .type = V4L2_BUF_TYPE_VIDEO_CAPTURE };
        if (ts_v4l2_ioctl(listing->fd, VIDIOC_ENUM_FMT, &about) != 0)
            return i > 0;
        list_sizes(listing, about.pixelformat);
    }
    return true;
}

static enum ts_status
status_of(int why)
{
    if (why == EACCES || why == EPERM)
        return TS_UNTRUSTED;
    return why == ENOENT || why == ENXIO || why == ENODEV ? TS_ABSENT : TS_IO;
}

enum ts_status
ts_v4l2_modes(const char *path, size_t max,
              void (*each)(void *context, const struct ts_v4l2_mode *mode), void *context)
{
    int fd = open(path, O_RDWR | O_NONBLOCK | O_CLOEXEC);
    if (fd < 0)
        return status_of(errno);
    struct listing listing = { fd, max, each, context };
    bool is_camera = list_formats(&listing);
    close(fd);
    return is_camera ? TS_OK : TS_ABSENT;
}
