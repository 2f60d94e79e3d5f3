#include "firmware/board/linux/camera_v4l2_format.h"

#include "firmware/base/limits.h"

#include <errno.h>
#include <linux/videodev2.h>
#include <sys/ioctl.h>

/* A driver that never ends its lists must not hold us. Real ones have under 40. */
#define LIST_MAX 256

#define RATE_MIN 15

/* In order of what a picture costs to read. */
static const struct readable {
    uint32_t fourcc;
    bool jpeg;
    enum ts_raw layout;
} readable[] = {
    { V4L2_PIX_FMT_GREY, false, TS_RAW_LUMA_PLANE },
    { V4L2_PIX_FMT_NV12, false, TS_RAW_LUMA_PLANE },
    { V4L2_PIX_FMT_YUYV, false, TS_RAW_YUYV },
    { V4L2_PIX_FMT_MJPEG, true, TS_RAW_LUMA_PLANE },
    { V4L2_PIX_FMT_JPEG, true, TS_RAW_LUMA_PLANE },
};

struct search {
    int fd;
    uint32_t width, height; /* wished */
    struct choice {
        uint32_t fourcc, width, height;
        uint64_t cost; /* UINT64_MAX: nothing was found yet */
    } best;
};

int
ts_v4l2_ioctl(int fd, unsigned long request, void *argument)
{
    int result;
    do
        result = ioctl(fd, request, argument);
    while (result < 0 && errno == EINTR);
    return result;
}

static const struct readable *
find_readable(uint32_t fourcc)
{
    for (size_t i = 0; i < TS_COUNT(readable); i++)
        if (readable[i].fourcc == fourcc)
            return &readable[i];
    return NULL;
}

static bool
fast_enough(struct v4l2_fract interval)
{
    return (uint64_t)interval.numerator * RATE_MIN <= interval.denominator;
}

/* Raw 720p over USB 2 often comes at 5 or 10 pictures a second. A driver that
 * does not say is believed to be fast. */
static bool
is_slow(int fd, const struct choice *choice)
{
    for (uint32_t i = 0; i < LIST_MAX; i++) {
        struct v4l2_frmivalenum interval = {
            .index = i,
            .pixel_format = choice->fourcc,
            .width = choice->width,
            .height = choice->height,
        };
        if (ts_v4l2_ioctl(fd, VIDIOC_ENUM_FRAMEINTERVALS, &interval) != 0)
            return i > 0;
        if (interval.type != V4L2_FRMIVAL_TYPE_DISCRETE)
            return !fast_enough(interval.stepwise.min);
        if (fast_enough(interval.discrete))
            return false;
    }
    return true;
}

/* The ratio of the areas, in thousandths: half as many pixels are as far from
 * the wish as twice as many. */
static uint64_t
distance(const struct search *search, uint64_t width, uint64_t height)
{
    uint64_t area = width * height;
    uint64_t wish = (uint64_t)search->width * search->height;
    TS_CHECK(area > 0 && wish > 0);
    return area > wish ? area * 1000 / wish : wish * 1000 / area;
}

static void
consider(struct search *search, uint32_t fourcc, uint32_t width, uint32_t height)
{
    if (width == 0 || height == 0 || width > TS_FRAME_WIDTH_MAX
        || height > TS_FRAME_HEIGHT_MAX)
        return;
    struct choice choice = { .fourcc = fourcc, .width = width, .height = height };
    const struct readable *kind = find_readable(fourcc);
    uint64_t rank = (uint64_t)(kind - readable);
    if (is_slow(search->fd, &choice))
        rank += TS_COUNT(readable);
    choice.cost = distance(search, width, height) * 2 * TS_COUNT(readable) + rank;
    if (choice.cost < search->best.cost)
        search->best = choice;
}

/* The multiple of step above min that is nearest below wish, within the range. */
static uint32_t
fit_step(uint32_t wish, uint32_t min, uint32_t max, uint32_t step)
{
    if (wish <= min)
        return min;
    if (wish > max)
        wish = max;
    return step > 1 && wish >= min ? wish - (wish - min) % step : wish;
}

static void
consider_range(struct search *search, uint32_t fourcc,
               const struct v4l2_frmsize_stepwise *range)
{
    consider(
        search, fourcc,
        fit_step(search->width, range->min_width, range->max_width, range->step_width),
        fit_step(search->height, range->min_height, range->max_height,
                 range->step_height));
}

static void
consider_sizes(struct search *search, uint32_t fourcc)
{
    for (uint32_t i = 0; i < LIST_MAX; i++) {
        struct v4l2_frmsizeenum size = { .index = i, .pixel_format = fourcc };
        if (ts_v4l2_ioctl(search->fd, VIDIOC_ENUM_FRAMESIZES, &size) != 0) {
            /* A driver without such a list says its mind when the format is set. */
            if (i == 0 && errno == ENOTTY)
                consider(search, fourcc, search->width, search->height);
            return;
        }
        if (size.type != V4L2_FRMSIZE_TYPE_DISCRETE) {
            consider_range(search, fourcc, &size.stepwise);
            return;
        }
        consider(search, fourcc, size.discrete.width, size.discrete.height);
    }
}

static void
consider_formats(struct search *search)
{
    for (uint32_t i = 0; i < LIST_MAX; i++) {
        struct v4l2_fmtdesc about = {
            .index = i,
            .type = V4L2_BUF_TYPE_VIDEO_CAPTURE,
        };
        if (ts_v4l2_ioctl(search->fd, VIDIOC_ENUM_FMT, &about) != 0)
            return;
        if (find_readable(about.pixelformat))
            consider_sizes(search, about.pixelformat);
    }
}

/* What was set need not be what was asked for. */
static enum ts_status
understand(struct ts_v4l2_format *format, const struct v4l2_pix_format *pix)
{
    const struct readable *kind = find_readable(pix->pixelformat);
    if (!kind || pix->width == 0 || pix->height == 0 || pix->width > TS_FRAME_WIDTH_MAX
        || pix->height > TS_FRAME_HEIGHT_MAX)
        return TS_UNSUPPORTED;
    size_t row = ts_raw_row_bytes(kind->layout, pix->width);
    size_t stride = pix->bytesperline ? pix->bytesperline : row;
    /* Rows that overlap, or lie further apart than any hardware aligns them. */
    if (!kind->jpeg && (stride < row || stride > row + 65536))
        return TS_UNSUPPORTED;
    *format = (struct ts_v4l2_format){
        .fourcc = pix->pixelformat,
        .width = pix->width,
        .height = pix->height,
        .stride = (uint32_t)stride,
        .jpeg = kind->jpeg,
        .layout = kind->layout,
        .bytes_min =
            kind->jpeg ? 1
                       : ts_raw_luma_bytes(kind->layout, pix->width, pix->height, stride),
    };
    return TS_OK;
}

enum ts_status
ts_v4l2_negotiate(int fd, struct ts_v4l2_format *format, uint32_t width_wished,
                  uint32_t height_wished)
{
    struct search search = {
        .fd = fd,
        .width = width_wished,
        .height = height_wished,
        .best.cost = UINT64_MAX,
    };
    consider_formats(&search);
    if (search.best.cost == UINT64_MAX)
        return TS_UNSUPPORTED;
    struct v4l2_format ask = { .type = V4L2_BUF_TYPE_VIDEO_CAPTURE };
    ask.fmt.pix.pixelformat = search.best.fourcc;
    ask.fmt.pix.width = search.best.width;
    ask.fmt.pix.height = search.best.height;
    ask.fmt.pix.field = V4L2_FIELD_NONE;
    if (ts_v4l2_ioctl(fd, VIDIOC_S_FMT, &ask) != 0)
        return TS_IO;
    return understand(format, &ask.fmt.pix);
}
