#ifndef TS_CRYPTO_RANDOM_H
#define TS_CRYPTO_RANDOM_H

#include "firmware/base/span.h"

/* Making: random_sodium.c. */

/** Fills room with bytes nobody can foresee, from the system's random source. */
void ts_random_bytes(ts_room room);

/** One of 0 to bound - 1, each as likely as any other; 0 for a bound of 0. */
uint32_t ts_random_below(uint32_t bound);

#endif
