#ifndef TS_READER_REVIVAL_H
#define TS_READER_REVIVAL_H

#include "firmware/base/instant.h"

#include <stdbool.h>
#include <stdint.h>

/**
 * When a process that ended is begun again: at once, and later and later when it ends
 * again soon. Whoever holds up what it dies of must not keep a whole core busy with it,
 * and the next person must not wait long. Pure; a zeroed one has never ended.
 */
struct ts_revival {
    /* Private: */
    uint32_t failures; /**< In a row. */
    ts_mono begun, next;
};

enum {
    TS_REVIVAL_FIRST_MS = 125,  /**< After the second in a row; then twice as long, ... */
    TS_REVIVAL_MOST_MS = 2000,  /**< ... to this: shorter than the screen's patience. */
    TS_REVIVAL_GOOD_MS = 10000, /**< Who lived so long did not fail soon. */
};

/** It began now. */
void ts_revival_began(struct ts_revival *revival, ts_mono now);

/** It ended, or could not be begun. */
void ts_revival_ended(struct ts_revival *revival, ts_mono now);

/** Time to begin it. */
bool ts_revival_is_due(const struct ts_revival *revival, ts_mono now);

#endif
