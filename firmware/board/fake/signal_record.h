#ifndef TS_BOARD_FAKE_SIGNAL_RECORD_H
#define TS_BOARD_FAKE_SIGNAL_RECORD_H

#include "firmware/board/signal.h"

#include <stdbool.h>
#include <stddef.h>

/* Lamps that are remembered instead of lit. Any wiring but an empty one is
 * taken; there is one set of lamps, which outlives what opened it. */

/** The lamp lit now: TS_LAMP_NONE before opening, and after closing. */
enum ts_lamp ts_signal_record_lit(void);

/** How often a lamp was lit since the start or ts_signal_record_reset(). */
size_t ts_signal_record_times(enum ts_lamp lamp);

/** From now on every call fails with TS_IO, as if the chip were gone, or no more. */
void ts_signal_record_fail(bool failing);

/** As at the start: dark, nothing counted, nothing failing. */
void ts_signal_record_reset(void);

#endif
