#include "firmware/board/hand_scanner.h"

#include "firmware/board/clock.h"
#include "firmware/board/linux/hand_scanner_evdev.h"
#include "firmware/board/linux/hand_scanner_serial.h"
#include "tests/support/support.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/input.h>
#include <linux/uinput.h>
#include <stdio.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

/* The devices: a pty for a serial line, a pipe for the kernel's events, and where there
 * is one, the kernel's own device of a keyboard that is not there. */

#define LONG_MS 10000 /* ends a test that would hang; nothing waits for it */

static struct ts_hand_scan scan;

static void
assert_scan(const char *text)
{
    assert_span_equal(((ts_span){ scan.text, scan.len }), ts_span_text(text));
}

struct line {
    int device;
    char path[64], source[80];
    struct ts_hand_scanner *scanner;
};

static void
open_line(struct line *l)
{
    int locked = 0;
    unsigned number;
    l->device = open("/dev/ptmx", O_RDWR | O_NOCTTY | O_CLOEXEC);
    if (l->device < 0) {
        print_message("skipped: /dev/ptmx: %s\n", strerror(errno));
        skip();
    }
    assert_int_equal(ioctl(l->device, TIOCSPTLCK, &locked), 0);
    assert_int_equal(ioctl(l->device, TIOCGPTN, &number), 0);
    snprintf(l->path, sizeof(l->path), "/dev/pts/%u", number);
    if (access(l->path, F_OK) != 0) { /* a system without its file system */
        print_message("skipped: %s: %s\n", l->path, strerror(errno));
        close(l->device);
        skip();
    }
    snprintf(l->source, sizeof(l->source), "serial:%s,115200", l->path);
    assert_status(ts_hand_scanner_open(&l->scanner, l->source), TS_OK);
    assert_status(ts_hand_scanner_wait(l->scanner, &scan, 0), TS_ABSENT);
}

static void
close_line(struct line *l)
{
    ts_hand_scanner_close(l->scanner);
    if (l->device >= 0)
        close(l->device);
}

static void
send_line(const struct line *l, const char *bytes)
{
    assert_int_equal(write(l->device, bytes, strlen(bytes)), strlen(bytes));
}

static void
a_serial_line_is_read(void **state)
{
    struct line l;
    struct ts_hand_scanner_state seen;
    (void)state;
    open_line(&l);
    ts_test_row("two scans in one go, neither changed by the terminal");
    send_line(&l, "HC1:A B\r\n{\"a\":\"\xC3\xA9\"}\r");
    assert_status(ts_hand_scanner_wait(l.scanner, &scan, LONG_MS), TS_OK);
    assert_scan("HC1:A B");
    assert_status(ts_hand_scanner_wait(l.scanner, &scan, LONG_MS), TS_OK);
    assert_scan("{\"a\":\"\xC3\xA9\"}");
    ts_test_row("a scan without an end ends by silence");
    send_line(&l, "HC1:C");
    assert_status(ts_hand_scanner_wait(l.scanner, &scan, LONG_MS), TS_OK);
    assert_scan("HC1:C");
    ts_test_row("a lost one is told and not handed out");
    send_line(&l, "\1\rHC1:D\r");
    assert_status(ts_hand_scanner_wait(l.scanner, &scan, LONG_MS), TS_OK);
    assert_scan("HC1:D");
    ts_hand_scanner_describe(l.scanner, &seen);
    assert_true(seen.present);
    assert_null(seen.trouble);
    assert_string_equal(seen.name, l.path);
    assert_int_equal(seen.lost, 1);
    assert_int_equal(seen.loss, TS_HAND_SCAN_COMPLETE);
    close_line(&l);
}

static void
a_serial_line_may_go_away(void **state)
{
    struct line l;
    struct ts_hand_scanner_state seen;
    (void)state;
    open_line(&l);
    send_line(&l, "HC1:half");
    close(l.device);
    l.device = -1;
    scan.len = 77;
    assert_status(ts_hand_scanner_wait(l.scanner, &scan, LONG_MS), TS_IO);
    assert_int_equal(scan.len, 77);
    ts_hand_scanner_describe(l.scanner, &seen);
    assert_false(seen.present);
    assert_non_null(seen.trouble);
    ts_test_row("it is not looked for without a pause");
    ts_mono before = ts_clock_mono();
    assert_status(ts_hand_scanner_wait(l.scanner, &scan, 20), TS_IO);
    assert_true(ts_clock_mono().ms - before.ms >= 19);
    close_line(&l);
}

static void
what_is_not_there_is_not_a_mistake(void **state)
{
    struct ts_hand_scanner *scanner;
    struct ts_hand_scanner_state seen;
    static const char *const sources[] = { "serial:/nonexistent/tty",
                                           "evdev:/nonexistent/event",
                                           "evdev:no keyboard has this name" };
    (void)state;
    for (size_t i = 0; i < TS_COUNT(sources); i++) {
        ts_test_row(sources[i]);
        assert_status(ts_hand_scanner_open(&scanner, sources[i]), TS_OK);
        assert_status(ts_hand_scanner_wait(scanner, &scan, 0), TS_IO);
        ts_hand_scanner_describe(scanner, &seen);
        assert_false(seen.present);
        assert_non_null(seen.trouble);
        ts_hand_scanner_close(scanner);
    }
    ts_test_row("a file is no keyboard and no line");
    assert_status(ts_hand_scanner_open(&scanner, "evdev:/dev/null"), TS_OK);
    assert_status(ts_hand_scanner_wait(scanner, &scan, 0), TS_IO);
    ts_hand_scanner_describe(scanner, &seen);
    assert_string_equal(seen.trouble, "The device is not one a hand scanner could be.");
    ts_hand_scanner_close(scanner);
    assert_status(ts_hand_scanner_open(&scanner, "serial:/dev/null"), TS_OK);
    assert_status(ts_hand_scanner_wait(scanner, &scan, 0), TS_IO);
    ts_hand_scanner_describe(scanner, &seen);
    assert_string_equal(seen.trouble, "The device is not one a hand scanner could be.");
    ts_hand_scanner_close(scanner);
    assert_status(ts_hand_scanner_open(&scanner, "barcode:"), TS_MALFORMED);
    ts_hand_scanner_close(NULL);
}

/* Events as the kernel hands them out, from a pipe. */
struct events {
    int in;
    uint64_t now_ms;
    struct ts_hand_scanner_evdev evdev;
    struct ts_hand_scanner_state state;
};

static void
open_events(struct events *e)
{
    int ends[2];
    assert_int_equal(pipe(ends), 0);
    assert_int_equal(fcntl(ends[0], F_SETFL, O_NONBLOCK), 0);
    *e = (struct events){ .in = ends[1], .now_ms = ts_clock_mono().ms - 5000 };
    ts_hand_scanner_evdev_init(&e->evdev, "");
    e->evdev.fd = ends[0];
    e->evdev.is_stamped = true;
}

static void
send_event(struct events *e, uint16_t type, uint16_t code, int32_t value)
{
    struct input_event event = { .type = type, .code = code, .value = value };
    event.input_event_sec = (time_t)(e->now_ms / 1000);
    event.input_event_usec = (suseconds_t)(e->now_ms % 1000 * 1000);
    assert_int_equal(write(e->in, &event, sizeof(event)), sizeof(event));
    e->now_ms++;
}

static void
send_tap(struct events *e, uint16_t code)
{
    send_event(e, EV_KEY, code, 1);
    send_event(e, EV_SYN, SYN_REPORT, 0);
    send_event(e, EV_KEY, code, 0);
    send_event(e, EV_SYN, SYN_REPORT, 0);
}

static enum ts_status
await_events(struct events *e, uint32_t timeout_ms)
{
    return ts_hand_scanner_evdev_wait(&e->evdev, &scan, &e->state, timeout_ms);
}

static void
events_are_read(void **state)
{
    struct events e;
    (void)state;
    open_events(&e);
    ts_test_row("more than one read holds, and what is behind an end waits its turn");
    for (unsigned i = 0; i < 40; i++)
        send_tap(&e, KEY_A);
    send_tap(&e, KEY_ENTER);
    send_tap(&e, KEY_B);
    send_tap(&e, KEY_ENTER);
    assert_status(await_events(&e, LONG_MS), TS_OK);
    assert_int_equal(scan.len, 40);
    assert_status(await_events(&e, LONG_MS), TS_OK);
    assert_scan("b");
    assert_int_equal(scan.taken.ms, e.now_ms - 4);
    ts_test_row("by the times of the events, however late they are read");
    send_tap(&e, KEY_A);
    e.now_ms += 1000;
    send_tap(&e, KEY_B);
    send_tap(&e, KEY_ENTER);
    assert_status(await_events(&e, LONG_MS), TS_OK);
    assert_scan("b");
    assert_int_equal(e.state.lost, 1);
    ts_test_row("half a scan, and long ago: given up");
    send_tap(&e, KEY_A);
    assert_status(await_events(&e, 0), TS_ABSENT);
    assert_int_equal(e.state.lost, 2);
    assert_int_equal(e.state.loss, TS_HAND_SCAN_SILENCE);
    assert_false(e.evdev.keys.text.begun);
    close(e.in);
    ts_hand_scanner_evdev_close(&e.evdev);
}

static void
a_keyboard_may_be_pulled_out(void **state)
{
    struct events e;
    (void)state;
    open_events(&e);
    e.now_ms = ts_clock_mono().ms;
    send_tap(&e, KEY_A);
    close(e.in);
    assert_status(await_events(&e, LONG_MS), TS_IO);
    assert_int_equal(e.evdev.fd, -1);
    assert_int_equal(e.state.loss, TS_HAND_SCAN_UNPLUGGED);
    assert_false(e.state.present);
    assert_status(await_events(&e, 0), TS_IO);
    ts_hand_scanner_evdev_close(&e.evdev);
    ts_test_row("a piece of an event is no event");
    open_events(&e);
    assert_int_equal(write(e.in, "half", 4), 4);
    assert_status(await_events(&e, LONG_MS), TS_IO);
    close(e.in);
    ts_hand_scanner_evdev_close(&e.evdev);
}

/* A keyboard of the kernel's, named so that evdev: finds it by what it says. */
static int
plug_in(void)
{
    struct uinput_setup about = { .name = "Touchstone test barcode scanner" };
    int fd = open("/dev/uinput", O_WRONLY | O_CLOEXEC);
    if (fd < 0)
        return -1;
    about.id.bustype = BUS_VIRTUAL;
    assert_int_equal(ioctl(fd, UI_SET_EVBIT, EV_KEY), 0);
    for (int key = KEY_ESC; key < KEY_MICMUTE; key++)
        assert_int_equal(ioctl(fd, UI_SET_KEYBIT, key), 0);
    assert_int_equal(ioctl(fd, UI_DEV_SETUP, &about), 0);
    assert_int_equal(ioctl(fd, UI_DEV_CREATE), 0);
    return fd;
}

static void
send_key(int fd, uint16_t code)
{
    const struct input_event events[] = {
        { .type = EV_KEY, .code = code, .value = 1 },
        { .type = EV_SYN },
        { .type = EV_KEY, .code = code, .value = 0 },
        { .type = EV_SYN },
    };
    assert_int_equal(write(fd, events, sizeof(events)), sizeof(events));
}

static void
the_kernels_own_keyboard_is_taken(void **state)
{
    struct ts_hand_scanner *scanner;
    struct ts_hand_scanner_state seen = { 0 };
    (void)state;
    int fd = plug_in();
    if (fd < 0) {
        print_message("skipped: /dev/uinput: %s\n", strerror(errno));
        skip();
    }
    assert_status(ts_hand_scanner_open(&scanner, "evdev:touchstone TEST"), TS_OK);
    for (int i = 0; i < 20 && !seen.present; i++) {
        enum ts_status status = ts_hand_scanner_wait(scanner, &scan, 600);
        assert_int_not_equal(status, TS_OK);
        ts_hand_scanner_describe(scanner, &seen);
    }
    assert_string_equal(seen.name, "Touchstone test barcode scanner");
    send_key(fd, KEY_A);
    send_key(fd, KEY_ENTER);
    assert_status(ts_hand_scanner_wait(scanner, &scan, LONG_MS), TS_OK);
    assert_scan("a");
    assert_int_equal(ioctl(fd, UI_DEV_DESTROY), 0);
    close(fd);
    assert_status(ts_hand_scanner_wait(scanner, &scan, LONG_MS), TS_IO);
    ts_hand_scanner_close(scanner);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_serial_line_is_read),
        cmocka_unit_test(a_serial_line_may_go_away),
        cmocka_unit_test(what_is_not_there_is_not_a_mistake),
        cmocka_unit_test(events_are_read),
        cmocka_unit_test(a_keyboard_may_be_pulled_out),
        cmocka_unit_test(the_kernels_own_keyboard_is_taken),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
