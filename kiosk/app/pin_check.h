#ifndef TS_APP_PIN_CHECK_H
#define TS_APP_PIN_CHECK_H

#include "firmware/base/span.h"
#include "keys/crypto/pin.h"

#include <pthread.h>
#include <stdatomic.h>

/**
 * Whether a PIN is right, found out on a thread of its own: it takes a fifth of a second
 * by design, in which the screen goes on. A zeroed one is at rest. All calls are the
 * screen's thread's.
 */
struct ts_pin_check {
    /* All private. */
    bool busy, threaded;
    pthread_t thread;
    atomic_bool done;
    bool right;
    char line[TS_PIN_LINE_SIZE];
    uint8_t pin[TS_PIN_DIGITS_MAX];
    size_t len;
};

/** Begins, at rest; both are copied. line may be NULL: then nothing is right. Where there
 * is no thread to be had the answer is there at once, and it took its time. */
void ts_pin_check_begin(struct ts_pin_check *check, const char *line, ts_span pin);

bool ts_pin_check_is_busy(const struct ts_pin_check *check);

/** True once, when it is over: then it is at rest, and nothing of the PIN is left. */
bool ts_pin_check_take(struct ts_pin_check *check, bool *right);

/** Waits for its end, if it is busy. */
void ts_pin_check_end(struct ts_pin_check *check);

#endif
