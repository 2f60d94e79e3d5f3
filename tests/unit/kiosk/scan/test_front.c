#include "kiosk/scan/front.h"
#include "tests/unit/kiosk/scan/near.h"
#include "tests/unit/kiosk/scan/shot.h"

#include <stdlib.h>

static struct picture picture;
static const struct ts_front_search full = { 0, { 31, 8, 5, 2 } };
static const struct ts_front_search half = { 1, { 31, 8, 5, 2 } };

static int
setup(void **state)
{
    return ts_front_open((struct ts_front **)state) == TS_OK ? 0 : -1;
}

static int
teardown(void **state)
{
    ts_front_close(*state);
    return 0;
}

static size_t
search(struct ts_front *front, const struct ts_front_search *how)
{
    struct ts_grey grey = shot_grey(&picture);
    return ts_front_search(front, &grey, how);
}

/* Modules of the patch that are not those of the code. */
static size_t
wrong_modules(const struct ts_grey *at, const QRcode *code)
{
    size_t wrong = 0;
    size_t width = (size_t)code->width;
    assert_int_equal(at->width, (width + 8) * 3);
    for (size_t i = 0; i < width * width; i++) {
        size_t y = (i / width + 4) * 3 + 1;
        size_t x = (i % width + 4) * 3 + 1;
        wrong += (at->at[y * at->stride + x] == 0) != (code->data[i] & 1);
    }
    return wrong;
}

static void
a_tilted_bent_blurred_code_comes_out_upright(void **state)
{
    static const int versions[] = { 2, 6, 7, 14, 22, 30 };
    for (size_t i = 0; i < TS_COUNT(versions); i++) {
        struct shot shot = { .bend = 4, .blur = 1, .shadow = 0.4 };
        QRcode *code = shot_code(versions[i]);
        picture_clear(&picture, 900, 700);
        shot_place(&shot, &picture, code->width * 3.6, 25);
        shot.corners[2].x -= 12;
        shot.corners[2].y += 9;
        shot_take(&picture, code, &shot);
        assert_true(search(*state, &full) > 0);
        struct ts_grey patch;
        assert_true(ts_front_patch(*state, 0, &patch));
        /* A level M code bears one wrong module in fifty and more. */
        assert_true(wrong_modules(&patch, code) * 50
                    < (size_t)code->width * (size_t)code->width);
        QRcode_free(code);
    }
}

static void
large_modules_are_seen_at_half_the_size(void **state)
{
    struct shot shot = { .blur = 6 };
    struct ts_xy corners[4];
    QRcode *code = shot_code(3);
    picture_clear(&picture, 900, 700);
    shot_place(&shot, &picture, code->width * 15, 10);
    shot_take(&picture, code, &shot);
    assert_true(search(*state, &half) > 0);
    struct ts_grey patch;
    assert_true(ts_front_patch(*state, 0, &patch));
    assert_int_equal(wrong_modules(&patch, code), 0);
    ts_front_corners(*state, 0, corners); /* those of the frame, not of the half */
    for (size_t i = 0; i < 4; i++) {
        assert_near(corners[i].x, shot.corners[i].x, 8);
        assert_near(corners[i].y, shot.corners[i].y, 8);
    }
    QRcode_free(code);
}

static void
what_was_read_is_settled_and_the_other_is_not(void **state)
{
    picture_clear(&picture, 900, 400);
    for (uint32_t i = 0; i < 2; i++) {
        QRcode *code = shot_code(3 + (int)i);
        picture_draw(&picture, code, 30 + 430 * i, 60, 6 + 2 * i);
        QRcode_free(code);
    }
    size_t count = search(*state, &full);
    assert_true(count >= 2);
    assert_false(ts_front_is_crowded(*state));
    assert_true(ts_front_promise(*state, 0) >= ts_front_promise(*state, 1));
    ts_front_settle(*state, 0);
    assert_false(ts_front_is_open(*state, 0));
    size_t other = 1;
    while (other < count && !ts_front_is_open(*state, other))
        other++;
    assert_true(other < count);
    ts_front_settle(*state, other);
    /* In the next search of the same frame, too; and no longer in the next frame. */
    assert_int_equal(search(*state, &half), 0);
    ts_front_begin(*state);
    assert_true(search(*state, &half) >= 2);
    assert_true(ts_front_is_open(*state, 0));
}

static void
a_field_of_finders_is_bounded(void **state)
{
    struct ts_grey patch;
    picture_clear(&picture, 1000, 1000);
    for (uint32_t y = 0; y + 18 < 1000; y += 18)
        for (uint32_t x = 0; x + 18 < 1000; x += 18)
            for (uint32_t i = 0; i < 14 * 14; i++) {
                int dy = (int)(i / 14 / 2) - 3;
                int dx = (int)(i % 14 / 2) - 3;
                int far = abs(dx) > abs(dy) ? abs(dx) : abs(dy);
                picture.grey[(y + i / 14) * PICTURE_MAX + x + i % 14] =
                    far == 2 ? 255 : 0;
            }
    assert_true(search(*state, &full) <= TS_FRONT_POSES);
    assert_true(ts_front_is_crowded(*state));
    for (size_t i = 0; i < search(*state, &full) && i < 3; i++)
        if (ts_front_patch(*state, i, &patch))
            assert_true(patch.width <= TS_PATCH_SIDE_MAX);
}

static void
small_pictures_hold_nothing(void **state)
{
    for (uint32_t side = 0; side <= 24; side++) {
        picture_clear(&picture, side, 24 - side);
        assert_int_equal(search(*state, &full), 0);
        assert_int_equal(search(*state, &half), 0);
    }
}

int
main(void)
{
#define SEARCHING(test) cmocka_unit_test_setup_teardown(test, setup, teardown)
    const struct CMUnitTest tests[] = {
        SEARCHING(a_tilted_bent_blurred_code_comes_out_upright),
        SEARCHING(large_modules_are_seen_at_half_the_size),
        SEARCHING(what_was_read_is_settled_and_the_other_is_not),
        SEARCHING(a_field_of_finders_is_bounded),
        SEARCHING(small_pictures_hold_nothing),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
