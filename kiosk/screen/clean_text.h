#ifndef TS_SCREEN_CLEAN_TEXT_H
#define TS_SCREEN_CLEAN_TEXT_H

#include "firmware/base/span.h"

/** Bytes of one text that are looked at; what is longer is cut. */
enum { TS_TEXT_BYTES = 512 };

/**
 * What a text becomes before it is set: control characters and line ends become
 * spaces; characters that would turn the reading direction or are invisible are
 * left out (a name must not rearrange what stands beside it); ill-formed bytes
 * become U+FFFD; of many marks and joiners on one letter four stay. Only U+2068 and
 * U+2069 pass, which can turn nothing outside of the text. cut tells that text was longer
 * than TS_TEXT_BYTES; it is cut between two letters.
 */
ts_span ts_text_clean(char clean[static TS_TEXT_BYTES], ts_span text, bool *cut);

/** Room that is always enough for ts_text_isolate(). */
enum { TS_ISOLATED_BYTES = TS_TEXT_BYTES + 6 };

/**
 * A foreign text to be put into a phrase of ours: cleaned, without U+2068 and U+2069 of
 * its own, and between these two where it has letters written from right to left, so that
 * it cannot draw the phrase's numbers and signs over to its side (UAX #9, 2.4).
 */
ts_span ts_text_isolate(char isolated[static TS_ISOLATED_BYTES], ts_span text);

#endif
