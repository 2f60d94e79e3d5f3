#ifndef TS_SYNC_BACKOFF_H
#define TS_SYNC_BACKOFF_H

#include "firmware/base/instant.h"

/*
 * When to try again. A thousand kiosks that lost the same server must not all come
 * back at the same moment, and one that lost its antenna must not drain a battery.
 */

/** The first pause and the longest one: a quarter of an hour. */
#define TS_BACKOFF_FIRST_MS 2000
#define TS_BACKOFF_LONGEST_MS 900000

/**
 * The pause after so many failures in a row (0: none): doubled each time, and between
 * half of that and all of it as random, any 32 bits, has it.
 */
uint64_t ts_backoff_ms(uint32_t failures, uint32_t random);

/** When that pause that begins now is over. */
ts_mono ts_backoff_until(ts_mono now, uint32_t failures, uint32_t random);

#endif
