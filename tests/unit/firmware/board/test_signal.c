#define _GNU_SOURCE /* mkdtemp beside the stand-in for ioctl */

#include "firmware/board/linux/signal_gpio.h"
#include "tests/support/support.h"

#include <errno.h>
#include <linux/gpio.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/stat.h>
#include <unistd.h>

/* A kernel with one chip of 32 lines, called "board". It stands in front of
 * the C library's ioctl() for the whole program. */
static struct {
    bool no_lines, no_set;
    bool held;
    uint32_t offsets[8];
    uint32_t num_lines;
    uint64_t flags;
    uint64_t lit; /* By line offset. */
    int sets;
} kernel;

static char devices[] = "/tmp/ts-gpio-XXXXXX";

static int
get_lines(struct gpio_v2_line_request *request)
{
    if (kernel.no_lines) {
        errno = EBUSY;
        return -1;
    }
    kernel.held = true;
    kernel.num_lines = request->num_lines;
    kernel.flags = request->config.flags;
    assert_int_equal(request->config.num_attrs, 0);
    assert_int_equal(request->event_buffer_size, 0);
    memcpy(kernel.offsets, request->offsets, sizeof(kernel.offsets));
    kernel.lit = 0;
    request->fd = dup(0);
    return 0;
}

static int
set_values(const struct gpio_v2_line_values *values)
{
    if (kernel.no_set) {
        errno = EIO;
        return -1;
    }
    assert_true(kernel.held);
    assert_int_equal(values->mask, (UINT64_C(1) << kernel.num_lines) - 1);
    kernel.lit = 0;
    for (uint32_t i = 0; i < kernel.num_lines; i++)
        kernel.lit |= (values->bits >> i & 1) << kernel.offsets[i];
    kernel.sets++;
    return 0;
}

int
ioctl(int fd, unsigned long request, ...)
{
    va_list list;
    (void)fd;
    va_start(list, request);
    void *argument = va_arg(list, void *);
    va_end(list);
    if (request == GPIO_V2_GET_LINE_IOCTL)
        return get_lines(argument);
    if (request == GPIO_V2_LINE_SET_VALUES_IOCTL)
        return set_values(argument);
    assert_int_equal(request, GPIO_GET_CHIPINFO_IOCTL);
    struct gpiochip_info *info = argument;
    *info = (struct gpiochip_info){ .name = "gpiochip7", .label = "board", .lines = 32 };
    return 0;
}

static int
make_devices(void **state)
{
    char path[64];
    (void)state;
    if (!mkdtemp(devices))
        return -1;
    snprintf(path, sizeof(path), "%s/gpiochip7", devices);
    return symlink("/dev/null", path);
}

static int
remove_devices(void **state)
{
    char path[64];
    (void)state;
    snprintf(path, sizeof(path), "%s/gpiochip7", devices);
    return unlink(path) || rmdir(devices);
}

static int
reset(void **state)
{
    (void)state;
    memset(&kernel, 0, sizeof(kernel));
    return 0;
}

static const struct {
    const char *rule;
    const char *wiring;
    enum ts_status want;
} rows[] = {
    { "no lamps", "none", TS_OK },
    { "one lamp", "gpio:board,stop=0", TS_OK },
    { "any order", "gpio:board,cannottell=3,ready=31", TS_OK },
    { "nothing", "", TS_MALFORMED },
    { "another kind", "lpt:board,stop=1", TS_MALFORMED },
    { "more than none", "none,stop=1", TS_MALFORMED },
    { "no label", "gpio:,stop=1", TS_MALFORMED },
    { "no lamp", "gpio:board", TS_MALFORMED },
    { "a comma too many", "gpio:board,stop=1,", TS_MALFORMED },
    { "an empty lamp", "gpio:board,,stop=1", TS_MALFORMED },
    { "an unknown lamp", "gpio:board,red=1", TS_MALFORMED },
    { "a lamp without a line", "gpio:board,stop", TS_MALFORMED },
    { "an empty line", "gpio:board,stop=", TS_MALFORMED },
    { "a line that is no number", "gpio:board,stop=1a", TS_MALFORMED },
    { "a negative line", "gpio:board,stop=-1", TS_MALFORMED },
    { "a line too large to be one", "gpio:board,stop=10000", TS_MALFORMED },
    { "a lamp twice", "gpio:board,stop=1,stop=2", TS_MALFORMED },
    { "two lamps on one line", "gpio:board,stop=1,ready=1", TS_MALFORMED },
    { "a label that is too long", "gpio:0123456789012345678901234567890123,stop=1",
      TS_MALFORMED },
    { "no chip of that label", "gpio:boar,stop=1", TS_ABSENT },
    { "no such line", "gpio:board,stop=32", TS_ABSENT },
};

static void
each_wiring_is_read_as_it_says(void **state)
{
    (void)state;
    for (size_t i = 0; i < TS_COUNT(rows); i++) {
        struct ts_signal *signal = NULL;
        ts_test_row(rows[i].rule);
        assert_status(ts_signal_gpio_open(&signal, rows[i].wiring, devices),
                      rows[i].want);
        assert_int_equal(signal != NULL, rows[i].want == TS_OK);
        ts_signal_close(signal);
    }
}

static void
each_lamp_is_lit_alone(void **state)
{
    (void)state;
    static const struct {
        enum ts_lamp lamp;
        uint64_t lit;
    } steps[] = {
        { TS_LAMP_READY, 1u << 17 }, { TS_LAMP_STOP, 1u << 27 },
        { TS_LAMP_NOT_YET, 0 },      { TS_LAMP_CANNOT_TELL, 1u << 4 },
        { TS_LAMP_NONE, 0 },         { TS_LAMP_STOP, 1u << 27 },
    };
    struct ts_signal *signal = NULL;
    kernel.lit = UINT64_MAX;
    assert_status(
        ts_signal_gpio_open(&signal, "gpio:board,stop=27,ready=17,cannottell=4", devices),
        TS_OK);
    assert_int_equal(kernel.lit, 0);
    assert_int_equal(kernel.flags, GPIO_V2_LINE_FLAG_OUTPUT);
    assert_int_equal(kernel.num_lines, 3);
    for (size_t i = 0; i < TS_COUNT(steps); i++) {
        assert_status(ts_signal_show(signal, steps[i].lamp), TS_OK);
        assert_int_equal(kernel.lit, steps[i].lit);
    }
    assert_int_equal(kernel.sets, TS_COUNT(steps));
    ts_signal_close(signal);
    assert_int_equal(kernel.lit, 0);
}

static void
without_lamps_nothing_is_asked_of_the_system(void **state)
{
    (void)state;
    struct ts_signal *signal = NULL;
    kernel.no_set = true;
    assert_status(ts_signal_open(&signal, "none"), TS_OK);
    assert_status(ts_signal_show(signal, TS_LAMP_STOP), TS_OK);
    ts_signal_close(signal);
    assert_false(kernel.held);
}

static void
a_refusal_is_told(void **state)
{
    (void)state;
    struct ts_signal *signal = NULL;
    kernel.no_lines = true;
    assert_status(ts_signal_gpio_open(&signal, "gpio:board,stop=1", devices), TS_IO);
    assert_int_equal(errno, EBUSY);
    assert_null(signal);
    assert_status(ts_signal_gpio_open(&signal, "gpio:board,stop=1", "/absent"), TS_IO);
    kernel.no_lines = false;
    assert_status(ts_signal_gpio_open(&signal, "gpio:board,stop=1", devices), TS_OK);
    kernel.no_set = true;
    assert_status(ts_signal_show(signal, TS_LAMP_STOP), TS_IO);
    ts_signal_close(signal);
    ts_signal_close(NULL);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup(each_wiring_is_read_as_it_says, reset),
        cmocka_unit_test_setup(each_lamp_is_lit_alone, reset),
        cmocka_unit_test_setup(without_lamps_nothing_is_asked_of_the_system, reset),
        cmocka_unit_test_setup(a_refusal_is_told, reset),
    };
    return cmocka_run_group_tests(tests, make_devices, remove_devices);
}
