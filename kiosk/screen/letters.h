#ifndef TS_SCREEN_LETTERS_H
#define TS_SCREEN_LETTERS_H

#include "firmware/base/span.h"

/** The code point at the start of well-formed text that is not empty, and how many
 * bytes it has. */
uint32_t ts_letter(ts_span text, size_t *len);

/** Marks that belong to the letter before them (Unicode 14, UnicodeData.txt, general
 * categories Mn, Mc and Me). */
bool ts_letter_is_mark(uint32_t code);

/** U+200C and U+200D, which tell two letters how to stand together. */
bool ts_letter_is_joiner(uint32_t code);

/** U+2068 and U+2069: what stands between them does not turn what stands around. */
bool ts_letter_is_isolate(uint32_t code);

/** Written from right to left, or a number in a script that is: text without such a
 * letter needs no reordering (UAX #9, classes R, AL and AN, whole blocks). */
bool ts_letter_is_rtl(uint32_t code);

/**
 * Bytes of the first letter of well-formed text with all that belongs to it: marks,
 * joiners, and what a U+200D joins to it. 0 for empty text. Joins that never end are cut
 * after TS_CLUSTER_MAX code points.
 */
size_t ts_letter_cluster(ts_span text);
enum { TS_CLUSTER_MAX = 16 };

/** The longest start of at most max bytes that ends between two such clusters. */
ts_span ts_letters_prefix(ts_span text, size_t max);

#endif
