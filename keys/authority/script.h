#ifndef TS_AUTHORITY_SCRIPT_H
#define TS_AUTHORITY_SCRIPT_H

#include "firmware/base/span.h"

/** One character of valid UTF-8. */
struct ts_character {
    uint32_t code;
    size_t len; /**< Bytes; 0 at the end of the text. */
};

struct ts_character ts_character_first(ts_span text);

/** Unified Canadian Aboriginal Syllabics, which Noto has in a font of their own. */
bool ts_character_is_syllabic(uint32_t code);

#endif
