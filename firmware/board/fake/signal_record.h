#ifndef TS_BOARD_FAKE_SIGNAL_RECORD_H
#define TS_BOARD_FAKE_SIGNAL_RECORD_H

#include "firmware/board/signal.h"

#include <stdbool.h>
#include <stddef.h>

/* Lamps, buzzer and relay that are remembered instead of moved, and a button that is
 * pressed by the test. Any wiring but an empty one is taken; there is one set of lines,
 * which outlives what opened it. */

/** The lamp lit now: TS_LAMP_NONE before opening, and after closing. */
enum ts_lamp ts_signal_record_lit(void);

/** How often a lamp was lit since the start or ts_signal_record_reset(). */
size_t ts_signal_record_times(enum ts_lamp lamp);

/** The same of its rhythm. */
size_t ts_signal_record_buzzed(enum ts_lamp lamp);

/** How often the relay was turned on; whether it is, for as long as nothing lets go of
 * it: there is no time here. */
size_t ts_signal_record_pulses(void);
bool ts_signal_record_is_on(void);

/** Somebody presses the button. */
void ts_signal_record_press(void);

/** From now on the chip is gone: showing fails with TS_IO. Or it is back, and shows what
 * it ought to. */
void ts_signal_record_fail(bool failing);

/** As at the start: dark, nothing counted, nothing failing. */
void ts_signal_record_reset(void);

#endif
