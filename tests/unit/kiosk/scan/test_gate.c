#include "firmware/base/check.h"
#include "kiosk/scan/gate.h"
#include "tests/support/support.h"

#include <stdlib.h>
#include <string.h>

/* Frames of a camera that looks at a room: noise in every one, lamps that flicker, and a
 * badge in front of it where the test says. */

enum { WIDTH = 640, HEIGHT = 368, NOISE = 6 };

static uint8_t pixels[WIDTH * HEIGHT];
static struct ts_gate gate;
static uint32_t seed;

struct scene {
    bool badge;
    double x;     /* Of its left side. */
    double gain;  /* Of all light. */
    double bands; /* How much lighter or darker lamps make rows, of 1. */
    double phase; /* Of the bands, rows. */
    uint32_t fly; /* Squares of another grey: something small. */
};

static uint32_t
chance(uint32_t below)
{
    seed = seed * 1664525 + 1013904223;
    return (seed >> 8) % below;
}

/* A room of furniture: its own grey in every 80 x 80 pixels. */
static int
room(uint32_t x, uint32_t y)
{
    return 60 + (int)((x / 80 * 37 + y / 80 * 61) % 120);
}

static int
badge(double x)
{
    return (int)x / 8 % 2 ? 210 : 50;
}

/* A triangle wave: whole rows are lighter or darker. */
static double
light(const struct scene *scene, uint32_t y)
{
    double at = (y + scene->phase) / 120;
    at -= (int)at;
    return scene->gain * (1 + scene->bands * (at < 0.5 ? 4 * at - 1 : 3 - 4 * at));
}

static bool
look_at(struct scene scene)
{
    if (scene.gain == 0)
        scene.gain = 1;
    for (uint32_t y = 0; y < HEIGHT; y++) {
        double lit = light(&scene, y);
        for (uint32_t x = 0; x < WIDTH; x++) {
            bool on_badge =
                scene.badge && y >= 30 && y < 330 && x >= scene.x && x < scene.x + 300;
            int grey = on_badge ? badge(x - scene.x) : room(x, y);
            if (y < 16 && x / 16 < scene.fly)
                grey += 60;
            grey = (int)(grey * lit) + (int)chance(2 * NOISE + 1) - NOISE;
            pixels[y * WIDTH + x] = (uint8_t)(grey < 0 ? 0 : grey > 255 ? 255 : grey);
        }
    }
    const struct ts_grey grey = { pixels, WIDTH, HEIGHT, WIDTH };
    return ts_gate_look(&gate, &grey);
}

static void
look_long(struct scene scene, size_t frames)
{
    for (size_t i = 0; i < frames; i++)
        look_at(scene);
}

static int
set_up(void **state)
{
    (void)state;
    memset(&gate, 0, sizeof(gate));
    seed = 1;
    return 0;
}

static const struct scene empty = { .badge = false };
static const struct scene held = { .badge = true, .x = 200 };

static void
the_first_frame_is_looked_at_and_an_empty_room_is_not_for_long(void **state)
{
    (void)state;
    assert_true(look_at(empty));
    for (size_t i = 0; i < TS_GATE_AWAKE_FRAMES; i++)
        assert_true(look_at(empty));
    for (size_t i = 0; i < 200; i++)
        assert_false(look_at(empty));
}

static void
a_badge_wakes_it_in_its_first_frame_and_is_held(void **state)
{
    (void)state;
    look_long(empty, 100);
    assert_true(look_at(held));
    assert_true(gate.moving);
    for (size_t i = 0; i < TS_GATE_AWAKE_FRAMES; i++) {
        assert_true(look_at(held));
        assert_false(gate.moving);
    }
    assert_false(look_at(held));
    assert_true(look_at(empty)); /* and it goes */
}

static void
what_is_moved_in_slowly_is_noticed(void **state)
{
    (void)state;
    static const double speeds[] = { 2, 0.5, 0.1 }; /* pixels a frame */
    for (size_t i = 0; i < TS_COUNT(speeds); i++) {
        struct scene scene = held;
        double x = 200;
        size_t frames = 0;
        bool woken = false;
        look_long(held, 150);
        while (!woken && frames++ < 100) {
            x += speeds[i];
            scene.x = x;
            woken = look_at(scene);
        }
        assert_true(woken);
        assert_true(x - 200 < 16); /* long before it is somewhere else */
    }
}

static void
light_is_no_motion(void **state)
{
    (void)state;
    static const struct {
        const char *rule;
        double drift, bands, step;
    } rows[] = {
        { "exposure that grows by a percent a frame", 1.01, 0, 0 },
        { "exposure that falls", 0.99, 0, 0 },
        { "lamps as bands that wander", 1, 0.12, 37 },
        { "lamps as bands that leap", 1, 0.12, 120 },
    };
    for (size_t i = 0; i < TS_COUNT(rows); i++) {
        struct scene scene = { .gain = 1, .bands = rows[i].bands };
        ts_test_row(rows[i].rule);
        look_long(scene, 150);
        for (size_t k = 0; k < 30; k++) {
            scene.gain *= rows[i].drift;
            scene.phase += rows[i].step;
            assert_false(look_at(scene));
        }
    }
}

static void
a_badge_under_lamps_that_flicker_is_noticed(void **state)
{
    (void)state;
    struct scene scene = { .gain = 1, .bands = 0.12 };
    for (size_t i = 0; i < 150; i++) {
        scene.phase += 37;
        look_at(scene);
    }
    scene.badge = true;
    scene.x = 100;
    scene.phase += 37;
    assert_true(look_at(scene));
}

static void
something_small_is_nobody(void **state)
{
    (void)state;
    struct scene scene = empty;
    look_long(empty, 150);
    /* 0.5 % of 40 x 23 squares are 4.6. */
    scene.fly = 4;
    assert_false(look_at(scene));
    look_long(empty, 100);
    scene.fly = 6;
    assert_true(look_at(scene));
}

static void
a_frame_of_another_size_is_looked_at(void **state)
{
    (void)state;
    static const struct {
        const char *rule;
        uint32_t width, height;
    } rows[] = {
        { "smaller", 320, 240 },      { "narrower", 320, 368 }, { "one square", 16, 16 },
        { "less than one", 15, 368 }, { "a pixel", 1, 1 },      { "odd", 639, 367 },
    };
    for (size_t i = 0; i < TS_COUNT(rows); i++) {
        const struct ts_grey grey = { pixels, rows[i].width, rows[i].height, WIDTH };
        ts_test_row(rows[i].rule);
        look_long(empty, 100);
        assert_int_equal(gate.awake, 0);
        assert_true(ts_gate_look(&gate, &grey));
    }
    const struct ts_grey tiny = { pixels, 15, 15, WIDTH };
    for (size_t i = 0; i < 200; i++)
        assert_true(ts_gate_look(&gate, &tiny)); /* nothing to tell by */
}

static void
the_largest_frame_fits(void **state)
{
    (void)state;
    size_t len = (size_t)TS_FRAME_WIDTH_MAX * TS_FRAME_HEIGHT_MAX;
    uint8_t *white = malloc(len);
    assert_non_null(white);
    memset(white, 255, len);
    const struct ts_grey grey = { white, TS_FRAME_WIDTH_MAX, TS_FRAME_HEIGHT_MAX,
                                  TS_FRAME_WIDTH_MAX };
    assert_true(ts_gate_look(&gate, &grey));
    assert_int_equal(gate.pictures[gate.newest].at[0], 255 * 128);
    assert_int_equal(gate.pictures[gate.newest].rows[255], 256 * 255 * 128);
    ts_gate_look(&gate, &grey);
    assert_false(gate.moving);
    free(white);
}

static void
it_is_woken_by_whom_it_may_concern(void **state)
{
    (void)state;
    look_long(empty, 100);
    ts_gate_wake(&gate);
    for (size_t i = 0; i < TS_GATE_AWAKE_FRAMES; i++)
        assert_true(look_at(empty));
    assert_false(look_at(empty));
}

/* Sums against a loop that needs no thought. */
static void
squares_are_summed_rightly(void **state)
{
    (void)state;
    look_at(held);
    for (uint32_t row = 0; row < HEIGHT / 16; row++) {
        uint32_t all = 0;
        for (uint32_t column = 0; column < WIDTH / 16; column++) {
            uint32_t sum = 0;
            for (uint32_t i = 0; i < 128; i++)
                sum += pixels[(row * 16 + i / 16 * 2) * WIDTH + column * 16 + i % 16];
            assert_int_equal(gate.pictures[gate.newest].at[row * (WIDTH / 16) + column],
                             sum);
            all += sum;
        }
        assert_int_equal(gate.pictures[gate.newest].rows[row], all);
    }
}

int
main(void)
{
#define TEST(name) cmocka_unit_test_setup(name, set_up)
    const struct CMUnitTest tests[] = {
        TEST(the_first_frame_is_looked_at_and_an_empty_room_is_not_for_long),
        TEST(a_badge_wakes_it_in_its_first_frame_and_is_held),
        TEST(what_is_moved_in_slowly_is_noticed),
        TEST(light_is_no_motion),
        TEST(a_badge_under_lamps_that_flicker_is_noticed),
        TEST(something_small_is_nobody),
        TEST(a_frame_of_another_size_is_looked_at),
        TEST(the_largest_frame_fits),
        TEST(it_is_woken_by_whom_it_may_concern),
        TEST(squares_are_summed_rightly),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
