#include "kiosk/scan/patch.h"
#include "tests/unit/kiosk/scan/near.h"
#include "tests/unit/kiosk/scan/shot.h"

static struct picture picture;
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

/* The pose as it is, not as it would be found: this is about patches. */
static struct ts_pose
exact_pose(const struct shot *shot, const QRcode *code)
{
    return (struct ts_pose){ .version = (unsigned)code->version,
                             .modules = (unsigned)code->width,
                             .map = shot_map(shot, code->width, false) };
}

static const struct {
    const char *rule;
    int version;
    struct shot shot;
    size_t wrong_max; /* After the decision; error correction bears more than that. */
} rows[] = {
    { "flat",
      1,
      { { { 300, 200 }, { 426, 200 }, { 426, 326 }, { 300, 326 } }, 0, 0, 0 },
      0 },
    { "turned by 40 degrees",
      12,
      { { { 400, 100 }, { 600, 268 }, { 432, 468 }, { 232, 300 } }, 0, 0, 0 },
      0 },
    { "tilted, in shadow",
      20,
      { { { 200, 100 }, { 560, 140 }, { 520, 470 }, { 230, 500 } }, 0, 0, 0.7 },
      0 },
    { "blurred by most of a module",
      15,
      { { { 250, 150 }, { 481, 150 }, { 481, 381 }, { 250, 381 } }, 0, 3, 0 },
      8 },
    { "version 40",
      40,
      { { { 100, 30 }, { 660, 30 }, { 660, 590 }, { 100, 590 } }, 0, 0, 0.4 },
      0 },
};

static void
a_shot_becomes_the_code_it_was_taken_of(void **state)
{
    (void)state;
    struct ts_mesh none = { .side = 0 };
    for (size_t i = 0; i < TS_COUNT(rows); i++) {
        QRcode *code = shot_code(rows[i].version);
        struct ts_pose pose = exact_pose(&rows[i].shot, code);
        ts_test_row(rows[i].rule);
        picture_clear(&picture, 800, 600);
        struct ts_grey grey = shot_grey(&picture);
        shot_take(&picture, code, &rows[i].shot);
        ts_patch_sample(&patch, &grey, &pose, &none);
        assert_true(ts_patch_decide(&patch));
        assert_true(wrong_modules(code) <= rows[i].wrong_max);
        QRcode_free(code);
    }
}

/* Every module three pixels square, and light around all of them. */
static void
a_drawing_shows_modules_and_a_quiet_zone(void **state)
{
    (void)state;
    enum { MODULES = 21, QUIET = TS_PATCH_QUIET * TS_PATCH_MODULE };
    patch.version = 1;
    patch.modules = MODULES;
    for (size_t i = 0; i < (size_t)MODULES * MODULES; i++)
        patch.dark[i] = i * 7 % 3 == 0;
    struct ts_grey drawn = ts_patch_draw(&patch);
    assert_int_equal(drawn.width, (MODULES + 8) * 3);
    assert_int_equal(drawn.height, drawn.width);
    assert_int_equal(drawn.stride, drawn.width);
    for (size_t y = 0; y < drawn.height; y++)
        for (size_t x = 0; x < drawn.width; x++) {
            size_t row = (y - QUIET) / TS_PATCH_MODULE;
            size_t column = (x - QUIET) / TS_PATCH_MODULE;
            bool out = y < QUIET || x < QUIET || row >= MODULES || column >= MODULES;
            bool dark = !out && patch.dark[row * MODULES + column];
            assert_int_equal(drawn.at[y * drawn.stride + x], dark ? 0 : 255);
        }
}

static void
what_has_no_marks_is_no_code(void **state)
{
    (void)state;
    uint32_t noise = 3;
    patch.version = 5;
    patch.modules = 37;
    for (size_t i = 0; i < (size_t)37 * 37; i++) {
        noise = noise * 1664525 + 1013904223;
        patch.values[i] = (uint8_t)(noise >> 24);
    }
    assert_false(ts_patch_decide(&patch));
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_shot_becomes_the_code_it_was_taken_of),
        cmocka_unit_test(a_drawing_shows_modules_and_a_quiet_zone),
        cmocka_unit_test(what_has_no_marks_is_no_code),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
