#include "kiosk/scan/equaliser.h"
#include "tests/unit/kiosk/scan/near.h"

enum { MODULES = 57 };

static struct ts_equaliser equaliser;
static uint8_t truth[MODULES * MODULES], values[MODULES * MODULES],
    dark[MODULES * MODULES];
static uint32_t noise = 5;

static uint32_t
draw_below(uint32_t bound)
{
    noise = noise * 1664525 + 1013904223;
    return (noise >> 8) % bound;
}

static double
truth_at(int row, int column)
{
    if (row < 0 || column < 0 || row >= MODULES || column >= MODULES)
        return 0;
    return truth[row * MODULES + column];
}

/* Every module with so much of its eight neighbours, in light that falls off, and noisy;
 * what is believed of it is wrong where its own grey says so. Returns how often. */
static size_t
take(double neighbours, uint32_t grain)
{
    size_t wrong = 0;
    for (size_t i = 0; i < sizeof(truth); i++)
        truth[i] = draw_below(2) == 1;
    for (int y = 0; y < MODULES; y++)
        for (int x = 0; x < MODULES; x++) {
            double sum = 0;
            for (int k = 0; k < 9; k++)
                sum += (k == 4 ? 1 : neighbours) * truth_at(y + k / 3 - 1, x + k % 3 - 1);
            double light = 200 - 1.5 * x;
            double grey = light * (1 - 0.8 * sum / (1 + 8 * neighbours));
            size_t at = (size_t)y * MODULES + (size_t)x;
            values[at] = (uint8_t)(grey + draw_below(grain));
            dark[at] = grey < light * 0.6;
            wrong += dark[at] != truth[at];
        }
    return wrong;
}

static size_t
left_wrong(void)
{
    size_t wrong = 0;
    for (size_t i = 0; i < sizeof(truth); i++)
        wrong += dark[i] != truth[i];
    return wrong;
}

static const struct {
    const char *rule;
    double neighbours;
    uint32_t grain;
    size_t wrong_max;
} rows[] = {
    { "what is sharp stays as it is", 0, 4, 0 },
    { "some blur", 0.2, 4, 0 },
    { "more of it, and noise", 0.25, 3, 20 },
};

static void
what_neighbours_add_is_found_and_taken_off(void **state)
{
    (void)state;
    for (size_t i = 0; i < TS_COUNT(rows); i++) {
        ts_test_row(rows[i].rule);
        size_t before = take(rows[i].neighbours, rows[i].grain);
        ts_equaliser_load(&equaliser, values, MODULES);
        for (int round = 0; round < 3; round++)
            assert_true(ts_equaliser_decide(&equaliser, dark, MODULES));
        assert_true(left_wrong() <= rows[i].wrong_max);
        assert_true(left_wrong() <= before);
    }
}

static void
a_plain_surface_does_no_harm(void **state)
{
    (void)state;
    static const uint32_t sides[] = { 21, 57 };
    for (size_t i = 0; i < TS_COUNT(sides); i++) {
        memset(values, 255, sizeof(values));
        memset(dark, 1, sizeof(dark));
        ts_equaliser_load(&equaliser, values, sides[i]);
        (void)ts_equaliser_decide(&equaliser, dark, sides[i]);
        for (size_t k = 0; k < sizeof(dark); k++)
            assert_true(dark[k] <= 1);
    }
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_neighbours_add_is_found_and_taken_off),
        cmocka_unit_test(a_plain_surface_does_no_harm),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
