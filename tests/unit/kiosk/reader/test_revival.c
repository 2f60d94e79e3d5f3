#include "firmware/base/check.h"
#include "kiosk/reader/revival.h"
#include "tests/support/support.h"

static struct ts_revival revival;
static ts_mono now;

static int
set_up(void **state)
{
    (void)state;
    revival = (struct ts_revival){ 0 };
    now.ms = 1000000;
    return 0;
}

/* Lives for so long, ends, and is away for so long. */
static uint64_t
away_after(uint64_t lived_ms)
{
    uint64_t away = 0;
    ts_revival_began(&revival, now);
    now.ms += lived_ms;
    ts_revival_ended(&revival, now);
    while (!ts_revival_is_due(&revival, (ts_mono){ now.ms + away }))
        away++;
    now.ms += away;
    return away;
}

static void
the_first_end_costs_nothing(void **state)
{
    (void)state;
    assert_true(ts_revival_is_due(&revival, now));
    assert_int_equal(away_after(5), 0);
}

static void
one_end_after_another_costs_more_and_more_up_to_a_limit(void **state)
{
    (void)state;
    static const uint64_t away[] = { 0, 125, 250, 500, 1000, 2000, 2000, 2000 };
    for (size_t i = 0; i < TS_COUNT(away); i++)
        assert_int_equal(away_after(5), away[i]);
    for (size_t i = 0; i < 100000; i++)
        assert_int_equal(away_after(0), TS_REVIVAL_MOST_MS);
}

static void
who_lived_long_begins_at_once(void **state)
{
    (void)state;
    for (size_t i = 0; i < 5; i++)
        (void)away_after(5);
    assert_int_equal(away_after(TS_REVIVAL_GOOD_MS), 0);
    assert_int_equal(away_after(5), 125);
    assert_int_equal(away_after(TS_REVIVAL_GOOD_MS - 1), 250);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup(the_first_end_costs_nothing, set_up),
        cmocka_unit_test_setup(one_end_after_another_costs_more_and_more_up_to_a_limit,
                               set_up),
        cmocka_unit_test_setup(who_lived_long_begins_at_once, set_up),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
