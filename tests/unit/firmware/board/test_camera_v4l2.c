/* Runs with tests/support/fake_v4l2.h preloaded; see there for its environment. */

#include "firmware/board/camera.h"
#include "firmware/board/clock.h"
#include "tests/support/pictures.h"
#include "tests/support/support.h"

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
static struct ts_arena arena;

static void
control(const char *word)
{
    ts_test_write_file(folder, "control", ts_span_text(word));
}

static void
set_picture(ts_span bytes)
{
    char path[100];
    snprintf(path, sizeof(path), "%s/picture", folder);
    ts_test_write_file(folder, "picture", bytes);
    setenv("TS_FAKE_V4L2_PICTURE", path, 1);
}

static int
set_up(void **state)
{
    char path[100];
    (void)state;
    ts_test_folder(folder);
    arena = ts_test_arena(1 << 22);
    snprintf(path, sizeof(path), "%s/control", folder);
    setenv("TS_FAKE_V4L2_CONTROL", path, 1);
    setenv("TS_FAKE_V4L2_FPS", "200", 1);
    unsetenv("TS_FAKE_V4L2_DEVICE");
    unsetenv("TS_FAKE_V4L2_FORMATS");
    unsetenv("TS_FAKE_V4L2_SIZES");
    unsetenv("TS_FAKE_V4L2_PICTURE");
    return 0;
}

static int
tear_down(void **state)
{
    (void)state;
    ts_test_folder_remove(folder);
    ts_test_arena_free(&arena);
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

/* What the fake draws; see there. */
static uint8_t
drawn(uint32_t x, uint32_t y, uint64_t sequence)
{
    return (uint8_t)(x + 2 * y + 16 * sequence);
}

/* The first stream of a camera counts from 1, the fake from 0. */
static void
assert_drawn(const struct ts_frame *frame)
{
    for (uint32_t y = 0; y < frame->height; y++)
        for (uint32_t x = 0; x < frame->width; x++)
            assert_int_equal(frame->grey[(size_t)y * frame->stride + x],
                             drawn(x, y, frame->sequence - 1));
}

static const struct {
    const char *name;
    const char *formats;
    const char *sizes;
    const char *spelled;
} raw_rows[] = {
    { "YUYV", "YUYV@30", "1280x720", "YUYV" },
    { "GREY", "GREY@30", "1280x720", "GREY" },
    { "NV12", "NV12@30", "1280x720", "NV12" },
    { "YUYV with padded rows", "YUYV@30", "650x402", "YUYV" },
    { "GREY with padded rows", "GREY@30", "650x402", "GREY" },
    { "NV12 with padded rows", "NV12@30", "650x402", "NV12" },
};

static void
a_raw_format_gives_its_luma(void **state)
{
    (void)state;
    for (size_t i = 0; i < TS_COUNT(raw_rows); i++) {
        struct ts_frame frame;
        struct ts_camera_state about;
        ts_test_row(raw_rows[i].name);
        setenv("TS_FAKE_V4L2_FORMATS", raw_rows[i].formats, 1);
        setenv("TS_FAKE_V4L2_SIZES", raw_rows[i].sizes, 1);
        struct ts_camera *camera = open_camera("v4l2:/dev/video0");
        assert_status(ts_camera_wait(camera, &frame, PATIENT_MS), TS_OK);
        assert_drawn(&frame);
        assert_int_equal(frame.taken.ms, now.ms);
        ts_camera_describe(camera, &about);
        assert_string_equal(about.format, raw_rows[i].spelled);
        assert_string_equal(about.name, "Fake camera");
        assert_int_equal(about.width, frame.width);
        assert_int_equal(about.height, frame.height);
        assert_true(about.delivering);
        assert_null(about.trouble);
        ts_camera_close(camera);
    }
}

/* Soft enough for a JPEG to keep within a few levels. */
static ts_span
make_jpeg(struct ts_test_jpeg how)
{
    static uint8_t pixels[480][640];
    for (uint32_t y = 0; y < 480; y++)
        for (uint32_t x = 0; x < 640; x++)
            pixels[y][x] = (uint8_t)(x / 4 + y / 8);
    return ts_test_jpeg(&arena, &pixels[0][0], 640, 480, how);
}

static void
assert_soft(const struct ts_frame *frame)
{
    assert_int_equal(frame->width, 640);
    assert_int_equal(frame->height, 480);
    for (uint32_t y = 0; y < 480; y++)
        for (uint32_t x = 0; x < 640; x++) {
            int off = (int)frame->grey[y * frame->stride + x] - (int)(x / 4 + y / 8);
            assert_in_range(off + 4, 0, 8);
        }
}

static void
motion_jpeg_gives_its_luma(void **state)
{
    (void)state;
    setenv("TS_FAKE_V4L2_FORMATS", "MJPG@30", 1);
    setenv("TS_FAKE_V4L2_SIZES", "640x480", 1);
    ts_span whole = make_jpeg((struct ts_test_jpeg){ .colour = true });
    ts_span bare = make_jpeg((struct ts_test_jpeg){ .colour = true, .bare = true });
    const struct {
        const char *name;
        ts_span bytes;
    } rows[] = {
        { "as a file would be", whole },
        { "without Huffman tables", bare },
        { "without an end marker", { whole.at, whole.len - 2 } },
    };
    for (size_t i = 0; i < TS_COUNT(rows); i++) {
        struct ts_frame frame;
        ts_test_row(rows[i].name);
        set_picture(rows[i].bytes);
        struct ts_camera *camera = open_camera("v4l2:/dev/video0");
        assert_status(ts_camera_wait(camera, &frame, PATIENT_MS), TS_OK);
        assert_soft(&frame);
        ts_camera_close(camera);
    }
}

static void
a_frame_that_is_not_whole_is_dropped(void **state)
{
    (void)state;
    static const uint8_t grey[1280 * 720];
    ts_span jpeg = make_jpeg((struct ts_test_jpeg){ .colour = true });
    const struct {
        const char *name;
        const char *formats;
        ts_span bytes;
    } rows[] = {
        { "half a JPEG", "MJPG@30", { jpeg.at, jpeg.len / 2 } },
        { "no JPEG at all", "MJPG@30", TS_SPAN_LIT("junk") },
        { "an empty JPEG", "MJPG@30", TS_SPAN_LIT("") },
        { "a short grey frame", "GREY@30", { jpeg.at, 1000 } },
        { "a grey frame that is a byte short", "GREY@30", { grey, sizeof(grey) - 1 } },
    };
    for (size_t i = 0; i < TS_COUNT(rows); i++) {
        struct ts_frame frame = { .width = 42 };
        ts_test_row(rows[i].name);
        setenv("TS_FAKE_V4L2_FORMATS", rows[i].formats, 1);
        set_picture(rows[i].bytes);
        struct ts_camera *camera = open_camera("v4l2:/dev/video0");
        assert_status(ts_camera_wait(camera, &frame, SHORT_MS), TS_ABSENT);
        assert_int_equal(frame.width, 42);
        now.ms += 2000;
        assert_status(ts_camera_wait(camera, &frame, SHORT_MS), TS_IO);
        assert_string_equal(trouble(camera), "The camera has stopped sending pictures.");
        ts_camera_close(camera);
    }
}

static void
a_picture_of_another_size_is_dropped(void **state)
{
    (void)state;
    static const uint8_t pixels[488 * 640];
    static const struct {
        const char *name;
        uint32_t width, height;
    } rows[] = {
        { "higher", 640, 488 },
        { "narrower", 632, 480 },
        { "tiny", 8, 8 },
    };
    setenv("TS_FAKE_V4L2_FORMATS", "MJPG@30", 1);
    setenv("TS_FAKE_V4L2_SIZES", "640x480", 1);
    for (size_t i = 0; i < TS_COUNT(rows); i++) {
        struct ts_frame frame = { .width = 42 };
        ts_test_row(rows[i].name);
        set_picture(ts_test_jpeg(&arena, pixels, rows[i].width, rows[i].height,
                                 (struct ts_test_jpeg){ .colour = true }));
        struct ts_camera *camera = open_camera("v4l2:");
        assert_status(ts_camera_wait(camera, &frame, SHORT_MS), TS_ABSENT);
        assert_int_equal(frame.width, 42);
        now.ms += 2000;
        assert_status(ts_camera_wait(camera, &frame, SHORT_MS), TS_IO);
        assert_string_equal(trouble(camera),
                            "The camera sends pictures of another size than it said.");
        set_picture(make_jpeg((struct ts_test_jpeg){ .colour = true }));
        assert_status(ts_camera_wait(camera, &frame, PATIENT_MS), TS_OK);
        assert_string_equal(trouble(camera), "none");
        assert_soft(&frame);
        ts_camera_close(camera);
    }
}

static const struct {
    const char *name;
    const char *source;
    const char *formats;
    const char *sizes;
    const char *format;
    uint32_t width, height;
} negotiated[] = {
    { "720p unless asked otherwise", "v4l2:", "YUYV@30", "640x480 1280x720 1920x1080",
      "YUYV", 1280, 720 },
    { "1080p when asked", "v4l2:,1920x1080", "YUYV@30", "640x480 1280x720 1920x1080",
      "YUYV", 1920, 1080 },
    { "a size of one's own", "v4l2:/dev/video0,640x480", "YUYV@30", "1280x720 640x480",
      "YUYV", 640, 480 },
    { "what there is", "v4l2:", "YUYV@30", "320x240", "YUYV", 320, 240 },
    { "the nearer neighbour is the larger one", "v4l2:", "YUYV@30", "640x480 1920x1080",
      "YUYV", 1920, 1080 },
    { "a size over the limit is no choice", "v4l2:", "YUYV@30", "320x240 4112x720",
      "YUYV", 320, 240 },
    { "a driver without a list", "v4l2:", "YUYV@30", "", "YUYV", 640, 480 },
    { "a range with the wish in it", "v4l2:", "YUYV@30", "64x64-1920x1072", "YUYV", 1280,
      720 },
    { "a range between whose steps the wish lies", "v4l2:,1000x700", "YUYV@30",
      "64x64-1920x1072", "YUYV", 992, 688 },
    { "a range below the wish", "v4l2:", "YUYV@30", "64x64-640x480", "YUYV", 640, 480 },
    { "a range above the wish", "v4l2:,320x240", "YUYV@30", "640x480-1920x1072", "YUYV",
      640, 480 },
    { "grey before colour", "v4l2:", "YUYV@30 NV12@30 GREY@30", "1280x720", "GREY", 1280,
      720 },
    { "NV12 before YUYV", "v4l2:", "YUYV@30 NV12@30", "1280x720", "NV12", 1280, 720 },
    { "raw before JPEG", "v4l2:", "MJPG@30 YUYV@15", "1280x720", "YUYV", 1280, 720 },
    { "JPEG before slow raw", "v4l2:", "YUYV@10 MJPG@30", "1280x720", "MJPG", 1280, 720 },
    { "slow raw before nothing", "v4l2:", "YUYV@5", "1280x720", "YUYV", 1280, 720 },
    { "what cannot be read is passed over", "v4l2:", "H264@30 YUYV@30", "1280x720",
      "YUYV", 1280, 720 },
};

static void
format_and_size_are_agreed_upon(void **state)
{
    (void)state;
    for (size_t i = 0; i < TS_COUNT(negotiated); i++) {
        struct ts_frame frame;
        struct ts_camera_state about;
        ts_test_row(negotiated[i].name);
        setenv("TS_FAKE_V4L2_FORMATS", negotiated[i].formats, 1);
        setenv("TS_FAKE_V4L2_SIZES", negotiated[i].sizes, 1);
        struct ts_camera *camera = open_camera(negotiated[i].source);
        /* The fake draws no JPEG by itself: what is agreed upon is all there is. */
        bool jpeg = strcmp(negotiated[i].format, "MJPG") == 0;
        assert_status(ts_camera_wait(camera, &frame, jpeg ? SHORT_MS : PATIENT_MS),
                      jpeg ? TS_ABSENT : TS_OK);
        ts_camera_describe(camera, &about);
        assert_string_equal(about.format, negotiated[i].format);
        assert_int_equal(about.width, negotiated[i].width);
        assert_int_equal(about.height, negotiated[i].height);
        ts_camera_close(camera);
    }
}

static void
flagged_buffers_are_dropped(void **state)
{
    (void)state;
    struct ts_frame frame;
    control("error");
    struct ts_camera *camera = open_camera("v4l2:");
    assert_status(ts_camera_wait(camera, &frame, SHORT_MS), TS_ABSENT);
    control("");
    /* More were flagged than there are buffers: they all went back in the queue. */
    for (int i = 0; i < 10; i++) {
        assert_status(ts_camera_wait(camera, &frame, PATIENT_MS), TS_OK);
        assert_drawn(&frame);
    }
    assert_true(frame.sequence > 10);
    ts_camera_close(camera);
}

static void
the_newest_frame_wins(void **state)
{
    (void)state;
    struct ts_frame frame;
    uint64_t before = 0;
    control("burst");
    struct ts_camera *camera = open_camera("v4l2:");
    for (int i = 0; i < 20; i++) {
        assert_status(ts_camera_wait(camera, &frame, PATIENT_MS), TS_OK);
        assert_true(frame.sequence >= before + 3);
        assert_drawn(&frame);
        before = frame.sequence;
    }
    ts_camera_close(camera);
}

static void
while_it_rests_what_came_meanwhile_is_dropped(void **state)
{
    (void)state;
    struct ts_frame frame;
    struct ts_camera *camera = open_camera("v4l2:");
    assert_status(ts_camera_wait(camera, &frame, PATIENT_MS), TS_OK);
    uint64_t before = frame.sequence;
    /* Time stands still: no frame is wanted yet. */
    ts_camera_rest(camera, 100);
    assert_status(ts_camera_wait(camera, &frame, SHORT_MS), TS_ABSENT);
    assert_status(ts_camera_wait(camera, &frame, SHORT_MS), TS_ABSENT);
    /* All buffers were filled in that time; the picture is newer than any of them. */
    assert_status(ts_camera_wait(camera, &frame, PATIENT_MS), TS_OK);
    assert_true(frame.sequence > before + 4);
    assert_drawn(&frame);
    before = frame.sequence;
    now.ms += 100;
    assert_status(ts_camera_wait(camera, &frame, PATIENT_MS), TS_OK);
    ts_camera_rest(camera, 0);
    for (int i = 0; i < 3; i++)
        assert_status(ts_camera_wait(camera, &frame, PATIENT_MS), TS_OK);
    assert_true(frame.sequence >= before + 4);
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
        TEST(a_raw_format_gives_its_luma),
        TEST(motion_jpeg_gives_its_luma),
        TEST(a_frame_that_is_not_whole_is_dropped),
        TEST(a_picture_of_another_size_is_dropped),
        TEST(format_and_size_are_agreed_upon),
        TEST(flagged_buffers_are_dropped),
        TEST(the_newest_frame_wins),
        TEST(while_it_rests_what_came_meanwhile_is_dropped),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
