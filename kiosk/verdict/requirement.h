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

/** The answer to each requirement of a profile, at its index. */
struct ts_answers {
    struct ts_row rows[TS_REQUIREMENTS_MAX];
};

/**
 * Does any of the cards meet them? Three-valued: FAIL when none does for certain. A
 * row's label is the requirement's own, else what it asks for; why, until and card are
 * of the best card, in a group of the member that decides.
 */
void ts_requirement_answer(struct ts_answers *answers, const struct ts_requirement *root,
                           const struct ts_question *question);

/** The second half of it: the groups, from the rows of their leaves. */
void ts_requirement_join(struct ts_answers *answers, const struct ts_requirement *root);

/** True when card is one that requirement (or a part of it) asks for. */
bool ts_requirement_wants(const struct ts_requirement *requirement,
                          const struct ts_assessment *card);

#endif
