#include "kiosk/scan/patch.h"
#include "tests/unit/kiosk/scan/near.h"
#include "tests/unit/kiosk/scan/shot.h"

static struct picture picture;
static uint8_t pixels[TS_PATCH_SIDE_MAX * TS_PATCH_SIDE_MAX];
static struct ts_patch_scratch scratch;
static struct ts_patch patch = { .pixels = pixels };

static uint8_t
pixel(size_t row, size_t column, size_t inner)
{
    size_t y = (row + TS_PATCH_QUIET) * TS_PATCH_MODULE + inner;
    size_t x = (column + TS_PATCH_QUIET) * TS_PATCH_MODULE + inner;
    return pixels[y * patch.side + x];
}

static size_t
wrong_modules(const QRcode *code)
{
    size_t wrong = 0;
    size_t width = (size_t)code->width;
    for (size_t i = 0; i < width * width; i++)
        wrong += (pixel(i / width, i % width, 1) < 128) != (code->data[i] & 1);
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
        ts_patch_draw(&patch, &grey, &pose, &none);
        assert_int_equal(patch.side, (pose.modules + 8) * 3);
        ts_patch_decide(&patch, &scratch);
        assert_true(wrong_modules(code) <= rows[i].wrong_max);
        for (size_t k = 0; k < (size_t)patch.side * patch.side; k++)
            assert_true(pixels[k] == 0 || pixels[k] == 255);
        QRcode_free(code);
    }
}

/* Modules of function patterns, as libqrencode marks them; format information, which
 * tells level and mask, is not one that is known beforehand. */
static bool
is_known(uint8_t module)
{
    enum {
        FORMAT = 0x04,
        VERSION = 0x08,
        TIMING = 0x10,
        ALIGNMENT = 0x20,
        FINDER = 0x40
    };
    return !(module & FORMAT) && (module & (VERSION | TIMING | ALIGNMENT | FINDER));
}

static void
what_all_codes_share_is_painted_and_nothing_else(void **state)
{
    (void)state;
    for (int version = 1; version <= 40; version++) {
        QRcode *code = shot_code(version);
        struct ts_pose pose = { .version = (unsigned)version,
                                .modules = (unsigned)code->width };
        patch.side = (pose.modules + 8) * 3;
        memset(pixels, 100, sizeof(pixels));
        ts_patch_repaint(&patch, &pose);
        size_t width = (size_t)code->width;
        for (size_t i = 0; i < width * width; i++) {
            uint8_t module = code->data[i];
            uint8_t want = !is_known(module) ? 100 : module & 1 ? 0 : 255;
            for (size_t inner = 0; inner < 3; inner++)
                assert_int_equal(pixel(i / width, i % width, inner), want);
        }
        QRcode_free(code);
    }
}

static void
the_quiet_zone_is_light_whatever_is_there(void **state)
{
    (void)state;
    struct ts_mesh none = { .side = 0 };
    struct ts_pose pose = { .version = 1,
                            .modules = 21,
                            .map = { { 4, 0, 0, 0, 4, 0, 0, 0, 1 } } };
    picture_clear(&picture, 84, 84);
    memset(picture.grey, 0, sizeof(picture.grey));
    struct ts_grey grey = shot_grey(&picture);
    ts_patch_draw(&patch, &grey, &pose, &none);
    for (size_t i = 0; i < patch.side; i++)
        for (size_t k = 0; k < (size_t)TS_PATCH_QUIET * TS_PATCH_MODULE; k++) {
            assert_int_equal(pixels[i * patch.side + k], 255);
            assert_int_equal(pixels[k * patch.side + i], 255);
        }
    assert_int_equal(pixel(0, 0, 0), 0);
    assert_int_equal(pixel(20, 20, 2), 0);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_shot_becomes_the_code_it_was_taken_of),
        cmocka_unit_test(what_all_codes_share_is_painted_and_nothing_else),
        cmocka_unit_test(the_quiet_zone_is_light_whatever_is_there),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
