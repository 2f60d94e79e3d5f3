#ifndef TS_SCAN_FINDERS_H
#define TS_SCAN_FINDERS_H

#include <stddef.h>
#include <stdint.h>

/**
 * Finder patterns (ISO/IEC 18004 6.3.3): the squares in three corners of a code, whose
 * modules lie 1:1:3:1:1 on every line through their middle.
 */
struct ts_finder {
    double x, y;    /**< The middle. */
    double module;  /**< Pixels, as measured along rows and columns. */
    uint32_t votes; /**< Rows in which it was seen. */
};

/** A hand holds up a few codes of three each; what looks like one in print, fabric or
 * noise is seen in few rows, and makes room for the next. */
enum { TS_FINDERS_MAX = 192 };

/** Pixels that are walked over in one search to check what a row looks like; a busy
 * 720p frame takes about a tenth. Fields of thousands of patterns end here. */
enum { TS_FINDERS_STEPS_MAX = 6000000 };

struct ts_finders {
    struct ts_finder at[TS_FINDERS_MAX];
    size_t count;
};

/** Words of scratch for pictures of that width. */
#define TS_FINDERS_SCRATCH(width) ((size_t)(width) + 2)

/**
 * Searches what ts_threshold() made; those seen in most rows (the largest and
 * clearest) come first.
 */
void ts_finders_search(struct ts_finders *finders, const uint8_t *dark, uint32_t width,
                       uint32_t height, int32_t *scratch);

/** Adds what another search of the same picture found, in pixels of which scale are one
 * of its own; the same place once only. What is too many is left out. Most votes first.
 */
void ts_finders_join(struct ts_finders *finders, const struct ts_finders *others,
                     double scale);

#endif
