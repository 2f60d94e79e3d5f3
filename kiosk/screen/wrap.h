#ifndef TS_SCREEN_WRAP_H
#define TS_SCREEN_WRAP_H

#include "kiosk/screen/drawing.h"

/** The width of a piece of text, in any unit. */
typedef int ts_width_of(void *context, ts_span text);

/**
 * Breaks text into lines of at most width, at spaces (U+0020 alone: a no-break
 * space does not break). A word wider than width gets a line of its own and
 * sticks out. Returns how many lines there are, of which the first max are
 * written; the last one written holds all the rest when there are more.
 */
size_t ts_wrap(ts_span *lines, size_t max, ts_span text, int width, ts_width_of *width_of,
               void *context);

/** How wide Noto Sans will set text, guessed from its letters, in thousandths of
 * an em; rather too wide than too narrow. Lets a view be laid out without a font. */
int ts_width_guess(ts_span text, enum ts_weight weight);

/** Lines that text takes at em_px in a box so wide, by the same guess. */
int ts_lines_guess(ts_span text, enum ts_weight weight, int em_px, int width_px);

#endif
