#include "firmware/board/linux/signal_gpio.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <linux/gpio.h>
#include <poll.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

_Static_assert((int)TS_SIGNAL_LABEL_SIZE == (int)GPIO_MAX_NAME_SIZE, "as the kernel's");

enum { EVENTS_MAX = 16 };

static bool
chip_bears(int chip, const char *label, uint32_t *lines)
{
    struct gpiochip_info info = { 0 };
    if (ioctl(chip, GPIO_GET_CHIPINFO_IOCTL, &info) != 0)
        return false;
    *lines = info.lines;
    return strncmp(info.label, label, sizeof(info.label)) == 0;
}

static enum ts_status
open_chip(int *chip, uint32_t *lines, const char *devices, const char *label)
{
    enum ts_status status = TS_ABSENT;
    const struct dirent *entry = NULL;
    DIR *entries = opendir(devices);
    if (!entries)
        return TS_IO;
    while (status != TS_OK && (entry = readdir(entries)) != NULL) {
        if (strncmp(entry->d_name, "gpiochip", 8) != 0)
            continue;
        int fd = openat(dirfd(entries), entry->d_name, O_RDWR | O_CLOEXEC);
        if (fd < 0) {
            status = TS_IO; /* it may have been the one; mostly: not in group gpio */
        } else if (chip_bears(fd, label, lines)) {
            *chip = fd;
            status = TS_OK;
        } else {
            close(fd);
        }
    }
    closedir(entries);
    return status;
}

static bool
fits(const struct ts_signal_wiring *w, uint32_t lines)
{
    for (size_t i = 0; i < TS_SIGNAL_LINE_COUNT; i++)
        if (w->wires[i].is_wired && w->wires[i].offset >= lines)
            return false;
    return true;
}

static uint64_t
flags_of(const struct ts_signal_wire *wire, uint64_t flags)
{
    if (wire->active_low)
        flags |= GPIO_V2_LINE_FLAG_ACTIVE_LOW;
    if (wire->open_drain)
        flags |= GPIO_V2_LINE_FLAG_OPEN_DRAIN;
    if (wire->pull_up)
        flags |= GPIO_V2_LINE_FLAG_BIAS_PULL_UP;
    if (wire->pull_down)
        flags |= GPIO_V2_LINE_FLAG_BIAS_PULL_DOWN;
    return flags;
}

_Static_assert((int)TS_SIGNAL_OUTPUT_COUNT <= (int)GPIO_V2_LINE_NUM_ATTRS_MAX,
               "an attribute for every line");

static void
add_output(struct gpio_v2_line_request *request, const struct ts_signal_wire *wire,
           uint64_t bit)
{
    uint64_t flags = flags_of(wire, request->config.flags);
    request->offsets[request->num_lines++] = wire->offset;
    if (flags == request->config.flags)
        return;
    request->config.attrs[request->config.num_attrs++] =
        (struct gpio_v2_line_config_attribute){
            .attr = { .id = GPIO_V2_LINE_ATTR_ID_FLAGS, .flags = flags },
            .mask = bit,
        };
}

/* All in one request, so that one call changes them all. An output begins with the value
 * 0, which is off whatever the line's polarity, unless an attribute says otherwise. */
static enum ts_status
take_outputs(struct ts_gpio_lines *lines, const struct ts_signal_wiring *w, int chip)
{
    struct gpio_v2_line_request request = { .consumer = "touchstone lamps" };
    request.config.flags = GPIO_V2_LINE_FLAG_OUTPUT;
    for (size_t i = 0; i < TS_SIGNAL_OUTPUT_COUNT; i++) {
        if (!w->wires[i].is_wired)
            continue;
        lines->bits[i] = UINT64_C(1) << request.num_lines;
        lines->all |= lines->bits[i];
        add_output(&request, &w->wires[i], lines->bits[i]);
    }
    if (request.num_lines == 0)
        return TS_OK;
    if (ioctl(chip, GPIO_V2_GET_LINE_IOCTL, &request) != 0)
        return TS_IO;
    lines->outputs = request.fd;
    return TS_OK;
}

/* The kernel waits until the button has settled, also on chips that cannot. */
static enum ts_status
take_inputs(struct ts_gpio_lines *lines, const struct ts_signal_wiring *w, int chip)
{
    const struct ts_signal_wire *wire = &w->wires[TS_SIGNAL_LINE_NEXT];
    struct gpio_v2_line_request request = {
        .consumer = "touchstone next",
        .num_lines = 1,
        .event_buffer_size = EVENTS_MAX,
    };
    if (!wire->is_wired)
        return TS_OK;
    request.offsets[0] = wire->offset;
    request.config.flags =
        flags_of(wire, GPIO_V2_LINE_FLAG_INPUT | GPIO_V2_LINE_FLAG_EDGE_RISING);
    request.config.num_attrs = 1;
    request.config.attrs[0] = (struct gpio_v2_line_config_attribute){
        .attr = { .id = GPIO_V2_LINE_ATTR_ID_DEBOUNCE,
                  .debounce_period_us = w->debounce_ms * 1000 },
        .mask = 1,
    };
    if (ioctl(chip, GPIO_V2_GET_LINE_IOCTL, &request) != 0)
        return TS_IO;
    lines->inputs = request.fd;
    return TS_OK;
}

static const char *
why_refused(int error)
{
    switch (error) {
    case EBUSY: return "a line is in use";
    case EACCES:
    case EPERM: return "no right to the chip";
    case EINVAL:
    case ENOTSUP: return "the chip cannot do what is wired";
    default: return "the chip does not answer";
    }
}

static enum ts_status
take_lines(struct ts_gpio_lines *lines, const struct ts_signal_wiring *wiring, int chip,
           const char **trouble)
{
    enum ts_status status = take_outputs(lines, wiring, chip);
    if (status == TS_OK)
        status = take_inputs(lines, wiring, chip);
    if (status != TS_OK) {
        *trouble = why_refused(errno);
        ts_gpio_lines_release(lines);
    }
    return status;
}

enum ts_status
ts_gpio_lines_take(struct ts_gpio_lines *lines, const struct ts_signal_wiring *wiring,
                   const char *devices, const char **trouble)
{
    uint32_t count = 0;
    int chip = -1;
    *lines = TS_GPIO_NO_LINES;
    enum ts_status status = open_chip(&chip, &count, devices, wiring->label);
    if (status != TS_OK) {
        *trouble = status == TS_IO ? "no right to a chip" : "no chip of that label";
        return status;
    }
    if (fits(wiring, count)) {
        status = take_lines(lines, wiring, chip, trouble);
    } else {
        *trouble = "the chip has no such line";
        status = TS_ABSENT;
    }
    close(chip); /* the lines stay ours by their own descriptors */
    return status;
}

enum ts_status
ts_gpio_lines_set(const struct ts_gpio_lines *lines, unsigned on)
{
    struct gpio_v2_line_values values = { .mask = lines->all };
    for (size_t i = 0; i < TS_SIGNAL_OUTPUT_COUNT; i++)
        if (on & 1U << i)
            values.bits |= lines->bits[i];
    if (lines->outputs < 0)
        return TS_OK;
    return ioctl(lines->outputs, GPIO_V2_LINE_SET_VALUES_IOCTL, &values) == 0 ? TS_OK
                                                                              : TS_IO;
}

/* A chip that was pulled out leaves its descriptors, on which everything fails. */
static bool
answers(int fd, uint64_t mask)
{
    struct gpio_v2_line_values values = { .mask = mask };
    return fd < 0 || ioctl(fd, GPIO_V2_LINE_GET_VALUES_IOCTL, &values) == 0;
}

bool
ts_gpio_lines_live(const struct ts_gpio_lines *lines)
{
    return answers(lines->outputs, lines->all) && answers(lines->inputs, 1);
}

bool
ts_gpio_lines_pressed(const struct ts_gpio_lines *lines)
{
    struct gpio_v2_line_event events[EVENTS_MAX];
    struct pollfd button = { .fd = lines->inputs, .events = POLLIN };
    if (poll(&button, 1, 0) != 1 || !(button.revents & POLLIN))
        return false;
    ssize_t got = read(lines->inputs, events, sizeof(events));
    for (ssize_t i = 0; (i + 1) * (ssize_t)sizeof(*events) <= got; i++)
        if (events[i].id == GPIO_V2_LINE_EVENT_RISING_EDGE)
            return true;
    return false;
}

void
ts_gpio_lines_release(struct ts_gpio_lines *lines)
{
    enum ts_status dark = ts_gpio_lines_set(lines, 0);
    (void)dark; /* lines that cannot be turned off are let go of all the same */
    if (lines->outputs >= 0)
        close(lines->outputs);
    if (lines->inputs >= 0)
        close(lines->inputs);
    *lines = TS_GPIO_NO_LINES;
}

static void
look_at_line(struct ts_gpio_line_state *state, int chip, uint32_t offset)
{
    struct gpio_v2_line_info info = { .offset = offset };
    if (ioctl(chip, GPIO_V2_GET_LINEINFO_IOCTL, &info) != 0)
        return;
    state->is_there = true;
    state->is_used = info.flags & GPIO_V2_LINE_FLAG_USED;
    memcpy(state->consumer, info.consumer, sizeof(state->consumer));
    state->consumer[sizeof(state->consumer) - 1] = '\0';
}

enum ts_status
ts_gpio_lines_look(struct ts_gpio_line_state states[static TS_SIGNAL_LINE_COUNT],
                   const struct ts_signal_wiring *wiring, const char *devices)
{
    uint32_t count = 0;
    int chip = -1;
    enum ts_status status = open_chip(&chip, &count, devices, wiring->label);
    memset(states, 0, sizeof(*states) * TS_SIGNAL_LINE_COUNT);
    if (status != TS_OK)
        return status;
    for (size_t i = 0; i < TS_SIGNAL_LINE_COUNT; i++)
        if (wiring->wires[i].is_wired && wiring->wires[i].offset < count)
            look_at_line(&states[i], chip, wiring->wires[i].offset);
    close(chip);
    return TS_OK;
}
