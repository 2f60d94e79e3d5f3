#include "firmware/base/limits.h"
#include "kiosk/scan/haul.h"
#include "tests/support/support.h"

#include <stdlib.h>
#include <string.h>

static struct ts_haul haul;

static int
setup(void **state)
{
    (void)state;
    haul.texts = malloc((size_t)TS_SCAN_CODES_MAX * TS_CODE_TEXT_MAX);
    ts_haul_empty(&haul);
    return haul.texts ? 0 : -1;
}

static int
teardown(void **state)
{
    (void)state;
    free(haul.texts);
    return 0;
}

/* A square of that side; its text is one letter. */
static void
keep(char letter, int32_t left, int32_t side)
{
    const uint8_t text = (uint8_t)letter;
    struct ts_code code = {
        .bytes = { &text, 1 },
        .corners = { { left, 0 },
                     { left + side, 0 },
                     { left + side, side },
                     { left, side } },
    };
    ts_haul_keep(&haul, &code);
}

static void
assert_held(const char *letters)
{
    size_t len = strlen(letters);
    assert_int_equal(haul.count, len);
    for (size_t i = 0; i < len; i++) {
        assert_int_equal(haul.codes[i].bytes.len, 1);
        assert_int_equal(haul.codes[i].bytes.at[0], letters[i]);
    }
}

static void
the_largest_comes_first_and_each_keeps_its_own_bytes(void **state)
{
    (void)state;
    keep('b', 0, 200);
    keep('c', 300, 100);
    keep('a', 500, 300);
    assert_held("abc");
}

static void
a_code_read_twice_in_one_place_is_held_once(void **state)
{
    (void)state;
    keep('a', 0, 200);
    keep('a', 10, 190);
    assert_held("a");
}

static void
the_same_bytes_elsewhere_are_another_code(void **state)
{
    (void)state;
    keep('a', 0, 200);
    keep('a', 400, 200);
    assert_held("aa");
}

static void
other_bytes_in_the_same_place_are_another_code(void **state)
{
    (void)state;
    keep('a', 0, 200);
    keep('b', 0, 200);
    assert_held("ab");
}

static void
of_too_many_the_smallest_is_dropped(void **state)
{
    (void)state;
    for (int i = 0; i < TS_SCAN_CODES_MAX; i++)
        keep((char)('b' + i), 1000 * i, 200 - i);
    assert_held("bcdefghijklmnopq");
    keep('z', -1000, 20);
    assert_held("bcdefghijklmnopq");
    keep('a', -2000, 300);
    assert_held("abcdefghijklmnop");
}

static void
nothing_is_left_of_the_last_frame(void **state)
{
    (void)state;
    keep('a', 0, 200);
    ts_haul_empty(&haul);
    assert_held("");
    keep('b', 0, 100);
    assert_held("b");
}

int
main(void)
{
#define HAULING(test) cmocka_unit_test_setup_teardown(test, setup, teardown)
    const struct CMUnitTest tests[] = {
        HAULING(the_largest_comes_first_and_each_keeps_its_own_bytes),
        HAULING(a_code_read_twice_in_one_place_is_held_once),
        HAULING(the_same_bytes_elsewhere_are_another_code),
        HAULING(other_bytes_in_the_same_place_are_another_code),
        HAULING(of_too_many_the_smallest_is_dropped),
        HAULING(nothing_is_left_of_the_last_frame),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
