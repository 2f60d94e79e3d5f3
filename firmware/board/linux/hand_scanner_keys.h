#ifndef TS_BOARD_LINUX_HAND_SCANNER_KEYS_H
#define TS_BOARD_LINUX_HAND_SCANNER_KEYS_H

#include "firmware/board/linux/hand_scan_text.h"

/**
 * What a scanner types, put together to the text it means: a US keyboard, whatever
 * layout the machine has, Shift but not Caps Lock, Enter or Tab at the end.
 *
 * Only printable ASCII comes through: as keys, or as Windows types a letter by its number
 * (the left Alt held, up to four digits of the number pad, Alt released). Any other key
 * spoils the scan, and so does any other key while Ctrl, Alt or Meta is held and a number
 * that is not ASCII, which is how scanners type control characters and letters of other
 * alphabets: set the scanner to send neither. Repetition by the system is ignored. Pure.
 */

/** An event of the kernel's input layer (Documentation/input/event-codes), by its own
 * numbers. */
struct ts_key_event {
    uint16_t type, code;
    int32_t value;
    ts_mono time;
};

/** A scan that stopped for so long stopped for good: scanners type without a pause, and
 * somebody who types by hand is not a scanner. */
enum { TS_HAND_SCAN_SILENCE_MS = 200 };

/** A zeroed one has seen nothing. */
struct ts_hand_scanner_keys {
    uint16_t held;                 /**< Keys of MODIFIERS that are down. */
    bool is_deaf;                  /**< Until the report that ends a gap. */
    uint16_t alt_code, alt_digits; /**< Typed on the number pad while Alt is held. */
    struct ts_hand_scan_text text;
};

/** Takes one event; times never go back. On TS_HAND_SCAN_WHOLE take the text before the
 * next event. *loss is written on TS_HAND_SCAN_LOST; then event has been taken, too. */
enum ts_hand_scan_step
ts_hand_scanner_keys_feed(struct ts_hand_scanner_keys *keys, struct ts_key_event event,
                          enum ts_hand_scan_loss *loss);

/** No event came until now: gives up what has stopped. MORE or LOST. */
enum ts_hand_scan_step
ts_hand_scanner_keys_rest(struct ts_hand_scanner_keys *keys, ts_mono now,
                          enum ts_hand_scan_loss *loss);

#endif
