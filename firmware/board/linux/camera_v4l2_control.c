#include "firmware/board/linux/camera_v4l2_control.h"

#include "firmware/board/linux/camera_v4l2_format.h"

#include <linux/videodev2.h>

static bool
offers(int fd, const struct v4l2_queryctrl *about, int32_t value)
{
    if (value < about->minimum || value > about->maximum)
        return false;
    struct v4l2_querymenu item = { .id = about->id, .index = (uint32_t)value };
    return about->type != V4L2_CTRL_TYPE_MENU
           || ts_v4l2_ioctl(fd, VIDIOC_QUERYMENU, &item) == 0;
}

/* False: there is no such control, or no such value of it. */
static bool
set(int fd, uint32_t id, int32_t value)
{
    struct v4l2_queryctrl about = { .id = id };
    struct v4l2_control control = { .id = id, .value = value };
    return ts_v4l2_ioctl(fd, VIDIOC_QUERYCTRL, &about) == 0
           && !(about.flags & (V4L2_CTRL_FLAG_DISABLED | V4L2_CTRL_FLAG_READ_ONLY))
           && offers(fd, &about, value)
           && ts_v4l2_ioctl(fd, VIDIOC_S_CTRL, &control) == 0;
}

/* The nearest step that the lens has. */
static void
set_focus(int fd, uint32_t steps)
{
    struct v4l2_queryctrl about = { .id = V4L2_CID_FOCUS_ABSOLUTE };
    int32_t value = (int32_t)steps;
    if (ts_v4l2_ioctl(fd, VIDIOC_QUERYCTRL, &about) != 0)
        return;
    if (value > about.maximum)
        value = about.maximum;
    if (value < about.minimum)
        value = about.minimum;
    if (about.step > 1)
        value -= (value - about.minimum) % about.step;
    (void)set(fd, V4L2_CID_FOCUS_ABSOLUTE, value);
}

static void
control_lamps(int fd, uint32_t hz)
{
    const uint32_t id = V4L2_CID_POWER_LINE_FREQUENCY;
    if (hz == 50)
        (void)set(fd, id, V4L2_CID_POWER_LINE_FREQUENCY_50HZ);
    else if (hz == 60 || !set(fd, id, V4L2_CID_POWER_LINE_FREQUENCY_AUTO))
        (void)set(fd, id, V4L2_CID_POWER_LINE_FREQUENCY_60HZ);
}

void
ts_v4l2_control(int fd, const struct ts_camera_source *source)
{
    control_lamps(fd, source->hz);
    /* USB cameras call automatic exposure by the aperture that they do not have. */
    if (!set(fd, V4L2_CID_EXPOSURE_AUTO, V4L2_EXPOSURE_APERTURE_PRIORITY))
        (void)set(fd, V4L2_CID_EXPOSURE_AUTO, V4L2_EXPOSURE_AUTO);
    (void)set(fd, V4L2_CID_EXPOSURE_AUTO_PRIORITY, 0);
    (void)set(fd, V4L2_CID_FOCUS_AUTO, !source->has_focus);
    if (source->has_focus)
        set_focus(fd, source->focus);
}
