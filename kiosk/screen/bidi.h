#ifndef TS_SCREEN_BIDI_H
#define TS_SCREEN_BIDI_H

#include "kiosk/screen/clean_text.h"

/* The order in which a line is drawn (UAX #9). */

/** A piece of text that is written in one direction. */
struct ts_bidi_part {
    ts_span text; /**< In logical order. */
    bool rtl;
};

/** More than a text of TS_TEXT_BYTES and an ellipsis can have. */
enum { TS_BIDI_PARTS_MAX = TS_TEXT_BYTES + 8 };

/** Whether a paragraph begins at its right end: by its first letter that has a
 * direction and stands in no isolate; false for none. */
bool ts_bidi_is_rtl(ts_span paragraph);

/**
 * Splits a line of a paragraph, well-formed and at most TS_BIDI_PARTS_MAX bytes long,
 * into parts to be drawn from left to right. U+2068 and U+2069 take effect and are left
 * out. What stands in other lines has no influence.
 */
size_t ts_bidi_split(struct ts_bidi_part parts[static TS_BIDI_PARTS_MAX], ts_span line,
                     bool paragraph_is_rtl);

#endif
