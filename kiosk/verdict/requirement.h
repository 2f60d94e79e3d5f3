#ifndef TS_VERDICT_REQUIREMENT_H
#define TS_VERDICT_REQUIREMENT_H

#include "kiosk/verdict/verdict.h"

/** The cards of one person and what the job and the day ask of them. */
struct ts_question {
    const struct ts_assessment *const *cards;
    size_t count;
    const struct ts_profile *profile;
    struct ts_now now;
};

/**
 * Does any of the cards meet the requirement? Three-valued: FAIL when none
 * does for certain. The answer's label is the requirement's own or its best
 * card's; why and until are of the best card.
 */
struct ts_row ts_requirement_answer(const struct ts_requirement *requirement,
                                    const struct ts_question *question);

/** True when card is one that requirement (or a part of it) asks for. */
bool ts_requirement_wants(const struct ts_requirement *requirement,
                          const struct ts_assessment *card);

#endif
