#ifndef TS_BOARD_SIGNAL_H
#define TS_BOARD_SIGNAL_H

#include "firmware/base/check.h"
#include "firmware/base/status.h"

#include <stdbool.h>

/**
 * Lamps, a buzzer and a relay that say the verdict from afar, and a button for "next".
 * Advice only: whoever wires the relay to a gate gives it a way to be opened and shut
 * without the kiosk.
 *
 * Makings: linux/signal.c (GPIO character device, uAPI v2); fake/signal_record.c, which
 * remembers.
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

/** Whatever the wiring says, a relay is let go of after so long. */
enum { TS_SIGNAL_PULSE_MS = 1000, TS_SIGNAL_PULSE_MS_MAX = 10000 };

/**
 * Takes lines by configuration, all of them off at first: "none" (every call succeeds and
 * does nothing), or "gpio:LABEL,ITEM..." with the chip's label. Items, in any order, one
 * at least:
 *
 *   ready=N notyet=N stop=N cannottell=N   lamps, by line offset
 *   buzzer=N                               one that sounds while its line is on
 *   relay=N                                off, but for one pulse; never without this
 *   next=N                                 a button
 *   active_low open_drain pull_up pull_down debounce=MS pulse=MS
 *                                          of the line named last before: what "on" is,
 *                                          how it is driven (lamps, buzzer, relay), what
 *                                          holds it (an open drain, the button), how long
 *                                          the button settles (1 to 1000, else 20), how
 *                                          long the relay is on (50 to
 *                                          TS_SIGNAL_PULSE_MS_MAX, else
 *                                          TS_SIGNAL_PULSE_MS)
 *
 * Each line once, no two with one offset. A chip that is not there, or goes (an expander
 * on USB), is no error: it is looked for again until it comes, and then shows what is to
 * be shown; a pulse that fell into its absence is lost.
 *
 * What the lines show after a crash is the driver's to say; most let them go, which for a
 * relay is off. One that must never stay on has a timer of its own.
 *
 * Returns TS_OK, TS_MALFORMED, TS_NO_SPACE or TS_IO (no thread to be had). Close what was
 * opened; closing turns all lines off.
 */
TS_MUST_USE enum ts_status ts_signal_open(struct ts_signal **signal, const char *wiring);
void ts_signal_close(struct ts_signal *signal);

/**
 * Lights one lamp and darkens the others. Does not wait for the chip. For another lamp
 * than READY it lets go of the relay as well. TS_OK, or TS_IO: the chip is not there, and
 * will show it when it is.
 */
TS_MUST_USE enum ts_status ts_signal_show(struct ts_signal *signal, enum ts_lamp lamp);

/** Sounds the rhythm of a lamp, instead of one that still sounds; silence for NONE. */
void ts_signal_buzz(struct ts_signal *signal, enum ts_lamp lamp);

/** Turns the relay on until its time is over, which the port sees to by itself, whatever
 * the caller does meanwhile. Once more begins the time anew. */
void ts_signal_pulse(struct ts_signal *signal);

/** Whether the button was pressed since it was last asked; a press that nobody asked for
 * in TS_SIGNAL_PRESS_MS was meant for something that is gone. Does not wait. */
enum { TS_SIGNAL_PRESS_MS = 1000 };
bool ts_signal_next(struct ts_signal *signal);

/** For the log and for doctor. */
struct ts_signal_state {
    bool wired;          /**< Not "none". */
    bool has_next;       /**< A button is wired. */
    const char *trouble; /**< Static plain words; NULL when all is well. */
};

void ts_signal_describe(struct ts_signal *signal, struct ts_signal_state *state);

#endif
