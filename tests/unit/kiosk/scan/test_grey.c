#include "kiosk/scan/grey.h"
#include "tests/support/support.h"

#include <string.h>

static void
twice_the_size_lies_between_the_pixels_and_skips_the_gap(void **state)
{
    (void)state;
    static const uint8_t pixels[] = { 0, 100, 255, 40, 200, 255 }; /* 255: the gap */
    uint8_t twice[17];
    memset(twice, 7, sizeof(twice));
    struct ts_grey grey = { pixels, 2, 2, 3 };
    struct ts_grey made = ts_grey_double(twice, &grey);
    assert_int_equal(made.width, 4);
    assert_int_equal(made.height, 4);
    assert_int_equal(made.stride, 4);
    assert_ptr_equal(made.at, twice);
    /* Corners are the picture's own; the middle is a mixture of all four. */
    assert_int_equal(twice[0], 0);
    assert_int_equal(twice[3], 100);
    assert_int_equal(twice[12], 40);
    assert_int_equal(twice[15], 200);
    assert_int_equal(twice[5], 39);
    assert_int_equal(twice[16], 7);
}

static void
half_the_size_is_the_mean_of_four_without_the_last_odd_ones(void **state)
{
    (void)state;
    static const uint8_t pixels[] = {
        0, 4, 10, 20, 99, 8, 12, 30, 40, 99, 99, 99, 99, 99, 99,
    };
    uint8_t half[3] = { 7, 7, 7 };
    struct ts_grey grey = { pixels, 5, 3, 5 };
    struct ts_grey made = ts_grey_halve(half, &grey);
    assert_int_equal(made.width, 2);
    assert_int_equal(made.height, 1);
    assert_int_equal(half[0], 6);
    assert_int_equal(half[1], 25);
    assert_int_equal(half[2], 7);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(twice_the_size_lies_between_the_pixels_and_skips_the_gap),
        cmocka_unit_test(half_the_size_is_the_mean_of_four_without_the_last_odd_ones),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
