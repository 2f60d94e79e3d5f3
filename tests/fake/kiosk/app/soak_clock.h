#ifndef TS_TEST_SOAK_CLOCK_H
#define TS_TEST_SOAK_CLOCK_H

/* A clock that is wrong now and then, and what the kiosk may make of it. */

#include "firmware/base/instant.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* 2035-06-01, midnight: after this program was built, which no clock is believed
 * before. */
#define SOAK_BEGINS_S 2064268800
#define SOAK_BEGINS ((ts_utc){ SOAK_BEGINS_S })

enum soak_wrong {
    SOAK_HOURS_AHEAD = 0, /**< And something vouches for it. */
    SOAK_PAST,
    SOAK_CENTURY,   /**< Forty years ahead. */
    SOAK_UNVOUCHED, /**< Nothing vouches for it any more; then it jumps years ahead. */
};
enum { SOAK_WRONGS = SOAK_UNVOUCHED + 1 };

/** The machine is switched on, at what time it is. */
void soak_clock_boot(void);
/** The same, and the clock stands at the beginning of time. */
void soak_clock_boot_lost(void);

/** It is wrong from now on, by an amount between 0 and 1,000,000. */
void soak_clock_begin(enum soak_wrong wrong, uint32_t amount);
/** Once a turn, after time has passed. */
void soak_clock_tend(void);
/** It is right again; for how many seconds it was ahead while it was believed. */
int64_t soak_clock_end(void);

/** What time it is, whatever the clock shows. */
ts_utc soak_clock_truth(void);

/** Nobody may be READY by it: it is before a time that the kiosk knows to be past, or
 * far ahead; or for long enough nothing has vouched for it. The rule that says so. */
const char *soak_clock_forbids(void);

/** The kiosk must believe it. */
bool soak_clock_is_good(void);

/** The floor that it could not keep is forgotten when it is switched off. */
void soak_clock_lose_floor(void);

#endif
