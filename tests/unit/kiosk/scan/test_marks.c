#include "kiosk/scan/marks.h"
#include "tests/unit/kiosk/scan/near.h"
#include "tests/unit/kiosk/scan/shot.h"

enum { MODULES_MAX = TS_QR_MODULES_MAX * TS_QR_MODULES_MAX };

static struct picture picture;
static uint8_t dark[MODULES_MAX];

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
        size_t count = (size_t)code->width * (size_t)code->width;
        memset(dark, 7, sizeof(dark));
        (void)ts_marks_paint(dark, (unsigned)version);
        for (size_t i = 0; i < count; i++) {
            uint8_t module = code->data[i];
            assert_int_equal(dark[i], is_known(module) ? module & 1 : 7);
        }
        for (size_t i = count; i < sizeof(dark); i++)
            assert_int_equal(dark[i], 7);
        QRcode_free(code);
    }
}

static void
the_share_that_was_right_is_told(void **state)
{
    (void)state;
    for (int version = 1; version <= 40; version += 3) {
        QRcode *code = shot_code(version);
        size_t count = (size_t)code->width * (size_t)code->width;
        for (size_t i = 0; i < count; i++)
            dark[i] = code->data[i] & 1;
        assert_near(ts_marks_paint(dark, (unsigned)version), 1, 0);
        for (size_t i = 0; i < count; i++)
            dark[i] = !(code->data[i] & 1);
        /* Squares lie over the timing patterns, where they were put right before. */
        assert_true(ts_marks_paint(dark, (unsigned)version) < 0.25);
        QRcode_free(code);
    }
}

/* The code, at ten pixels a module with its quiet zone, and the map to it. */
static struct ts_homography
draw(int version)
{
    QRcode *code = shot_code(version);
    picture_clear(&picture, picture_side(code, 10), picture_side(code, 10));
    picture_draw(&picture, code, 0, 0, 10);
    QRcode_free(code);
    double quiet = QUIET_MODULES * 10;
    return (struct ts_homography){ { 10, 0, quiet, 0, 10, quiet, 0, 0, 1 } };
}

static void
timing_patterns_fit_where_they_are(void **state)
{
    (void)state;
    struct ts_homography map = draw(6);
    struct ts_grey grey = shot_grey(&picture);
    unsigned modules = ts_qr_modules(6);
    assert_near(ts_marks_timing(&grey, &map, modules), 1, 0.001);
    struct ts_homography beside = map;
    beside.at[2] += 10; /* a module to the right: half of them are out of step */
    assert_true(ts_marks_timing(&grey, &beside, modules) < 0.3);
    picture_invert(&picture);
    assert_near(ts_marks_timing(&grey, &map, modules), -1, 0.001);
    memset(picture.grey, 90, sizeof(picture.grey));
    assert_near(ts_marks_timing(&grey, &map, modules), 0, 0);
}

static void
a_version_fits_its_own_information_best(void **state)
{
    (void)state;
    for (int version = TS_QR_VERSION_FIRST; version <= 13; version++) {
        struct ts_marks_version read;
        struct ts_homography map = draw(version);
        struct ts_grey grey = shot_grey(&picture);
        double far = ts_qr_modules((unsigned)version) - 3.5;
        const struct ts_lattice finders[3] = {
            ts_homography_lattice(&map, (struct ts_xy){ 3.5, 3.5 }),
            ts_homography_lattice(&map, (struct ts_xy){ far, 3.5 }),
            ts_homography_lattice(&map, (struct ts_xy){ 3.5, far }),
        };
        ts_marks_read_version(&read, &grey, finders);
        for (unsigned other = TS_QR_VERSION_FIRST; other <= 40; other++)
            if (other == (unsigned)version)
                assert_true(ts_marks_version(&read, other) > 0.99);
            else
                assert_true(ts_marks_version(&read, other) < 0.4);
    }
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_all_codes_share_is_painted_and_nothing_else),
        cmocka_unit_test(the_share_that_was_right_is_told),
        cmocka_unit_test(timing_patterns_fit_where_they_are),
        cmocka_unit_test(a_version_fits_its_own_information_best),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
