#include "kiosk/scan/geometry.h"
#include "tests/unit/kiosk/scan/near.h"

#include <math.h>

static const struct ts_match square[] = {
    { { 0, 0 }, { 100, 200 }, 1 },
    { { 50, 0 }, { 400, 220 }, 1 },
    { { 50, 50 }, { 380, 450 }, 1 },
    { { 0, 50 }, { 120, 500 }, 1 },
};

static void
four_matches_are_met_exactly(void **state)
{
    (void)state;
    struct ts_homography map;
    assert_true(ts_homography_fit(&map, square, 4));
    for (size_t i = 0; i < 4; i++) {
        struct ts_xy to = ts_homography_map(&map, square[i].from);
        assert_near(to.x, square[i].to.x, 1e-6);
        assert_near(to.y, square[i].to.y, 1e-6);
    }
}

static void
more_matches_are_met_as_their_weights_ask(void **state)
{
    (void)state;
    struct ts_match matches[5];
    struct ts_homography map;
    memcpy(matches, square, sizeof(square));
    matches[4] = square[0];
    matches[4].to.x += 10; /* against the first: the middle of both, or nearer to one */
    assert_true(ts_homography_fit(&map, matches, 5));
    double even = ts_homography_map(&map, square[0].from).x;
    assert_true(even > 102 && even < 108);
    matches[4].weight = 100;
    assert_true(ts_homography_fit(&map, matches, 5));
    assert_true(ts_homography_map(&map, square[0].from).x > 109);
}

static void
what_says_too_little_is_refused(void **state)
{
    (void)state;
    struct ts_match matches[4];
    struct ts_homography map;
    assert_false(ts_homography_fit(&map, square, 3));
    memcpy(matches, square, sizeof(square));
    for (size_t i = 0; i < 4; i++)
        matches[i].from = (struct ts_xy){ (double)i, (double)i };
    assert_false(ts_homography_fit(&map, matches, 4));
    for (size_t i = 0; i < 4; i++)
        matches[i] = square[0];
    assert_false(ts_homography_fit(&map, matches, 4));
    matches[0].to.x = NAN;
    assert_false(ts_homography_fit(&map, matches, 4));
}

static void
a_lattice_steps_to_the_neighbours(void **state)
{
    (void)state;
    struct ts_homography map;
    assert_true(ts_homography_fit(&map, square, 4));
    struct ts_lattice lattice = ts_homography_lattice(&map, (struct ts_xy){ 20, 30 });
    struct ts_xy right = ts_lattice_at(&lattice, 1, 0);
    struct ts_xy want = ts_homography_map(&map, (struct ts_xy){ 21, 30 });
    assert_near(right.x, want.x, 1e-9);
    assert_near(right.y, want.y, 1e-9);
}

static void
a_line_leaves_strays_aside(void **state)
{
    (void)state;
    struct ts_line line;
    struct ts_xy points[10];
    for (size_t i = 0; i < 10; i++)
        points[i] = (struct ts_xy){ (double)i, 2 * (double)i + 1 };
    points[4].y += 5;
    assert_true(ts_line_fit(&line, points, 10));
    assert_near(line.a * 3 + line.b * 7, line.c, 1e-6);
    assert_near(line.a * 9 + line.b * 19, line.c, 1e-6);
    assert_false(ts_line_fit(&line, points, 4));
}

static void
lines_meet_unless_parallel(void **state)
{
    (void)state;
    struct ts_xy point;
    assert_true(
        ts_line_meet(&point, (struct ts_line){ 1, 0, 3 }, (struct ts_line){ 0, 1, 4 }));
    assert_near(point.x, 3, 1e-9);
    assert_near(point.y, 4, 1e-9);
    assert_false(ts_line_meet(&point, (struct ts_line){ 1, 0, 3 },
                              (struct ts_line){ 0.995, 0.0995, 4 }));
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(four_matches_are_met_exactly),
        cmocka_unit_test(more_matches_are_met_as_their_weights_ask),
        cmocka_unit_test(what_says_too_little_is_refused),
        cmocka_unit_test(a_lattice_steps_to_the_neighbours),
        cmocka_unit_test(a_line_leaves_strays_aside),
        cmocka_unit_test(lines_meet_unless_parallel),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
