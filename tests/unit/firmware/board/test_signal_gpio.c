#define _GNU_SOURCE /* mkdtemp beside the stand-in for ioctl */

#include "firmware/board/linux/signal_gpio.h"

#include "tests/unit/firmware/board/gpio_kernel.h"

#include <signal.h>

static struct ts_gpio_lines lines;
static const char *trouble;

static enum ts_status
take(const char *text)
{
    struct ts_signal_wiring wiring;
    assert_status(ts_signal_wiring_parse(&wiring, ts_span_text(text)), TS_OK);
    trouble = NULL;
    return ts_gpio_lines_take(&lines, &wiring, devices, &trouble);
}

static void
every_line_is_taken_off(void **state)
{
    (void)state;
    kernel.lit = UINT64_MAX;
    assert_status(take("gpio:board,stop=27,ready=17,buzzer=4,relay=5,next=6"), TS_OK);
    assert_int_equal(kernel.lit, 0);
    assert_int_equal(kernel.outputs.num_lines, 4);
    assert_int_equal(kernel.outputs.config.flags, GPIO_V2_LINE_FLAG_OUTPUT);
    assert_int_equal(kernel.outputs.config.num_attrs, 0);
    assert_int_equal(kernel.outputs.event_buffer_size, 0);
    ts_gpio_lines_release(&lines);
    assert_int_equal(lines.outputs, -1);
    assert_int_equal(lines.inputs, -1);
}

static void
each_output_is_turned_on_alone(void **state)
{
    (void)state;
    static const struct {
        unsigned on;
        uint64_t lit;
    } steps[] = {
        { 1U << TS_SIGNAL_LINE_READY, 1U << 17 },
        { 1U << TS_SIGNAL_LINE_STOP, 1U << 27 },
        { 1U << TS_SIGNAL_LINE_NOT_YET, 0 }, /* not wired */
        { 1U << TS_SIGNAL_LINE_READY | 1U << TS_SIGNAL_LINE_RELAY, 1U << 17 | 1U << 5 },
        { 0, 0 },
        { 1U << TS_SIGNAL_LINE_BUZZER, 1U << 4 },
    };
    assert_status(take("gpio:board,stop=27,ready=17,buzzer=4,relay=5"), TS_OK);
    for (size_t i = 0; i < TS_COUNT(steps); i++) {
        assert_status(ts_gpio_lines_set(&lines, steps[i].on), TS_OK);
        assert_int_equal(kernel.lit, steps[i].lit);
    }
    assert_int_equal(kernel.sets, TS_COUNT(steps));
    ts_gpio_lines_release(&lines);
    assert_int_equal(kernel.lit, 0);
}

static void
flags_are_of_their_own_line(void **state)
{
    (void)state;
    const uint64_t plain = GPIO_V2_LINE_FLAG_OUTPUT;
    assert_status(
        take("gpio:board,ready=1,notyet=2,active_low,relay=3,open_drain,pull_up,"
             "active_low,stop=4"),
        TS_OK);
    assert_int_equal(kernel_flags_of(&kernel.outputs, 1), plain);
    assert_int_equal(kernel_flags_of(&kernel.outputs, 2),
                     plain | GPIO_V2_LINE_FLAG_ACTIVE_LOW);
    assert_int_equal(kernel_flags_of(&kernel.outputs, 3),
                     plain | GPIO_V2_LINE_FLAG_ACTIVE_LOW | GPIO_V2_LINE_FLAG_OPEN_DRAIN
                         | GPIO_V2_LINE_FLAG_BIAS_PULL_UP);
    assert_int_equal(kernel_flags_of(&kernel.outputs, 4), plain);
    assert_int_equal(kernel.outputs.config.num_attrs, 2);
    ts_gpio_lines_release(&lines);
}

static void
a_button_is_read_by_its_edge_and_settles_in_the_kernel(void **state)
{
    (void)state;
    assert_status(take("gpio:board,next=6,active_low,pull_up,debounce=35"), TS_OK);
    assert_int_equal(kernel.taken, 0); /* no output, none asked for */
    assert_int_equal(kernel.inputs.num_lines, 1);
    assert_int_equal(kernel.inputs.offsets[0], 6);
    assert_int_equal(kernel.inputs.config.flags,
                     GPIO_V2_LINE_FLAG_INPUT | GPIO_V2_LINE_FLAG_EDGE_RISING
                         | GPIO_V2_LINE_FLAG_ACTIVE_LOW | GPIO_V2_LINE_FLAG_BIAS_PULL_UP);
    assert_int_equal(kernel.inputs.config.num_attrs, 1);
    assert_int_equal(kernel.inputs.config.attrs[0].attr.id,
                     GPIO_V2_LINE_ATTR_ID_DEBOUNCE);
    assert_int_equal(kernel.inputs.config.attrs[0].attr.debounce_period_us, 35000);
    assert_int_equal(kernel.inputs.config.attrs[0].mask, 1);
    assert_true(kernel.inputs.event_buffer_size > 0);
    assert_status(ts_gpio_lines_set(&lines, 1U << TS_SIGNAL_LINE_RELAY), TS_OK);
    assert_false(ts_gpio_lines_pressed(&lines));
    kernel_edge(GPIO_V2_LINE_EVENT_RISING_EDGE);
    kernel_edge(GPIO_V2_LINE_EVENT_RISING_EDGE);
    assert_true(ts_gpio_lines_pressed(&lines));
    assert_false(ts_gpio_lines_pressed(&lines));
    kernel_edge(GPIO_V2_LINE_EVENT_FALLING_EDGE);
    assert_false(ts_gpio_lines_pressed(&lines));
    ts_gpio_lines_release(&lines);
}

static void
what_cannot_be_had_is_told(void **state)
{
    (void)state;
    assert_status(take("gpio:boar,stop=1"), TS_ABSENT);
    assert_string_equal(trouble, "no chip of that label");
    assert_status(take("gpio:board,stop=32"), TS_ABSENT);
    assert_string_equal(trouble, "the chip has no such line");
    assert_status(take("gpio:board,next=32"), TS_ABSENT);
    kernel.no_lines = true;
    assert_status(take("gpio:board,stop=1"), TS_IO);
    assert_string_equal(trouble, "a line is in use");
    kernel.error = EINVAL;
    assert_status(take("gpio:board,next=1"), TS_IO);
    assert_string_equal(trouble, "the chip cannot do what is wired");
    assert_int_equal(lines.outputs, -1);
    assert_int_equal(lines.inputs, -1);
    struct ts_signal_wiring wiring;
    assert_status(ts_signal_wiring_parse(&wiring, TS_SPAN_LIT("gpio:board,stop=1")),
                  TS_OK);
    assert_status(ts_gpio_lines_take(&lines, &wiring, "/absent", &trouble), TS_IO);
    assert_string_equal(trouble, "no right to a chip");
}

/* Both kinds or none: a button without its lamps would be half a gate. */
static void
outputs_are_let_go_of_when_the_button_cannot_be_had(void **state)
{
    (void)state;
    kernel.no_inputs = true;
    assert_status(take("gpio:board,stop=1,next=2"), TS_IO);
    assert_string_equal(trouble, "a line is in use");
    assert_int_equal(kernel.taken, 1);
    assert_true(signal(SIGPIPE, SIG_IGN) != SIG_ERR);
    assert_int_equal(write(kernel.output_end, "", 1), -1); /* nobody reads it any more */
    assert_int_equal(errno, EPIPE);
}

static void
a_chip_that_was_pulled_out_is_noticed(void **state)
{
    (void)state;
    assert_status(take("gpio:board,stop=1,next=2"), TS_OK);
    assert_true(ts_gpio_lines_live(&lines));
    kernel.unplugged = true;
    assert_false(ts_gpio_lines_live(&lines));
    assert_status(ts_gpio_lines_set(&lines, 1U << TS_SIGNAL_LINE_STOP), TS_IO);
    ts_gpio_lines_release(&lines);
    assert_status(take("gpio:board,stop=1"), TS_ABSENT);
    kernel.unplugged = false;
    assert_status(take("gpio:board,stop=1"), TS_OK);
    kernel.no_set = true;
    assert_status(ts_gpio_lines_set(&lines, 0), TS_IO);
    ts_gpio_lines_release(&lines);
}

/* Doctor looks while the kiosk has the lines. */
static void
looking_takes_nothing(void **state)
{
    (void)state;
    struct ts_gpio_line_state states[TS_SIGNAL_LINE_COUNT];
    struct ts_signal_wiring wiring;
    assert_status(ts_signal_wiring_parse(
                      &wiring, TS_SPAN_LIT("gpio:board,ready=1,stop=9,relay=40")),
                  TS_OK);
    kernel.no_lines = true;
    assert_status(ts_gpio_lines_look(states, &wiring, devices), TS_OK);
    assert_true(states[TS_SIGNAL_LINE_READY].is_there);
    assert_false(states[TS_SIGNAL_LINE_READY].is_used);
    assert_true(states[TS_SIGNAL_LINE_STOP].is_used);
    assert_string_equal(states[TS_SIGNAL_LINE_STOP].consumer, "spi0 CS0");
    assert_false(states[TS_SIGNAL_LINE_RELAY].is_there);
    assert_false(states[TS_SIGNAL_LINE_NEXT].is_there);
    kernel.unplugged = true;
    assert_status(ts_gpio_lines_look(states, &wiring, devices), TS_ABSENT);
    assert_false(states[TS_SIGNAL_LINE_READY].is_there);
    assert_int_equal(kernel.taken, 0);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup(every_line_is_taken_off, reset_kernel),
        cmocka_unit_test_setup(each_output_is_turned_on_alone, reset_kernel),
        cmocka_unit_test_setup(flags_are_of_their_own_line, reset_kernel),
        cmocka_unit_test_setup(a_button_is_read_by_its_edge_and_settles_in_the_kernel,
                               reset_kernel),
        cmocka_unit_test_setup(what_cannot_be_had_is_told, reset_kernel),
        cmocka_unit_test_setup(outputs_are_let_go_of_when_the_button_cannot_be_had,
                               reset_kernel),
        cmocka_unit_test_setup(a_chip_that_was_pulled_out_is_noticed, reset_kernel),
        cmocka_unit_test_setup(looking_takes_nothing, reset_kernel),
    };
    return cmocka_run_group_tests(tests, make_devices, remove_devices);
}
