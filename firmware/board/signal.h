#ifndef TS_BOARD_SIGNAL_H
#define TS_BOARD_SIGNAL_H

#include "firmware/base/check.h"
#include "firmware/base/status.h"

/**
 * Lamps that say the verdict from afar. Advice only: nothing here opens a door.
 *
 * Makings: linux/signal_gpio.c (GPIO character device, uAPI v2);
 * fake/signal_record.c, which remembers.
 */
struct ts_signal;

enum ts_lamp {
    TS_LAMP_NONE = 0, /**< All off. */
    TS_LAMP_READY,
    TS_LAMP_NOT_YET,
    TS_LAMP_STOP,
    TS_LAMP_CANNOT_TELL,
};
enum { TS_LAMP_COUNT = TS_LAMP_CANNOT_TELL + 1 };

/**
 * Takes lamps by configuration, all dark at first: "none" (no lamps: every
 * call succeeds and does nothing), or
 * "gpio:LABEL,ready=N,notyet=N,stop=N,cannottell=N" with the chip's label and
 * line offsets. At least one lamp, each at most once, in any order, no two on
 * one line; a lamp that is not named is not lit.
 *
 * What the lines show after a crash is the driver's to say; most let them go
 * dark.
 *
 * Returns TS_OK, TS_MALFORMED, TS_ABSENT (no chip of that label, or no such
 * line on it), TS_IO (also: a line is taken) or TS_NO_SPACE (heap). Close what
 * was opened; closing turns all lamps off.
 */
TS_MUST_USE enum ts_status ts_signal_open(struct ts_signal **signal, const char *wiring);
void ts_signal_close(struct ts_signal *signal);

/** Lights one lamp and darkens the others, at once. TS_OK or TS_IO. */
TS_MUST_USE enum ts_status ts_signal_show(struct ts_signal *signal, enum ts_lamp lamp);

#endif
