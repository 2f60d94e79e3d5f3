#ifndef TS_BOARD_LINUX_CLOCK_POSIX_H
#define TS_BOARD_LINUX_CLOCK_POSIX_H

#include "firmware/board/clock.h"

/** Between clock_posix.c and its test: whether what sysfs tells of the machine's clocks
 * vouches for utc. sysfs is "/sys". */
bool ts_clock_hardware_vouches(const char *sysfs, ts_utc utc);

#endif
