#ifndef TS_SCAN_ALIGNMENT_H
#define TS_SCAN_ALIGNMENT_H

#include "kiosk/scan/geometry.h"

/** Alignment patterns (ISO/IEC 18004 6.3.6): a dark module in a light ring in a dark
 * ring. */
struct ts_alignment {
    double right, down; /**< Modules from where it was expected. */
    double score;       /**< Grey levels: light less dark, less what does not fit. */
};

/** How much a place looks like one; 0 or less: not at all. */
double ts_alignment_score(const struct ts_grey *grey, const struct ts_lattice *lattice);

/**
 * The best within reach modules around a place, in steps of step modules, and then
 * closer. Places further away have to be better, by so many grey levels a module.
 */
struct ts_alignment
ts_alignment_search(const struct ts_grey *grey, const struct ts_lattice *expected,
                    double reach, double step, double a_module);

#endif
