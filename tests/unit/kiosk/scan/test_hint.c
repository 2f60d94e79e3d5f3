#include "kiosk/scan/hint.h"
#include "tests/support/support.h"

#include <string.h>

enum { WIDTH = 1280, HEIGHT = 720, FRAME_MS = 33 };

/* A code of 200 pixels at rest, sharp, whole and readable but for luck. */
static const struct ts_scan_sight good = {
    .seen = true,
    .corners = { { 500, 200 }, { 700, 200 }, { 700, 400 }, { 500, 400 } },
    .module_px = 3,
    .contrast = 120,
    .blur = 0.2,
};

static struct ts_scan_sight
moved(struct ts_scan_sight sight, int32_t x, int32_t y)
{
    for (size_t i = 0; i < 4; i++) {
        sight.corners[i].x += x;
        sight.corners[i].y += y;
    }
    return sight;
}

static struct ts_scan_sight
square(int32_t left, int32_t top, int32_t side)
{
    struct ts_scan_sight sight = good;
    const struct ts_point corners[4] = { { left, top },
                                         { left + side, top },
                                         { left + side, top + side },
                                         { left, top + side } };
    memcpy(sight.corners, corners, sizeof(corners));
    return sight;
}

static struct ts_scan_sight
with(double module_px, double blur, double shine, bool cut_off)
{
    struct ts_scan_sight sight = good;
    sight.module_px = module_px;
    sight.blur = blur;
    sight.shine = shine;
    sight.cut_off = cut_off;
    return sight;
}

static void
each_trouble_has_its_advice(void **state)
{
    (void)state;
    struct ts_scan_sight read = with(1, 0.9, 0.5, true);
    read.read = true;
    const struct {
        const char *rule;
        struct ts_scan_sight sight;
        enum ts_advice want;
    } rows[] = {
        { "nothing is seen", { .seen = false }, TS_ADVICE_NONE },
        { "nothing is wrong", good, TS_ADVICE_NONE },
        { "it was read", read, TS_ADVICE_NONE },
        { "too small", with(2.1, 0.2, 0, false), TS_ADVICE_CLOSER },
        { "just large enough", with(2.2, 0.2, 0, false), TS_ADVICE_NONE },
        { "too small and blurred", with(2.1, 0.8, 0, false), TS_ADVICE_CLOSER },
        { "blurred", with(3, 0.6, 0, false), TS_ADVICE_HOLD_STILL },
        { "just sharp enough", with(3, 0.45, 0, false), TS_ADVICE_NONE },
        { "large and blurred", with(6, 0.6, 0, false), TS_ADVICE_FARTHER },
        { "shining", with(3, 0.2, 0.1, false), TS_ADVICE_LESS_SHINE },
        { "shining a little", with(3, 0.2, 0.03, false), TS_ADVICE_NONE },
        { "cut off", with(3, 0.2, 0, true), TS_ADVICE_SHOW_ALL },
        { "cut off, of which comes all else", with(2, 0.8, 0.2, true),
          TS_ADVICE_SHOW_ALL },
        { "as high as the picture", square(200, 5, 700), TS_ADVICE_FARTHER },
        { "nearly", square(200, 20, 680), TS_ADVICE_NONE },
    };
    for (size_t i = 0; i < TS_COUNT(rows); i++) {
        ts_test_row(rows[i].rule);
        assert_int_equal(ts_hint_advise(&rows[i].sight, NULL, WIDTH, HEIGHT),
                         rows[i].want);
    }
}

static void
what_moves_is_to_be_held_still(void **state)
{
    (void)state;
    struct ts_scan_sight other = square(40, 500, 200);
    struct ts_scan_sight farther = moved(good, 30, 0);
    struct ts_scan_sight turned = moved(good, 30, 0);
    struct ts_scan_sight nothing = { .seen = false };
    farther.module_px = 2.3;
    memcpy(turned.corners, good.corners + 1, 3 * sizeof(good.corners[0]));
    turned.corners[3] = good.corners[0];
    const struct {
        const char *rule;
        struct ts_scan_sight before;
        enum ts_advice want;
    } rows[] = {
        { "at rest", good, TS_ADVICE_NONE },
        { "a little, as hands do", moved(good, 9, 9), TS_ADVICE_NONE },
        { "sideways", moved(good, 30, 0), TS_ADVICE_HOLD_STILL },
        { "back", moved(good, -30, 0), TS_ADVICE_HOLD_STILL },
        { "downwards", moved(good, 0, 25), TS_ADVICE_HOLD_STILL },
        { "its corners named from another on", turned, TS_ADVICE_NONE },
        { "another code elsewhere", other, TS_ADVICE_NONE },
        { "one of another size", farther, TS_ADVICE_NONE },
        { "nothing before", nothing, TS_ADVICE_NONE },
    };
    for (size_t i = 0; i < TS_COUNT(rows); i++) {
        ts_test_row(rows[i].rule);
        assert_int_equal(ts_hint_advise(&good, &rows[i].before, WIDTH, HEIGHT),
                         rows[i].want);
    }
}

static struct ts_hint_memory memory;
static uint64_t now_ms;

static int
set_up(void **state)
{
    (void)state;
    memset(&memory, 0, sizeof(memory));
    now_ms = 1000;
    return 0;
}

static enum ts_advice
take(struct ts_scan_sight sight)
{
    now_ms += FRAME_MS;
    const struct ts_frame frame = { .width = WIDTH,
                                    .height = HEIGHT,
                                    .taken = { now_ms } };
    return ts_hint_take(&memory, &sight, &frame);
}

static const struct ts_scan_sight nothing = { .seen = false };

static void
the_first_advice_is_given_at_once_and_stays_for_a_second(void **state)
{
    (void)state;
    struct ts_scan_sight small = with(1.5, 0.2, 0, false);
    assert_int_equal(take(nothing), TS_ADVICE_NONE);
    assert_int_equal(take(nothing), TS_ADVICE_NONE);
    size_t frames = 1;
    while (take(small) == TS_ADVICE_NONE)
        frames++;
    assert_in_range(frames, 1, 5);
    uint64_t since = now_ms;
    while (take(nothing) == TS_ADVICE_CLOSER)
        ;
    assert_in_range(now_ms - since, TS_HINT_STAYS_MS, TS_HINT_STAYS_MS + 2 * FRAME_MS);
}

static void
one_look_among_many_changes_nothing(void **state)
{
    (void)state;
    struct ts_scan_sight small = with(1.5, 0.2, 0, false);
    struct ts_scan_sight shining = with(3, 0.2, 0.2, false);
    for (size_t i = 0; i < 100; i++)
        assert_int_equal(take(i % 3 == 2 ? shining : small), TS_ADVICE_CLOSER);
}

/* Whatever is seen: no advice is on for less than a second. */
static void
advice_never_flickers(void **state)
{
    (void)state;
    uint32_t seed = 7;
    uint64_t since = 0;
    size_t changes = 0;
    enum ts_advice shown = TS_ADVICE_NONE;
    const struct ts_scan_sight sights[] = { nothing,
                                            good,
                                            with(1.5, 0.2, 0, false),
                                            with(3, 0.7, 0, false),
                                            with(6, 0.7, 0, false),
                                            with(3, 0.2, 0.2, false),
                                            with(3, 0.2, 0, true) };
    for (size_t i = 0; i < 20000; i++) {
        seed = seed * 1664525 + 1013904223;
        /* Mostly the same for a while, and chance between. */
        size_t which =
            seed >> 16 & 1 ? i / 40 % TS_COUNT(sights) : (seed >> 8) % TS_COUNT(sights);
        enum ts_advice advice = take(sights[which]);
        if (advice == shown)
            continue;
        if (shown != TS_ADVICE_NONE)
            assert_true(now_ms - since >= TS_HINT_STAYS_MS);
        shown = advice;
        since = now_ms;
        changes++;
    }
    assert_true(changes > 20);
}

static void
what_was_seen_long_ago_is_not_heard(void **state)
{
    (void)state;
    for (size_t i = 0; i < TS_HINT_LOOKS; i++)
        (void)take(with(1.5, 0.2, 0, false));
    now_ms += 5000;
    assert_int_equal(take(with(3, 0.2, 0.2, false)), TS_ADVICE_LESS_SHINE);
    /* Nor is where it was: that is no speed. */
    set_up(state);
    (void)take(good);
    now_ms += 5000;
    assert_int_equal(take(moved(good, 60, 0)), TS_ADVICE_NONE);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup(each_trouble_has_its_advice, set_up),
        cmocka_unit_test_setup(what_moves_is_to_be_held_still, set_up),
        cmocka_unit_test_setup(the_first_advice_is_given_at_once_and_stays_for_a_second,
                               set_up),
        cmocka_unit_test_setup(one_look_among_many_changes_nothing, set_up),
        cmocka_unit_test_setup(advice_never_flickers, set_up),
        cmocka_unit_test_setup(what_was_seen_long_ago_is_not_heard, set_up),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
