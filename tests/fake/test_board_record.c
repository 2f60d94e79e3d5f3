#include "firmware/board/fake/backlight_record.h"
#include "firmware/board/fake/condition_script.h"
#include "firmware/board/fake/watchdog_record.h"
#include "tests/support/support.h"

#include <string.h>

static void
a_light_is_remembered(void **state)
{
    (void)state;
    struct ts_backlight *light = NULL;
    ts_backlight_record_reset();
    assert_status(ts_backlight_open(&light, ""), TS_MALFORMED);
    assert_status(ts_backlight_open(&light, "auto"), TS_OK);
    assert_false(ts_backlight_record_is_dim());
    assert_status(ts_backlight_dim(light, true), TS_OK);
    assert_true(ts_backlight_record_is_dim());
    ts_backlight_record_fail(true);
    assert_status(ts_backlight_dim(light, false), TS_ABSENT);
    assert_true(ts_backlight_record_is_dim());
    assert_int_equal(ts_backlight_record_changes(), 1);
    ts_backlight_record_fail(false);
    ts_backlight_close(light);
    assert_false(ts_backlight_record_is_dim());
    ts_backlight_close(NULL);
}

static void
pets_and_what_was_told_are_remembered(void **state)
{
    (void)state;
    const struct ts_watchdog_record *record = ts_watchdog_record();
    ts_watchdog_record_reset();
    ts_watchdog_ready();
    ts_watchdog_pet((ts_mono){ 50 });
    ts_watchdog_pet((ts_mono){ 90 });
    ts_watchdog_pet((ts_mono){ 100 });
    ts_watchdog_tell("in service");
    ts_watchdog_stopping();
    assert_int_equal(record->readies, 1);
    assert_int_equal(record->pets, 3);
    assert_int_equal(record->last_pet.ms, 100);
    assert_int_equal(record->longest_ms, 40);
    assert_string_equal(record->status, "in service");
    assert_int_equal(record->stops, 1);
    assert_true(ts_watchdog_limit_ms() > 0);
}

static void
the_machine_is_as_it_is_told_to_be(void **state)
{
    (void)state;
    struct ts_condition is;
    const struct ts_condition cold = { .has_temperature = true,
                                       .temperature_mc = -40000 };
    const struct ts_condition_disk full = { .is_known = true, .bytes = 1000 };
    ts_condition_read(&is);
    assert_false(is.has_temperature);
    ts_condition_script_say(&cold);
    ts_condition_read(&is);
    assert_int_equal(is.temperature_mc, -40000);
    assert_false(ts_condition_disk_of("/state").is_known);
    ts_condition_script_disk(&full);
    assert_int_equal(ts_condition_disk_of("/state").bytes, 1000);
    assert_false(ts_condition_disk_of(NULL).is_known);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_light_is_remembered),
        cmocka_unit_test(pets_and_what_was_told_are_remembered),
        cmocka_unit_test(the_machine_is_as_it_is_told_to_be),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
