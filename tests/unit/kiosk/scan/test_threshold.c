#include "kiosk/scan/threshold.h"
#include "tests/unit/kiosk/scan/near.h"

#include <stdlib.h>

enum { SIDE = 70 };

static uint8_t grey[SIDE * SIDE];
static uint8_t dark[SIDE * SIDE];
static int32_t scratch[TS_THRESHOLD_SCRATCH(SIDE)];

static const struct ts_threshold usual = {
    .window = 31, .percent = 8, .sharpen = 5, .amount = 2
};

static void
apply(uint32_t width, uint32_t height, const struct ts_threshold *how)
{
    struct ts_grey picture = { grey, width, height, width };
    memset(dark, 7, sizeof(dark));
    ts_threshold(dark, &picture, how, scratch);
}

/* The same by the rule alone: windows moved inwards at the border. */
static double
mean_around(uint32_t x, uint32_t y, const uint32_t size[2], uint32_t side)
{
    uint32_t least = size[0] < size[1] ? size[0] : size[1];
    side = side < least ? side : least;
    uint32_t left = x < side / 2 ? 0 : x - side / 2;
    uint32_t top = y < side / 2 ? 0 : y - side / 2;
    left = left + side > size[0] ? size[0] - side : left;
    top = top + side > size[1] ? size[1] - side : top;
    double sum = 0;
    for (uint32_t i = top; i < top + side; i++)
        for (uint32_t j = left; j < left + side; j++)
            sum += grey[i * size[0] + j];
    return sum / side / side;
}

static void
every_pixel_follows_the_rule(void **state)
{
    (void)state;
    static const uint32_t sizes[][2] = { { SIDE, SIDE }, { SIDE, 9 }, { 3, SIDE },
                                         { 40, 33 },     { 1, 1 },    { 2, 1 },
                                         { 31, 31 } };
    uint32_t noise = 3;
    for (size_t i = 0; i < sizeof(grey); i++) {
        noise = noise * 1664525 + 1013904223;
        grey[i] = (uint8_t)(noise >> 24);
    }
    for (size_t s = 0; s < TS_COUNT(sizes); s++) {
        const uint32_t *size = sizes[s];
        apply(size[0], size[1], &usual);
        for (uint32_t y = 0; y < size[1]; y++)
            for (uint32_t x = 0; x < size[0]; x++) {
                double sharp = 3 * grey[y * size[0] + x]
                               - 2 * mean_around(x, y, size, usual.sharpen);
                double limit = 0.92 * mean_around(x, y, size, usual.window);
                if (sharp < limit - 0.01 || sharp > limit + 0.01)
                    assert_int_equal(dark[y * size[0] + x], sharp < limit);
            }
        if (size[0] * size[1] < sizeof(dark))
            assert_int_equal(dark[size[0] * size[1]], 7);
    }
}

static void
plain_paper_is_light_in_any_light(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof(grey); i++)
        grey[i] = (uint8_t)(40 + 3 * (i % SIDE)); /* a shadow that falls off slowly */
    apply(SIDE, SIDE, &usual);
    for (size_t i = 0; i < sizeof(dark); i++)
        if (i % SIDE > 15)
            assert_int_equal(dark[i], 0);
}

static void
print_is_dark_in_shadow_and_sun(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof(grey); i++) {
        size_t x = i % SIDE;
        double light = x < SIDE / 2 ? 0.25 : 1;
        grey[i] = (uint8_t)((x / 4 % 2 ? 60 : 200) * light);
    }
    apply(SIDE, SIDE, &usual);
    for (size_t x = 0; x < SIDE; x++)
        if (x < 17 || x > 52) /* away from where the light changes */
            assert_int_equal(dark[30 * SIDE + x], x / 4 % 2);
}

static void
an_empty_picture_is_left_alone(void **state)
{
    (void)state;
    apply(0, 5, &usual);
    apply(5, 0, &usual);
    assert_int_equal(dark[0], 7);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_pixel_follows_the_rule),
        cmocka_unit_test(plain_paper_is_light_in_any_light),
        cmocka_unit_test(print_is_dark_in_shadow_and_sun),
        cmocka_unit_test(an_empty_picture_is_left_alone),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
