#include "kiosk/scan/finders.h"
#include "tests/unit/kiosk/scan/near.h"

#include <math.h>
#include <stdlib.h>

enum { SIDE = 1200 };

static uint8_t dark[SIDE * SIDE];
static int32_t scratch[TS_FINDERS_SCRATCH(SIDE)];
static struct ts_finders finders;

/* A finder pattern around a middle, turned; each module so many pixels. */
static void
draw(double x, double y, double module, double degrees)
{
    double c = cos(degrees * 3.14159265 / 180);
    double s = sin(degrees * 3.14159265 / 180);
    int reach = (int)(5 * module) + 1;
    for (int i = -reach; i <= reach; i++)
        for (int j = -reach; j <= reach; j++) {
            int row = (int)y + i;
            int column = (int)x + j;
            double dx = column + 0.5 - x;
            double dy = row + 0.5 - y;
            double far = fmax(fabs(dx * c + dy * s), fabs(dy * c - dx * s)) / module;
            if (row >= 0 && column >= 0 && row < SIDE && column < SIDE
                && (far < 1.5 || (far > 2.5 && far < 3.5)))
                dark[(size_t)row * SIDE + (size_t)column] = 1;
        }
}

static void
search(uint32_t height)
{
    ts_finders_search(&finders, dark, SIDE, height, scratch);
}

static void
finders_of_any_size_and_turn_are_found(void **state)
{
    (void)state;
    static const double modules[] = { 1.6, 2, 3.3, 7, 15, 40 };
    for (size_t i = 0; i < TS_COUNT(modules); i++) {
        for (double degrees = 0; degrees < 90; degrees += 15) {
            char row[64];
            snprintf(row, sizeof(row), "%.1f px, %.0f degrees", modules[i], degrees);
            ts_test_row(row);
            memset(dark, 0, sizeof(dark));
            draw(300.3, 250.8, modules[i], degrees);
            search(600);
            assert_true(finders.count >= 1);
            const struct ts_finder *f = &finders.at[0];
            assert_near(f->x, 300.3, 0.5 + 0.2 * modules[i]);
            assert_near(f->y, 250.8, 0.5 + 0.2 * modules[i]);
            /* Along rows, a turned square is up to 1.42 times as wide. */
            assert_true(f->module > 0.8 * modules[i]
                        && f->module < 1.5 * modules[i] + 0.3);
        }
    }
}

static void
the_largest_comes_first(void **state)
{
    (void)state;
    memset(dark, 0, sizeof(dark));
    draw(100, 100, 3, 0);
    draw(500, 100, 12, 0);
    draw(800, 300, 6, 0);
    search(600);
    assert_true(finders.count == 3);
    assert_near(finders.at[0].x, 500, 1);
    assert_near(finders.at[1].x, 800, 1);
    assert_near(finders.at[2].x, 100, 1);
}

static void
one_cut_by_the_border_in_its_outer_ring_is_found(void **state)
{
    (void)state;
    memset(dark, 0, sizeof(dark));
    draw(30, 100, 9, 0); /* 1.5 pixels of its left side are missing */
    search(300);
    assert_true(finders.count >= 1);
    assert_near(finders.at[0].y, 100, 1);
}

static void
other_squares_are_not_taken_for_one(void **state)
{
    (void)state;
    memset(dark, 0, sizeof(dark));
    search(SIDE);
    assert_int_equal(finders.count, 0);
    for (size_t y = 50; y < 120; y++)
        memset(dark + y * SIDE + 50, 1, 70);       /* a block */
    for (size_t i = 0; i < (size_t)200 * 200; i++) /* a chequered floor */
        dark[(300 + i / 200) * SIDE + 300 + i % 200] = (i / 200 / 10 + i % 200 / 10) % 2;
    for (size_t y = 600; y < 700; y++) /* bars: right in a row, not in a column */
        for (size_t x = 0; x < 70; x++)
            dark[y * SIDE + 100 + x] = x < 10 || (x >= 20 && x < 50) || x >= 60;
    search(SIDE);
    assert_int_equal(finders.count, 0);
}

static void
what_lies_among_much_that_is_seen_once_is_found(void **state)
{
    (void)state;
    uint32_t noise = 5;
    for (size_t i = 0; i < sizeof(dark); i++) {
        noise = noise * 1664525 + 1013904223;
        dark[i] = (uint8_t)(noise >> 31);
    }
    for (size_t y = 900; y < 1100; y++)
        memset(dark + y * SIDE + 500, 0, 200);
    draw(600, 1000, 8, 0);
    search(SIDE);
    assert_true(finders.count >= 1 && finders.count <= TS_FINDERS_MAX);
    assert_near(finders.at[0].x, 600, 2);
    assert_near(finders.at[0].y, 1000, 2);
}

static void
a_field_of_thousands_fills_the_list_and_ends(void **state)
{
    (void)state;
    memset(dark, 0, sizeof(dark));
    for (int y = 10; y < SIDE; y += 18)
        for (int x = 10; x < SIDE; x += 18)
            draw(x, y, 2, 0);
    search(SIDE);
    assert_int_equal(finders.count, TS_FINDERS_MAX);
}

static void
no_width_holds_nothing(void **state)
{
    (void)state;
    finders.count = 9;
    ts_finders_search(&finders, dark, 0, 0, scratch);
    assert_int_equal(finders.count, 0);
}

static void
finders_of_two_searches_are_joined_each_once_most_votes_first(void **state)
{
    (void)state;
    static struct ts_finders halved;
    finders = (struct ts_finders){ { { 100, 100, 4, 9 }, { 300, 100, 4, 3 } }, 2 };
    halved = (struct ts_finders){ { { 150, 50.5, 2, 7 }, { 50, 150, 2, 5 } }, 2 };
    ts_finders_join(&finders, &halved, 2);
    assert_int_equal(finders.count, 3);
    static const double want[3][4] = { { 100, 100, 4, 9 },
                                       { 300, 101, 4, 7 },
                                       { 100, 300, 4, 5 } };
    for (size_t i = 0; i < 3; i++) {
        assert_near(finders.at[i].x, want[i][0], 0.001);
        assert_near(finders.at[i].y, want[i][1], 0.001);
        assert_near(finders.at[i].module, want[i][2], 0.001);
        assert_int_equal(finders.at[i].votes, (int)want[i][3]);
    }
}

static void
of_joined_finders_what_is_too_many_is_left_out(void **state)
{
    (void)state;
    static struct ts_finders others;
    finders.count = 0;
    others.count = TS_FINDERS_MAX;
    for (size_t i = 0; i < TS_FINDERS_MAX; i++)
        others.at[i] = (struct ts_finder){ 20 * (double)i, 10, 2, 3 };
    ts_finders_join(&finders, &others, 1);
    assert_int_equal(finders.count, TS_FINDERS_MAX);
    others.at[0].y = 500;
    ts_finders_join(&finders, &others, 1);
    assert_int_equal(finders.count, TS_FINDERS_MAX);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(finders_of_any_size_and_turn_are_found),
        cmocka_unit_test(the_largest_comes_first),
        cmocka_unit_test(one_cut_by_the_border_in_its_outer_ring_is_found),
        cmocka_unit_test(other_squares_are_not_taken_for_one),
        cmocka_unit_test(what_lies_among_much_that_is_seen_once_is_found),
        cmocka_unit_test(a_field_of_thousands_fills_the_list_and_ends),
        cmocka_unit_test(finders_of_two_searches_are_joined_each_once_most_votes_first),
        cmocka_unit_test(of_joined_finders_what_is_too_many_is_left_out),
        cmocka_unit_test(no_width_holds_nothing),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
