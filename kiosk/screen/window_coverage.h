#ifndef TS_SCREEN_WINDOW_COVERAGE_H
#define TS_SCREEN_WINDOW_COVERAGE_H

#include "firmware/base/check.h"
#include "firmware/base/span.h"
#include "firmware/base/status.h"

/** Letters of a text that no font has. */
struct ts_coverage {
    uint32_t missing[32]; /**< The first of them, each once. */
    size_t count;
};

/**
 * Looks well-formed text up in the fonts that the window would open (window_fonts.h),
 * those of the languages of the open catalogues among them; needs no display. Adds to
 * coverage. TS_OK, TS_ABSENT (there is no Sans) or TS_IO.
 */
TS_MUST_USE enum ts_status
ts_coverage_check(struct ts_coverage *coverage, ts_span text, struct ts_fault *fault);

#endif
