#ifndef TS_BOARD_FAKE_CLOCK_SCRIPT_H
#define TS_BOARD_FAKE_CLOCK_SCRIPT_H

#include "firmware/board/clock.h"

/* The clocks of firmware/board/clock.h, which stand still until told to move.
 * They begin at 1970-01-01T00:00:00Z and 0 ms, with nothing to vouch for them. Asked from
 * any thread, moved by one. */

/** Time passes on both clocks. */
void ts_clock_script_pass(uint64_t ms);

/** Somebody sets the calendar clock, forwards or back; no time passes. */
void ts_clock_script_set(ts_utc utc);

/** The machine starts anew: monotonic time is 0, calendar time is kept, and nothing
 * vouches for it yet. */
void ts_clock_script_boot(void);

/** Something vouches for calendar time from now on, or nothing does any more. */
void ts_clock_script_synchronise(bool is_so);

#endif
