#include "kiosk/scan/triplets.h"
#include "tests/unit/kiosk/scan/near.h"

static struct ts_finder
finder(double x, double y, double module)
{
    return (struct ts_finder){ x, y, module, 6 };
}

static void
the_corner_and_the_hand_are_found_in_any_order(void **state)
{
    (void)state;
    static const size_t orders[6][3] = { { 0, 1, 2 }, { 0, 2, 1 }, { 1, 0, 2 },
                                         { 1, 2, 0 }, { 2, 0, 1 }, { 2, 1, 0 } };
    const struct ts_finder corner = finder(100, 100, 4);
    const struct ts_finder right = finder(195, 130, 4);
    const struct ts_finder below = finder(70, 195, 4);
    const struct ts_finder *const all[3] = { &corner, &right, &below };
    for (size_t i = 0; i < 6; i++) {
        struct ts_finder given[3];
        struct ts_triplet t;
        for (size_t k = 0; k < 3; k++)
            given[orders[i][k]] = *all[k];
        assert_int_equal(ts_triplets_rank(&t, 1, given, 3), 1);
        assert_int_equal(t.corner, orders[i][0]);
        assert_int_equal(t.right, orders[i][1]);
        assert_int_equal(t.below, orders[i][2]);
    }
}

static const struct {
    const char *rule;
    struct ts_finder three[3];
    bool taken;
} rows[] = {
    { "flat", { { 0, 0, 4, 6 }, { 100, 0, 4, 6 }, { 0, 100, 4, 6 } }, true },
    { "tilted", { { 0, 0, 4, 6 }, { 100, 10, 5, 6 }, { 20, 70, 4, 6 } }, true },
    { "version 1", { { 0, 0, 4, 6 }, { 56, 0, 4, 6 }, { 0, 56, 4, 6 } }, true },
    { "version 40", { { 0, 0, 4, 6 }, { 680, 0, 4, 6 }, { 0, 680, 4, 6 } }, true },
    { "modules differ", { { 0, 0, 4, 6 }, { 100, 0, 8, 6 }, { 0, 100, 4, 6 } }, false },
    { "on a line", { { 0, 0, 4, 6 }, { 100, 0, 4, 6 }, { 200, 5, 4, 6 } }, false },
    { "a flat angle", { { 0, 0, 4, 6 }, { 100, 0, 4, 6 }, { -75, 75, 4, 6 } }, false },
    { "sides differ", { { 0, 0, 4, 6 }, { 300, 0, 4, 6 }, { 0, 100, 4, 6 } }, false },
    { "too near", { { 0, 0, 4, 6 }, { 30, 0, 4, 6 }, { 0, 30, 4, 6 } }, false },
    { "too far", { { 0, 0, 4, 6 }, { 900, 0, 4, 6 }, { 0, 900, 4, 6 } }, false },
};

static void
only_what_may_be_a_code_is_taken(void **state)
{
    (void)state;
    for (size_t i = 0; i < TS_COUNT(rows); i++) {
        struct ts_triplet t[4];
        ts_test_row(rows[i].rule);
        assert_int_equal(ts_triplets_rank(t, 4, rows[i].three, 3), rows[i].taken);
    }
}

static void
the_cheapest_come_first_and_no_more_than_asked(void **state)
{
    (void)state;
    struct ts_finder many[TS_TRIPLETS_FINDERS + 6];
    struct ts_triplet all[64];
    struct ts_triplet few[5];
    for (size_t i = 0; i < TS_COUNT(many); i++)
        many[i] = finder((double)(i % 6) * 60, (double)(i / 6) * 61, 4);
    size_t count = ts_triplets_rank(all, 64, many, TS_COUNT(many));
    assert_int_equal(count, 64);
    for (size_t i = 1; i < count; i++)
        assert_true(all[i - 1].cost <= all[i].cost);
    for (size_t i = 0; i < count; i++)
        assert_true(all[i].corner < TS_TRIPLETS_FINDERS
                    && all[i].right < TS_TRIPLETS_FINDERS
                    && all[i].below < TS_TRIPLETS_FINDERS);
    assert_int_equal(ts_triplets_rank(few, 5, many, TS_COUNT(many)), 5);
    for (size_t i = 0; i < 5; i++)
        assert_near(few[i].cost, all[i].cost, 1e-12);
    assert_int_equal(ts_triplets_rank(few, 5, many, 2), 0);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_corner_and_the_hand_are_found_in_any_order),
        cmocka_unit_test(only_what_may_be_a_code_is_taken),
        cmocka_unit_test(the_cheapest_come_first_and_no_more_than_asked),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
