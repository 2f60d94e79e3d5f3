#ifndef TS_SCREEN_LETTERS_H
#define TS_SCREEN_LETTERS_H

#include "firmware/base/span.h"

/** The code point at the start of well-formed text that is not empty, and how many
 * bytes it has. */
uint32_t ts_letter(ts_span text, size_t *len);

/**
 * Marks that sit on the letter before them: Latin, Hebrew, Arabic and the blocks of
 * combining marks (Unicode 15, UnicodeData.txt, general category Mn).
 */
bool ts_letter_is_mark(uint32_t code);

#endif
