#define _XOPEN_SOURCE 700 /* nftw */

#include "firmware/board/linux/backlight_sysfs.h"

#include "tests/unit/firmware/board/sysfs_tree.h"

#include <unistd.h>

#define LIGHTS "/sys/class/backlight/"

static struct ts_backlight *light;

static int
set_up(void **state)
{
    light = NULL;
    return tree_set_up(state);
}

static int
tear_down(void **state)
{
    ts_backlight_close(light);
    return tree_tear_down(state);
}

static void
put_light(const char *name, const char *most, const char *now)
{
    char path[128];
    snprintf(path, sizeof(path), LIGHTS "%s/max_brightness", name);
    tree_put(path, most);
    snprintf(path, sizeof(path), LIGHTS "%s/brightness", name);
    tree_put(path, now);
}

static int
brightness_of(const char *name)
{
    char path[128];
    snprintf(path, sizeof(path), LIGHTS "%s/brightness", name);
    return atoi(tree_get(path));
}

static const struct {
    const char *rule;
    const char *which;
    enum ts_status want;
} names[] = {
    { "none", "none", TS_OK },
    { "any", "auto", TS_OK },
    { "a name", "10-0045", TS_OK },
    { "how bright", "auto,80", TS_OK },
    { "fully", "panel,100", TS_OK },
    { "nothing", "", TS_MALFORMED },
    { "none of a kind", "none,50", TS_MALFORMED },
    { "a way out", "../../etc", TS_MALFORMED },
    { "a path", "a/b", TS_MALFORMED },
    { "the folder itself", ".", TS_MALFORMED },
    { "no name", ",50", TS_MALFORMED },
    { "no percent", "auto,", TS_MALFORMED },
    { "dark", "auto,0", TS_MALFORMED },
    { "more than all", "auto,101", TS_MALFORMED },
    { "a percent sign", "auto,80%", TS_MALFORMED },
    { "too long",
      "0123456789012345678901234567890123456789012345678901234567890123456789",
      TS_MALFORMED },
};

static void
each_name_is_read_as_it_says(void **state)
{
    (void)state;
    for (size_t i = 0; i < TS_COUNT(names); i++) {
        struct ts_backlight *one = NULL;
        ts_test_row(names[i].rule);
        assert_status(ts_backlight_open_in(&one, names[i].which, tree), names[i].want);
        assert_int_equal(one != NULL, names[i].want == TS_OK);
        assert_int_equal(ts_backlight_names(names[i].which), names[i].want == TS_OK);
        ts_backlight_close(one);
    }
}

static void
it_dims_and_comes_back(void **state)
{
    (void)state;
    put_light("rpi_backlight", "255\n", "7\n");
    assert_status(ts_backlight_open_in(&light, "auto", tree), TS_OK);
    ts_test_row("a kiosk that was cut off while it was dim comes back bright");
    assert_int_equal(brightness_of("rpi_backlight"), 255);
    assert_status(ts_backlight_dim(light, true), TS_OK);
    assert_int_equal(brightness_of("rpi_backlight"), 51);
    assert_status(ts_backlight_dim(light, false), TS_OK);
    assert_int_equal(brightness_of("rpi_backlight"), 255);
    assert_status(ts_backlight_dim(light, true), TS_OK);
    ts_backlight_close(light);
    light = NULL;
    assert_int_equal(brightness_of("rpi_backlight"), 255);
}

static void
full_is_what_was_configured(void **state)
{
    (void)state;
    put_light("panel", "1000\n", "0\n");
    assert_status(ts_backlight_open_in(&light, "panel,80", tree), TS_OK);
    assert_string_equal(tree_get(LIGHTS "panel/brightness"), "800\n");
    tree_put(LIGHTS "panel/brightness", "");
    assert_status(ts_backlight_dim(light, true), TS_OK);
    assert_string_equal(tree_get(LIGHTS "panel/brightness"), "160\n");
}

static void
it_is_never_dark(void **state)
{
    (void)state;
    put_light("panel", "3\n", "3\n");
    assert_status(ts_backlight_open_in(&light, "panel,1", tree), TS_OK);
    assert_int_equal(brightness_of("panel"), 1);
    assert_status(ts_backlight_dim(light, true), TS_OK);
    assert_int_equal(brightness_of("panel"), 1);
}

static void
a_panel_that_was_turned_off_is_turned_on(void **state)
{
    (void)state;
    put_light("panel", "10\n", "10\n");
    tree_put(LIGHTS "panel/bl_power", "4\n");
    assert_status(ts_backlight_open_in(&light, "panel", tree), TS_OK);
    assert_int_equal(atoi(tree_get(LIGHTS "panel/bl_power")), 0);
}

static void
of_several_the_first_by_name_is_taken(void **state)
{
    (void)state;
    char name[TS_BACKLIGHT_NAME_SIZE];
    put_light("b", "10\n", "3\n");
    put_light("a", "10\n", "3\n");
    put_light("c", "10\n", "3\n");
    assert_true(ts_backlight_find(name, "auto", tree));
    assert_string_equal(name, "a");
    assert_status(ts_backlight_open_in(&light, "auto", tree), TS_OK);
    assert_string_equal(tree_get(LIGHTS "a/brightness"), "10\n");
    assert_int_equal(brightness_of("b"), 3);
    assert_true(ts_backlight_is_ours("a", tree));
    assert_false(ts_backlight_find(name, "d", tree));
    assert_false(ts_backlight_find(name, "none", tree));
}

/* It is looked for at every change: drivers come late. */
static void
a_light_that_is_not_there_may_come(void **state)
{
    (void)state;
    assert_status(ts_backlight_open_in(&light, "auto", tree), TS_OK);
    assert_status(ts_backlight_dim(light, true), TS_ABSENT);
    put_light("late", "10\n", "3\n");
    assert_status(ts_backlight_dim(light, false), TS_OK);
    assert_string_equal(tree_get(LIGHTS "late/brightness"), "10\n");
}

static void
what_a_driver_says_is_not_believed_blindly(void **state)
{
    (void)state;
    static const char *const most[] = { "0\n", "-5\n", "many\n", "99999999999999\n", "" };
    for (size_t i = 0; i < TS_COUNT(most); i++) {
        ts_test_row(most[i]);
        put_light("panel", most[i], "3\n");
        ts_backlight_close(light);
        assert_status(ts_backlight_open_in(&light, "panel", tree), TS_OK);
        assert_status(ts_backlight_dim(light, true), TS_IO);
        assert_int_equal(brightness_of("panel"), 3);
    }
}

static void
none_touches_nothing(void **state)
{
    (void)state;
    put_light("panel", "10\n", "3\n");
    assert_status(ts_backlight_open_in(&light, "none", tree), TS_OK);
    assert_status(ts_backlight_dim(light, true), TS_OK);
    assert_status(ts_backlight_dim(light, false), TS_OK);
    assert_int_equal(brightness_of("panel"), 3);
}

int
main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)
    const struct CMUnitTest tests[] = {
        TEST(each_name_is_read_as_it_says),
        TEST(it_dims_and_comes_back),
        TEST(full_is_what_was_configured),
        TEST(it_is_never_dark),
        TEST(a_panel_that_was_turned_off_is_turned_on),
        TEST(of_several_the_first_by_name_is_taken),
        TEST(a_light_that_is_not_there_may_come),
        TEST(what_a_driver_says_is_not_believed_blindly),
        TEST(none_touches_nothing),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
