/* What can be set on the device, and whether it was. */

#define _GNU_SOURCE /* struct timeval, for videodev2.h */

#include "tests/support/fake_v4l2.h"

#include <errno.h>
#include <linux/videodev2.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

enum { LIST_MAX = 8 };

static struct control {
    uint32_t id;
    int32_t min, max, step, missing; /* missing: an item that the menu has not */
} controls[LIST_MAX];
static uint32_t control_count;

static int
fail(int why)
{
    errno = why;
    return -1;
}

void
fake_read_controls(void)
{
    const char *text = getenv("TS_FAKE_V4L2_CONTROLS");
    int used;
    control_count = 0;
    while (text && control_count < LIST_MAX) {
        struct control control = { .step = 1, .missing = -1 };
        if (sscanf(text, " %x:%d-%d%n", &control.id, &control.min, &control.max, &used)
            != 3)
            return;
        text += used;
        if (sscanf(text, "/%d%n", &control.step, &used) == 1
            || sscanf(text, "!%d%n", &control.missing, &used) == 1)
            text += used;
        controls[control_count++] = control;
    }
}

static const struct control *
find_control(uint32_t id)
{
    for (uint32_t i = 0; i < control_count; i++)
        if (controls[i].id == id)
            return &controls[i];
    return NULL;
}

static int
query_control(struct v4l2_queryctrl *about)
{
    const struct control *control = find_control(about->id);
    if (!control)
        return fail(EINVAL);
    bool menu =
        about->id == V4L2_CID_POWER_LINE_FREQUENCY || about->id == V4L2_CID_EXPOSURE_AUTO;
    about->type = menu ? V4L2_CTRL_TYPE_MENU : V4L2_CTRL_TYPE_INTEGER;
    about->minimum = control->min;
    about->maximum = control->max;
    about->step = control->step;
    about->flags = 0;
    return 0;
}

static int
query_menu(const struct v4l2_querymenu *item)
{
    const struct control *control = find_control(item->id);
    int32_t value = (int32_t)item->index;
    bool has = control && value >= control->min && value <= control->max
               && value != control->missing;
    return has ? 0 : fail(EINVAL);
}

static int
set_control(const struct v4l2_control *set)
{
    const struct control *control = find_control(set->id);
    if (!control || set->value == control->missing)
        return fail(EINVAL);
    if (set->value < control->min || set->value > control->max
        || (set->value - control->min) % control->step)
        return fail(ERANGE);
    const char *path = getenv("TS_FAKE_V4L2_SET");
    FILE *file = path ? fopen(path, "a") : NULL;
    if (!file)
        return fail(EIO);
    fprintf(file, "%x=%d\n", set->id, set->value);
    fclose(file);
    return 0;
}

int
fake_control(unsigned long request, void *argument)
{
    switch (request) {
    case VIDIOC_QUERYCTRL: return query_control(argument);
    case VIDIOC_QUERYMENU: return query_menu(argument);
    case VIDIOC_S_CTRL: return set_control(argument);
    default: return fail(ENOTTY);
    }
}
