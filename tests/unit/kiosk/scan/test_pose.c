#include "kiosk/scan/alignment.h"
#include "kiosk/scan/mesh.h"
#include "kiosk/scan/outline.h"
#include "tests/unit/kiosk/scan/near.h"
#include "tests/unit/kiosk/scan/shot.h"

static struct picture picture;

/* The three finders of a shot where they are, as a search would measure them. */
static void
find(struct ts_finder finders[3], const struct shot *shot, int modules)
{
    struct ts_homography map = shot_map(shot, modules, false);
    double far = modules - 3.5;
    const struct ts_xy places[3] = { { 3.5, 3.5 }, { far, 3.5 }, { 3.5, far } };
    for (size_t i = 0; i < 3; i++) {
        struct ts_lattice at = ts_homography_lattice(&map, places[i]);
        double along = fmax(fabs(at.right.x), fabs(at.right.y));
        double length = ts_xy_length(at.right);
        at.middle = shot_bent(shot, &picture, at.middle);
        finders[i] = (struct ts_finder){ at.middle.x + 0.4, at.middle.y - 0.4,
                                         length * length / along, 9 };
    }
}

static bool
pose_of(struct ts_pose *pose, const struct shot *shot, int version)
{
    struct ts_finder finders[3];
    struct ts_grey grey = shot_grey(&picture);
    QRcode *code = shot_code(version);
    shot_take(&picture, code, shot);
    find(finders, shot, code->width);
    QRcode_free(code);
    const struct ts_finder *const three[3] = { &finders[0], &finders[1], &finders[2] };
    if (!ts_pose_find(pose, &grey, three))
        return false;
    ts_pose_align(pose, &grey);
    return true;
}

static const struct {
    const char *rule;
    int version;
    struct shot shot;
} rows[] = {
    { "version 1, flat",
      1,
      { { { 300, 200 }, { 426, 200 }, { 426, 326 }, { 300, 326 } }, 0, 0, 0 } },
    { "version 4, upside down",
      4,
      { { { 500, 400 }, { 350, 400 }, { 350, 250 }, { 500, 250 } }, 0, 0, 0 } },
    { "version 10, turned",
      10,
      { { { 400, 100 }, { 600, 300 }, { 400, 500 }, { 200, 300 } }, 0, 0, 0 } },
    { "version 20, tilted",
      20,
      { { { 200, 100 }, { 560, 140 }, { 520, 470 }, { 230, 500 } }, 0, 0, 0 } },
    { "version 25, blurred, in shadow",
      25,
      { { { 150, 100 }, { 550, 130 }, { 530, 510 }, { 140, 500 } }, 0, 1, 0.7 } },
    { "version 40, tilted",
      40,
      { { { 100, 40 }, { 700, 60 }, { 680, 580 }, { 120, 590 } }, 0, 0, 0 } },
};

static void
a_code_is_placed_to_a_fraction_of_a_module(void **state)
{
    (void)state;
    for (size_t i = 0; i < TS_COUNT(rows); i++) {
        struct ts_pose pose;
        ts_test_row(rows[i].rule);
        picture_clear(&picture, 800, 600);
        assert_true(pose_of(&pose, &rows[i].shot, rows[i].version));
        assert_int_equal(pose.version, rows[i].version);
        assert_true(pose.version_fit > (rows[i].version >= 7 ? 0.7 : 0.4));
        assert_true(pose.timing > 0.8);
        assert_true(ts_pose_promise(&pose) > 0.8);
        struct ts_homography map = shot_map(&rows[i].shot, (int)pose.modules, false);
        double places[4][2] = { { 0, 0 }, { 1, 0 }, { 1, 1 }, { 0, 1 } };
        double slack =
            1.2 * ts_xy_length(ts_homography_lattice(&map, (struct ts_xy){ 0, 0 }).right);
        for (size_t k = 0; k < 4; k++) {
            struct ts_xy at = { places[k][0] * pose.modules,
                                places[k][1] * pose.modules };
            struct ts_xy apart = ts_xy_minus(ts_homography_map(&pose.map, at),
                                             ts_homography_map(&map, at));
            assert_true(ts_xy_length(apart) < slack);
        }
    }
}

static void
finders_of_different_codes_make_no_promise(void **state)
{
    (void)state;
    struct ts_finder finders[3];
    struct ts_pose pose;
    struct shot shot = { .blur = 0 };
    picture_clear(&picture, 800, 600);
    struct ts_grey grey = shot_grey(&picture);
    QRcode *code = shot_code(10);
    shot_place(&shot, &picture, 400, 0);
    shot_take(&picture, code, &shot);
    find(finders, &shot, code->width);
    QRcode_free(code);
    finders[1].x -= 130; /* where data is */
    finders[2].y -= 130;
    const struct ts_finder *const three[3] = { &finders[0], &finders[1], &finders[2] };
    assert_true(!ts_pose_find(&pose, &grey, three) || ts_pose_promise(&pose) < 1.5);
}

static void
an_outline_is_found_from_a_poor_guess(void **state)
{
    (void)state;
    struct shot shot = { .blur = 0 };
    struct ts_outline outline;
    picture_clear(&picture, 800, 600);
    struct ts_grey grey = shot_grey(&picture);
    QRcode *code = shot_code(3);
    shot_place(&shot, &picture, 29 * 10, 20);
    shot_take(&picture, code, &shot);
    struct ts_homography map = shot_map(&shot, code->width, false);
    struct ts_lattice guess = ts_homography_lattice(&map, (struct ts_xy){ 3.8, 3.3 });
    guess.right = ts_xy_times(guess.right, 1.08);
    assert_true(ts_outline_trace(&outline, &grey, &guess));
    const struct ts_xy places[4] = { { 0, 0 }, { 7, 0 }, { 7, 7 }, { 0, 7 } };
    for (size_t i = 0; i < 4; i++) {
        struct ts_xy want = ts_homography_map(&map, places[i]);
        assert_near(outline.corners[i].x, want.x, 0.7);
        assert_near(outline.corners[i].y, want.y, 0.7);
    }
    assert_near(ts_xy_length(outline.lattice.down), 10, 0.2);
    guess.middle = (struct ts_xy){ 400, 20 }; /* the desk */
    assert_false(ts_outline_trace(&outline, &grey, &guess));
    QRcode_free(code);
}

static void
an_alignment_pattern_is_found_near_by(void **state)
{
    (void)state;
    struct shot shot = { .blur = 0 };
    picture_clear(&picture, 800, 600);
    struct ts_grey grey = shot_grey(&picture);
    QRcode *code = shot_code(5);
    shot_place(&shot, &picture, 37 * 8, 30);
    shot_take(&picture, code, &shot);
    struct ts_homography map = shot_map(&shot, code->width, false);
    QRcode_free(code);
    struct ts_lattice there = ts_homography_lattice(&map, (struct ts_xy){ 30.5, 30.5 });
    assert_true(ts_alignment_score(&grey, &there) > 100);
    struct ts_lattice off = ts_homography_lattice(&map, (struct ts_xy){ 29.3, 32 });
    struct ts_alignment found = ts_alignment_search(&grey, &off, 2.4, 0.4, 1);
    assert_near(found.right, 1.2, 0.3);
    assert_near(found.down, -1.5, 0.3);
    off.middle = (struct ts_xy){ 60, 60 };
    assert_true(ts_alignment_search(&grey, &off, 2.4, 0.4, 1).score <= 0);
}

static void
a_mesh_follows_a_bent_card(void **state)
{
    (void)state;
    struct shot shot = { .bend = 14 };
    struct ts_pose pose;
    struct ts_mesh mesh;
    picture_clear(&picture, 800, 600);
    struct ts_grey grey = shot_grey(&picture);
    shot_place(&shot, &picture, 500, 0);
    assert_true(pose_of(&pose, &shot, 25));
    ts_mesh_find(&mesh, &grey, &pose);
    assert_int_equal(mesh.side, 5);
    assert_true(mesh.found >= 20); /* of 22 */
    struct ts_homography flat = shot_map(&shot, (int)pose.modules, false);
    double bare = 0;
    double followed = 0;
    for (double down = 10; down < pose.modules - 10; down += 9)
        for (double right = 10; right < pose.modules - 10; right += 9) {
            struct ts_xy row[TS_MESH_SIDE];
            struct ts_xy place = { right, down };
            struct ts_xy want =
                shot_bent(&shot, &picture, ts_homography_map(&flat, place));
            struct ts_xy got = ts_homography_map(&pose.map, place);
            bare = fmax(bare, ts_xy_length(ts_xy_minus(got, want)));
            ts_mesh_row(&mesh, down, row);
            float along;
            size_t cell = ts_mesh_cell(&mesh, (float)right, &along);
            struct ts_xy step = ts_xy_minus(row[cell + 1], row[cell]);
            got = ts_xy_add(got, row[cell]);
            got = ts_xy_add(got, ts_xy_times(step, (double)along));
            followed = fmax(followed, ts_xy_length(ts_xy_minus(got, want)));
        }
    assert_true(bare > 4); /* a module is 4.3 pixels: nothing could be read */
    assert_true(followed < 2);
}

static void
version_1_has_nothing_to_follow(void **state)
{
    (void)state;
    struct ts_pose pose = { .version = 1, .modules = 21 };
    struct ts_mesh mesh;
    struct ts_grey grey = shot_grey(&picture);
    ts_mesh_find(&mesh, &grey, &pose);
    assert_int_equal(mesh.side, 0);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_code_is_placed_to_a_fraction_of_a_module),
        cmocka_unit_test(finders_of_different_codes_make_no_promise),
        cmocka_unit_test(an_outline_is_found_from_a_poor_guess),
        cmocka_unit_test(an_alignment_pattern_is_found_near_by),
        cmocka_unit_test(a_mesh_follows_a_bent_card),
        cmocka_unit_test(version_1_has_nothing_to_follow),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
