#include "keys/trust/floors.h"
#include "kiosk/verdict/now.h"
#include "tests/support/support.h"

#define FLOOR 1778574600

static const struct {
    const char *rule;
    int64_t clock;
    bool is_vouched;
    enum ts_clock_trust trust;
    int64_t now;
} rows[] = {
    { "vouched for and after the floor", FLOOR + 5, true, TS_CLOCK_TRUSTED, FLOOR + 5 },
    { "at the floor", FLOOR, true, TS_CLOCK_TRUSTED, FLOOR },
    { "a second before it", FLOOR - 1, true, TS_CLOCK_IMPLAUSIBLE, FLOOR },
    { "nobody vouches", FLOOR + 5, false, TS_CLOCK_FLOOR_ONLY, FLOOR },
    { "nobody vouches, before it", FLOOR - 1, false, TS_CLOCK_IMPLAUSIBLE, FLOOR },
    { "1970", 0, true, TS_CLOCK_IMPLAUSIBLE, FLOOR },
    { "before 1970", -1, false, TS_CLOCK_IMPLAUSIBLE, FLOOR },
    { "as late as can be", FLOOR + TS_CLOCK_AHEAD_MAX_S, true, TS_CLOCK_TRUSTED,
      FLOOR + TS_CLOCK_AHEAD_MAX_S },
    { "absurdly late", FLOOR + TS_CLOCK_AHEAD_MAX_S + 1, true, TS_CLOCK_IMPLAUSIBLE,
      FLOOR },
    { "the beginning of all time", INT64_MIN, true, TS_CLOCK_IMPLAUSIBLE, FLOOR },
    { "the end of all time", INT64_MAX, true, TS_CLOCK_IMPLAUSIBLE, FLOOR },
};

static void
a_clock_is_judged(void **state)
{
    (void)state;
    for (size_t i = 0; i < TS_COUNT(rows); i++) {
        struct ts_now now = ts_now_judge((ts_utc){ rows[i].clock }, rows[i].is_vouched,
                                         (ts_utc){ FLOOR });
        ts_test_row(rows[i].rule);
        assert_int_equal(now.clock, rows[i].trust);
        assert_int_equal(now.utc.s, rows[i].now);
    }
}

/* What the whole room builds on: a time that is not trusted is never late. */
static void
now_is_the_floor_unless_it_is_trusted(void **state)
{
    (void)state;
    for (int64_t off = -40; off <= 40; off++) {
        for (int vouched = 0; vouched < 2; vouched++) {
            ts_utc clock = { FLOOR + off * (TS_CLOCK_AHEAD_MAX_S / 20) };
            struct ts_now now = ts_now_judge(clock, vouched, (ts_utc){ FLOOR });
            assert_true(now.utc.s >= FLOOR);
            assert_true(now.clock == TS_CLOCK_TRUSTED || now.utc.s == FLOOR);
            assert_true(now.clock != TS_CLOCK_TRUSTED || vouched);
            assert_int_equal(ts_floor_now((ts_utc){ FLOOR }, clock, vouched).s,
                             now.utc.s);
        }
    }
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_clock_is_judged),
        cmocka_unit_test(now_is_the_floor_unless_it_is_trusted),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
