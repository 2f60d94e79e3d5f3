#include "kiosk/app/pin_check.h"
#include "tests/support/support.h"

#include <sched.h>
#include <string.h>

static char line[TS_PIN_LINE_SIZE];

static bool
result(struct ts_pin_check *check)
{
    bool right = false;
    while (!ts_pin_check_take(check, &right))
        (void)sched_yield();
    return right;
}

static const struct {
    const char *rule, *pin;
    bool right;
} rows[] = {
    { "the right one", "2718", true },
    { "another one", "2719", false },
    { "one more digit", "27181", false },
    { "none", "", false },
};

static void
says_what_the_line_says(void **state)
{
    (void)state;
    struct ts_pin_check check = { 0 };
    for (size_t i = 0; i < TS_COUNT(rows); i++) {
        bool again = true;
        ts_test_row(rows[i].rule);
        ts_pin_check_begin(&check, line, ts_span_text(rows[i].pin));
        assert_true(ts_pin_check_is_busy(&check));
        assert_int_equal(result(&check), rows[i].right);
        assert_false(ts_pin_check_is_busy(&check));
        assert_false(ts_pin_check_take(&check, &again)); /* once */
        assert_true(again);
    }
}

static void
without_a_line_nothing_is_right(void **state)
{
    (void)state;
    static char endless[4 * TS_PIN_LINE_SIZE];
    struct ts_pin_check check = { 0 };
    ts_pin_check_begin(&check, NULL, TS_SPAN_LIT("2718"));
    assert_false(result(&check));
    memset(endless, '$', sizeof(endless) - 1);
    ts_pin_check_begin(&check, endless, TS_SPAN_LIT("2718"));
    assert_false(result(&check));
}

static void
nothing_of_the_pin_is_left(void **state)
{
    (void)state;
    struct ts_pin_check check = { 0 };
    static const uint8_t nothing[TS_PIN_DIGITS_MAX];
    ts_pin_check_begin(&check, line, TS_SPAN_LIT("2718"));
    assert_true(result(&check));
    assert_memory_equal(check.pin, nothing, sizeof(nothing));
    ts_test_row("nor of one that nobody waited for");
    ts_pin_check_begin(&check, line, TS_SPAN_LIT("2718"));
    ts_pin_check_end(&check);
    assert_false(ts_pin_check_is_busy(&check) || check.right);
    assert_memory_equal(check.pin, nothing, sizeof(nothing));
    ts_pin_check_end(&check);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(says_what_the_line_says),
        cmocka_unit_test(without_a_line_nothing_is_right),
        cmocka_unit_test(nothing_of_the_pin_is_left),
    };
    TS_CHECK(ts_pin_hash(line, TS_SPAN_LIT("2718")) == TS_OK);
    return cmocka_run_group_tests(tests, NULL, NULL);
}
