#include "firmware/board/fake/camera_script.h"
#include "tests/support/support.h"

#include <pthread.h>

static const uint8_t pixel = 7;
static const struct ts_frame one = {
    .grey = &pixel, .width = 1, .height = 1, .stride = 1, .taken = { 42 }
};

static void
what_is_not_open_sees_nothing(void **state)
{
    (void)state;
    struct ts_camera *camera = NULL;
    assert_status(ts_camera_open(&camera, ""), TS_MALFORMED);
    assert_null(camera);
    assert_false(ts_camera_script_show(&one));
}

static void
what_is_not_shown_does_not_come(void **state)
{
    (void)state;
    struct ts_camera *camera;
    struct ts_frame frame = { .width = 9 };
    assert_status(ts_camera_open(&camera, "script"), TS_OK);
    assert_status(ts_camera_wait(camera, &frame, 1), TS_ABSENT);
    assert_int_equal(frame.width, 9);
    ts_camera_close(camera);
}

/* Takes frames until it was given so many. */
struct taker {
    struct ts_camera *camera;
    size_t wanted, taken;
    bool all_right;
};

static void *
take(void *context)
{
    struct taker *taker = context;
    struct ts_frame frame;
    while (taker->taken < taker->wanted) {
        if (ts_camera_wait(taker->camera, &frame, 1000) != TS_OK)
            continue;
        taker->all_right = taker->all_right && frame.grey == &pixel && frame.width == 1
                           && frame.taken.ms == 42;
        taker->taken++;
        ts_camera_rest(taker->camera, (uint32_t)taker->taken);
    }
    (void)!ts_camera_wait(taker->camera, &frame, 0);
    return NULL;
}

static void
each_frame_is_taken_once_and_dealt_with_when_its_showing_ends(void **state)
{
    (void)state;
    struct taker taker = { .wanted = 100, .all_right = true };
    pthread_t thread;
    assert_status(ts_camera_open(&taker.camera, "script"), TS_OK);
    assert_int_equal(pthread_create(&thread, NULL, take, &taker), 0);
    for (uint32_t i = 1; i <= 100; i++) {
        assert_true(ts_camera_script_show(&one));
        assert_int_equal(ts_camera_script_rest_ms(), i);
    }
    assert_int_equal(pthread_join(thread, NULL), 0);
    assert_int_equal(taker.taken, 100);
    assert_true(taker.all_right);
    ts_camera_close(taker.camera);
}

static void
it_says_of_itself_what_it_was_told(void **state)
{
    (void)state;
    struct ts_camera *camera;
    struct ts_camera_state state_of = { .delivering = true, .width = 3 };
    struct ts_camera_state about = { 0 };
    assert_status(ts_camera_open(&camera, "script"), TS_OK);
    ts_camera_script_say(&state_of);
    ts_camera_describe(camera, &about);
    assert_true(about.delivering);
    assert_int_equal(about.width, 3);
    ts_camera_close(camera);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_is_not_open_sees_nothing),
        cmocka_unit_test(what_is_not_shown_does_not_come),
        cmocka_unit_test(each_frame_is_taken_once_and_dealt_with_when_its_showing_ends),
        cmocka_unit_test(it_says_of_itself_what_it_was_told),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
