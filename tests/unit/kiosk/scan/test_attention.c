#include "kiosk/scan/attention.h"
#include "tests/support/support.h"

enum { FRAME_MS = 33 };

struct tally {
    unsigned show, look, known;
    uint64_t known_gap_ms; /* The longest time in which it was not said to be there. */
};

/* A code lies before the camera for so long: each look reads it, or does not. */
static struct tally
watch(struct ts_attention *attention, uint64_t from_ms, uint64_t to_ms, bool awake,
      bool moving, bool reads)
{
    struct tally tally = { 0 };
    uint64_t last = from_ms;
    for (uint64_t now = from_ms; now < to_ms; now += FRAME_MS) {
        enum ts_attention_task task =
            ts_attention_take(attention, awake, moving, (ts_mono){ now });
        if (task == TS_ATTENTION_LOOK)
            awake |= ts_attention_learn(attention, reads);
        bool there = task == TS_ATTENTION_KNOWN || (task == TS_ATTENTION_LOOK && reads);
        if (there && now - last > tally.known_gap_ms)
            tally.known_gap_ms = now - last;
        last = there ? now : last;
        tally.show += task == TS_ATTENTION_SHOW;
        tally.look += task == TS_ATTENTION_LOOK;
        tally.known += task == TS_ATTENTION_KNOWN;
    }
    return tally;
}

static void
asleep_nothing_is_decoded_and_awake_everything(void **state)
{
    (void)state;
    struct ts_attention attention = { 0 };
    struct tally tally = watch(&attention, 5000, 10000, false, false, false);
    assert_int_equal(tally.look + tally.known, 0);
    tally = watch(&attention, 10000, 12000, true, true, false);
    assert_int_equal(tally.show + tally.known, 0);
    tally = watch(&attention, 12000, 14000, true, false, false);
    assert_int_equal(tally.show + tally.known, 0);
}

static void
a_code_that_lies_still_is_there_without_being_read_each_time(void **state)
{
    (void)state;
    struct ts_attention attention = { 0 };
    /* Held for a minute; the gate sleeps after the first two seconds. */
    struct tally tally = watch(&attention, 1000, 3000, true, false, true);
    assert_in_range(tally.look, 1, 3);
    assert_int_equal(tally.show, 0);
    assert_true(tally.known_gap_ms <= 2 * FRAME_MS);
    tally = watch(&attention, 3000, 61000, false, false, true);
    assert_in_range(tally.look, 50, 58); /* once a second */
    assert_int_equal(tally.show, 0);
    /* The screen counts the same code anew after 2 s out of view: it never is. */
    assert_true(tally.known_gap_ms <= 2 * FRAME_MS);
}

static void
a_code_in_a_moving_hand_is_read_ten_times_a_second(void **state)
{
    (void)state;
    struct ts_attention attention = { 0 };
    struct tally tally = watch(&attention, 1000, 11000, true, true, true);
    assert_in_range(tally.look, 70, 101);
    assert_true(tally.known_gap_ms <= 2 * FRAME_MS);
}

static void
a_code_that_was_taken_away_is_not_there(void **state)
{
    (void)state;
    struct ts_attention attention = { 0 };
    (void)watch(&attention, 1000, 3000, true, false, true);
    /* Its going moves the picture: the next look is due within 100 ms, and fails. */
    struct tally tally = watch(&attention, 3000, 3300, true, true, false);
    assert_in_range(tally.known, 0, 3);
    assert_true(tally.look >= 6);
    tally = watch(&attention, 5000, 6000, false, false, false);
    assert_int_equal(tally.known + tally.look, 0);
}

/* One card put in the place of another from one frame to the next, just after a look. */
static void
what_moved_once_is_looked_at_soon(void **state)
{
    (void)state;
    struct ts_attention attention = { 0 };
    (void)ts_attention_take(&attention, true, true, (ts_mono){ 1000 });
    (void)ts_attention_learn(&attention, true);
    assert_int_equal(ts_attention_take(&attention, true, true, (ts_mono){ 1033 }),
                     TS_ATTENTION_KNOWN);
    assert_int_equal(ts_attention_take(&attention, true, false, (ts_mono){ 1066 }),
                     TS_ATTENTION_KNOWN);
    assert_int_equal(ts_attention_take(&attention, true, false, (ts_mono){ 1100 }),
                     TS_ATTENTION_LOOK);
    assert_int_equal(ts_attention_take(&attention, true, false, (ts_mono){ 1233 }),
                     TS_ATTENTION_KNOWN);
}

/* Unnoticed by the gate, it is missed at the next look, and looked for again. */
static void
a_code_that_is_not_read_again_wakes_the_gate(void **state)
{
    (void)state;
    struct ts_attention attention = { 0 };
    assert_int_equal(ts_attention_take(&attention, true, true, (ts_mono){ 1000 }),
                     TS_ATTENTION_LOOK);
    assert_false(ts_attention_learn(&attention, true));
    assert_int_equal(ts_attention_take(&attention, false, false, (ts_mono){ 1999 }),
                     TS_ATTENTION_KNOWN);
    assert_int_equal(ts_attention_take(&attention, false, false, (ts_mono){ 2000 }),
                     TS_ATTENTION_LOOK);
    assert_true(ts_attention_learn(&attention, false));
    assert_false(ts_attention_learn(&attention, false));
    assert_int_equal(ts_attention_take(&attention, true, false, (ts_mono){ 2033 }),
                     TS_ATTENTION_LOOK);
}

static void
frames_come_less_often_when_nobody_has_been_there(void **state)
{
    (void)state;
    struct ts_attention attention = { 0 };
    (void)ts_attention_take(&attention, true, true, (ts_mono){ 20000 });
    assert_int_equal(ts_attention_rest_ms(&attention, (ts_mono){ 20000 }), 0);
    (void)ts_attention_take(&attention, false, false, (ts_mono){ 29999 });
    assert_int_equal(ts_attention_rest_ms(&attention, (ts_mono){ 29999 }), 0);
    assert_int_equal(ts_attention_rest_ms(&attention, (ts_mono){ 30000 }),
                     TS_ATTENTION_REST_MS);
    assert_int_equal(ts_attention_rest_ms(&attention, (ts_mono){ 79999 }),
                     TS_ATTENTION_REST_MS);
    assert_int_equal(ts_attention_rest_ms(&attention, (ts_mono){ 80000 }),
                     TS_ATTENTION_SLEEP_MS);
    /* And as often as ever from the first frame on in which something moves. */
    (void)ts_attention_take(&attention, true, true, (ts_mono){ 90000 });
    assert_int_equal(ts_attention_rest_ms(&attention, (ts_mono){ 90000 }), 0);
}

static void
a_late_frame_is_no_frame_of_the_future(void **state)
{
    (void)state;
    struct ts_attention attention = { 0 };
    (void)ts_attention_take(&attention, true, true, (ts_mono){ 2000 });
    (void)ts_attention_learn(&attention, true);
    assert_int_equal(ts_attention_take(&attention, true, true, (ts_mono){ 1990 }),
                     TS_ATTENTION_KNOWN);
    assert_int_equal(ts_attention_rest_ms(&attention, (ts_mono){ 1990 }), 0);
}

static void
a_code_is_looked_for_around_where_it_was(void **state)
{
    (void)state;
    const struct ts_scan_sight sight = {
        .seen = true, .corners = { { 100, 50 }, { 300, 60 }, { 290, 250 }, { 110, 240 } }
    };
    struct ts_scan_region region = ts_attention_region(&sight);
    assert_int_equal(region.left, 0);
    assert_int_equal(region.top, -50);
    assert_int_equal(region.width, 400);
    assert_int_equal(region.height, 400);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(asleep_nothing_is_decoded_and_awake_everything),
        cmocka_unit_test(a_code_that_lies_still_is_there_without_being_read_each_time),
        cmocka_unit_test(a_code_in_a_moving_hand_is_read_ten_times_a_second),
        cmocka_unit_test(a_code_that_was_taken_away_is_not_there),
        cmocka_unit_test(what_moved_once_is_looked_at_soon),
        cmocka_unit_test(a_code_that_is_not_read_again_wakes_the_gate),
        cmocka_unit_test(frames_come_less_often_when_nobody_has_been_there),
        cmocka_unit_test(a_late_frame_is_no_frame_of_the_future),
        cmocka_unit_test(a_code_is_looked_for_around_where_it_was),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
