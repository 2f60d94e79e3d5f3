#ifndef TS_CRYPTO_PIN_H
#define TS_CRYPTO_PIN_H

#include "firmware/base/check.h"
#include "firmware/base/span.h"
#include "firmware/base/status.h"

/**
 * A PIN as a configuration keeps it: one line that tells whether a PIN is the right one
 * and costs time and memory to try (Argon2id 1.3, RFC 9106), in the usual spelling
 * "$argon2id$v=19$m=...,t=...,p=1$SALT$HASH".
 *
 * Four digits stay four digits: whoever can read the line can find them in hours. The
 * file it stands in is for the kiosk alone; who tries at the screen is slowed down there.
 */
enum {
    TS_PIN_DIGITS_MIN = 4,
    TS_PIN_DIGITS_MAX = 12,
    TS_PIN_LINE_SIZE = 128, /**< With its NUL. */
};

/** Memory and passes one may cost: more would stop the screen of a small machine. */
#define TS_PIN_MEMORY_KIB_MAX 262144
#define TS_PIN_PASSES_MAX 16

/** Only digits, TS_PIN_DIGITS_MIN to TS_PIN_DIGITS_MAX of them. */
bool ts_pin_valid(ts_span pin);

/** Whether line is spelled as above, within the limits. Pure. */
bool ts_pin_line_valid(ts_span line);

/** Makes the line of a PIN: 64 MiB, 3 passes, a new salt. TS_OK, TS_MALFORMED (no valid
 * PIN) or TS_NO_SPACE; line is written only on TS_OK. */
TS_MUST_USE enum ts_status ts_pin_hash(char line[static TS_PIN_LINE_SIZE], ts_span pin);

/** Whether pin is the one line was made of; false for a line or a PIN that is none.
 * Takes some 0.2 s and 64 MiB: not on the screen's thread if it must stay smooth. */
bool ts_pin_matches(const char *line, ts_span pin);

#endif
