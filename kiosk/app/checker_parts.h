#ifndef TS_APP_CHECKER_PARTS_H
#define TS_APP_CHECKER_PARTS_H

#include "kiosk/app/checker.h"
#include "kiosk/rehearsal/rehearsal.h"

#include <pthread.h>

/* For checker.c and checker_shown.c alone. */

struct ts_checker {
    struct ts_checker_rules rules;
    pthread_t thread;
    pthread_mutex_t lock;
    pthread_cond_t work, idle;

    /* Under lock: */
    bool stop;
    bool renews;                      /**< The rehearsal is to have other lists: ... */
    const struct ts_trust *rehearsed; /**< ... than these. */
    bool working;                     /**< The worker is out with a card. */
    bool submitted;
    uint32_t ticket; /**< Of the submitted check. */
    uint8_t text[TS_CONTENT_MAX];
    size_t text_len;
    bool reached;
    uint32_t reached_ticket;
    bool foreign;            /**< What was reached is that it is no credential. */
    uint32_t wipes;          /**< Counts up; a check begun before one is void. */
    struct ts_basket basket; /**< The desk being worked on is the worker's. */
    struct ts_photo next;    /**< Of the verdict that was reached. */

    struct ts_photo shown; /**< Of the one that was collected; the screen's. */

    /* The worker's: */
    struct ts_rehearsal *rehearsal;
    uint8_t encoded[TS_PORTRAIT_BYTES_MAX];
    size_t encoded_len;
    struct ts_photo decoded;
};

void ts_checker_wipe_photo(struct ts_photo *photo);

/** A verdict's portrait, out of memory that a wipe may clear meanwhile, into encoded.
 * False when there is none to decode. Under lock. */
bool
ts_checker_take_portrait(struct ts_checker *checker, const struct ts_verdict *verdict);

#endif
