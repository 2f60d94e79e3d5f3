#ifndef TS_SCREEN_PIN_PAD_H
#define TS_SCREEN_PIN_PAD_H

#include "firmware/base/span.h"
#include "keys/crypto/pin.h"
#include "kiosk/screen/page.h"

/**
 * The pad a PIN is typed on: pure. The digits lie in another order every time it is
 * opened, so that neither grease on the glass nor a look at the hand tells the PIN. Shown
 * are dots. view_pin.c draws it.
 */
enum {
    TS_PIN_PAD_DIGITS = 10,
    TS_PIN_PAD_RANDOM = 4 * (TS_PIN_PAD_DIGITS - 1), /**< Bytes that an order takes. */
};

struct ts_pin_pad {
    ts_span title;    /**< Whose PIN; the caller's, of the words. */
    uint32_t wait_ms; /**< Not 0: so long nothing is taken; the caller's. */
    bool wrong;       /**< The one before was wrong; the caller's. */
    bool checking;    /**< It is being looked at: nothing is taken; the caller's. */

    /* Read only: */
    uint8_t order[TS_PIN_PAD_DIGITS]; /**< The digit at each place. */
    size_t len;                       /**< Digits typed. */

    /* Private: */
    char typed[TS_PIN_DIGITS_MAX];
};

/** Nothing typed; the digits in an order that random says, each as likely as any other
 * but for one part in 10^8. */
void
ts_pin_pad_open(struct ts_pin_pad *pad, const uint8_t random[static TS_PIN_PAD_RANDOM]);

/** Overwrites what was typed, and the order. */
void ts_pin_pad_close(struct ts_pin_pad *pad);

/**
 * A touch of one of its keys; any other changes nothing, and none does while wait_ms is
 * not 0, or checking. KEY: value is the digit's character. True for ENTER with
 * TS_PIN_DIGITS_MIN digits or more.
 */
bool ts_pin_pad_touch(struct ts_pin_pad *pad, struct ts_touch touch);

/** The digits; stand until the next touch. */
ts_span ts_pin_pad_typed(const struct ts_pin_pad *pad);

/** Overwrites the digits, and leaves their order. */
void ts_pin_pad_clear(struct ts_pin_pad *pad);

#endif
