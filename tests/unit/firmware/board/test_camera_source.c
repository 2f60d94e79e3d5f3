#include "firmware/board/linux/camera_source.h"
#include "tests/support/support.h"

#include <string.h>

static const struct {
    const char *name;
    const char *text;
    struct ts_camera_source want;
} good[] = {
    { "any camera", "v4l2:", { TS_CAMERA_V4L2, 1280, 720, 0, 0, "", false, 0, 0 } },
    { "any camera of a size",
      "v4l2:,1920x1080",
      { TS_CAMERA_V4L2, 1920, 1080, 0, 0, "", false, 0, 0 } },
    { "one camera",
      "v4l2:/dev/video2",
      { TS_CAMERA_V4L2, 1280, 720, 0, 0, "/dev/video2", false, 0, 0 } },
    { "one camera of a size",
      "v4l2:/dev/video0,640x480",
      { TS_CAMERA_V4L2, 640, 480, 0, 0, "/dev/video0", false, 0, 0 } },
    { "the largest size",
      "v4l2:/dev/video0,4096x4096",
      { TS_CAMERA_V4L2, 4096, 4096, 0, 0, "/dev/video0", false, 0, 0 } },
    { "a lens that is held",
      "v4l2:/dev/video0,focus=30",
      { TS_CAMERA_V4L2, 1280, 720, 0, 0, "/dev/video0", true, 30, 0 } },
    { "a lens that is held at its first step",
      "v4l2:,focus=0",
      { TS_CAMERA_V4L2, 1280, 720, 0, 0, "", true, 0, 0 } },
    { "all options, in any order",
      "v4l2:/dev/video1,hz=60,1920x1080,focus=65535",
      { TS_CAMERA_V4L2, 1920, 1080, 0, 0, "/dev/video1", true, 65535, 60 } },
    { "lamps of another country",
      "v4l2:,hz=50",
      { TS_CAMERA_V4L2, 1280, 720, 0, 0, "", false, 0, 50 } },
    { "a helper with commas in its command",
      "pipe:1280x720,nv12,cam --roi 0,0,1,1 | x",
      { TS_CAMERA_PIPE, 1280, 720, TS_PIPE_NV12, 0, "cam --roi 0,0,1,1 | x", false, 0,
        0 } },
    { "grey may be odd",
      "pipe:3x3,grey,c",
      { TS_CAMERA_PIPE, 3, 3, TS_PIPE_GREY, 0, "c", false, 0, 0 } },
    { "i420",
      "pipe:4x2,i420,c",
      { TS_CAMERA_PIPE, 4, 2, TS_PIPE_I420, 0, "c", false, 0, 0 } },
    { "yuyv may have an odd height",
      "pipe:4x3,yuyv,c",
      { TS_CAMERA_PIPE, 4, 3, TS_PIPE_YUYV, 0, "c", false, 0, 0 } },
    { "pictures",
      "files:badges",
      { TS_CAMERA_FILES, 0, 0, 0, 3000, "badges", false, 0, 0 } },
    { "pictures for so long",
      "files:/a/b,10",
      { TS_CAMERA_FILES, 0, 0, 0, 10000, "/a/b", false, 0, 0 } },
    { "a day is the longest",
      "files:a,86400",
      { TS_CAMERA_FILES, 0, 0, 0, 86400000, "a", false, 0, 0 } },
    { "a path with a comma",
      "files:a,b.png",
      { TS_CAMERA_FILES, 0, 0, 0, 3000, "a,b.png", false, 0, 0 } },
    { "a path that ends in a comma",
      "files:a,",
      { TS_CAMERA_FILES, 0, 0, 0, 3000, "a,", false, 0, 0 } },
};

static const struct {
    const char *name;
    const char *text;
} bad[] = {
    { "nothing", "" },
    { "no scheme", "/dev/video0" },
    { "a prefix of a scheme", "v4l2" },
    { "a scheme that is not known", "rtsp:host" },
    { "a scheme in capitals", "V4L2:" },
    { "a width alone", "v4l2:/dev/video0,640" },
    { "no width", "v4l2:/dev/video0,x480" },
    { "no height", "v4l2:/dev/video0,640x" },
    { "an empty size", "v4l2:/dev/video0," },
    { "a width of nothing", "v4l2:/dev/video0,0x480" },
    { "a sign", "v4l2:/dev/video0,+640x480" },
    { "three dimensions", "v4l2:/dev/video0,640x480x2" },
    { "wider than a frame may be", "v4l2:/dev/video0,4097x480" },
    { "higher than a frame may be", "v4l2:/dev/video0,640x4097" },
    { "a number past 32 bits", "v4l2:/dev/video0,4294967936x480" },
    { "an option that is not known", "v4l2:,zoom=2" },
    { "an option without a value", "v4l2:,focus=" },
    { "an option without a sign", "v4l2:,focus" },
    { "a size as an option", "v4l2:,640x480=1" },
    { "two sizes", "v4l2:,640x480,1280x720" },
    { "two focuses", "v4l2:,focus=1,focus=1" },
    { "two kinds of lamps", "v4l2:,hz=50,hz=60" },
    { "lamps of no country", "v4l2:,hz=55" },
    { "a focus below nothing", "v4l2:,focus=-1" },
    { "a focus past all lenses", "v4l2:,focus=65536" },
    { "a helper without anything", "pipe:" },
    { "a helper without format", "pipe:640x480" },
    { "a helper without command", "pipe:640x480,grey" },
    { "a helper with an empty command", "pipe:640x480,grey," },
    { "a format that is not known", "pipe:640x480,rgb,c" },
    { "a format spelled half", "pipe:640x480,gre,c" },
    { "nv12 of an odd width", "pipe:3x2,nv12,c" },
    { "nv12 of an odd height", "pipe:2x3,nv12,c" },
    { "i420 of an odd height", "pipe:2x3,i420,c" },
    { "yuyv of an odd width", "pipe:3x2,yuyv,c" },
    { "no path", "files:" },
    { "seconds without a path", "files:,3" },
    { "no time at all", "files:a,0" },
    { "more than a day", "files:a,86401" },
};

static void
a_source_is_read_as_it_says(void **state)
{
    (void)state;
    for (size_t i = 0; i < TS_COUNT(good); i++) {
        struct ts_camera_source source;
        const struct ts_camera_source *want = &good[i].want;
        ts_test_row(good[i].name);
        assert_status(ts_camera_source_parse(&source, good[i].text), TS_OK);
        assert_int_equal(source.kind, want->kind);
        assert_int_equal(source.width, want->width);
        assert_int_equal(source.height, want->height);
        assert_int_equal(source.format, want->format);
        assert_int_equal(source.slide_ms, want->slide_ms);
        assert_string_equal(source.text, want->text);
        assert_int_equal(source.has_focus, want->has_focus);
        assert_int_equal(source.focus, want->focus);
        assert_int_equal(source.hz, want->hz);
    }
}

static void
a_source_that_is_misspelled_is_refused(void **state)
{
    (void)state;
    for (size_t i = 0; i < TS_COUNT(bad); i++) {
        struct ts_camera_source source = { .width = 42 };
        ts_test_row(bad[i].name);
        assert_status(ts_camera_source_parse(&source, bad[i].text), TS_MALFORMED);
        assert_int_equal(source.width, 42);
    }
}

static void
a_text_too_long_is_refused(void **state)
{
    (void)state;
    char text[600] = "files:";
    struct ts_camera_source source;
    size_t start = strlen(text);
    memset(text + start, 'a', sizeof(source.text) - 1);
    assert_status(ts_camera_source_parse(&source, text), TS_OK);
    assert_int_equal(strlen(source.text), sizeof(source.text) - 1);
    text[start + sizeof(source.text) - 1] = 'a';
    assert_status(ts_camera_source_parse(&source, text), TS_MALFORMED);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_source_is_read_as_it_says),
        cmocka_unit_test(a_source_that_is_misspelled_is_refused),
        cmocka_unit_test(a_text_too_long_is_refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
