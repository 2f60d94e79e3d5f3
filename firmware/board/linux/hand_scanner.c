#include "firmware/board/hand_scanner.h"

#include "firmware/board/linux/hand_scanner_device.h"
#include "firmware/board/linux/hand_scanner_evdev.h"
#include "firmware/board/linux/hand_scanner_serial.h"

#include <pthread.h>
#include <stdlib.h>
#include <string.h>

struct ts_hand_scanner {
    struct ts_hand_scanner_source source;
    union {
        struct ts_hand_scanner_evdev evdev;
        struct ts_hand_scanner_serial serial;
    } as;                               /* by source.kind; the waiting thread's */
    struct ts_hand_scanner_state state; /* the waiting thread's */

    pthread_mutex_t lock;
    struct ts_hand_scanner_state shown; /* under lock: state as of the last wait */
};

enum ts_status
ts_hand_scanner_open(struct ts_hand_scanner **scanner, const char *source)
{
    struct ts_hand_scanner_source parsed;
    enum ts_status status = ts_hand_scanner_source_parse(&parsed, source);
    if (status != TS_OK)
        return status;
    struct ts_hand_scanner *made = calloc(1, sizeof(*made));
    if (!made)
        return TS_NO_SPACE;
    made->source = parsed;
    if (parsed.kind == TS_HAND_SCANNER_EVDEV)
        ts_hand_scanner_evdev_init(&made->as.evdev, made->source.text);
    else
        ts_hand_scanner_serial_init(&made->as.serial, &made->source);
    TS_CHECK(pthread_mutex_init(&made->lock, NULL) == 0);
    *scanner = made;
    return TS_OK;
}

void
ts_hand_scanner_close(struct ts_hand_scanner *scanner)
{
    if (!scanner)
        return;
    switch (scanner->source.kind) {
    case TS_HAND_SCANNER_NONE: break;
    case TS_HAND_SCANNER_EVDEV: ts_hand_scanner_evdev_close(&scanner->as.evdev); break;
    case TS_HAND_SCANNER_SERIAL: ts_hand_scanner_serial_close(&scanner->as.serial); break;
    }
    pthread_mutex_destroy(&scanner->lock);
    free(scanner);
}

static enum ts_status
wait_for_making(struct ts_hand_scanner *scanner, struct ts_hand_scan *scan,
                uint32_t timeout_ms)
{
    struct ts_hand_scanner_state *state = &scanner->state;
    switch (scanner->source.kind) {
    case TS_HAND_SCANNER_NONE: break;
    case TS_HAND_SCANNER_EVDEV:
        return ts_hand_scanner_evdev_wait(&scanner->as.evdev, scan, state, timeout_ms);
    case TS_HAND_SCANNER_SERIAL:
        return ts_hand_scanner_serial_wait(&scanner->as.serial, scan, state, timeout_ms);
    }
    return TS_IO;
}

enum ts_status
ts_hand_scanner_wait(struct ts_hand_scanner *scanner, struct ts_hand_scan *scan,
                     uint32_t timeout_ms)
{
    if (timeout_ms > TS_HAND_SCANNER_WAIT_MS_MAX)
        timeout_ms = TS_HAND_SCANNER_WAIT_MS_MAX;
    enum ts_status status = wait_for_making(scanner, scan, timeout_ms);
    pthread_mutex_lock(&scanner->lock);
    scanner->shown = scanner->state;
    pthread_mutex_unlock(&scanner->lock);
    return status;
}

void
ts_hand_scanner_describe(struct ts_hand_scanner *scanner,
                         struct ts_hand_scanner_state *state)
{
    pthread_mutex_lock(&scanner->lock);
    *state = scanner->shown;
    pthread_mutex_unlock(&scanner->lock);
}
