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

/** A full basket and one that was set aside; the bags of two verdicts outside it, and the
 * one being read, with the text it came in. Memory that no card has touched yet costs
 * nothing. */
enum { TS_DESKS = 2 * TS_BASKET_MAX + 3 * TS_BAG_MAX + 1 };

struct ts_desk {
    struct ts_arena arena;
    struct ts_assessment card;
    bool taken; /**< Holds a card. */
    bool busy;  /**< Is being worked on: nobody else touches it. */
    bool in_basket;
    bool set_aside;  /**< In the basket that another person's card began anew. */
    unsigned viewed; /**< By which of the two verdicts: bit of its index. */
};

struct ts_basket {
    struct ts_desk desks[TS_DESKS];
    struct ts_desk *cards[TS_BASKET_MAX]; /**< In the order shown. */
    size_t count;
    bool collects; /**< Cards are kept without a profile too, though each is judged alone.
                    */
    bool joined;   /**< Somebody said that cards with other names are one person's. */
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
 * its bag is judged and not kept. Without a profile nothing is kept, unless it collects.
 */
void ts_basket_judge(struct ts_basket *basket, struct ts_desk *const *desks, size_t count,
                     const struct ts_profile *profile, const struct ts_trust *trust,
                     struct ts_now now);

/** The cards before those of the next or shown verdict may be the same person's: they
 * bear another name, and somebody who is there can tell. Until the next scan. */
bool ts_basket_is_joinable(const struct ts_basket *basket);

/** Somebody said so: the cards count together, and so do those that follow of either
 * name; the shown verdict is reached anew. False, and nothing changed, where it is not
 * joinable. */
bool ts_basket_join(struct ts_basket *basket, const struct ts_profile *profile,
                    const struct ts_trust *trust, struct ts_now now);

/** Makes the next verdict the one shown, and wipes what only the last one needed. */
const struct ts_verdict *ts_basket_show(struct ts_basket *basket);

/** The verdict that is shown, and the next; empty where there is none. */
struct ts_verdict *ts_basket_shown(struct ts_basket *basket);
struct ts_verdict *ts_basket_next(struct ts_basket *basket);

/**
 * The cards of the person whom the shown verdict is about: those of its scan and those
 * that lie in the basket. Gives how many; none without a verdict over a proven card.
 * Of a verdict that the next scan has overtaken, only those of its own scan may be left.
 */
size_t ts_basket_shown_cards(const struct ts_basket *basket,
                             const struct ts_assessment *cards[static TS_SCAN_CARDS_MAX]);

/** Gives a busy desk back unjudged. */
void ts_basket_discard(struct ts_desk *desk);

/** Forgets everything but busy desks, the verdicts too. */
void ts_basket_wipe(struct ts_basket *basket);

#endif
