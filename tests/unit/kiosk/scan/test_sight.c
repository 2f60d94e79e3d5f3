#include "kiosk/scan/sight.h"
#include "tests/unit/kiosk/scan/near.h"
#include "tests/unit/kiosk/scan/shot.h"

static struct picture picture;

static struct ts_pose
exact_pose(const struct shot *shot, const QRcode *code)
{
    struct ts_pose pose = { .version = (unsigned)code->version,
                            .modules = (unsigned)code->width,
                            .map = shot_map(shot, code->width, false) };
    double far = code->width - 3.5;
    const struct ts_xy places[3] = { { 3.5, 3.5 }, { far, 3.5 }, { 3.5, far } };
    for (size_t i = 0; i < 3; i++)
        pose.finders[i] = ts_homography_lattice(&pose.map, places[i]);
    return pose;
}

static struct ts_scan_sight
sight_of(const struct shot *shot, double scale)
{
    struct ts_scan_sight sight;
    QRcode *code = shot_code(5);
    picture_clear(&picture, 640, 480);
    shot_take(&picture, code, shot);
    struct ts_pose pose = exact_pose(shot, code);
    struct ts_grey grey = shot_grey(&picture);
    QRcode_free(code);
    ts_sight_measure(&sight, &grey, &pose, scale);
    return sight;
}

/* 37 modules of five pixels. */
static const struct shot square = {
    { { 200, 100 }, { 385, 100 }, { 385, 285 }, { 200, 285 } }, 0, 0, 0
};

static void
place_and_size_are_those_of_the_frame(void **state)
{
    (void)state;
    struct ts_scan_sight sight = sight_of(&square, 2);
    assert_true(sight.seen && !sight.cut_off && !sight.read);
    assert_near(sight.module_px, 10, 0.01);
    for (size_t i = 0; i < 4; i++) {
        assert_near(sight.corners[i].x, 2 * square.corners[i].x, 1);
        assert_near(sight.corners[i].y, 2 * square.corners[i].y, 1);
    }
    assert_near(sight.contrast, 180, 4);
    assert_near(sight.shine, 0, 0);
}

static void
the_more_blur_the_more_is_told(void **state)
{
    (void)state;
    /* 1-2-1 spreads by sqrt(0.5) pixels each time, the pixels themselves by 0.3. */
    static const int times[] = { 6, 12, 25 };
    for (size_t i = 0; i < TS_COUNT(times); i++) {
        struct shot shot = square;
        shot.blur = times[i];
        double want = sqrt(times[i] * 0.5 + 0.1) / 5;
        assert_near(sight_of(&shot, 1).blur, want, 0.05);
    }
    assert_true(sight_of(&square, 1).blur < 0.2);
}

static void
what_reaches_over_the_edge_is_cut_off(void **state)
{
    (void)state;
    for (int side = 0; side < 4; side++) {
        struct shot shot = square;
        for (size_t i = 0; i < 4; i++) {
            shot.corners[i].x += side == 0 ? -206 : side == 1 ? 262 : 0;
            shot.corners[i].y += side == 2 ? -106 : side == 3 ? 202 : 0;
        }
        assert_true(sight_of(&shot, 1).cut_off);
    }
}

static void
shine_is_where_nothing_is_dark(void **state)
{
    (void)state;
    struct ts_scan_sight sight;
    QRcode *code = shot_code(5);
    picture_clear(&picture, 640, 480);
    shot_take(&picture, code, &square);
    for (size_t y = 100; y < 285; y++)
        memset(picture.grey + y * PICTURE_MAX + 260, 255, 62); /* a third */
    struct ts_pose pose = exact_pose(&square, code);
    struct ts_grey grey = shot_grey(&picture);
    ts_sight_measure(&sight, &grey, &pose, 1);
    assert_near(sight.shine, 0.33, 0.1);
    QRcode_free(code);
}

static void
absurd_places_are_pixels_all_the_same(void **state)
{
    (void)state;
    assert_int_equal(ts_sight_pixel(12.6), 13);
    assert_int_equal(ts_sight_pixel(-12.6), -13);
    assert_int_equal(ts_sight_pixel(1e300), 0);
    assert_int_equal(ts_sight_pixel(-INFINITY), 0);
    assert_int_equal(ts_sight_pixel(NAN), 0);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(place_and_size_are_those_of_the_frame),
        cmocka_unit_test(the_more_blur_the_more_is_told),
        cmocka_unit_test(what_reaches_over_the_edge_is_cut_off),
        cmocka_unit_test(shine_is_where_nothing_is_dark),
        cmocka_unit_test(absurd_places_are_pixels_all_the_same),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
