#ifndef TS_SCAN_TRIPLETS_H
#define TS_SCAN_TRIPLETS_H

#include "kiosk/scan/finders.h"

/** Three finder patterns that may be those of one code, as places in a list: the
 * corner, the one right of it and the one below it as the code sees itself. */
struct ts_triplet {
    size_t corner, right, below;
    double cost; /**< 0 for a right angle, equal sides and equal modules. */
};

/** So many of the finders are put together, those with most votes: eight codes' worth,
 * and no more than 2024 ways. */
enum { TS_TRIPLETS_FINDERS = 24 };

/**
 * The max cheapest triplets, cheapest first. Left out is what no code looks like
 * under a tilt a camera can read: modules that differ too much, an angle far from
 * right, sides too short or too long for versions 1 to 40.
 */
size_t ts_triplets_rank(struct ts_triplet *triplets, size_t max,
                        const struct ts_finder *finders, size_t count);

#endif
