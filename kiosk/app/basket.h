#ifndef TS_APP_BASKET_H
#define TS_APP_BASKET_H

#include "firmware/base/check.h"
#include "firmware/base/limits.h"
#include "kiosk/verdict/verdict.h"

/**
 * The cards on the table, each in memory of its own, and the verdicts over
 * them. No threads in it: kiosk/app/checker.h adds those.
 *
 * The verdict on the screen views its card, so a card's memory is wiped only
 * when another verdict is shown, or when the screen says wipe.
 */

/** A full basket; the bags of two verdicts outside it, and the one being read, with
 * the text it came in. Memory that no card has touched yet costs nothing. */
enum { TS_DESKS = TS_BASKET_MAX + 3 * TS_BAG_MAX + 1 };

struct ts_desk {
    struct ts_arena arena;
    struct ts_assessment card;
    bool taken; /**< Holds a card. */
    bool busy;  /**< Is being worked on: nobody else touches it. */
    bool in_basket;
    unsigned viewed; /**< By which of the two verdicts: bit of its index. */
};

struct ts_basket {
    struct ts_desk desks[TS_DESKS];
    struct ts_desk *cards[TS_BASKET_MAX]; /**< In the order shown. */
    size_t count;
    struct ts_verdict verdicts[2]; /**< The one shown, and the next. */
    size_t shown;                  /**< Index of the one shown. */
    uint8_t *memory;
};

/** Takes all memory there will be. TS_OK or TS_NO_SPACE. */
TS_MUST_USE enum ts_status ts_basket_open(struct ts_basket *basket);
void ts_basket_close(struct ts_basket *basket);

/** An empty desk, marked busy, to assess the next card on; there is always one while
 * no more than TS_BAG_MAX + 1 are busy. */
struct ts_desk *ts_basket_desk(struct ts_basket *basket);

/**
 * Puts the assessed cards of one scan down (at least one, TS_BAG_MAX at most) and
 * reaches the next verdict, over all of them (ts_verdict_reach_scan()); it replaces
 * a next verdict that was not shown. Cards of another person than the basket's start
 * a new basket; one that was shown before replaces itself, and a full basket lets its
 * oldest go; what is not proven, withdrawn, or of another person than the rest of
 * its bag is judged and not kept. Without a profile nothing is kept.
 */
void ts_basket_judge(struct ts_basket *basket, struct ts_desk *const *desks, size_t count,
                     const struct ts_profile *profile, const struct ts_trust *trust,
                     struct ts_now now);

/** Makes the next verdict the one shown, and wipes what only the last one needed. */
const struct ts_verdict *ts_basket_show(struct ts_basket *basket);

/** The verdict that is shown, and the next; empty where there is none. */
struct ts_verdict *ts_basket_shown(struct ts_basket *basket);
struct ts_verdict *ts_basket_next(struct ts_basket *basket);

/** Gives a busy desk back unjudged. */
void ts_basket_discard(struct ts_desk *desk);

/** Forgets everything but busy desks, the verdicts too. */
void ts_basket_wipe(struct ts_basket *basket);

#endif
