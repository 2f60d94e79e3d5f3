#include "firmware/board/camera.h"
#include "firmware/board/clock.h"
#include "tests/support/pictures.h"
#include "tests/support/support.h"

#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define PATIENT_MS 20000

/* Time moves when a test says so. */
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

static int
set_up(void **state)
{
    (void)state;
    ts_test_folder(folder);
    arena = ts_test_arena(1 << 20);
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

enum { SIDE = 16 };

/* A square of one grey. */
static void
put_png(const char *name, uint8_t grey)
{
    uint8_t pixels[SIDE * SIDE];
    memset(pixels, grey, sizeof(pixels));
    ts_test_write_file(folder, name, ts_test_png(&arena, pixels, SIDE, SIDE));
}

static void
put_jpeg(const char *name, uint8_t grey)
{
    uint8_t pixels[SIDE * SIDE];
    memset(pixels, grey, sizeof(pixels));
    ts_test_write_file(folder, name,
                       ts_test_jpeg(&arena, pixels, SIDE, SIDE,
                                    (struct ts_test_jpeg){ .colour = true }));
}

/* What follows the path: a name in the folder, seconds, or nothing. */
static struct ts_camera *
open_files(const char *rest)
{
    char source[200];
    struct ts_camera *camera;
    snprintf(source, sizeof(source), "files:%s%s", folder, rest);
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

/* The grey of the slide that is shown now. */
static int
look(struct ts_camera *camera)
{
    struct ts_frame frame;
    assert_status(ts_camera_wait(camera, &frame, PATIENT_MS), TS_OK);
    assert_int_equal(frame.width, SIDE);
    assert_int_equal(frame.height, SIDE);
    return frame.grey[0];
}

static void
a_picture_is_shown_again_and_again(void **state)
{
    (void)state;
    struct ts_frame frame;
    struct ts_camera_state about;
    put_png("badge.png", 90);
    struct ts_camera *camera = open_files("/badge.png");
    for (uint64_t i = 1; i < 50; i++) {
        assert_status(ts_camera_wait(camera, &frame, PATIENT_MS), TS_OK);
        assert_int_equal(frame.sequence, i);
        assert_int_equal(frame.grey[SIDE * SIDE - 1], 90);
        assert_int_equal(frame.taken.ms, now.ms);
        now.ms += 100;
    }
    ts_camera_describe(camera, &about);
    assert_string_equal(about.format, "file");
    assert_non_null(strstr(about.name, folder));
    assert_int_equal(about.width, SIDE);
    assert_null(about.trouble);
    ts_camera_close(camera);
}

static void
frames_come_no_faster_than_from_a_camera(void **state)
{
    (void)state;
    struct ts_frame frame;
    put_png("badge.png", 90);
    struct ts_camera *camera = open_files("/badge.png");
    assert_status(ts_camera_wait(camera, &frame, 0), TS_OK);
    assert_status(ts_camera_wait(camera, &frame, 1), TS_ABSENT);
    now.ms += 99;
    assert_status(ts_camera_wait(camera, &frame, 0), TS_ABSENT);
    now.ms += 1;
    assert_status(ts_camera_wait(camera, &frame, 0), TS_OK);
    ts_camera_close(camera);
}

static void
a_folder_is_a_slide_show_in_order_of_names(void **state)
{
    (void)state;
    put_png("b.png", 20);
    put_jpeg("c", 30); /* by content, not by name */
    put_png("a.jpg", 10);
    put_png(".hidden.png", 99);
    struct ts_camera *camera = open_files(",5");
    for (int round = 0; round < 3; round++) {
        for (int slide = 1; slide <= 3; slide++) {
            assert_int_equal(look(camera), 10 * slide);
            now.ms += 4999;
            assert_int_equal(look(camera), 10 * slide);
            now.ms += 1;
        }
        assert_string_equal(trouble(camera), "none");
    }
    ts_camera_close(camera);
}

static void
what_cannot_be_read_is_skipped_aloud(void **state)
{
    (void)state;
    char path[100];
    put_png("a.png", 10);
    ts_test_write_file(folder, "b.png", TS_SPAN_LIT("\x89PNG\r\n\x1a\n and no more"));
    snprintf(path, sizeof(path), "%s/c.png", folder);
    assert_int_equal(mkfifo(path, 0600), 0); /* would hold an ordinary read for ever */
    ts_test_write_file(folder, "d.txt", TS_SPAN_LIT("hello"));
    put_png("e.png", 20);
    struct ts_camera *camera = open_files("");
    assert_int_equal(look(camera), 10);
    assert_string_equal(trouble(camera), "none");
    now.ms += 3000;
    assert_int_equal(look(camera), 20);
    assert_string_equal(trouble(camera), "A picture was skipped: it cannot be read.");
    now.ms += 3000;
    assert_int_equal(look(camera), 10);
    assert_string_equal(trouble(camera), "none");
    ts_camera_close(camera);
}

static void
a_folder_may_change_while_it_is_shown(void **state)
{
    (void)state;
    char path[100];
    put_png("b.png", 20);
    put_png("d.png", 40);
    struct ts_camera *camera = open_files("");
    assert_int_equal(look(camera), 20);
    put_png("c.png", 30);
    now.ms += 3000;
    assert_int_equal(look(camera), 30);
    snprintf(path, sizeof(path), "%s/d.png", folder);
    unlink(path);
    put_png("a.png", 10);
    now.ms += 3000;
    assert_int_equal(look(camera), 10);
    ts_camera_close(camera);
}

static void
what_is_not_there_yet_is_looked_for_again(void **state)
{
    (void)state;
    struct ts_frame frame = { .width = 42 };
    struct ts_camera *camera = open_files("/later.png");
    assert_status(ts_camera_wait(camera, &frame, 1), TS_IO);
    assert_string_equal(trouble(camera), "There is no such picture or folder.");
    ts_test_write_file(folder, "later.png", TS_SPAN_LIT("half"));
    assert_status(ts_camera_wait(camera, &frame, 1), TS_IO);
    assert_string_equal(trouble(camera), "A picture was skipped: it cannot be read.");
    assert_int_equal(frame.width, 42);
    put_png("later.png", 70);
    assert_int_equal(look(camera), 70);
    assert_string_equal(trouble(camera), "none");
    ts_camera_close(camera);
}

static void
a_folder_without_pictures_is_trouble(void **state)
{
    (void)state;
    struct ts_frame frame;
    struct ts_camera *camera = open_files("");
    assert_status(ts_camera_wait(camera, &frame, 1), TS_IO);
    assert_string_equal(trouble(camera), "There is no picture in the folder.");
    for (char name[] = "a.txt"; name[0] <= 'z'; name[0]++)
        ts_test_write_file(folder, name, TS_SPAN_LIT("hello"));
    assert_status(ts_camera_wait(camera, &frame, 1), TS_IO);
    assert_string_equal(trouble(camera), "A picture was skipped: it cannot be read.");
    /* Many bad ones do not hide a good one behind them. */
    put_png("z.png", 80);
    assert_status(ts_camera_wait(camera, &frame, 1), TS_OK);
    ts_camera_close(camera);
}

/* Two pages of 5.76 by 5.76 points: 16 pixels at 200 dots per inch. */
static const char PAGES[] =
    "%PDF-1.4\n"
    "1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n"
    "2 0 obj<</Type/Pages/Kids[3 0 R 4 0 R]/Count 2>>endobj\n"
    "3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 5.76 5.76]>>endobj\n"
    "4 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 5.76 5.76]/Contents 5 0 R>>endobj\n"
    "5 0 obj<</Length 20>>stream\n0 g 0 0 99 99 re f  \nendstream endobj\n"
    "trailer<</Root 1 0 R>>\n";

static void
pages_are_slides(void **state)
{
    (void)state;
    ts_test_need_pdf();
    put_png("a.png", 10);
    ts_test_write_file(folder, "b.pdf", ts_span_text(PAGES));
    struct ts_camera *camera = open_files("");
    for (int round = 0; round < 2; round++) {
        assert_int_equal(look(camera), 10);
        now.ms += 3000;
        assert_int_equal(look(camera), 255);
        now.ms += 3000;
        assert_int_equal(look(camera), 0);
        now.ms += 3000;
    }
    ts_camera_close(camera);
}

int
main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)
    const struct CMUnitTest tests[] = {
        TEST(a_picture_is_shown_again_and_again),
        TEST(frames_come_no_faster_than_from_a_camera),
        TEST(a_folder_is_a_slide_show_in_order_of_names),
        TEST(what_cannot_be_read_is_skipped_aloud),
        TEST(a_folder_may_change_while_it_is_shown),
        TEST(what_is_not_there_yet_is_looked_for_again),
        TEST(a_folder_without_pictures_is_trouble),
        TEST(pages_are_slides),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
