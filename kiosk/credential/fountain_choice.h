#ifndef TS_CREDENTIAL_FOUNTAIN_CHOICE_H
#define TS_CREDENTIAL_FOUNTAIN_CHOICE_H

#include "firmware/base/limits.h"
#include "firmware/base/span.h"

/**
 * Which fragments a part of an animated code is mixed of: both sides draw the same
 * ones (BCR-2020-005, fountain codes). Only doubles as IEEE 754 has them do.
 */

/** xoshiro256**, seeded by the SHA-256 of seed. */
struct ts_draw {
    uint64_t state[4];
};

struct ts_draw ts_draw_begin(ts_span seed);
uint64_t ts_draw_next(struct ts_draw *draw);

/** 0 up to, but not, 1. */
double ts_draw_fraction(struct ts_draw *draw);

/** How many of total (1 to TS_FOUNTAIN_PARTS_MAX) fragments; 1 to total. */
uint32_t ts_draw_degree(struct ts_draw *draw, uint32_t total);

/** A set of fragments, the lowest bit of the first word being the first. */
enum { TS_FRAGMENT_WORDS = TS_FOUNTAIN_PARTS_MAX / 64 };
struct ts_fragments {
    uint64_t words[TS_FRAGMENT_WORDS];
};

/** Those of part number (from 1 on): up to total each by itself, then mixed. */
struct ts_fragments
ts_fragments_chosen(uint32_t number, uint32_t total, uint32_t checksum);

bool ts_fragments_have(const struct ts_fragments *fragments, uint32_t index);

#endif
