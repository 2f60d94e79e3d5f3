#ifndef TS_BOARD_LINUX_SIGNAL_WIRING_H
#define TS_BOARD_LINUX_SIGNAL_WIRING_H

#include "firmware/base/check.h"
#include "firmware/base/span.h"
#include "firmware/base/status.h"

#include <stdbool.h>

/* What the wiring of firmware/board/signal.h says. Pure. */

enum ts_signal_line {
    TS_SIGNAL_LINE_READY = 0,
    TS_SIGNAL_LINE_NOT_YET,
    TS_SIGNAL_LINE_STOP,
    TS_SIGNAL_LINE_CANNOT_TELL,
    TS_SIGNAL_LINE_BUZZER,
    TS_SIGNAL_LINE_RELAY,
    TS_SIGNAL_LINE_NEXT, /**< The only one that is read. */
};
enum {
    TS_SIGNAL_LINE_COUNT = TS_SIGNAL_LINE_NEXT + 1,
    TS_SIGNAL_OUTPUT_COUNT = TS_SIGNAL_LINE_NEXT,
};

/** As the configuration and doctor call it: "ready", "relay". */
const char *ts_signal_line_name(enum ts_signal_line line);

struct ts_signal_wire {
    bool is_wired;
    uint32_t offset;
    bool active_low, open_drain, pull_up, pull_down;
};

enum { TS_SIGNAL_LABEL_SIZE = 32 }; /* The kernel's, with its end. */

struct ts_signal_wiring {
    char label[TS_SIGNAL_LABEL_SIZE]; /**< Empty for "none". */
    struct ts_signal_wire wires[TS_SIGNAL_LINE_COUNT];
    uint32_t pulse_ms, debounce_ms;
};

/** TS_OK, also for "none"; or TS_MALFORMED, and wiring is left as it is. */
TS_MUST_USE enum ts_status
ts_signal_wiring_parse(struct ts_signal_wiring *wiring, ts_span text);

#endif
