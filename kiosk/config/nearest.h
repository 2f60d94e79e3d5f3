#ifndef TS_CONFIG_NEAREST_H
#define TS_CONFIG_NEAREST_H

#include "firmware/base/span.h"

/**
 * How many letters must be left out, put in, changed or swapped with their neighbour to
 * make one of the other; upper and lower case, "-" and "_" count as alike. For words of
 * at most 63 bytes; a longer one is as far as it is long.
 */
size_t ts_word_distance(ts_span a, ts_span b);

/** Whether a distance is so short that the one may have been meant by the other. */
bool ts_word_is_near(ts_span written, size_t distance);

#endif
