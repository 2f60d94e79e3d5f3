#ifndef TS_APP_CHECKER_H
#define TS_APP_CHECKER_H

#include "firmware/board/portrait.h"
#include "kiosk/app/basket.h"
#include "kiosk/verdict/jobs.h"

/**
 * The thread that judges cards, each after a rehearsal that survived it
 * (kiosk/rehearsal/rehearsal.h): a text that was not survived is not judged, and its
 * check never ends, which the screen tells after a while. The screen's thread submits the
 * text of a code under a ticket and collects the verdict when it is there; in between it
 * goes on drawing.
 *
 * All calls are the screen's thread's.
 */
struct ts_checker;

/** What is believed and asked for; must stand until it is replaced or closed. */
struct ts_checker_rules {
    const struct ts_trust *trust;     /**< NULL: no lists. */
    const struct ts_profile *profile; /**< NULL: no job. */
    const char *lists; /**< The folder that trust is of, for the rehearsal; read when the
                            checker is opened. NULL: it has no lists. */
    bool collects;     /**< Cards may be compared with other jobs: see basket.h. */
    /** The time to judge by, and how far it is to be believed. */
    struct ts_now (*now)(void *context);
    void *context;
};

/** Starts the thread. TS_OK, TS_NO_SPACE, TS_ABSENT (no rehearsal) or TS_IO. Close what
 * was opened. */
TS_MUST_USE enum ts_status
ts_checker_open(struct ts_checker **checker, struct ts_checker_rules rules);
void ts_checker_close(struct ts_checker *checker);

/** Replaces a check that has not begun. text is copied; TS_CONTENT_MAX at most. */
void ts_checker_submit(struct ts_checker *checker, uint32_t ticket, ts_span text);

/**
 * True once for every check that ended. verdict is NULL when the code was not a
 * credential at all; otherwise it stands until this gives another one, or
 * ts_checker_wipe().
 */
bool ts_checker_collect(struct ts_checker *checker, uint32_t *ticket,
                        const struct ts_verdict **verdict);

/**
 * The portrait of the verdict that was collected last, for as long as that stands; NULL
 * unless its identity is due. A portrait that cannot be decoded is none, and identity
 * is then not due any more: it stays CANNOT_TELL.
 */
const struct ts_photo *ts_checker_photo(const struct ts_checker *checker);

/** What somebody saw who compared the person with it: ts_verdict_compare() on the verdict
 * that was collected last. The photo is wiped. */
void ts_checker_compare(struct ts_checker *checker, enum ts_finding same);

/** What somebody typed where the verdict wants an answer: ts_verdict_ask_identity() on
 * the verdict that was collected last. Nothing of what was typed is kept. */
void ts_checker_answer(struct ts_checker *checker, ts_span typed);

/** ts_answer_kinds() of the cards whose verdict was collected last, where that wants an
 * answer; else 0. */
unsigned ts_checker_answer_kinds(struct ts_checker *checker);

/** ts_verdict_waive() on the verdict that was collected last. */
bool ts_checker_waive(struct ts_checker *checker, enum ts_waiver why);

/** ts_basket_is_joinable() of the verdict that was collected last. */
bool ts_checker_is_joinable(struct ts_checker *checker);

/** Somebody said that it is the same person: the verdict that was collected last is
 * reached anew, over the cards before it too. False where nothing changed. */
bool ts_checker_join(struct ts_checker *checker);

/** How many cards the verdict that was collected last rests on: ts_basket_shown_cards().
 */
size_t ts_checker_cards(struct ts_checker *checker);

/** ts_match_find() over those cards, where there are any; else match is empty. It views
 * the jobs, and the cards until the next verdict is collected or they are wiped. */
void ts_checker_match(struct ts_checker *checker, struct ts_match *match,
                      const struct ts_jobs *jobs);

/** Forgets all cards and verdicts, waits for the end of a check in progress, and goes
 * on by other rules. Nothing views the old ones afterwards. */
void ts_checker_replace_rules(struct ts_checker *checker, struct ts_checker_rules rules);

/** How often the rehearsal had to be begun anew, for the status. */
uint32_t ts_checker_restarts(const struct ts_checker *checker);

/** Forgets all cards, verdicts and photos, a check in progress included. */
void ts_checker_wipe(struct ts_checker *checker);

#endif
