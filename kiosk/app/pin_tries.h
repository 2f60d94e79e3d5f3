#ifndef TS_APP_PIN_TRIES_H
#define TS_APP_PIN_TRIES_H

#include "firmware/base/instant.h"
#include "firmware/board/store.h"

/**
 * Wrong PINs, and how long nobody may try after them: TS_PIN_TRIES_FREE are free, then
 * 30 s, 60 s, 120 s and so on, up to 15 minutes. Counted for each PIN, until it is right.
 *
 * The count lives in a file, so that closing the page and pulling the plug are no way
 * around it; it is written before a PIN is looked at. What is left of a wait is not kept:
 * no clock that a restart does not stop can be believed, so a restart begins the wait
 * anew. Within a run only the monotonic clock counts.
 */
enum ts_pin_kind {
    TS_PIN_ADMIN = 0,
    TS_PIN_WAIVER,
};
enum { TS_PIN_KINDS = TS_PIN_WAIVER + 1 };

enum { TS_PIN_TRIES_FREE = 3, TS_PIN_TRIES_COUNTED = 99 };
#define TS_PIN_WAIT_FIRST_MS 30000
#define TS_PIN_WAIT_MOST_MS 900000

struct ts_pin_tries {
    bool begun;
    struct ts_store *store; /**< NULL: kept for this run only. */
    uint32_t wrong[TS_PIN_KINDS];
    ts_mono until[TS_PIN_KINDS];
};

/** The wait after so many wrong PINs in a row. */
uint32_t ts_pin_wait_ms(uint32_t wrong);

/** What is in the store (which must stay open), and the waits begin; a damaged file is
 * taken for one wait's worth of wrong PINs. Nothing after the first call. */
void ts_pin_tries_begin(struct ts_pin_tries *tries, struct ts_store *store, ts_mono now);

/** How long nobody may try; 0: now. */
uint32_t ts_pin_tries_left_ms(const struct ts_pin_tries *tries, enum ts_pin_kind kind,
                              ts_mono now);

/** Somebody is about to try. On the medium when it returns, as far as that lets it. */
void ts_pin_tries_try(struct ts_pin_tries *tries, enum ts_pin_kind kind);

/** And how it came out. */
void ts_pin_tries_end(struct ts_pin_tries *tries, enum ts_pin_kind kind, bool right,
                      ts_mono now);

#endif
