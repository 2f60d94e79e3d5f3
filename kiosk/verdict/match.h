#ifndef TS_VERDICT_MATCH_H
#define TS_VERDICT_MATCH_H

#include "kiosk/verdict/verdict.h"

/**
 * What else a person's cards are good for: every job against the cards on the table.
 * Jobs are put in order, people never are; nothing is kept.
 */
enum { TS_MATCH_PROFILES_MAX = 64 };

struct ts_match_entry {
    const struct ts_profile *profile;
    enum ts_verdict_kind kind;
    bool identity_due;   /**< It would be READY; the job also asks whose the cards are. */
    size_t missing;      /**< As in struct ts_verdict. */
    size_t doubtful;     /**< The same. */
    bool one_away;       /**< NOT_YET, and one more ticket would do. */
    struct ts_row first; /**< NOT_YET: the first of what is missing. */
};

struct ts_match {
    struct ts_match_entry entries[TS_MATCH_PROFILES_MAX]; /**< Best first. */
    size_t count;
    size_t left_out; /**< Profiles beyond TS_MATCH_PROFILES_MAX. */
};

/** The cards of one person, at least one, none of which stops anything. */
struct ts_match_cards {
    const struct ts_assessment *const *cards;
    size_t count;
};

/**
 * Reaches a verdict for every profile. READY first (identity due among them), then those
 * that miss fewest, then those with fewest in doubt, what cannot be told otherwise last;
 * among equals by name, then by id. Pure; the result views profiles and cards.
 */
void ts_match_find(struct ts_match *match, const struct ts_profile *const *profiles,
                   size_t profile_count, struct ts_match_cards cards,
                   const struct ts_trust *trust, struct ts_now now);

#endif
