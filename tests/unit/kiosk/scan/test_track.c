#include "kiosk/scan/track.h"
#include "tests/unit/kiosk/scan/near.h"
#include "tests/unit/kiosk/scan/shot.h"

static struct picture picture;
static struct ts_track track;
static struct ts_mesh mesh;
static struct ts_patch patch;

static size_t
wrong_modules(const QRcode *code)
{
    size_t wrong = 0;
    size_t width = (size_t)code->width;
    for (size_t i = 0; i < width * width; i++)
        wrong += patch.dark[i] != (code->data[i] & 1);
    return wrong;
}

static void
decide_alone(const struct ts_grey *grey, const struct ts_pose *pose)
{
    mesh.side = 0;
    ts_patch_sample(&patch, grey, pose, &mesh);
    (void)ts_patch_guess(&patch);
    ts_patch_refine(&patch);
}

/* How modules lie around a place, as a finder there shows it. */
static struct ts_lattice
lattice_at(const struct shot *shot, const struct ts_homography *map, struct ts_xy place)
{
    const struct ts_xy places[3] = { place,
                                     { place.x + 1, place.y },
                                     { place.x, place.y + 1 } };
    struct ts_xy at[3];
    for (int i = 0; i < 3; i++)
        at[i] = shot_bent(shot, &picture, ts_homography_map(map, places[i]));
    return (struct ts_lattice){ at[0], ts_xy_minus(at[1], at[0]),
                                ts_xy_minus(at[2], at[0]) };
}

/* What three finders say: where they are is right; the fourth corner is guessed, and
 * they know nothing of what is bent between them. */
static struct ts_pose
pose_from_finders(const struct shot *shot, const QRcode *code)
{
    struct ts_pose pose = { .version = (unsigned)code->version,
                            .modules = (unsigned)code->width };
    struct ts_homography map = shot_map(shot, code->width, false);
    double far = code->width - 3.5;
    const struct ts_xy places[4] = {
        { 3.5, 3.5 }, { far, 3.5 }, { 3.5, far }, { far, far }
    };
    struct ts_match matches[4];
    for (int i = 0; i < 4; i++) {
        struct ts_lattice there = lattice_at(shot, &map, places[i]);
        matches[i] = (struct ts_match){ places[i], there.middle, 1 };
        if (i < 3)
            pose.finders[i] = there;
    }
    matches[3].to.x += code->width * 0.06;
    matches[3].to.y -= code->width * 0.06;
    TS_CHECK(ts_homography_fit(&pose.map, matches, 4));
    return pose;
}

static const struct {
    const char *rule;
    int version;
    struct shot shot;
    size_t wrong_min; /* Along the pose alone, or the row shows nothing. */
    size_t wrong_max; /* Followed. */
} rows[] = {
    { "the fourth corner is elsewhere",
      15,
      { { { 200, 60 }, { 500, 90 }, { 520, 400 }, { 180, 420 } }, 0, 0, 0 },
      100,
      0 },
    { "bent",
      12,
      { { { 150, 60 }, { 550, 60 }, { 550, 460 }, { 150, 460 } }, 24, 0, 0.3 },
      400,
      0 },
    { "bent, and blurred until no alignment pattern is seen",
      12,
      { { { 250, 100 }, { 510, 100 }, { 510, 360 }, { 250, 360 } }, 10, 8, 0 },
      200,
      8 },
    { "large",
      40,
      { { { 100, 20 }, { 660, 20 }, { 670, 590 }, { 90, 570 } }, 0, 0, 0 },
      3000,
      0 },
    { "as small as codes are",
      1,
      { { { 300, 200 }, { 426, 200 }, { 430, 330 }, { 300, 326 } }, 0, 0, 0 },
      0,
      0 },
};

static void
modules_are_followed_to_where_they_are(void **state)
{
    (void)state;
    for (size_t i = 0; i < TS_COUNT(rows); i++) {
        QRcode *code = shot_code(rows[i].version);
        ts_test_row(rows[i].rule);
        picture_clear(&picture, 760, 600);
        struct ts_grey grey = shot_grey(&picture);
        shot_take(&picture, code, &rows[i].shot);
        struct ts_pose pose = pose_from_finders(&rows[i].shot, code);
        decide_alone(&grey, &pose);
        assert_true(wrong_modules(code) >= rows[i].wrong_min);
        ts_track_follow(&track, &mesh, &pose, &grey, &patch);
        ts_patch_sample(&patch, &grey, &pose, &mesh);
        assert_true(ts_patch_decide(&patch));
        assert_true(wrong_modules(code) <= rows[i].wrong_max);
        QRcode_free(code);
    }
}

/* What frames the code on the screen, and says where it was read, is the pose alone. */
static void
the_pose_is_moved_onto_the_corner_that_was_reached(void **state)
{
    (void)state;
    QRcode *code = shot_code(rows[0].version);
    const struct shot *shot = &rows[0].shot;
    picture_clear(&picture, 760, 600);
    struct ts_grey grey = shot_grey(&picture);
    shot_take(&picture, code, shot);
    struct ts_pose pose = pose_from_finders(shot, code);
    struct ts_xy far = { code->width, code->width };
    struct ts_xy before = ts_homography_map(&pose.map, far);
    assert_true(fabs(before.x - shot->corners[2].x) > 3);
    decide_alone(&grey, &pose);
    ts_track_follow(&track, &mesh, &pose, &grey, &patch);
    struct ts_xy after = ts_homography_map(&pose.map, far);
    assert_near(after.x, shot->corners[2].x, 1);
    assert_near(after.y, shot->corners[2].y, 1);
    QRcode_free(code);
}

/* Whatever a pose says: nothing is read outside the picture, and it ends. */
static void
what_is_no_code_is_followed_to_the_end_all_the_same(void **state)
{
    (void)state;
    uint32_t noise = 5;
    picture_clear(&picture, 64, 48);
    for (size_t i = 0; i < sizeof(picture.grey); i++) {
        noise = noise * 1664525 + 1013904223;
        picture.grey[i] = (uint8_t)(noise >> 24);
    }
    struct ts_grey grey = shot_grey(&picture);
    struct ts_pose pose = { .version = 40, .modules = 177 };
    /* A horizon right through it. */
    pose.map = (struct ts_homography){ { 3, 1, -40, -1, 2, 9, 0.011, -0.01, 0.1 } };
    for (int i = 0; i < 3; i++)
        pose.finders[i] =
            (struct ts_lattice){ { 1e9 * i, NAN }, { NAN, 0 }, { 0, 1e30 } };
    decide_alone(&grey, &pose);
    ts_track_follow(&track, &mesh, &pose, &grey, &patch);
    ts_patch_sample(&patch, &grey, &pose, &mesh);
    (void)ts_patch_decide(&patch);
    assert_int_equal(mesh.side, TS_MESH_SIDE);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(modules_are_followed_to_where_they_are),
        cmocka_unit_test(the_pose_is_moved_onto_the_corner_that_was_reached),
        cmocka_unit_test(what_is_no_code_is_followed_to_the_end_all_the_same),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
