#ifndef TS_VERDICT_MISSING_H
#define TS_VERDICT_MISSING_H

#include "kiosk/verdict/requirement.h"

/**
 * What would still have to be met: the smallest set of requirements (leaves of the
 * profile's tree) that are not met for certain and that, once they were, would leave
 * nothing certain in the way. One of which nobody can tell counts as possibly met: it is
 * doubtful, not missing. Empty when the profile is met, or may be for all that is known.
 *
 * Among sets of equal size the one that rests on fewer doubtful ones; then the one that
 * stands first in the file.
 */
struct ts_missing {
    const struct ts_requirement *leaves[TS_REQUIREMENTS_MAX]; /**< In the file's order. */
    size_t count;
    const struct ts_requirement
        *doubtful[TS_REQUIREMENTS_MAX]; /**< What the rest of it
                                             rests on, unproven. */
    size_t doubtful_count;
};

/** Of the leaves' answers only their states are looked at. */
void ts_missing_find(struct ts_missing *missing, const struct ts_requirement *root,
                     const struct ts_answers *answers);

#endif
