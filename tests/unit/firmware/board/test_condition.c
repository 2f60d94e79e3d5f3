#define _XOPEN_SOURCE 700 /* nftw */

#include "firmware/board/linux/condition_sysfs.h"

#include "tests/unit/firmware/board/sysfs_tree.h"

#include <sys/statvfs.h>
#include <unistd.h>

#define THROTTLED "/sys/devices/platform/soc/soc:firmware/get_throttled"

static struct ts_condition c;

static void
nothing_is_known_of_a_machine_that_says_nothing(void **state)
{
    (void)state;
    const struct ts_condition nothing = { 0 };
    memset(&c, 0x5a, sizeof(c));
    ts_condition_read_in(&c, tree);
    assert_int_equal(c.uptime_s, 0);
    assert_false(c.has_temperature || c.has_memory || c.has_battery_clock);
    assert_int_equal(c.temperature_mc, nothing.temperature_mc);
    assert_int_equal(c.slowed, TS_OCCURRENCE_UNKNOWN);
    assert_int_equal(c.undervoltage, TS_OCCURRENCE_UNKNOWN);
}

static void
the_hottest_place_counts(void **state)
{
    (void)state;
    tree_put("/sys/class/thermal/thermal_zone0/temp", "-41500\n");
    ts_condition_read_in(&c, tree);
    assert_true(c.has_temperature);
    assert_int_equal(c.temperature_mc, -41500); /* a winter outside is no fault */
    tree_put("/sys/class/thermal/thermal_zone3/temp", "61234\n");
    tree_put("/sys/class/thermal/thermal_zone7/temp", "48000\n");
    ts_test_row("sensors that say nonsense");
    tree_put("/sys/class/thermal/thermal_zone8/temp", "-273200\n");
    tree_put("/sys/class/thermal/thermal_zone9/temp", "2147483647\n");
    tree_put("/sys/class/thermal/thermal_zone10/temp", "hot\n");
    tree_put("/sys/class/thermal/thermal_zone11/temp", "");
    tree_put("/sys/class/thermal/thermal_zone12/temp", "99999999999999999999\n");
    ts_condition_read_in(&c, tree);
    assert_int_equal(c.temperature_mc, 61234);
}

static const struct {
    const char *rule;
    const char *path, *content;
    enum ts_occurrence slowed, undervoltage;
} rows[] = {
    { "a firmware with nothing to tell", THROTTLED, "0\n", TS_OCCURRENCE_NEVER,
      TS_OCCURRENCE_NEVER },
    { "undervoltage now", THROTTLED, "50001\n", TS_OCCURRENCE_BEFORE, TS_OCCURRENCE_NOW },
    { "undervoltage before", THROTTLED, "10000\n", TS_OCCURRENCE_NEVER,
      TS_OCCURRENCE_BEFORE },
    { "slowed now", THROTTLED, "4\n", TS_OCCURRENCE_NOW, TS_OCCURRENCE_NEVER },
    { "its soft limit now", THROTTLED, "80008\n", TS_OCCURRENCE_NOW,
      TS_OCCURRENCE_NEVER },
    { "slowed before", THROTTLED, "60000\n", TS_OCCURRENCE_BEFORE, TS_OCCURRENCE_NEVER },
    { "no number", THROTTLED, "ok\n", TS_OCCURRENCE_UNKNOWN, TS_OCCURRENCE_UNKNOWN },
    { "a processor's count",
      "/sys/devices/system/cpu/cpu0/thermal_throttle/core_throttle_count", "3\n",
      TS_OCCURRENCE_BEFORE, TS_OCCURRENCE_UNKNOWN },
    { "a count of none",
      "/sys/devices/system/cpu/cpu1/thermal_throttle/core_throttle_count", "0\n",
      TS_OCCURRENCE_NEVER, TS_OCCURRENCE_UNKNOWN },
    { "a supply that is too low", "/sys/class/hwmon/hwmon2/in0_lcrit_alarm", "1\n",
      TS_OCCURRENCE_UNKNOWN, TS_OCCURRENCE_NOW },
    { "a supply that is not", "/sys/class/hwmon/hwmon0/in3_lcrit_alarm", "0\n",
      TS_OCCURRENCE_UNKNOWN, TS_OCCURRENCE_NEVER },
};

static void
what_ought_not_to_happen_is_told(void **state)
{
    for (size_t i = 0; i < TS_COUNT(rows); i++) {
        ts_test_row(rows[i].rule);
        if (i > 0) {
            (void)tree_tear_down(state);
            (void)tree_set_up(state);
        }
        tree_put(rows[i].path, rows[i].content);
        ts_condition_read_in(&c, tree);
        assert_int_equal(c.slowed, rows[i].slowed);
        assert_int_equal(c.undervoltage, rows[i].undervoltage);
    }
}

static void
cooling_by_being_slower_is_told_and_a_fan_is_not(void **state)
{
    (void)state;
    tree_put("/sys/class/thermal/cooling_device0/type", "pwm-fan\n");
    tree_put("/sys/class/thermal/cooling_device0/cur_state", "3\n");
    ts_condition_read_in(&c, tree);
    assert_int_equal(c.slowed, TS_OCCURRENCE_UNKNOWN);
    tree_put("/sys/class/thermal/cooling_device1/type", "cpufreq-cpu0\n");
    tree_put("/sys/class/thermal/cooling_device1/cur_state", "0\n");
    ts_condition_read_in(&c, tree);
    assert_int_equal(c.slowed, TS_OCCURRENCE_NEVER);
    tree_put("/sys/class/thermal/cooling_device2/type", "Processor\n");
    tree_put("/sys/class/thermal/cooling_device2/cur_state", "2\n");
    ts_condition_read_in(&c, tree);
    assert_int_equal(c.slowed, TS_OCCURRENCE_NOW);
}

/* The worse of two says what it is. */
static void
now_wins_over_before(void **state)
{
    (void)state;
    tree_put(THROTTLED, "10000\n");
    tree_put("/sys/class/hwmon/hwmon1/in0_lcrit_alarm", "1\n");
    ts_condition_read_in(&c, tree);
    assert_int_equal(c.undervoltage, TS_OCCURRENCE_NOW);
}

static void
memory_is_read_where_it_is_whole(void **state)
{
    (void)state;
    tree_put("/proc/meminfo", "MemTotal:        3884236 kB\n"
                              "MemFree:          120000 kB\n");
    ts_condition_read_in(&c, tree);
    assert_false(c.has_memory);
    assert_int_equal(c.memory_bytes, 0);
    tree_put("/proc/meminfo", "MemTotal:        3884236 kB\n"
                              "MemFree:          120000 kB\n"
                              "MemAvailable:    2000000 kB\n");
    ts_condition_read_in(&c, tree);
    assert_true(c.has_memory);
    assert_int_equal(c.memory_bytes, UINT64_C(3884236) * 1024);
    assert_int_equal(c.memory_available_bytes, UINT64_C(2000000) * 1024);
}

static void
a_battery_clock_is_one_that_says_a_time(void **state)
{
    (void)state;
    tree_put("/sys/class/rtc/rtc0/name", "broken\n");
    ts_condition_read_in(&c, tree);
    assert_false(c.has_battery_clock);
    tree_put("/sys/class/rtc/rtc1/since_epoch", "1780272000\n");
    ts_condition_read_in(&c, tree);
    assert_true(c.has_battery_clock);
}

static void
a_disk_is_the_one_a_path_lies_on(void **state)
{
    (void)state;
    char path[300];
    struct statvfs there;
    struct ts_condition_disk disk = ts_condition_disk_of(tree);
    assert_int_equal(statvfs(tree, &there), 0);
    assert_true(disk.is_known);
    assert_false(disk.is_read_only);
    assert_int_equal(disk.bytes, (uint64_t)there.f_blocks * there.f_frsize);
    assert_true(disk.free_bytes <= disk.bytes);
    ts_test_row("a file that is not there yet");
    snprintf(path, sizeof(path), "%s/state/of/the/journal.sqlite", tree);
    assert_true(ts_condition_disk_of(path).is_known);
    assert_int_equal(ts_condition_disk_of(path).bytes, disk.bytes);
    ts_test_row("below a file");
    tree_put("/file", "x");
    snprintf(path, sizeof(path), "%s/file/journal.sqlite", tree);
    assert_int_equal(ts_condition_disk_of(path).bytes, disk.bytes);
    ts_test_row("a name alone");
    assert_true(ts_condition_disk_of("no-such-file").is_known);
    ts_test_row("nothing");
    assert_false(ts_condition_disk_of(NULL).is_known);
    assert_false(ts_condition_disk_of("").is_known);
    ts_test_row("too long to be a path");
    static char longest[5000];
    memset(longest, 'a', sizeof(longest) - 1);
    assert_false(ts_condition_disk_of(longest).is_known);
}

static void
this_machine_runs(void **state)
{
    (void)state;
    ts_condition_read(&c);
    assert_true(c.uptime_s > 0);
    assert_true(!c.has_memory || c.memory_available_bytes <= c.memory_bytes);
    if (c.clock_from_network)
        assert_true(c.clock_synchronised);
}

int
main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, tree_set_up, tree_tear_down)
    const struct CMUnitTest tests[] = {
        TEST(nothing_is_known_of_a_machine_that_says_nothing),
        TEST(the_hottest_place_counts),
        TEST(what_ought_not_to_happen_is_told),
        TEST(cooling_by_being_slower_is_told_and_a_fan_is_not),
        TEST(now_wins_over_before),
        TEST(memory_is_read_where_it_is_whole),
        TEST(a_battery_clock_is_one_that_says_a_time),
        TEST(a_disk_is_the_one_a_path_lies_on),
        TEST(this_machine_runs),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
