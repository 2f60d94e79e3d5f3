/* Runs with tests/support/fake_v4l2.h preloaded; see there for its environment. */

#include "firmware/board/linux/camera_v4l2_modes.h"
#include "tests/support/support.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static char told[4096];

static void
hear(void *context, const struct ts_v4l2_mode *mode)
{
    size_t used = strlen(told);
    (void)context;
    snprintf(told + used, sizeof(told) - used, "%s %ux%u@%u%s\n", mode->format,
             mode->width, mode->height, mode->rate, mode->readable ? "" : " not");
}

static enum ts_status
list(size_t max)
{
    told[0] = '\0';
    return ts_v4l2_modes("/dev/video0", max, hear, NULL);
}

static void
every_mode_is_told(void **state)
{
    (void)state;
    setenv("TS_FAKE_V4L2_FORMATS", "YUYV@10 MJPG@30", 1);
    setenv("TS_FAKE_V4L2_SIZES", "640x480 1280x720", 1);
    assert_status(list(100), TS_OK);
    assert_string_equal(told, "YUYV 640x480@10\nYUYV 1280x720@10\nMJPG 640x480@30\n"
                              "MJPG 1280x720@30\n");
    ts_test_row("no more than wanted");
    assert_status(list(3), TS_OK);
    assert_string_equal(told, "YUYV 640x480@10\nYUYV 1280x720@10\nMJPG 640x480@30\n");
    ts_test_row("of a range the largest");
    setenv("TS_FAKE_V4L2_SIZES", "64x64-1920x1080", 1);
    assert_status(list(100), TS_OK);
    assert_non_null(strstr(told, "YUYV 1920x1080@10\n"));
}

static void
what_is_no_camera_is_told_apart(void **state)
{
    (void)state;
    told[0] = '\0';
    assert_status(ts_v4l2_modes("/nonexistent/video9", 9, hear, NULL), TS_ABSENT);
    assert_status(ts_v4l2_modes("/dev/null", 9, hear, NULL), TS_ABSENT);
    assert_string_equal(told, "");
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_mode_is_told),
        cmocka_unit_test(what_is_no_camera_is_told_apart),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
