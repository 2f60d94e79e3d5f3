#include "firmware/board/linux/hand_scanner_serial.h"

#include "firmware/board/linux/hand_scanner_device.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/ioctl.h>
#include <termios.h>
#include <unistd.h>

void
ts_hand_scanner_serial_init(struct ts_hand_scanner_serial *serial,
                            const struct ts_hand_scanner_source *source)
{
    *serial = (struct ts_hand_scanner_serial){ .source = source, .fd = -1 };
}

static void
let_go(struct ts_hand_scanner_serial *serial)
{
    if (serial->fd >= 0)
        close(serial->fd);
    serial->fd = -1;
    serial->next = serial->count = 0;
    memset(serial->bytes, 0, sizeof(serial->bytes));
    ts_hand_scan_text_clear(&serial->text);
}

void
ts_hand_scanner_serial_close(struct ts_hand_scanner_serial *serial)
{
    let_go(serial);
}

static speed_t
speed_of(uint32_t bits)
{
    switch (bits) {
    case 1200: return B1200;
    case 2400: return B2400;
    case 4800: return B4800;
    case 19200: return B19200;
    case 38400: return B38400;
    case 57600: return B57600;
    case 115200: return B115200;
    default: return B9600;
    }
}

/* Bytes as they come, eight bits without parity, and no control of flow or modem. */
static bool
set_line(int fd, uint32_t speed)
{
    struct termios line;
    int exclusive = ioctl(fd, TIOCEXCL);
    (void)exclusive; /* somebody else who reads takes letters; we say so when we can */
    if (tcgetattr(fd, &line) != 0)
        return false;
    line.c_iflag = IGNBRK | IGNPAR;
    line.c_oflag = 0;
    line.c_lflag = 0;
    line.c_cflag = CS8 | CREAD | CLOCAL;
    line.c_cc[VMIN] = 1;
    line.c_cc[VTIME] = 0;
    return cfsetispeed(&line, speed_of(speed)) == 0
           && cfsetospeed(&line, speed_of(speed)) == 0
           && tcsetattr(fd, TCSANOW, &line) == 0;
}

static const char *
trouble_of(int why)
{
    if (why == EACCES || why == EPERM)
        return TS_HAND_SCANNER_FORBIDDEN;
    return why == EBUSY ? TS_HAND_SCANNER_BUSY : TS_HAND_SCANNER_ABSENT;
}

static bool
look(struct ts_hand_scanner_serial *serial, struct ts_hand_scanner_state *state)
{
    ts_mono now = ts_clock_mono();
    if (serial->looked && now.ms - serial->when_looked.ms < TS_HAND_SCANNER_LOOK_MS)
        return false;
    serial->looked = true;
    serial->when_looked = now;
    snprintf(state->name, sizeof(state->name), "%.63s", serial->source->text);
    int fd = open(serial->source->text, O_RDONLY | O_NOCTTY | O_NONBLOCK | O_CLOEXEC);
    if (fd < 0) {
        state->trouble = trouble_of(errno);
        return false;
    }
    if (!set_line(fd, serial->source->speed)) {
        state->trouble = TS_HAND_SCANNER_UNFIT;
        close(fd);
        return false;
    }
    serial->fd = fd;
    state->trouble = NULL;
    return true;
}

/* TS_OK, TS_ABSENT (nothing there) or TS_IO. */
static enum ts_status
read_bytes(struct ts_hand_scanner_serial *serial)
{
    ssize_t len = read(serial->fd, serial->bytes, sizeof(serial->bytes));
    if (len < 0 && (errno == EAGAIN || errno == EINTR))
        return TS_ABSENT;
    if (len <= 0)
        return TS_IO;
    serial->next = 0;
    serial->count = (size_t)len;
    return TS_OK;
}

/* What one step brought; true for a scan. */
static bool
settle(struct ts_hand_scanner_serial *serial, enum ts_hand_scan_step step,
       enum ts_hand_scan_loss loss, struct ts_hand_scan *scan,
       struct ts_hand_scanner_state *state)
{
    switch (step) {
    case TS_HAND_SCAN_MORE: return false;
    case TS_HAND_SCAN_LOST: ts_hand_scanner_count_loss(state, loss); return false;
    case TS_HAND_SCAN_WHOLE: break;
    }
    ts_hand_scan_text_take(&serial->text, scan);
    state->loss = TS_HAND_SCAN_COMPLETE;
    return true;
}

static bool
go_through(struct ts_hand_scanner_serial *serial, struct ts_hand_scan *scan,
           struct ts_hand_scanner_state *state)
{
    ts_mono now = ts_clock_mono();
    while (serial->next < serial->count) {
        enum ts_hand_scan_loss loss = TS_HAND_SCAN_COMPLETE;
        uint8_t byte = serial->bytes[serial->next++];
        enum ts_hand_scan_step step =
            ts_hand_scanner_line_feed(&serial->text, byte, now, &loss);
        if (settle(serial, step, loss, scan, state))
            return true;
    }
    return false;
}

static bool
rest(struct ts_hand_scanner_serial *serial, struct ts_hand_scan *scan,
     struct ts_hand_scanner_state *state)
{
    enum ts_hand_scan_loss loss = TS_HAND_SCAN_COMPLETE;
    enum ts_hand_scan_step step =
        ts_hand_scanner_line_rest(&serial->text, ts_clock_mono(), &loss);
    return settle(serial, step, loss, scan, state);
}

static enum ts_status
lose_device(struct ts_hand_scanner_serial *serial, struct ts_hand_scanner_state *state)
{
    if (serial->text.begun)
        ts_hand_scanner_count_loss(state, TS_HAND_SCAN_UNPLUGGED);
    let_go(serial);
    state->present = false;
    state->trouble = TS_HAND_SCANNER_LOST_IT;
    serial->when_looked = ts_clock_mono();
    return TS_IO;
}

enum ts_status
ts_hand_scanner_serial_wait(struct ts_hand_scanner_serial *serial,
                            struct ts_hand_scan *scan,
                            struct ts_hand_scanner_state *state, uint32_t timeout_ms)
{
    ts_mono deadline = { ts_clock_mono().ms + timeout_ms };
    if (serial->fd < 0 && !look(serial, state)) {
        ts_hand_scanner_idle(deadline);
        return TS_IO;
    }
    state->present = true;
    for (;;) {
        if (go_through(serial, scan, state))
            return TS_OK;
        struct pollfd device = { .fd = serial->fd, .events = POLLIN };
        int ready = poll(
            &device, 1,
            ts_hand_scanner_pause(&serial->text, TS_HAND_SCAN_LINE_SILENCE_MS, deadline));
        if (ready > 0 && read_bytes(serial) == TS_IO)
            return lose_device(serial, state);
        if (ready > 0)
            continue;
        if (rest(serial, scan, state))
            return TS_OK;
        if (ts_hand_scanner_left(deadline) == 0)
            return TS_ABSENT;
    }
}
