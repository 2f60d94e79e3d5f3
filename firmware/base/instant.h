#ifndef TS_BASE_INSTANT_H
#define TS_BASE_INSTANT_H

#include <stdint.h>

/*
 * Two clocks, two types, so that a deadline compared with a calendar date does
 * not compile. Calendar time can jump (no battery, no network, a wrong hand on
 * the clock); monotonic time cannot, but starts anew at every boot.
 */

/** Calendar time: seconds since 1970-01-01T00:00:00Z, leap seconds not counted. */
typedef struct {
    int64_t s;
} ts_utc;

/** Time since boot, in milliseconds. */
typedef struct {
    uint64_t ms;
} ts_mono;

/** "No limit" at either end of a period. */
#define TS_UTC_ALWAYS ((ts_utc){ INT64_MIN })
#define TS_UTC_NEVER ((ts_utc){ INT64_MAX })

#endif
