#include "firmware/board/camera.h"
#include "firmware/board/clock.h"
#include "tests/support/pictures.h"
#include "tests/support/support.h"

#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define PATIENT_MS 20000
#define SHORT_MS 20

/* Frames of 16 x 4, so that many fit into the pipe at once. */
enum { WIDTH = 16, HEIGHT = 4, SIZE = WIDTH * HEIGHT };

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

static int
set_up(void **state)
{
    (void)state;
    ts_test_folder(folder);
    /* a, b, c and d: one grey frame each, filled with that letter. */
    for (char name[] = "a"; name[0] <= 'd'; name[0]++) {
        uint8_t frame[SIZE];
        memset(frame, name[0], sizeof(frame));
        ts_test_write_file(folder, name, TS_SPAN_OF(frame));
    }
    return 0;
}

static int
tear_down(void **state)
{
    (void)state;
    ts_test_folder_remove(folder);
    return 0;
}

/* A camera of grey frames by a script that runs in the folder. */
static struct ts_camera *
open_script(const char *script)
{
    char source[400];
    struct ts_camera *camera;
    ts_test_write_file(folder, "script", ts_span_text(script));
    snprintf(source, sizeof(source), "pipe:16x4,grey,env -C %s sh ./script", folder);
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

static void
assert_filled(const struct ts_frame *frame, int letter)
{
    assert_int_equal(frame->width, WIDTH);
    assert_int_equal(frame->height, HEIGHT);
    for (uint32_t y = 0; y < HEIGHT; y++)
        for (uint32_t x = 0; x < WIDTH; x++)
            assert_int_equal(frame->grey[y * frame->stride + x], letter);
}

static void
make_fifo(char path[100], const char *name)
{
    snprintf(path, 100, "%s/%s", folder, name);
    assert_int_equal(mkfifo(path, 0600), 0);
}

/* Waits for the script to write a line into the named pipe. */
static void
hear(const char *path)
{
    char line[16];
    int fd = open(path, O_RDONLY | O_CLOEXEC);
    assert_true(fd >= 0);
    assert_true(read(fd, line, sizeof(line)) > 0);
    close(fd);
}

static void
tell(const char *path)
{
    int fd = open(path, O_WRONLY | O_CLOEXEC);
    assert_true(fd >= 0);
    assert_int_equal(write(fd, "go\n", 3), 3);
    close(fd);
}

static const struct {
    const char *name;
    const char *format;
    size_t size;
    size_t step;
} formats[] = {
    { "grey", "grey", SIZE, 1 },
    { "i420", "i420", SIZE + SIZE / 2, 1 },
    { "nv12", "nv12", SIZE + SIZE / 2, 1 },
    { "yuyv", "yuyv", SIZE + SIZE, 2 },
};

static void
every_format_gives_its_luma(void **state)
{
    (void)state;
    for (size_t i = 0; i < TS_COUNT(formats); i++) {
        uint8_t raw[SIZE * 2];
        char source[300];
        struct ts_camera *camera;
        struct ts_camera_state about;
        struct ts_frame frame;
        ts_test_row(formats[i].name);
        memset(raw, 0xee, sizeof(raw));
        for (size_t p = 0; p < SIZE; p++)
            raw[p * formats[i].step] = (uint8_t)(3 * p);
        ts_test_write_file(folder, "raw", (ts_span){ raw, formats[i].size });
        snprintf(source, sizeof(source), "pipe:16x4,%s,cat %s/raw", formats[i].format,
                 folder);
        assert_status(ts_camera_open(&camera, source), TS_OK);
        assert_status(ts_camera_wait(camera, &frame, PATIENT_MS), TS_OK);
        for (size_t p = 0; p < SIZE; p++)
            assert_int_equal(frame.grey[p / WIDTH * frame.stride + p % WIDTH],
                             (uint8_t)(3 * p));
        ts_camera_describe(camera, &about);
        assert_string_equal(about.format, formats[i].format);
        assert_int_equal(about.width, WIDTH);
        assert_int_equal(about.height, HEIGHT);
        assert_true(about.delivering);
        ts_camera_close(camera);
    }
}

static void
the_newest_frame_wins(void **state)
{
    (void)state;
    char go[100];
    char done[100];
    struct ts_frame frame;
    make_fifo(go, "go");
    make_fifo(done, "done");
    struct ts_camera *camera =
        open_script("cat a; read x < go; cat b c d; echo x > done; cat go");
    assert_status(ts_camera_wait(camera, &frame, PATIENT_MS), TS_OK);
    assert_filled(&frame, 'a');
    assert_int_equal(frame.sequence, 1);
    tell(go);
    hear(done);
    assert_status(ts_camera_wait(camera, &frame, PATIENT_MS), TS_OK);
    assert_filled(&frame, 'd');
    assert_int_equal(frame.sequence, 4);
    assert_status(ts_camera_wait(camera, &frame, SHORT_MS), TS_ABSENT);
    ts_camera_close(camera);
}

static void
a_frame_that_arrives_in_pieces_is_put_together(void **state)
{
    (void)state;
    char go[100];
    struct ts_frame frame;
    make_fifo(go, "go");
    struct ts_camera *camera =
        open_script("head -c 40 b; echo x > go; read x < go; head -c 24 b; cat go");
    assert_status(ts_camera_wait(camera, &frame, 0), TS_ABSENT);
    hear(go);
    assert_status(ts_camera_wait(camera, &frame, SHORT_MS), TS_ABSENT);
    tell(go);
    assert_status(ts_camera_wait(camera, &frame, PATIENT_MS), TS_OK);
    assert_filled(&frame, 'b');
    ts_camera_close(camera);
}

static void
a_helper_that_dies_is_restarted_later_and_later(void **state)
{
    (void)state;
    static const uint32_t back_off_ms[] = { 250, 500, 1000, 2000, 4000, 8000, 8000 };
    struct ts_frame frame = { .width = 42 };
    /* Half a frame, which must not become the beginning of the next. */
    struct ts_camera *camera = open_script("echo x >> starts; head -c 32 a");
    assert_status(ts_camera_wait(camera, &frame, PATIENT_MS), TS_IO);
    for (size_t i = 0; i < TS_COUNT(back_off_ms); i++) {
        assert_string_equal(trouble(camera), "The camera program has ended.");
        now.ms += back_off_ms[i] - 1;
        assert_status(ts_camera_wait(camera, &frame, 0), TS_IO);
        now.ms += 1;
        assert_status(ts_camera_wait(camera, &frame, PATIENT_MS), TS_IO);
    }
    assert_int_equal(frame.width, 42);
    ts_camera_close(camera);

    char path[100];
    struct stat starts;
    snprintf(path, sizeof(path), "%s/starts", folder);
    assert_int_equal(stat(path, &starts), 0);
    assert_int_equal(starts.st_size, 2 * (1 + TS_COUNT(back_off_ms)));
}

static void
a_good_frame_ends_the_back_off(void **state)
{
    (void)state;
    struct ts_frame frame;
    struct ts_camera *camera = open_script("cat c");
    for (uint64_t i = 1; i < 10; i++) {
        assert_status(ts_camera_wait(camera, &frame, PATIENT_MS), TS_OK);
        assert_filled(&frame, 'c');
        assert_int_equal(frame.sequence, i);
        assert_string_equal(trouble(camera), "none");
        assert_status(ts_camera_wait(camera, &frame, PATIENT_MS), TS_IO);
        now.ms += 250;
    }
    ts_camera_close(camera);
}

static void
a_command_that_does_not_exist_is_trouble(void **state)
{
    (void)state;
    struct ts_camera *camera;
    struct ts_frame frame;
    assert_status(ts_camera_open(&camera, "pipe:16x4,grey,/does/not/exist 2>&-"), TS_OK);
    assert_status(ts_camera_wait(camera, &frame, PATIENT_MS), TS_IO);
    assert_string_equal(trouble(camera), "The camera program has ended.");
    ts_camera_close(camera);
}

static void
a_helper_that_falls_silent_is_restarted(void **state)
{
    (void)state;
    char never[100];
    struct ts_frame frame;
    make_fifo(never, "never");
    /* Half a frame behind the whole one: the next start must not go on from it. */
    struct ts_camera *camera = open_script("cat a; head -c 32 b; cat never");
    for (int i = 0; i < 3; i++) {
        assert_status(ts_camera_wait(camera, &frame, PATIENT_MS), TS_OK);
        assert_filled(&frame, 'a');
        now.ms += 1999;
        assert_status(ts_camera_wait(camera, &frame, SHORT_MS), TS_ABSENT);
        now.ms += 1;
        assert_status(ts_camera_wait(camera, &frame, SHORT_MS), TS_IO);
        assert_string_equal(trouble(camera),
                            "The camera program has stopped sending pictures.");
        now.ms += 250;
    }
    ts_camera_close(camera);
}

static void
close_kills_all_that_was_started(void **state)
{
    (void)state;
    char alive[100];
    char byte;
    struct ts_frame frame;
    make_fifo(alive, "alive");
    int reading = open(alive, O_RDONLY | O_NONBLOCK | O_CLOEXEC);
    assert_true(reading >= 0);
    /* The shell and its child hold the named pipe open as long as they live. */
    struct ts_camera *camera =
        open_script("trap '' TERM HUP; exec 9> alive; (while :; do sleep 1000; done) & "
                    "cat a; wait");
    assert_status(ts_camera_wait(camera, &frame, PATIENT_MS), TS_OK);
    assert_int_equal(read(reading, &byte, 1), -1); /* alive: nothing yet, no end */
    ts_camera_close(camera);
    struct pollfd end = { .fd = reading, .events = POLLIN };
    assert_int_equal(poll(&end, 1, PATIENT_MS), 1);
    assert_int_equal(read(reading, &byte, 1), 0);
    close(reading);
}

static void
a_helper_gets_no_descriptor_of_ours(void **state)
{
    (void)state;
    struct ts_frame frame;
    int mine = fcntl(0, F_DUPFD, 77); /* without O_CLOEXEC, as libraries do */
    assert_true(mine >= 77);
    struct ts_camera *camera = open_script("for d in /proc/self/fd/*; do "
                                           "[ -e \"$d\" ] && echo ${d##*/}; done > fds\n"
                                           "cat a");
    assert_status(ts_camera_wait(camera, &frame, PATIENT_MS), TS_OK);
    ts_camera_close(camera);
    char path[100];
    char text[64] = "";
    snprintf(path, sizeof(path), "%s/fds", folder);
    FILE *file = fopen(path, "r");
    assert_non_null(file);
    assert_true(fread(text, 1, sizeof(text) - 1, file) > 0);
    fclose(file);
    char line[16];
    snprintf(line, sizeof(line), "\n%d\n", mine);
    assert_non_null(strstr(text, "\n2\n"));
    assert_null(strstr(text, line));
    close(mine);
}

static void
signals_that_we_ignore_still_end_the_helper(void **state)
{
    (void)state;
    struct ts_frame frame;
    void (*before)(int) = signal(SIGPIPE, SIG_IGN);
    struct ts_camera *camera =
        open_script("grep SigIgn /proc/self/status | grep -q '[13579bdf]...$' || cat a");
    assert_status(ts_camera_wait(camera, &frame, PATIENT_MS), TS_OK);
    ts_camera_close(camera);
    signal(SIGPIPE, before);
}

static void
while_it_rests_frames_are_read_and_dropped(void **state)
{
    (void)state;
    char go[100];
    char done[100];
    struct ts_frame frame;
    make_fifo(go, "go");
    make_fifo(done, "done");
    struct ts_camera *camera = open_script("cat a; read x < go; cat b; echo x > done; "
                                           "read x < go; cat c; echo x > done; cat go");
    assert_status(ts_camera_wait(camera, &frame, PATIENT_MS), TS_OK);
    ts_camera_rest(camera, 160);
    tell(go);
    hear(done);
    now.ms += 159;
    assert_status(ts_camera_wait(camera, &frame, SHORT_MS), TS_ABSENT);
    now.ms += 1;
    tell(go);
    hear(done);
    assert_status(ts_camera_wait(camera, &frame, PATIENT_MS), TS_OK);
    assert_filled(&frame, 'c');
    assert_int_equal(frame.sequence, 3);
    /* What was dropped was heard: the helper is not silent. */
    now.ms += 1999;
    assert_status(ts_camera_wait(camera, &frame, SHORT_MS), TS_ABSENT);
    ts_camera_close(camera);
}

int
main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)
    const struct CMUnitTest tests[] = {
        TEST(every_format_gives_its_luma),
        TEST(the_newest_frame_wins),
        TEST(while_it_rests_frames_are_read_and_dropped),
        TEST(a_frame_that_arrives_in_pieces_is_put_together),
        TEST(a_helper_that_dies_is_restarted_later_and_later),
        TEST(a_good_frame_ends_the_back_off),
        TEST(a_command_that_does_not_exist_is_trouble),
        TEST(a_helper_that_falls_silent_is_restarted),
        TEST(close_kills_all_that_was_started),
        TEST(a_helper_gets_no_descriptor_of_ours),
        TEST(signals_that_we_ignore_still_end_the_helper),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
