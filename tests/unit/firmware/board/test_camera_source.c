#include "firmware/board/linux/camera_source.h"
#include "tests/support/support.h"

#include <string.h>

static const struct {
    const char *name;
    const char *text;
    struct ts_camera_source want;
} good[] = {
    { "any camera", "v4l2:", { TS_CAMERA_V4L2, 1280, 720, 0, 0, "" } },
    { "any camera of a size",
      "v4l2:,1920x1080",
      { TS_CAMERA_V4L2, 1920, 1080, 0, 0, "" } },
    { "one camera",
      "v4l2:/dev/video2",
      { TS_CAMERA_V4L2, 1280, 720, 0, 0, "/dev/video2" } },
    { "one camera of a size",
      "v4l2:/dev/video0,640x480",
      { TS_CAMERA_V4L2, 640, 480, 0, 0, "/dev/video0" } },
    { "the largest size",
      "v4l2:/dev/video0,4096x4096",
      { TS_CAMERA_V4L2, 4096, 4096, 0, 0, "/dev/video0" } },
    { "a helper with commas in its command",
      "pipe:1280x720,nv12,cam --roi 0,0,1,1 | x",
      { TS_CAMERA_PIPE, 1280, 720, TS_PIPE_NV12, 0, "cam --roi 0,0,1,1 | x" } },
    { "grey may be odd",
      "pipe:3x3,grey,c",
      { TS_CAMERA_PIPE, 3, 3, TS_PIPE_GREY, 0, "c" } },
    { "i420", "pipe:4x2,i420,c", { TS_CAMERA_PIPE, 4, 2, TS_PIPE_I420, 0, "c" } },
    { "yuyv may have an odd height",
      "pipe:4x3,yuyv,c",
      { TS_CAMERA_PIPE, 4, 3, TS_PIPE_YUYV, 0, "c" } },
    { "pictures", "files:badges", { TS_CAMERA_FILES, 0, 0, 0, 3000, "badges" } },
    { "pictures for so long",
      "files:/a/b,10",
      { TS_CAMERA_FILES, 0, 0, 0, 10000, "/a/b" } },
    { "a day is the longest",
      "files:a,86400",
      { TS_CAMERA_FILES, 0, 0, 0, 86400000, "a" } },
    { "a path with a comma",
      "files:a,b.png",
      { TS_CAMERA_FILES, 0, 0, 0, 3000, "a,b.png" } },
    { "a path that ends in a comma",
      "files:a,",
      { TS_CAMERA_FILES, 0, 0, 0, 3000, "a," } },
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
