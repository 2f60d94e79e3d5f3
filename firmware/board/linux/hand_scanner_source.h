#ifndef TS_BOARD_LINUX_HAND_SCANNER_SOURCE_H
#define TS_BOARD_LINUX_HAND_SCANNER_SOURCE_H

#include "firmware/base/check.h"
#include "firmware/base/status.h"

#include <stdbool.h>
#include <stdint.h>

enum ts_hand_scanner_kind {
    TS_HAND_SCANNER_NONE = 0,
    TS_HAND_SCANNER_EVDEV,
    TS_HAND_SCANNER_SERIAL,
};

/** A source as firmware/board/hand_scanner.h spells it. */
struct ts_hand_scanner_source {
    enum ts_hand_scanner_kind kind;
    char text[256]; /**< The path, or a part of the name; empty for any scanner. */
    uint32_t speed; /**< SERIAL: bits a second, one that a terminal knows. */
};

/** TS_OK or TS_MALFORMED, and then source is not written. */
TS_MUST_USE enum ts_status
ts_hand_scanner_source_parse(struct ts_hand_scanner_source *source, const char *text);

/** What an input device says of itself. */
struct ts_keyboard {
    const char *name;
    uint16_t vendor; /**< As USB numbers makers. */
    bool types;      /**< Has the keys that text and its end are typed with. */
};

/** Whether it is the one that wanted (of a source without a path) means. Pure. */
bool ts_keyboard_suits(const struct ts_keyboard *keyboard, const char *wanted);

#endif
