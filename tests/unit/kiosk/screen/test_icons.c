#include "firmware/base/check.h"
#include "kiosk/screen/icon_shapes.h"
#include "tests/support/support.h"

#include <math.h>

/* What is skipped because it seemed to be far from an edge must really be. */

enum { SIZE_MAX_PX = 640 };

static uint8_t coverage[SIZE_MAX_PX * SIZE_MAX_PX];

static void
expect_every_pixel(int size, enum ts_icon icon)
{
    double pixel = 2.0 / size;
    ts_icon_rasterise(coverage, size, icon);
    for (int y = 0; y < size; y++) {
        for (int x = 0; x < size; x++) {
            struct ts_icon_point p = { (x + 0.5) * pixel - 1, (y + 0.5) * pixel - 1 };
            double inside = fmin(fmax(0.5 - ts_icon_distance(p, icon) / pixel, 0), 1);
            if (coverage[y * size + x] != (uint8_t)(inside * 255 + 0.5))
                fail_msg("icon %d at %d px: the pixel at %d, %d", (int)icon, size, x, y);
        }
    }
}

static void
every_icon_is_its_distance_at_every_pixel(void **state)
{
    (void)state;
    static const int sizes[] = { 1, 7, 16, 33, 57, 128, 250, 564, SIZE_MAX_PX };
    for (int icon = 0; icon < TS_ICON_COUNT; icon++)
        for (size_t i = 0; i < TS_COUNT(sizes); i++)
            expect_every_pixel(sizes[i], (enum ts_icon)icon);
}

static size_t
covered(int size)
{
    size_t sum = 0;
    for (int i = 0; i < size * size; i++)
        sum += coverage[i];
    return sum / 255;
}

/* A ring grows with what it stands for, evenly enough to be read. */
static void
a_ring_grows(void **state)
{
    (void)state;
    size_t whole = 0;
    size_t before = 0;
    ts_ring_rasterise(coverage, 300, 1000);
    whole = covered(300);
    ts_ring_rasterise(coverage, 300, 0);
    assert_int_equal(covered(300), 0);
    for (int permille = 50; permille < 1000; permille += 50) {
        ts_ring_rasterise(coverage, 300, permille);
        size_t now = covered(300);
        assert_true(now > before);
        assert_in_range(now * 1000, whole * (size_t)(permille - 30),
                        whole * (size_t)(permille + 30));
        before = now;
    }
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_icon_is_its_distance_at_every_pixel),
        cmocka_unit_test(a_ring_grows),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
