#define _XOPEN_SOURCE 700 /* nftw */

#include "firmware/base/check.h"
#include "firmware/board/linux/clock_posix.h"
#include "tests/support/support.h"

#include <ftw.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#define NOW 1778574600

static char sysfs[] = "/tmp/ts-clock-XXXXXX";

static int
set_up(void **state)
{
    (void)state;
    return mkdtemp(strcpy(sysfs, "/tmp/ts-clock-XXXXXX")) ? 0 : -1;
}

static int
remove_one(const char *path, const struct stat *found, int kind, struct FTW *place)
{
    (void)found;
    (void)kind;
    (void)place;
    return remove(path);
}

static int
tear_down(void **state)
{
    (void)state;
    return nftw(sysfs, remove_one, 8, FTW_DEPTH | FTW_PHYS);
}

static void
put(const char *path, const char *content)
{
    char whole[256];
    snprintf(whole, sizeof(whole), "%s/%s", sysfs, path);
    for (char *at = strchr(whole + strlen(sysfs) + 1, '/'); at;
         at = strchr(at + 1, '/')) {
        *at = '\0';
        (void)mkdir(whole, 0700);
        *at = '/';
    }
    FILE *file = fopen(whole, "w");
    TS_CHECK(file && fputs(content, file) >= 0 && fclose(file) == 0);
}

static const struct {
    const char *rule;
    const char *path;
    const char *content;
    bool vouched;
} rows[] = {
    { "a battery clock that agrees", "class/rtc/rtc0/since_epoch", "1778574601\n", true },
    { "the second one", "class/rtc/rtc1/since_epoch", "1778574601\n", true },
    { "one on local time", "class/rtc/rtc0/since_epoch", "1778549400\n", true },
    { "just agrees", "class/rtc/rtc0/since_epoch", "1778488200\n", true },
    { "a day and a second behind", "class/rtc/rtc0/since_epoch", "1778488199\n", false },
    { "a day and a second ahead", "class/rtc/rtc0/since_epoch", "1778661001\n", false },
    { "one without its battery", "class/rtc/rtc0/since_epoch", "946684950\n", false },
    { "before 1970", "class/rtc/rtc0/since_epoch", "-1778574600\n", false },
    { "no number", "class/rtc/rtc0/since_epoch", "soon\n", false },
    { "half a number", "class/rtc/rtc0/since_epoch", "1778574600", false },
    { "nothing", "class/rtc/rtc0/since_epoch", "", false },
    { "a host", "devices/system/clocksource/clocksource0/available_clocksource",
      "tsc kvm-clock \n", true },
    { "no host", "devices/system/clocksource/clocksource0/available_clocksource",
      "tsc hpet acpi_pm \n", false },
};

static void
the_hardware_vouches(void **state)
{
    for (size_t i = 0; i < TS_COUNT(rows); i++) {
        assert_int_equal(set_up(state), 0);
        put(rows[i].path, rows[i].content);
        ts_test_row(rows[i].rule);
        assert_int_equal(ts_clock_hardware_vouches(sysfs, (ts_utc){ NOW }),
                         rows[i].vouched);
        assert_int_equal(tear_down(state), 0);
    }
}

static void
without_hardware_nothing_vouches(void **state)
{
    (void)state;
    assert_false(ts_clock_hardware_vouches(sysfs, (ts_utc){ NOW }));
    put("class/rtc/rtc0/since_epoch", "0\n");
    assert_false(ts_clock_hardware_vouches(sysfs, (ts_utc){ INT64_MIN }));
    assert_true(ts_clock_hardware_vouches(sysfs, (ts_utc){ 86400 }));
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_hardware_vouches),
        cmocka_unit_test_setup_teardown(without_hardware_nothing_vouches, set_up,
                                        tear_down),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
