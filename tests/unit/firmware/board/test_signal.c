#define _GNU_SOURCE /* mkdtemp beside the stand-in for ioctl */

#include "firmware/board/clock.h"
#include "firmware/board/linux/signal_devices.h"
#include "tests/unit/firmware/board/gpio_kernel.h"

#include <sched.h>
#include <stdatomic.h>
#include <time.h>

/* The port as it is, with its thread; what it does is awaited, without an end of its
 * own. */

enum { READY = 1U << 1, STOP = 1U << 2, BUZZER = 1U << 3, RELAY = 1U << 4, LOOK_MS = 5 };

static const char all[] =
    "gpio:board,ready=1,stop=2,buzzer=3,relay=4,pulse=50,next=5,pull_up,active_low";
static const char slow[] = "gpio:board,ready=1,stop=2,relay=4,pulse=10000";

static struct ts_signal *port;
static atomic_ullong skipped_ms;

/* As time passes, and as much more as the test says. */
ts_mono
ts_clock_mono(void)
{
    struct timespec now;
    assert_int_equal(clock_gettime(CLOCK_MONOTONIC, &now), 0);
    return (ts_mono){ (uint64_t)now.tv_sec * 1000 + (uint64_t)now.tv_nsec / 1000000
                      + atomic_load(&skipped_ms) };
}

static void
await_lit(uint64_t lit)
{
    pthread_mutex_lock(&kernel_lock);
    while (kernel.lit != lit)
        pthread_cond_wait(&kernel_moved, &kernel_lock);
    pthread_mutex_unlock(&kernel_lock);
}

static void
await_trouble(bool is_there)
{
    struct ts_signal_state state;
    do {
        (void)sched_yield();
        ts_signal_describe(port, &state);
    } while ((state.trouble != NULL) != is_there);
}

static void
plug(bool in)
{
    pthread_mutex_lock(&kernel_lock);
    kernel.unplugged = !in;
    pthread_mutex_unlock(&kernel_lock);
}

/* How often these lines went on. */
static size_t
count_on(uint64_t lines)
{
    size_t times = 0;
    for (size_t i = 1; i < kernel.seen_count; i++)
        times += !(kernel.seen[i - 1] & lines) && kernel.seen[i] & lines;
    return times;
}

static size_t
times_on(uint64_t lines)
{
    pthread_mutex_lock(&kernel_lock);
    size_t times = count_on(lines);
    pthread_mutex_unlock(&kernel_lock);
    return times;
}

/* Whoever looks late has missed nothing. */
static void
await_on(uint64_t lines, size_t times)
{
    pthread_mutex_lock(&kernel_lock);
    while (count_on(lines) < times)
        pthread_cond_wait(&kernel_moved, &kernel_lock);
    pthread_mutex_unlock(&kernel_lock);
}

static int
set_up(void **state)
{
    port = NULL;
    return reset_kernel(state);
}

static int
tear_down(void **state)
{
    (void)state;
    ts_signal_close(port);
    return 0;
}

static void
open_port(const char *wiring)
{
    assert_status(ts_signal_open_in(&port, wiring, devices, LOOK_MS), TS_OK);
}

static void
each_lamp_is_lit_alone(void **state)
{
    (void)state;
    open_port(all);
    assert_int_equal(kernel.taken, 1);
    assert_status(ts_signal_show(port, TS_LAMP_READY), TS_OK);
    await_lit(READY);
    assert_status(ts_signal_show(port, TS_LAMP_STOP), TS_OK);
    await_lit(STOP);
    assert_status(ts_signal_show(port, TS_LAMP_NOT_YET), TS_OK); /* not wired */
    await_lit(0);
    assert_status(ts_signal_show(port, TS_LAMP_STOP), TS_OK);
    await_lit(STOP);
    ts_signal_close(port);
    port = NULL;
    assert_int_equal(kernel.lit, 0);
}

static void
the_relay_is_let_go_of_by_the_port_itself(void **state)
{
    (void)state;
    open_port(all);
    assert_status(ts_signal_show(port, TS_LAMP_READY), TS_OK);
    await_lit(READY);
    assert_int_equal(times_on(RELAY), 0);
    ts_signal_pulse(port);
    await_on(RELAY, 1);
    await_lit(READY); /* nobody did anything */
    assert_int_equal(times_on(RELAY), 1);
}

static void
another_lamp_lets_go_of_the_relay_at_once(void **state)
{
    (void)state;
    open_port(slow);
    assert_status(ts_signal_show(port, TS_LAMP_READY), TS_OK);
    ts_signal_pulse(port);
    await_lit(READY | RELAY);
    assert_status(ts_signal_show(port, TS_LAMP_READY), TS_OK); /* the same one does not */
    ts_mono before = ts_clock_mono();
    assert_status(ts_signal_show(port, TS_LAMP_STOP), TS_OK);
    await_lit(STOP);
    assert_true(ts_clock_mono().ms - before.ms < 9000);
}

static void
closing_turns_everything_off(void **state)
{
    (void)state;
    open_port(slow);
    assert_status(ts_signal_show(port, TS_LAMP_READY), TS_OK);
    ts_signal_pulse(port);
    await_lit(READY | RELAY);
    ts_signal_close(port);
    port = NULL;
    assert_int_equal(kernel.lit, 0);
}

static void
the_buzzer_keeps_its_rhythm(void **state)
{
    (void)state;
    open_port(all);
    ts_signal_buzz(port, TS_LAMP_NOT_YET);
    await_on(BUZZER, 3);
    await_lit(0);
    assert_int_equal(times_on(BUZZER), 3);
    ts_signal_buzz(port, TS_LAMP_STOP);
    await_on(BUZZER, 4);
    ts_signal_buzz(port, TS_LAMP_NONE);
    await_lit(0);
    assert_int_equal(times_on(BUZZER), 4);
}

static void
await_press(void)
{
    while (!ts_signal_next(port))
        (void)sched_yield();
}

static void
a_press_is_told_once(void **state)
{
    (void)state;
    open_port(all);
    assert_false(ts_signal_next(port));
    kernel_edge(GPIO_V2_LINE_EVENT_RISING_EDGE);
    await_press();
    assert_false(ts_signal_next(port));
    struct ts_signal_state is;
    ts_signal_describe(port, &is);
    assert_true(is.wired && is.has_next);
}

/* The screen hung, and what the press was meant for is gone. */
static void
a_press_that_nobody_asked_for_is_dropped(void **state)
{
    (void)state;
    open_port(all);
    kernel_edge(GPIO_V2_LINE_EVENT_RISING_EDGE);
    struct pollfd unread = { .fd = kernel.inputs.fd, .events = POLLIN };
    while (poll(&unread, 1, 0) == 1)
        (void)sched_yield();
    assert_status(ts_signal_show(port, TS_LAMP_STOP), TS_OK);
    await_lit(STOP); /* a turn later it has been noted */
    atomic_fetch_add(&skipped_ms, TS_SIGNAL_PRESS_MS + 1);
    assert_false(ts_signal_next(port));
}

static void
a_chip_that_goes_is_told_and_looked_for(void **state)
{
    (void)state;
    open_port(all);
    assert_status(ts_signal_show(port, TS_LAMP_READY), TS_OK);
    await_lit(READY);
    plug(false);
    await_trouble(true);
    assert_status(ts_signal_show(port, TS_LAMP_STOP), TS_IO);
    plug(true);
    await_trouble(false);
    await_lit(STOP);
    assert_int_equal(kernel.taken, 2);
    kernel_edge(GPIO_V2_LINE_EVENT_RISING_EDGE);
    await_press();
}

static void
a_chip_that_is_not_there_yet_is_waited_for(void **state)
{
    (void)state;
    struct ts_signal_state is;
    plug(false);
    open_port(all);
    ts_signal_describe(port, &is);
    assert_string_equal(is.trouble, "no chip of that label");
    assert_status(ts_signal_show(port, TS_LAMP_STOP), TS_IO);
    plug(true);
    await_lit(STOP);
    await_trouble(false);
}

static void
what_was_to_last_a_moment_is_lost_with_the_chip(void **state)
{
    (void)state;
    open_port(slow);
    assert_status(ts_signal_show(port, TS_LAMP_READY), TS_OK);
    ts_signal_pulse(port);
    await_lit(READY | RELAY);
    plug(false);
    await_trouble(true);
    ts_signal_pulse(port);
    ts_signal_buzz(port, TS_LAMP_STOP);
    plug(true);
    await_trouble(false);
    await_lit(READY);
    assert_int_equal(times_on(RELAY), 1);
    assert_int_equal(times_on(BUZZER), 0);
}

static void
without_lines_nothing_is_asked_of_the_system(void **state)
{
    (void)state;
    struct ts_signal_state is;
    kernel.no_lines = true;
    kernel.no_set = true;
    assert_status(ts_signal_open(&port, "none"), TS_OK);
    assert_status(ts_signal_show(port, TS_LAMP_STOP), TS_OK);
    ts_signal_buzz(port, TS_LAMP_STOP);
    ts_signal_pulse(port);
    assert_false(ts_signal_next(port));
    ts_signal_describe(port, &is);
    assert_false(is.wired || is.has_next);
    assert_null(is.trouble);
    assert_int_equal(kernel.taken + kernel.sets, 0);
    ts_signal_close(NULL);
}

static void
what_cannot_be_read_is_not_opened(void **state)
{
    (void)state;
    assert_status(ts_signal_open(&port, "gpio:board"), TS_MALFORMED);
    assert_null(port);
}

int
main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)
    const struct CMUnitTest tests[] = {
        TEST(each_lamp_is_lit_alone),
        TEST(the_relay_is_let_go_of_by_the_port_itself),
        TEST(another_lamp_lets_go_of_the_relay_at_once),
        TEST(closing_turns_everything_off),
        TEST(the_buzzer_keeps_its_rhythm),
        TEST(a_press_is_told_once),
        TEST(a_press_that_nobody_asked_for_is_dropped),
        TEST(a_chip_that_goes_is_told_and_looked_for),
        TEST(a_chip_that_is_not_there_yet_is_waited_for),
        TEST(what_was_to_last_a_moment_is_lost_with_the_chip),
        TEST(without_lines_nothing_is_asked_of_the_system),
        TEST(what_cannot_be_read_is_not_opened),
    };
    return cmocka_run_group_tests(tests, make_devices, remove_devices);
}
