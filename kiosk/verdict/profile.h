#ifndef TS_VERDICT_PROFILE_H
#define TS_VERDICT_PROFILE_H

#include "firmware/base/finding.h"
#include "keys/codec/json.h"
#include "keys/trust/issuer_list.h"
#include "kiosk/verdict/equivalence.h"

/**
 * What a job asks for (kiosk/PROFILE.md). Local, or signed in the repository.
 */

enum ts_requirement_kind {
    TS_REQUIRE_NONE = 0,
    TS_REQUIRE_ALL_OF,
    TS_REQUIRE_ANY_OF,
    TS_REQUIRE_ACHIEVEMENT,
    TS_REQUIRE_AT_LEAST,
};

/** How much of the name a profile lets the screen show. */
enum ts_name_shown {
    TS_NAME_INITIALS = 0,
    TS_NAME_FULL,
    TS_NAME_NONE,
};

/** Whether somebody has to make sure that the cards are the person's. */
enum ts_identity_asked {
    TS_IDENTITY_NOT_ASKED = 0,
    TS_IDENTITY_COMPARE, /**< With the portrait on a card. */
    TS_IDENTITY_ANSWER,  /**< By an answer whose hash a card carries. */
};

/** Whether what was earned by recognising prior learning counts like the rest. */
enum ts_prior_learning {
    TS_PRIOR_LEARNING_SAME = 0,
    TS_PRIOR_LEARNING_EXCLUDED,
};

/** The same words in several languages; none has count 0. */
struct ts_texts {
    const struct ts_text_in *items; /**< One that says no language has it empty. */
    size_t count;
};

/** The words in language (BCP 47), else in one of its regions, else in English, else the
 * first; "fr-ca" is also served by "fr". Empty for none. */
ts_span ts_texts_pick(struct ts_texts texts, ts_span language);

struct ts_requirement {
    enum ts_requirement_kind kind;
    size_t index;           /**< Its place in the file, from 0; the root has 0. */
    size_t offset;          /**< Where it begins in the text. */
    struct ts_texts labels; /**< What the row on the screen says. */
    ts_span label;          /**< Of these, where no language is asked for. */
    /* ACHIEVEMENT: all that are not empty must match one credential. */
    ts_span achievement;     /**< achievement.id */
    ts_span type;            /**< achievementType or credential type */
    ts_span name;            /**< Pattern of the achievement's name; * is anything. */
    ts_span framework, code; /**< of an alignment */
    const ts_span *issuers;  /**< Accepted issuers; 0 for any listed one. */
    size_t issuer_count;
    int64_t awarded_within_s; /**< 0: any age. */
    /* What the lists say counts as the achievement, and as the alignment. */
    const struct ts_equivalence *const *same_achievement;
    const struct ts_equivalence *const *same_alignment;
    size_t same_achievement_count, same_alignment_count;
    /* The groups: */
    size_t at_least; /**< AT_LEAST: of its members; 1 to as many as there are. */
    struct ts_requirement *first;
    struct ts_requirement *next;
};

struct ts_profile {
    ts_span id;
    struct ts_texts names;
    ts_span name;                /**< Of these, where no language is asked for. */
    struct ts_requirement *root; /**< A group. */
    int64_t must_outlast_s;      /**< Valid until now + this at least; 0 for now. */
    int64_t warn_within_s;       /**< Amber row when it runs out within; 0 never. */
    int64_t lists_warn_age_s;    /**< Default 7 days. */
    int64_t lists_max_age_s;     /**< Default 30 days; older is CANNOT TELL. */
    enum ts_name_shown name_shown;
    enum ts_identity_asked identity;
    enum ts_prior_learning prior_learning;
    bool waiver; /**< A supervisor may let somebody in who is not READY. */
};

/** Ages that hold when there is no profile, or it does not say: 7 and 30 days. */
#define TS_LISTS_WARN_AGE_S 604800
#define TS_LISTS_MAX_AGE_S 2592000

/**
 * Reads a profile; it lives in the arena and views text. An unknown member is
 * refused: a misspelt requirement must not be a requirement less. profile is
 * written only on TS_OK; else fault tells the first mistake in words, and where the
 * value begins. Returns TS_OK, TS_MALFORMED, TS_UNSUPPORTED (a later
 * format), TS_OVER_LIMIT, TS_NO_SPACE and those of ts_json_parse().
 */
TS_MUST_USE enum ts_status
ts_profile_read(struct ts_arena *arena, struct ts_profile *profile, ts_span text,
                struct ts_fault *fault);

/**
 * Lets requirements also be met by what the signed lists say is the same: source is
 * their equivalences (keys/trust/trust.h), empty when there are none. Call it after
 * ts_profile_read(), with the same arena; when the lists change, read the profile
 * anew. Without the call, or when it fails, nothing but what the profile names
 * itself meets it: profile is then as it was.
 *
 * Returns the statuses of ts_equivalences_read().
 */
TS_MUST_USE enum ts_status
ts_profile_believe(struct ts_arena *arena, struct ts_profile *profile, ts_verified source,
                   struct ts_fault *fault);

/** The same with equivalences that were read before, for many profiles; they must stand
 * as long as the profile. TS_OK or TS_NO_SPACE. */
TS_MUST_USE enum ts_status
ts_profile_widen(struct ts_arena *arena, struct ts_profile *profile,
                 const struct ts_equivalences *all);

#endif
