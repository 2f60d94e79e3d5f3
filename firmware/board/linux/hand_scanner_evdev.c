#include "firmware/board/linux/hand_scanner_evdev.h"

#include "firmware/board/linux/hand_scanner_device.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/input.h>
#include <stdio.h>
#include <string.h>
#include <sys/ioctl.h>
#include <time.h>
#include <unistd.h>

/* Nodes /dev/input/event0 and on. */
#define NODES_MAX 64

#define BITS_OF_LONG (8 * sizeof(unsigned long))

void
ts_hand_scanner_evdev_init(struct ts_hand_scanner_evdev *evdev, const char *wanted)
{
    *evdev = (struct ts_hand_scanner_evdev){ .wanted = wanted, .fd = -1 };
}

/* What was typed may be somebody's: nothing of it is kept. */
static void
let_go(struct ts_hand_scanner_evdev *evdev)
{
    if (evdev->fd >= 0)
        close(evdev->fd); /* which ends the grab */
    evdev->fd = -1;
    evdev->next = evdev->count = 0;
    memset(evdev->events, 0, sizeof(evdev->events));
    ts_hand_scan_text_clear(&evdev->keys.text);
    evdev->keys.held = 0;
    evdev->keys.is_deaf = false;
}

void
ts_hand_scanner_evdev_close(struct ts_hand_scanner_evdev *evdev)
{
    let_go(evdev);
}

static bool
has_key(const unsigned long *keys, unsigned code)
{
    return keys[code / BITS_OF_LONG] >> (code % BITS_OF_LONG) & 1;
}

/* A mouse has keys, too, and so has a power button. */
static bool
can_type(int fd)
{
    static const uint16_t needed[] = { KEY_A, KEY_Z, KEY_0, KEY_9, KEY_ENTER };
    unsigned long keys[KEY_CNT / BITS_OF_LONG + 1] = { 0 };
    if (ioctl(fd, EVIOCGBIT(EV_KEY, sizeof(keys)), keys) < 0)
        return false;
    for (size_t i = 0; i < TS_COUNT(needed); i++)
        if (!has_key(keys, needed[i]))
            return false;
    return true;
}

static void
look_at(int fd, struct ts_keyboard *keyboard, char *name, size_t size)
{
    struct input_id id = { 0 };
    name[0] = '\0';
    if (ioctl(fd, EVIOCGNAME(size - 1), name) < 0)
        name[0] = '\0';
    name[size - 1] = '\0';
    if (ioctl(fd, EVIOCGID, &id) < 0)
        id.vendor = 0;
    *keyboard = (struct ts_keyboard){ name, id.vendor, can_type(fd) };
}

/* NULL, or what is wrong. */
static const char *
take_device(struct ts_hand_scanner_evdev *evdev, int fd)
{
    int clock = CLOCK_BOOTTIME;
    if (ioctl(fd, EVIOCGRAB, 1) != 0)
        return errno == EBUSY ? TS_HAND_SCANNER_BUSY : TS_HAND_SCANNER_UNFIT;
    evdev->is_stamped = ioctl(fd, EVIOCSCLOCKID, &clock) == 0;
    evdev->fd = fd;
    return NULL;
}

static void
refuse(struct ts_hand_scanner_state *state, int why)
{
    if (why == EACCES || why == EPERM)
        state->trouble = TS_HAND_SCANNER_FORBIDDEN;
    if (why == EBUSY)
        state->trouble = TS_HAND_SCANNER_BUSY;
}

static bool
try_device(struct ts_hand_scanner_evdev *evdev, struct ts_hand_scanner_state *state,
           const char *path)
{
    struct ts_keyboard keyboard;
    bool is_named = evdev->wanted[0] == '/';
    int fd = open(path, O_RDONLY | O_NONBLOCK | O_CLOEXEC);
    if (fd < 0) {
        refuse(state, errno);
        return false;
    }
    look_at(fd, &keyboard, state->name, sizeof(state->name));
    const char *trouble = is_named ? TS_HAND_SCANNER_UNFIT : state->trouble;
    if (is_named ? keyboard.types : ts_keyboard_suits(&keyboard, evdev->wanted))
        trouble = take_device(evdev, fd);
    state->trouble = trouble;
    if (evdev->fd < 0)
        close(fd);
    return evdev->fd >= 0;
}

static bool
look(struct ts_hand_scanner_evdev *evdev, struct ts_hand_scanner_state *state)
{
    ts_mono now = ts_clock_mono();
    if (evdev->looked && now.ms - evdev->when_looked.ms < TS_HAND_SCANNER_LOOK_MS)
        return false;
    evdev->looked = true;
    evdev->when_looked = now;
    state->trouble = TS_HAND_SCANNER_ABSENT;
    bool found = false;
    if (evdev->wanted[0] == '/')
        found = try_device(evdev, state, evdev->wanted);
    for (unsigned i = 0; !found && evdev->wanted[0] != '/' && i < NODES_MAX; i++) {
        char path[32];
        snprintf(path, sizeof(path), "/dev/input/event%u", i);
        found = try_device(evdev, state, path);
    }
    if (!found)
        snprintf(state->name, sizeof(state->name), "%.63s", evdev->wanted);
    return found;
}

static ts_mono
time_of(const struct ts_hand_scanner_evdev *evdev, const struct input_event *event)
{
    uint64_t s = (uint64_t)event->input_event_sec;
    uint64_t us = (uint64_t)event->input_event_usec;
    return evdev->is_stamped ? (ts_mono){ s * 1000 + us / 1000 } : ts_clock_mono();
}

/* TS_OK, TS_ABSENT (nothing there) or TS_IO. */
static enum ts_status
read_events(struct ts_hand_scanner_evdev *evdev)
{
    struct input_event raw[TS_KEY_EVENTS_MAX];
    ssize_t len = read(evdev->fd, raw, sizeof(raw));
    if (len < 0 && (errno == EAGAIN || errno == EINTR))
        return TS_ABSENT;
    if (len <= 0 || (size_t)len % sizeof(raw[0]) != 0)
        return TS_IO;
    evdev->next = 0;
    evdev->count = (size_t)len / sizeof(raw[0]);
    for (size_t i = 0; i < evdev->count; i++)
        evdev->events[i] = (struct ts_key_event){
            .type = raw[i].type,
            .code = raw[i].code,
            .value = raw[i].value,
            .time = time_of(evdev, &raw[i]),
        };
    memset(raw, 0, sizeof(raw));
    return TS_OK;
}

/* Of the events that were read, up to the end of a scan. */
static bool
go_through(struct ts_hand_scanner_evdev *evdev, struct ts_hand_scan *scan,
           struct ts_hand_scanner_state *state)
{
    while (evdev->next < evdev->count) {
        enum ts_hand_scan_loss loss;
        struct ts_key_event event = evdev->events[evdev->next++];
        switch (ts_hand_scanner_keys_feed(&evdev->keys, event, &loss)) {
        case TS_HAND_SCAN_MORE: break;
        case TS_HAND_SCAN_LOST: ts_hand_scanner_count_loss(state, loss); break;
        case TS_HAND_SCAN_WHOLE:
            ts_hand_scan_text_take(&evdev->keys.text, scan);
            state->loss = TS_HAND_SCAN_COMPLETE;
            return true;
        }
    }
    return false;
}

static enum ts_status
lose_device(struct ts_hand_scanner_evdev *evdev, struct ts_hand_scanner_state *state)
{
    if (evdev->keys.text.begun)
        ts_hand_scanner_count_loss(state, TS_HAND_SCAN_UNPLUGGED);
    let_go(evdev);
    state->present = false;
    state->trouble = TS_HAND_SCANNER_LOST_IT;
    /* One that opens well and fails at once would otherwise spin us. */
    evdev->looked = true;
    evdev->when_looked = ts_clock_mono();
    return TS_IO;
}

static void
rest(struct ts_hand_scanner_evdev *evdev, struct ts_hand_scanner_state *state)
{
    enum ts_hand_scan_loss loss;
    if (ts_hand_scanner_keys_rest(&evdev->keys, ts_clock_mono(), &loss)
        == TS_HAND_SCAN_LOST)
        ts_hand_scanner_count_loss(state, loss);
}

enum ts_status
ts_hand_scanner_evdev_wait(struct ts_hand_scanner_evdev *evdev, struct ts_hand_scan *scan,
                           struct ts_hand_scanner_state *state, uint32_t timeout_ms)
{
    ts_mono deadline = { ts_clock_mono().ms + timeout_ms };
    if (evdev->fd < 0 && !look(evdev, state)) {
        ts_hand_scanner_idle(deadline);
        return TS_IO;
    }
    state->present = true;
    for (;;) {
        if (go_through(evdev, scan, state))
            return TS_OK;
        struct pollfd device = { .fd = evdev->fd, .events = POLLIN };
        int ready = poll(
            &device, 1,
            ts_hand_scanner_pause(&evdev->keys.text, TS_HAND_SCAN_SILENCE_MS, deadline));
        if (ready > 0 && read_events(evdev) == TS_IO)
            return lose_device(evdev, state);
        if (ready <= 0) {
            rest(evdev, state);
            if (ts_hand_scanner_left(deadline) == 0)
                return TS_ABSENT;
        }
    }
}
