#include "kiosk/scan/focus.h"
#include "tests/support/support.h"

#include <math.h>
#include <string.h>

/* Squares of dark and light, blurred by a known amount, with the noise of a camera. */

enum { WIDTH = 320, HEIGHT = 240, MARGIN = 32 };

static double soft[HEIGHT + 2 * MARGIN][WIDTH + 2 * MARGIN];
static double half_done[HEIGHT + 2 * MARGIN][WIDTH + 2 * MARGIN];
static uint8_t pixels[WIDTH * HEIGHT];

struct picture {
    double sigma_px;
    int side; /* Of a square. */
    int dark, light, noise;
    double slant; /* Columns a row: edges that are not along the pixels. */
};

static double
weight(int off, double sigma)
{
    /* What falls into a pixel, not what is at its middle. */
    double from = (off - 0.5) / sigma / sqrt(2);
    double to = (off + 0.5) / sigma / sqrt(2);
    return (erf(to) - erf(from)) / 2;
}

static void
blur(double sigma)
{
    int reach = (int)(4 * sigma) + 1;
    if (sigma <= 0)
        return;
    for (int y = 0; y < HEIGHT + 2 * MARGIN; y++)
        for (int x = reach; x < WIDTH + 2 * MARGIN - reach; x++) {
            half_done[y][x] = 0;
            for (int i = -reach; i <= reach; i++)
                half_done[y][x] += soft[y][x + i] * weight(i, sigma);
        }
    for (int y = reach; y < HEIGHT + 2 * MARGIN - reach; y++)
        for (int x = reach; x < WIDTH + 2 * MARGIN - reach; x++) {
            soft[y][x] = 0;
            for (int i = -reach; i <= reach; i++)
                soft[y][x] += half_done[y + i][x] * weight(i, sigma);
        }
}

static struct ts_grey
draw(struct picture picture)
{
    uint32_t seed = 3;
    for (int y = 0; y < HEIGHT + 2 * MARGIN; y++)
        for (int x = 0; x < WIDTH + 2 * MARGIN; x++) {
            int column = (int)(x + picture.slant * y) / picture.side;
            bool dark = (column + y / picture.side) % 2;
            soft[y][x] = dark ? picture.dark : picture.light;
        }
    blur(picture.sigma_px);
    for (int y = 0; y < HEIGHT; y++)
        for (int x = 0; x < WIDTH; x++) {
            int noise = 0;
            if (picture.noise) {
                seed = seed * 1664525 + 1013904223;
                noise = (int)((seed >> 8) % (2 * (uint32_t)picture.noise + 1))
                        - picture.noise;
            }
            pixels[y * WIDTH + x] = (uint8_t)lround(soft[y + MARGIN][x + MARGIN] + noise);
        }
    return (struct ts_grey){ pixels, WIDTH, HEIGHT, WIDTH };
}

static struct ts_focus
measure(struct picture picture)
{
    struct ts_grey grey = draw(picture);
    return ts_focus_measure(&grey, NULL);
}

static void
the_figure_grows_with_blur_and_is_what_it_says(void **state)
{
    (void)state;
    static const struct {
        const char *rule;
        struct picture picture;
    } rows[] = {
        { "high contrast", { 0, 24, 30, 220, 0, 0 } },
        { "low contrast", { 0, 24, 90, 150, 0, 0 } },
        { "noise", { 0, 24, 40, 210, 3, 0 } },
        { "slanted", { 0, 24, 40, 210, 0, 0.2 } },
    };
    static const double sigmas[] = { 0.3, 0.6, 0.9, 1.2, 1.6, 2, 3 };
    for (size_t i = 0; i < TS_COUNT(rows); i++) {
        struct picture picture = rows[i].picture;
        double before = 0;
        ts_test_row(rows[i].rule);
        for (size_t k = 0; k < TS_COUNT(sigmas); k++) {
            picture.sigma_px = sigmas[k];
            struct ts_focus focus = measure(picture);
            assert_true(focus.edge_px > before);
            before = focus.edge_px;
            /* An edge blurred by sigma is 2.5 sigma wide where it is steepest. */
            if (sigmas[k] >= 0.9 && picture.noise == 0) {
                assert_true(focus.edge_px > 2.507 * sigmas[k] * 0.85);
                assert_true(focus.edge_px < 2.507 * sigmas[k] * 1.2);
            }
        }
    }
}

static void
sharp_and_soft_are_told_apart(void **state)
{
    (void)state;
    assert_int_equal(measure((struct picture){ 0.5, 24, 40, 210, 2, 0 }).sharp, TS_PASS);
    assert_int_equal(measure((struct picture){ 0.8, 24, 40, 210, 2, 0 }).good, TS_PASS);
    assert_int_equal(measure((struct picture){ 1.3, 24, 40, 210, 2, 0 }).sharp, TS_FAIL);
    assert_int_equal(measure((struct picture){ 3, 24, 40, 210, 2, 0 }).good, TS_FAIL);
}

static void
without_edges_nothing_is_known(void **state)
{
    (void)state;
    struct ts_focus focus = measure((struct picture){ 0, 24, 120, 120, 6, 0 });
    assert_int_equal(focus.edges, 0);
    assert_int_equal(focus.sharp, TS_UNKNOWN);
    assert_int_equal(focus.good, TS_UNKNOWN);
    assert_true(focus.edge_px == 0);
    const struct ts_grey pixel = { pixels, 1, 1, 1 };
    assert_int_equal(ts_focus_measure(&pixel, NULL).good, TS_UNKNOWN);
}

static void
a_code_says_more_than_the_room_behind_it(void **state)
{
    (void)state;
    static const struct {
        const char *rule;
        double module_px, blur;
        enum ts_finding resolved, focused, good;
    } rows[] = {
        { "as it should be", 3, 0.25, TS_PASS, TS_PASS, TS_PASS },
        { "at the limit", 2.5, 0.39, TS_PASS, TS_PASS, TS_PASS },
        { "too far", 2.4, 0.25, TS_FAIL, TS_PASS, TS_FAIL },
        { "out of focus", 4, 0.4, TS_PASS, TS_FAIL, TS_FAIL },
        { "both", 1, 1, TS_FAIL, TS_FAIL, TS_FAIL },
    };
    struct ts_grey grey = draw((struct picture){ 3, 24, 40, 210, 0, 0 });
    for (size_t i = 0; i < TS_COUNT(rows); i++) {
        const struct ts_scan_sight sight = { .seen = true,
                                             .module_px = rows[i].module_px,
                                             .blur = rows[i].blur };
        struct ts_focus focus = ts_focus_measure(&grey, &sight);
        ts_test_row(rows[i].rule);
        assert_int_equal(focus.sharp, TS_FAIL);
        assert_int_equal(focus.resolved, rows[i].resolved);
        assert_int_equal(focus.focused, rows[i].focused);
        assert_int_equal(focus.good, rows[i].good);
    }
    const struct ts_scan_sight none = { .seen = false };
    assert_int_equal(ts_focus_measure(&grey, &none).resolved, TS_UNKNOWN);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_figure_grows_with_blur_and_is_what_it_says),
        cmocka_unit_test(sharp_and_soft_are_told_apart),
        cmocka_unit_test(without_edges_nothing_is_known),
        cmocka_unit_test(a_code_says_more_than_the_room_behind_it),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
