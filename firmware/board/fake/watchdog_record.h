#ifndef TS_BOARD_FAKE_WATCHDOG_RECORD_H
#define TS_BOARD_FAKE_WATCHDOG_RECORD_H

#include "firmware/board/watchdog.h"

#include <stddef.h>

/* The watchdog of firmware/board/watchdog.h, which bites nobody. */

struct ts_watchdog_record {
    size_t readies, stops, pets, tells;
    ts_mono last_pet;
    uint64_t longest_ms; /**< Between two pets. */
    char status[TS_WATCHDOG_STATUS_MAX + 1];
};

/** Since the start, or ts_watchdog_record_reset(). */
const struct ts_watchdog_record *ts_watchdog_record(void);
void ts_watchdog_record_reset(void);

#endif
