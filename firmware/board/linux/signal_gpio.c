#include "firmware/board/linux/signal_gpio.h"

#include "firmware/base/span.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <linux/gpio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

static const struct {
    enum ts_lamp lamp;
    const char *name;
} lamps[] = {
    { TS_LAMP_READY, "ready" },
    { TS_LAMP_NOT_YET, "notyet" },
    { TS_LAMP_STOP, "stop" },
    { TS_LAMP_CANNOT_TELL, "cannottell" },
};

struct wiring {
    char label[GPIO_MAX_NAME_SIZE];
    uint32_t offset[TS_LAMP_COUNT];
    bool wired[TS_LAMP_COUNT];
};

struct ts_signal {
    int lines; /* -1: no lamps. */
    uint64_t all;
    uint64_t bit[TS_LAMP_COUNT]; /* 0: not wired. */
};

/* A line offset: decimal, short enough not to overflow. */
static bool
parse_offset(uint32_t *offset, ts_span digits)
{
    uint32_t value = 0;
    if (digits.len == 0 || digits.len > 4)
        return false;
    for (size_t i = 0; i < digits.len; i++) {
        if (digits.at[i] < '0' || digits.at[i] > '9')
            return false;
        value = value * 10 + (uint32_t)(digits.at[i] - '0');
    }
    *offset = value;
    return true;
}

static bool
offset_taken(const struct wiring *w, uint32_t offset)
{
    for (size_t i = 0; i < TS_LAMP_COUNT; i++)
        if (w->wired[i] && w->offset[i] == offset)
            return true;
    return false;
}

/* "stop=17" */
static bool
parse_lamp(struct wiring *w, ts_span item)
{
    uint32_t offset;
    size_t equals = ts_span_index(item, '=');
    ts_span name = { item.at, equals };
    if (!parse_offset(&offset, ts_span_part(item, equals + 1, item.len)))
        return false;
    for (size_t i = 0; i < TS_COUNT(lamps); i++) {
        enum ts_lamp lamp = lamps[i].lamp;
        if (!ts_span_is(name, lamps[i].name))
            continue;
        if (w->wired[lamp] || offset_taken(w, offset))
            return false;
        w->wired[lamp] = true;
        w->offset[lamp] = offset;
        return true;
    }
    return false;
}

static bool
parse_wiring(struct wiring *w, ts_span text)
{
    ts_span scheme = TS_SPAN_LIT("gpio:");
    if (!ts_span_starts_with(text, scheme))
        return false;
    text = ts_span_part(text, scheme.len, text.len);
    size_t comma = ts_span_index(text, ',');
    if (comma == 0 || comma == text.len || comma >= sizeof(w->label))
        return false;
    memcpy(w->label, text.at, comma);
    while (comma < text.len) {
        text = ts_span_part(text, comma + 1, text.len);
        comma = ts_span_index(text, ',');
        if (!parse_lamp(w, (ts_span){ text.at, comma }))
            return false;
    }
    return true;
}

static bool
chip_bears(int chip, const char *label, uint32_t *lines)
{
    struct gpiochip_info info = { 0 };
    if (ioctl(chip, GPIO_GET_CHIPINFO_IOCTL, &info) != 0)
        return false;
    *lines = info.lines;
    return strncmp(info.label, label, sizeof(info.label)) == 0;
}

/* By label, because the numbers of chips change with the order of drivers. */
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

/* Asks for all lines in one request, so that one call changes all lamps. */
static enum ts_status
request_lines(struct ts_signal *signal, const struct wiring *w, int chip, uint32_t lines)
{
    struct gpio_v2_line_request request = { .consumer = "touchstone lamps" };
    for (size_t i = 0; i < TS_LAMP_COUNT; i++) {
        if (!w->wired[i])
            continue;
        if (w->offset[i] >= lines)
            return TS_ABSENT;
        signal->bit[i] = UINT64_C(1) << request.num_lines;
        signal->all |= signal->bit[i];
        request.offsets[request.num_lines++] = w->offset[i];
    }
    /* An output begins with the value 0 unless an attribute says otherwise. */
    request.config.flags = GPIO_V2_LINE_FLAG_OUTPUT;
    if (ioctl(chip, GPIO_V2_GET_LINE_IOCTL, &request) != 0)
        return TS_IO;
    signal->lines = request.fd;
    return TS_OK;
}

static enum ts_status
take_lines(struct ts_signal *signal, const struct wiring *w, const char *devices)
{
    uint32_t lines = 0;
    int chip = -1;
    enum ts_status status = open_chip(&chip, &lines, devices, w->label);
    if (status != TS_OK)
        return status;
    status = request_lines(signal, w, chip, lines);
    int why = errno;
    close(chip); /* the lines stay ours by their own descriptor */
    errno = why;
    return status;
}

enum ts_status
ts_signal_gpio_open(struct ts_signal **signal, const char *wiring, const char *devices)
{
    struct wiring w = { 0 };
    ts_span text = ts_span_text(wiring);
    bool none = ts_span_is(text, "none");
    if (!none && !parse_wiring(&w, text))
        return TS_MALFORMED;
    struct ts_signal *made = malloc(sizeof(*made));
    if (!made)
        return TS_NO_SPACE;
    *made = (struct ts_signal){ .lines = -1 };
    enum ts_status status = none ? TS_OK : take_lines(made, &w, devices);
    if (status != TS_OK) {
        free(made);
        return status;
    }
    *signal = made;
    return TS_OK;
}

enum ts_status
ts_signal_open(struct ts_signal **signal, const char *wiring)
{
    return ts_signal_gpio_open(signal, wiring, "/dev");
}

enum ts_status
ts_signal_show(struct ts_signal *signal, enum ts_lamp lamp)
{
    if (signal->lines < 0)
        return TS_OK;
    struct gpio_v2_line_values values = { .bits = signal->bit[lamp],
                                          .mask = signal->all };
    if (ioctl(signal->lines, GPIO_V2_LINE_SET_VALUES_IOCTL, &values) != 0)
        return TS_IO;
    return TS_OK;
}

void
ts_signal_close(struct ts_signal *signal)
{
    if (!signal)
        return;
    enum ts_status dark = ts_signal_show(signal, TS_LAMP_NONE);
    (void)dark; /* lamps that cannot be darkened are let go of all the same */
    if (signal->lines >= 0)
        close(signal->lines);
    free(signal);
}
