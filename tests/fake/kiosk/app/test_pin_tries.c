#include "firmware/board/fake/store_memory.h"
#include "kiosk/app/pin_tries.h"
#include "tests/support/support.h"

/* Wrong PINs over closing, restarts and power cuts. */

static struct ts_store *store;
static struct ts_pin_tries tries;

static int
set_up(void **state)
{
    (void)state;
    ts_store_memory_reset();
    tries = (struct ts_pin_tries){ .begun = false };
    return ts_store_open(&store, "state", true) == TS_OK ? 0 : -1;
}

static int
tear_down(void **state)
{
    (void)state;
    ts_store_close(store);
    return 0;
}

static ts_mono
at(uint64_t ms)
{
    return (ts_mono){ ms };
}

static void
restart(uint64_t ms)
{
    tries = (struct ts_pin_tries){ .begun = false };
    ts_pin_tries_begin(&tries, store, at(ms));
}

static void
try_wrong(enum ts_pin_kind kind, uint64_t ms)
{
    ts_pin_tries_try(&tries, kind);
    ts_pin_tries_end(&tries, kind, false, at(ms));
}

static uint32_t
left(enum ts_pin_kind kind, uint64_t ms)
{
    return ts_pin_tries_left_ms(&tries, kind, at(ms));
}

static void
three_are_free_then_each_waits_twice_as_long_up_to_15_minutes(void **state)
{
    static const uint32_t WAITS[] = { 0,      0,      0,      30000,  60000,
                                      120000, 240000, 480000, 900000, 900000 };
    (void)state;
    for (uint32_t i = 0; i < TS_COUNT(WAITS); i++)
        assert_int_equal(ts_pin_wait_ms(i), WAITS[i]);
    assert_int_equal(ts_pin_wait_ms(UINT32_MAX), TS_PIN_WAIT_MOST_MS);
}

/* All sequences of eight tries, right and wrong: the wait is that of the wrong ones
 * since the last right one, of its own kind, and is over when it says so. */
static void
every_sequence_waits_for_the_wrong_ones_in_a_row(void **state)
{
    (void)state;
    for (unsigned sequence = 0; sequence < 256; sequence++) {
        uint64_t now = 1000;
        uint32_t wrong = 0;
        (void)set_up(state);
        restart(now);
        for (int i = 0; i < 8; i++) {
            bool right = sequence >> i & 1;
            assert_int_equal(left(TS_PIN_ADMIN, now), 0);
            ts_pin_tries_try(&tries, TS_PIN_ADMIN);
            ts_pin_tries_end(&tries, TS_PIN_ADMIN, right, at(now));
            wrong = right ? 0 : wrong + 1;
            uint32_t wait = ts_pin_wait_ms(wrong);
            assert_int_equal(left(TS_PIN_ADMIN, now), wait);
            assert_int_equal(left(TS_PIN_WAIVER, now), 0);
            if (wait)
                assert_int_equal(left(TS_PIN_ADMIN, now + wait - 1), 1);
            now += wait;
        }
        ts_store_close(store);
    }
    (void)set_up(state);
}

static void
a_restart_begins_the_wait_anew(void **state)
{
    (void)state;
    restart(0);
    for (int i = 0; i < 5; i++)
        try_wrong(TS_PIN_WAIVER, 0);
    assert_int_equal(left(TS_PIN_WAIVER, 119999), 1);
    restart(5); /* its clock began at nought again */
    assert_int_equal(left(TS_PIN_WAIVER, 5), 120000);
    assert_int_equal(left(TS_PIN_ADMIN, 5), 0);
    ts_pin_tries_begin(&tries, store, at(90000));
    assert_int_equal(left(TS_PIN_WAIVER, 90005), 30000);
    ts_pin_tries_try(&tries, TS_PIN_WAIVER);
    ts_pin_tries_end(&tries, TS_PIN_WAIVER, true, at(200000));
    restart(0);
    assert_int_equal(left(TS_PIN_WAIVER, 0), 0);
}

/* The plug is pulled while a PIN is being looked at. */
static void
a_try_that_never_ended_was_wrong(void **state)
{
    (void)state;
    for (int i = 0; i < 4; i++) {
        restart(0);
        ts_pin_tries_try(&tries, TS_PIN_ADMIN);
    }
    restart(0);
    assert_int_equal(left(TS_PIN_ADMIN, 0), 60000);
}

static void
the_count_ends_and_never_turns_over(void **state)
{
    (void)state;
    restart(0);
    for (int i = 0; i < 300; i++)
        try_wrong(TS_PIN_ADMIN, 0);
    restart(0);
    assert_int_equal(tries.wrong[TS_PIN_ADMIN], TS_PIN_TRIES_COUNTED);
    assert_int_equal(left(TS_PIN_ADMIN, 0), TS_PIN_WAIT_MOST_MS);
}

static void
without_a_store_the_run_counts(void **state)
{
    (void)state;
    ts_pin_tries_begin(&tries, NULL, at(0));
    for (int i = 0; i < 3; i++)
        try_wrong(TS_PIN_ADMIN, 0);
    assert_int_equal(left(TS_PIN_ADMIN, 0), 30000);
}

static void
a_medium_that_takes_nothing_does_not_stop_the_count_of_this_run(void **state)
{
    (void)state;
    restart(0);
    ts_store_memory_cut(0, TS_UNSYNCED_LOST);
    for (int i = 0; i < 3; i++)
        try_wrong(TS_PIN_ADMIN, 0);
    ts_store_memory_power_on();
    assert_int_equal(left(TS_PIN_ADMIN, 0), 30000);
}

#define GOOD "touchstone-pin-tries/1 04 00\n"

static void
load(ts_span text)
{
    assert_status(ts_store_replace(store, "pin-tries", text, true), TS_OK);
    restart(0);
}

static void
a_damaged_count_is_one_waits_worth(void **state)
{
    static const char *const DAMAGED[] = {
        "touchstone-pin-tries/2 04 00\n",   "touchstone-pin-tries/1 4 000\n",
        "touchstone-pin-tries/1 -4 00\n",   "touchstone-pin-tries/1 04 0x\n",
        "touchstone-pin-tries/1\t04 00\n",  "touchstone-pin-tries/1 04 00 ",
        "touchstone-pin-tries/1 04 00\n\n", "",
    };
    (void)state;
    load(TS_SPAN_LIT(GOOD));
    assert_int_equal(left(TS_PIN_ADMIN, 0), 60000);
    assert_int_equal(left(TS_PIN_WAIVER, 0), 0);
    for (size_t i = 0; i < TS_COUNT(DAMAGED); i++) {
        ts_test_row(DAMAGED[i]);
        load(ts_span_text(DAMAGED[i]));
        assert_int_equal(left(TS_PIN_ADMIN, 0), 30000);
        assert_int_equal(left(TS_PIN_WAIVER, 0), 30000);
    }
    for (size_t len = 0; len < sizeof(GOOD) - 1; len++) {
        load((ts_span){ (const uint8_t *)GOOD, len });
        assert_int_equal(left(TS_PIN_WAIVER, 0), 30000);
    }
}

/* What is on the medium after a cut at any step is the old count or the new one. */
static void
a_power_cut_leaves_the_old_count_or_the_new_one(void **state)
{
    (void)state;
    for (size_t step = 0; step < 4; step++) {
        (void)set_up(state);
        load(TS_SPAN_LIT(GOOD));
        ts_store_memory_cut(step, TS_UNSYNCED_LOST);
        ts_pin_tries_try(&tries, TS_PIN_ADMIN);
        ts_store_memory_power_on();
        restart(0);
        assert_in_range(tries.wrong[TS_PIN_ADMIN], 4, 5);
        ts_store_close(store);
    }
    (void)set_up(state);
}

int
main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)
    const struct CMUnitTest tests[] = {
        TEST(three_are_free_then_each_waits_twice_as_long_up_to_15_minutes),
        TEST(every_sequence_waits_for_the_wrong_ones_in_a_row),
        TEST(a_restart_begins_the_wait_anew),
        TEST(a_try_that_never_ended_was_wrong),
        TEST(the_count_ends_and_never_turns_over),
        TEST(without_a_store_the_run_counts),
        TEST(a_medium_that_takes_nothing_does_not_stop_the_count_of_this_run),
        TEST(a_damaged_count_is_one_waits_worth),
        TEST(a_power_cut_leaves_the_old_count_or_the_new_one),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
