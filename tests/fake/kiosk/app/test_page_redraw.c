#include "tests/fake/kiosk/app/page_parts.h"

/* What is drawn when: the rest of a board depends on it. */

static int
set_up(void **state)
{
    (void)state;
    set_up_parts();
    begin();
    for (size_t i = 0; i < 100; i++)
        turn(33); /* whatever a start brings is over */
    return 0;
}

static int
tear_down(void **state)
{
    (void)state;
    tear_down_parts();
    return 0;
}

static uint32_t
pictures_in(size_t turns)
{
    uint32_t before = l.pictures;
    for (size_t i = 0; i < turns; i++)
        turn(33);
    return l.pictures - before;
}

static void
a_screen_on_which_nothing_changes_is_drawn_once_a_second(void **state)
{
    (void)state;
    scripted_senses.has_frames = false;
    (void)pictures_in(1);
    uint32_t turns = l.turns;
    assert_in_range(pictures_in(300), 8, 11);
    assert_int_equal(l.turns - turns, 300);
}

static void
every_frame_of_the_camera_is_drawn(void **state)
{
    (void)state;
    scripted_senses.has_frames = true;
    assert_int_equal(pictures_in(90), 90);
    scripted_senses.has_frames = false;
    (void)pictures_in(31);
    assert_in_range(pictures_in(29), 0, 1);
}

static void
what_changes_is_drawn_at_once(void **state)
{
    (void)state;
    scripted_senses.has_frames = false;
    (void)pictures_in(31);
    assert_true(pictures_in(5) <= 1);
    ts_loop_tell_kind(&l, TS_EVENT_TROUBLE);
    assert_int_equal(pictures_in(1), 1);
}

static void
a_window_that_was_covered_is_drawn_at_once(void **state)
{
    (void)state;
    scripted_senses.has_frames = false;
    (void)pictures_in(31);
    for (size_t i = 0; i < 20; i++) {
        l.touched = true; /* take_inputs(): it is the window's as well as somebody's */
        assert_int_equal(pictures_in(1), 1);
    }
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(
            a_screen_on_which_nothing_changes_is_drawn_once_a_second, set_up, tear_down),
        cmocka_unit_test_setup_teardown(every_frame_of_the_camera_is_drawn, set_up,
                                        tear_down),
        cmocka_unit_test_setup_teardown(what_changes_is_drawn_at_once, set_up, tear_down),
        cmocka_unit_test_setup_teardown(a_window_that_was_covered_is_drawn_at_once,
                                        set_up, tear_down),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
