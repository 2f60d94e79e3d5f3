#ifndef TS_BOARD_CLOCK_H
#define TS_BOARD_CLOCK_H

#include "firmware/base/instant.h"

#include <stdbool.h>

/* Makings: linux/clock_posix.c; fake/clock_script.c, which moves when told to. */

/** Calendar time as the board believes it. Whether to believe it too is for
 * keys/trust to say, which knows the floor. Any thread. */
ts_utc ts_clock_utc(void);

/** Time since boot, asleep or awake: a laptop that is shut for an hour must
 * not wake up still showing a person's card. Never goes back. Any thread. */
ts_mono ts_clock_mono(void);

/**
 * Whether something vouches for calendar time: it was set over the network since
 * boot, or a battery clock agrees with it to a day (some keep local time). Whether it
 * can be right is not asked here; see keys/trust/floors.h. May take milliseconds.
 * Any thread.
 */
bool ts_clock_is_synchronised(void);

#endif
