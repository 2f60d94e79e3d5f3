/* Runs with tests/support/fake_v4l2.h preloaded; see there for its environment. */

#include "firmware/board/camera.h"
#include "firmware/board/clock.h"
#include "tests/support/pictures.h"
#include "tests/support/support.h"

#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* Long enough for any machine to be in time; short where nothing can come. */
#define PATIENT_MS 20000
#define SHORT_MS 20

/* Time moves when a test says so: two seconds of silence take none. */
static ts_mono now = { 5000 };

ts_mono
ts_clock_mono(void)
{
    return now;
}

ts_utc
ts_clock_utc(void)
{
    return (ts_utc){ 0 };
}

static char folder[64];

static void
control(const char *word)
{
    ts_test_write_file(folder, "control", ts_span_text(word));
}

static int
set_up(void **state)
{
    char path[100];
    (void)state;
    ts_test_folder(folder);
    snprintf(path, sizeof(path), "%s/control", folder);
    setenv("TS_FAKE_V4L2_CONTROL", path, 1);
    setenv("TS_FAKE_V4L2_FPS", "200", 1);
    unsetenv("TS_FAKE_V4L2_DEVICE");
    unsetenv("TS_FAKE_V4L2_FORMATS");
    unsetenv("TS_FAKE_V4L2_PICTURE");
    return 0;
}

static int
tear_down(void **state)
{
    (void)state;
    ts_test_folder_remove(folder);
    return 0;
}

static struct ts_camera *
open_camera(const char *source)
{
    struct ts_camera *camera;
    assert_status(ts_camera_open(&camera, source), TS_OK);
    return camera;
}

static const char *
trouble(struct ts_camera *camera)
{
    struct ts_camera_state about;
    ts_camera_describe(camera, &about);
    return about.trouble ? about.trouble : "none";
}

static int
open_descriptors(void)
{
    int count = 0;
    DIR *all = opendir("/proc/self/fd");
    assert_non_null(all);
    while (readdir(all))
        count++;
    closedir(all);
    return count;
}

static void
a_camera_without_a_readable_format_is_trouble(void **state)
{
    (void)state;
    struct ts_frame frame;
    setenv("TS_FAKE_V4L2_FORMATS", "H264@30", 1);
    struct ts_camera *camera = open_camera("v4l2:");
    assert_status(ts_camera_wait(camera, &frame, SHORT_MS), TS_IO);
    assert_string_equal(trouble(camera),
                        "The camera has no picture format that can be read here.");
    ts_camera_close(camera);
}

static void
a_camera_in_use_elsewhere_is_trouble(void **state)
{
    (void)state;
    struct ts_frame frame;
    struct ts_camera *first = open_camera("v4l2:");
    struct ts_camera *second = open_camera("v4l2:/dev/video0");
    assert_status(ts_camera_wait(first, &frame, PATIENT_MS), TS_OK);
    assert_status(ts_camera_wait(second, &frame, SHORT_MS), TS_IO);
    assert_string_equal(trouble(second), "Another program is using the camera.");
    ts_camera_close(first);
    assert_status(ts_camera_wait(second, &frame, PATIENT_MS), TS_OK);
    assert_string_equal(trouble(second), "none");
    ts_camera_close(second);
}

static void
a_camera_is_found_at_any_node(void **state)
{
    (void)state;
    struct ts_frame frame;
    setenv("TS_FAKE_V4L2_DEVICE", "/dev/video7", 1);
    struct ts_camera *camera = open_camera("v4l2:");
    assert_status(ts_camera_wait(camera, &frame, PATIENT_MS), TS_OK);
    ts_camera_close(camera);
    camera = open_camera("v4l2:/dev/video6");
    assert_status(ts_camera_wait(camera, &frame, SHORT_MS), TS_IO);
    assert_string_equal(trouble(camera), "No camera is plugged in.");
    ts_camera_close(camera);
}

static void
a_camera_may_be_plugged_in_later(void **state)
{
    (void)state;
    struct ts_frame frame = { .width = 42 };
    control("unplugged");
    struct ts_camera *camera = open_camera("v4l2:");
    assert_status(ts_camera_wait(camera, &frame, SHORT_MS), TS_IO);
    assert_status(ts_camera_wait(camera, &frame, 0), TS_IO);
    assert_string_equal(trouble(camera), "No camera is plugged in.");
    assert_int_equal(frame.width, 42);
    control("");
    assert_status(ts_camera_wait(camera, &frame, PATIENT_MS), TS_OK);
    assert_string_equal(trouble(camera), "none");
    ts_camera_close(camera);
}

/* Buffers of the fake that are still mapped by anybody in this process. */
static int
mapped_buffers(void)
{
    char line[512];
    int count = 0;
    FILE *maps = fopen("/proc/self/maps", "r");
    assert_non_null(maps);
    while (fgets(line, sizeof(line), maps))
        count += strstr(line, "memfd:fake_v4l2") != NULL;
    fclose(maps);
    return count;
}

static void
unplug_and_replug_is_survived(void **state)
{
    (void)state;
    struct ts_frame frame;
    struct ts_camera_state about;
    int descriptors = open_descriptors();
    struct ts_camera *camera = open_camera("v4l2:");
    assert_status(ts_camera_wait(camera, &frame, PATIENT_MS), TS_OK);
    uint64_t sequence = frame.sequence;
    for (int i = 0; i < 10; i++) {
        control("unplugged");
        assert_status(ts_camera_wait(camera, &frame, SHORT_MS), TS_IO);
        assert_string_equal(trouble(camera), "The camera was unplugged or has failed.");
        assert_status(ts_camera_wait(camera, &frame, SHORT_MS), TS_IO);
        assert_string_equal(trouble(camera), "No camera is plugged in.");
        now.ms += 2000;
        ts_camera_describe(camera, &about);
        assert_false(about.delivering);
        control("");
        assert_status(ts_camera_wait(camera, &frame, PATIENT_MS), TS_OK);
        assert_true(frame.sequence > sequence);
        sequence = frame.sequence;
        ts_camera_describe(camera, &about);
        assert_true(about.delivering);
        assert_null(about.trouble);
    }
    ts_camera_close(camera);
    assert_int_equal(open_descriptors(), descriptors);
    assert_int_equal(mapped_buffers(), 0);
}

static void
a_freeze_is_noticed_and_survived(void **state)
{
    (void)state;
    struct ts_frame frame;
    struct ts_camera *camera = open_camera("v4l2:");
    assert_status(ts_camera_wait(camera, &frame, PATIENT_MS), TS_OK);
    control("freeze");
    assert_status(ts_camera_wait(camera, &frame, SHORT_MS), TS_ABSENT);
    now.ms += 1999;
    assert_status(ts_camera_wait(camera, &frame, SHORT_MS), TS_ABSENT);
    assert_string_equal(trouble(camera), "none");
    now.ms += 1;
    assert_status(ts_camera_wait(camera, &frame, SHORT_MS), TS_IO);
    assert_string_equal(trouble(camera), "The camera has stopped sending pictures.");
    /* Opened again, it opens well; only a picture is a proof. */
    assert_status(ts_camera_wait(camera, &frame, SHORT_MS), TS_ABSENT);
    assert_string_equal(trouble(camera), "The camera has stopped sending pictures.");
    control("");
    assert_status(ts_camera_wait(camera, &frame, PATIENT_MS), TS_OK);
    assert_string_equal(trouble(camera), "none");
    ts_camera_close(camera);
}

static void
a_failing_device_is_opened_again(void **state)
{
    (void)state;
    struct ts_frame frame;
    struct ts_camera *camera = open_camera("v4l2:");
    assert_status(ts_camera_wait(camera, &frame, PATIENT_MS), TS_OK);
    control("eio");
    assert_status(ts_camera_wait(camera, &frame, PATIENT_MS), TS_IO);
    assert_string_equal(trouble(camera), "The camera was unplugged or has failed.");
    control("");
    assert_status(ts_camera_wait(camera, &frame, PATIENT_MS), TS_OK);
    ts_camera_close(camera);
}

/* 640 x 480 of grey, the same in every frame until it is drawn anew. */
static void
set_still_picture(uint8_t seed, bool flat)
{
    static uint8_t pixels[640 * 480];
    char path[100];
    for (size_t i = 0; i < sizeof(pixels); i++)
        pixels[i] = (uint8_t)(flat ? seed : seed + i * i);
    snprintf(path, sizeof(path), "%s/picture", folder);
    ts_test_write_file(folder, "picture", TS_SPAN_OF(pixels));
    setenv("TS_FAKE_V4L2_PICTURE", path, 1);
}

static void
the_same_picture_for_ever_is_trouble(void **state)
{
    (void)state;
    struct ts_frame frame;
    setenv("TS_FAKE_V4L2_FORMATS", "GREY@30", 1);
    set_still_picture(1, false);
    struct ts_camera *camera = open_camera("v4l2:,640x480");
    assert_status(ts_camera_wait(camera, &frame, PATIENT_MS), TS_OK);
    now.ms += 9999;
    assert_status(ts_camera_wait(camera, &frame, PATIENT_MS), TS_OK);
    assert_string_equal(trouble(camera), "none");
    now.ms += 1;
    /* It is started anew, once. */
    assert_status(ts_camera_wait(camera, &frame, PATIENT_MS), TS_IO);
    assert_string_equal(trouble(camera),
                        "The camera sends the same picture over and over.");
    for (int i = 0; i < 3; i++) {
        now.ms += 10000;
        assert_status(ts_camera_wait(camera, &frame, PATIENT_MS), TS_OK);
        assert_string_equal(trouble(camera),
                            "The camera sends the same picture over and over.");
    }
    set_still_picture(2, false);
    assert_status(ts_camera_wait(camera, &frame, PATIENT_MS), TS_OK);
    assert_string_equal(trouble(camera), "none");
    now.ms += 10000;
    assert_status(ts_camera_wait(camera, &frame, PATIENT_MS), TS_IO);
    ts_camera_close(camera);
}

static void
a_covered_lens_is_no_trouble(void **state)
{
    (void)state;
    struct ts_frame frame;
    setenv("TS_FAKE_V4L2_FORMATS", "GREY@30", 1);
    set_still_picture(16, true);
    struct ts_camera *camera = open_camera("v4l2:,640x480");
    for (int i = 0; i < 5; i++) {
        assert_status(ts_camera_wait(camera, &frame, PATIENT_MS), TS_OK);
        assert_string_equal(trouble(camera), "none");
        now.ms += 10000;
    }
    ts_camera_close(camera);
}

int
main(void)
{
    const char *preloaded = getenv("LD_PRELOAD");
    if (!preloaded || !strstr(preloaded, "fake_v4l2")) {
        printf("skipped: ts_fake_v4l2.so is not preloaded (ctest does it)\n");
        return 0;
    }
#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)
    const struct CMUnitTest tests[] = {
        TEST(a_camera_without_a_readable_format_is_trouble),
        TEST(a_camera_in_use_elsewhere_is_trouble),
        TEST(a_camera_is_found_at_any_node),
        TEST(a_camera_may_be_plugged_in_later),
        TEST(unplug_and_replug_is_survived),
        TEST(a_freeze_is_noticed_and_survived),
        TEST(a_failing_device_is_opened_again),
        TEST(the_same_picture_for_ever_is_trouble),
        TEST(a_covered_lens_is_no_trouble),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
