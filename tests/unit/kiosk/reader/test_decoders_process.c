#define _DEFAULT_SOURCE /* setenv() */

#include "firmware/board/linux/beside.h"
#include "keys/codec/qr.h"
#include "kiosk/reader/decoders_process.h"
#include "tests/support/support.h"

#include <dirent.h>
#include <errno.h>
#include <pthread.h>
#include <sched.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

/* The kiosk's side of touchstone-reader: with the real program, and with one that does it
 * wrong (tests/support/reader_stand_in.c). */

enum { SIDE = 400, LOOK_MS = 200, PATIENT_MS = 60000 };

static struct ts_decoders *decoders;
static uint64_t sequence;

static const char *
program(const char *name)
{
    static char path[TS_BESIDE_PATH_BYTES];
    assert_true(ts_beside(path, name));
    return path;
}

static void
open_with(const char *name, size_t count, uint32_t look_ms)
{
    assert_status(ts_decoders_open_by(&decoders, count, (size_t)SIDE * SIDE * 4,
                                      program(name), look_ms),
                  TS_OK);
}

static int
tear_down(void **state)
{
    (void)state;
    ts_decoders_close(decoders);
    decoders = NULL;
    unsetenv("TS_STAND_IN");
    return 0;
}

static struct ts_frame
frame_at(size_t index)
{
    sequence++;
    return (struct ts_frame){ .grey =
                                  ts_decoders_memory(decoders).at + index * SIDE * SIDE,
                              .width = SIDE,
                              .height = SIDE,
                              .stride = SIDE,
                              .sequence = sequence,
                              .taken = { sequence } };
}

/* The stand-in does as the frame says. */
static enum ts_status
do_as(char how, struct ts_look *look)
{
    const struct ts_scan_turn turn = { .number = 0 };
    struct ts_frame frame = frame_at(0);
    ts_decoders_memory(decoders).at[0] = (uint8_t)how;
    return ts_decoders_look(decoders, 0, look, &frame, &turn);
}

static void
draw(const char *text, size_t index)
{
    struct ts_arena arena = ts_test_arena(1 << 20);
    struct ts_qr qr;
    uint8_t *grey = ts_decoders_memory(decoders).at + index * SIDE * SIDE;
    assert_status(ts_qr_encode(&arena, &qr, ts_span_text(text)), TS_OK);
    memset(grey, 220, (size_t)SIDE * SIDE);
    size_t px = (SIDE - 60) / qr.size;
    for (size_t y = 0; y < qr.size * px; y++)
        for (size_t x = 0; x < qr.size * px; x++)
            if (qr.modules[y / px * qr.size + x / px])
                grey[(y + 30) * SIDE + x + 30] = 30;
    ts_test_arena_free(&arena);
}

static void
expect_read(size_t index, const char *text)
{
    const struct ts_scan_turn turn = { .number = 0 };
    struct ts_look look = { 0 };
    struct ts_frame frame = frame_at(index);
    assert_status(ts_decoders_look(decoders, index, &look, &frame, &turn), TS_OK);
    assert_span_equal(look.text, ts_span_text(text));
    assert_int_equal(look.codes, 1);
    assert_true(look.sight.seen && look.sight.read);
    assert_in_range(look.sight.corners[0].x, 20, SIDE - 20);
}

/* The one process that this one has begun. */
static pid_t
child(void)
{
    pid_t found = 0;
    DIR *all = opendir("/proc");
    assert_non_null(all);
    for (struct dirent *entry = readdir(all); entry; entry = readdir(all)) {
        char path[300];
        int parent = 0;
        snprintf(path, sizeof(path), "/proc/%s/stat", entry->d_name);
        FILE *file = fopen(path, "r");
        if (file && fscanf(file, "%*d (%*[^)]) %*c %d", &parent) == 1
            && parent == getpid())
            found = atoi(entry->d_name);
        if (file)
            fclose(file);
    }
    closedir(all);
    assert_true(found > 0);
    return found;
}

static void
the_program_reads_a_code(void **state)
{
    (void)state;
    open_with("touchstone-reader", 1, PATIENT_MS);
    draw("HC1:SOMETHING", 0);
    expect_read(0, "HC1:SOMETHING");
    assert_true(ts_decoders_describe(decoders).looking);
    assert_int_equal(ts_decoders_describe(decoders).restarts, 0);
    memset(ts_decoders_memory(decoders).at, 90, (size_t)SIDE * SIDE);
    const struct ts_scan_turn turn = { .number = 1 };
    struct ts_look look = { 0 };
    struct ts_frame frame = frame_at(0);
    assert_status(ts_decoders_look(decoders, 0, &look, &frame, &turn), TS_OK);
    assert_int_equal(look.codes, 0);
    assert_int_equal(look.text.len, 0);
}

struct eye {
    size_t index;
    const char *text;
};

static void *
watch(void *context)
{
    const struct eye *eye = context;
    for (int i = 0; i < 20; i++)
        expect_read(eye->index, eye->text);
    return NULL;
}

static void
three_decoders_look_at_the_same_time(void **state)
{
    (void)state;
    static const struct eye eyes[] = { { 1, "one" }, { 2, "two" } };
    pthread_t threads[2];
    open_with("touchstone-reader", 3, PATIENT_MS);
    draw("zero", 0);
    for (size_t i = 0; i < 2; i++) {
        draw(eyes[i].text, eyes[i].index);
        assert_int_equal(
            pthread_create(&threads[i], NULL, watch, (void *)(uintptr_t)&eyes[i]), 0);
    }
    for (int i = 0; i < 20; i++)
        expect_read(0, "zero");
    for (size_t i = 0; i < 2; i++)
        pthread_join(threads[i], NULL);
}

static void
parts_that_different_decoders_saw_become_one(void **state)
{
    (void)state;
    const struct ts_scan_turn turn = { .number = 0 };
    struct ts_look look = { 0 };
    open_with("touchstone-reader", 2, PATIENT_MS);
    draw("shc:/1/2/5676", 0);
    draw("shc:/2/2/2909", 1);
    struct ts_frame frame = frame_at(0);
    assert_status(ts_decoders_look(decoders, 0, &look, &frame, &turn), TS_OK);
    assert_true(look.parts_seen == 1 && look.parts_total == 2 && look.text.len == 0);
    frame = frame_at(1);
    assert_status(ts_decoders_look(decoders, 1, &look, &frame, &turn), TS_OK);
    assert_span_equal(look.text, TS_SPAN_LIT("shc:/56762909"));
}

/* Killed by somebody while nobody asks: the next frame is looked at all the same, or the
 * one after it when it was just about to end. */
static void
a_program_that_is_killed_is_begun_anew(void **state)
{
    (void)state;
    static const int signals[] = { SIGKILL, SIGSEGV, SIGSYS, SIGTERM };
    for (size_t i = 0; i < TS_COUNT(signals); i++) {
        const struct ts_scan_turn turn = { .number = 0 };
        struct ts_look look = { 0 };
        struct ts_frame frame;
        open_with("touchstone-reader", 2, PATIENT_MS);
        draw("HC1:AGAIN", 1);
        pid_t first = child();
        assert_int_equal(kill(first, signals[i]), 0);
        do
            frame = frame_at(1);
        while (ts_decoders_look(decoders, 1, &look, &frame, &turn) != TS_OK
               || child() == first);
        assert_span_equal(look.text, TS_SPAN_LIT("HC1:AGAIN"));
        assert_int_equal(ts_decoders_describe(decoders).restarts, 1);
        draw("zero", 0);
        expect_read(0, "zero"); /* the other decoder finds the new one, too */
        assert_int_equal(ts_decoders_describe(decoders).restarts, 1);
        (void)tear_down(NULL);
    }
}

static void
it_ends_with_the_kiosk(void **state)
{
    (void)state;
    open_with("touchstone-reader", 3, PATIENT_MS);
    pid_t pid = child();
    ts_decoders_close(decoders);
    decoders = NULL;
    assert_int_equal(kill(pid, 0), -1);
    assert_int_equal(errno, ESRCH);
}

static void
whatever_goes_wrong_is_survived(void **state)
{
    (void)state;
    static const struct {
        const char *what;
        char how;
    } rows[] = {
        { "it crashes", 'c' },
        { "it is killed", 'k' },
        { "it ends", 'x' },
        { "it hangs", 'h' },
        { "it talks nonsense", 'n' },
        { "it says less than an answer", 'o' },
        { "it says nothing at all", 'e' },
        { "it says more than the longest answer", 'l' },
        { "it answers what was not asked", 's' },
    };
    for (size_t i = 0; i < TS_COUNT(rows); i++) {
        struct ts_look look = { .codes = 5 };
        ts_test_row(rows[i].what);
        open_with("reader-stand-in", 1, LOOK_MS);
        assert_status(do_as('g', &look), TS_OK);
        assert_span_equal(look.text, TS_SPAN_LIT("GOOD"));
        look.codes = 5;
        assert_status(do_as(rows[i].how, &look), TS_IO);
        assert_int_equal(look.codes, 5);
        assert_false(ts_decoders_describe(decoders).looking);
        assert_status(do_as('g', &look), TS_OK);
        assert_span_equal(look.text, TS_SPAN_LIT("GOOD"));
        assert_true(ts_decoders_describe(decoders).looking);
        assert_int_equal(ts_decoders_describe(decoders).restarts, 1);
        (void)tear_down(NULL);
    }
}

static void
an_answer_too_many_is_no_answer_to_the_next(void **state)
{
    (void)state;
    struct ts_look look = { 0 };
    open_with("reader-stand-in", 1, LOOK_MS);
    assert_status(do_as('t', &look), TS_OK);
    assert_status(do_as('g', &look), TS_IO);
    assert_status(do_as('g', &look), TS_OK);
}

static void
short_of_memory_is_no_reason_to_end(void **state)
{
    (void)state;
    struct ts_look look = { 0 };
    open_with("reader-stand-in", 1, LOOK_MS);
    assert_status(do_as('m', &look), TS_NO_SPACE);
    assert_status(do_as('g', &look), TS_OK);
    assert_int_equal(ts_decoders_describe(decoders).restarts, 0);
}

/* Ever later, and never given up: the frames in between are lost at once. */
static void
one_that_fails_all_the_time_is_waited_for(void **state)
{
    (void)state;
    struct ts_look look = { 0 };
    size_t lost = 0;
    open_with("reader-stand-in", 1, LOOK_MS);
    assert_status(do_as('c', &look), TS_IO);
    assert_status(do_as('c', &look), TS_IO);
    for (; do_as('g', &look) != TS_OK; lost++)
        sched_yield();
    assert_true(lost > 0); /* it was not begun again at once */
    assert_int_equal(ts_decoders_describe(decoders).restarts, 2);
}

static void
one_that_does_not_begin_is_not_opened(void **state)
{
    (void)state;
    static const char *const ways[] = { "crashes", "ends", "talks nonsense",
                                        "is of another version" };
    char path[TS_BESIDE_PATH_BYTES];
    for (size_t i = 0; i < TS_COUNT(ways); i++) {
        ts_test_row(ways[i]);
        setenv("TS_STAND_IN", ways[i], 1);
        assert_int_not_equal(
            ts_decoders_open_by(&decoders, 1, 4096, program("reader-stand-in"), LOOK_MS),
            TS_OK);
        assert_null(decoders);
    }
    ts_test_row("there is none");
    snprintf(path, sizeof(path), "%s", program("no-such-program"));
    assert_status(ts_decoders_open_by(&decoders, 1, 4096, path, LOOK_MS), TS_ABSENT);
    assert_null(decoders);
}

static void
one_that_does_not_begin_again_is_tried_until_it_does(void **state)
{
    (void)state;
    struct ts_look look = { 0 };
    open_with("reader-stand-in", 1, LOOK_MS);
    setenv("TS_STAND_IN", "ends", 1);
    assert_status(do_as('c', &look), TS_IO);
    assert_status(do_as('g', &look), TS_IO);
    assert_false(ts_decoders_describe(decoders).looking);
    unsetenv("TS_STAND_IN");
    while (do_as('g', &look) != TS_OK)
        sched_yield();
    assert_true(ts_decoders_describe(decoders).looking);
}

/* Whoever has it can look at frames, and not change what the screen shows. */
static void
frames_cannot_be_changed_by_others(void **state)
{
    (void)state;
    char path[64];
    bool found = false;
    open_with("reader-stand-in", 1, LOOK_MS);
    ts_decoders_memory(decoders).at[0] = 7;
    for (int fd = 3; fd < 64; fd++) {
        char name[64] = "";
        snprintf(path, sizeof(path), "/proc/self/fd/%d", fd);
        if (readlink(path, name, sizeof(name) - 1) < 0 || !strstr(name, "memfd:frames"))
            continue;
        found = true;
        assert_true(mmap(NULL, 4096, PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0)
                    == MAP_FAILED);
        assert_int_equal(pwrite(fd, "x", 1, 0), -1);
        assert_int_equal(ftruncate(fd, 0), -1);
        uint8_t *view = mmap(NULL, 4096, PROT_READ, MAP_SHARED, fd, 0);
        assert_true(view != MAP_FAILED);
        assert_int_equal(view[0], 7);
        munmap(view, 4096);
    }
    assert_true(found);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_teardown(the_program_reads_a_code, tear_down),
        cmocka_unit_test_teardown(three_decoders_look_at_the_same_time, tear_down),
        cmocka_unit_test_teardown(parts_that_different_decoders_saw_become_one,
                                  tear_down),
        cmocka_unit_test_teardown(a_program_that_is_killed_is_begun_anew, tear_down),
        cmocka_unit_test_teardown(it_ends_with_the_kiosk, tear_down),
        cmocka_unit_test_teardown(whatever_goes_wrong_is_survived, tear_down),
        cmocka_unit_test_teardown(an_answer_too_many_is_no_answer_to_the_next, tear_down),
        cmocka_unit_test_teardown(short_of_memory_is_no_reason_to_end, tear_down),
        cmocka_unit_test_teardown(one_that_fails_all_the_time_is_waited_for, tear_down),
        cmocka_unit_test_teardown(one_that_does_not_begin_is_not_opened, tear_down),
        cmocka_unit_test_teardown(one_that_does_not_begin_again_is_tried_until_it_does,
                                  tear_down),
        cmocka_unit_test_teardown(frames_cannot_be_changed_by_others, tear_down),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
