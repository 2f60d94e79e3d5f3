#ifndef TS_VERDICT_VERDICT_H
#define TS_VERDICT_VERDICT_H

#include "kiosk/verdict/assessment.h"
#include "kiosk/verdict/profile.h"

/** Numbers are journalled; zero lets nobody through. */
enum ts_verdict_kind {
    TS_VERDICT_CANNOT_TELL = 0,
    TS_VERDICT_READY = 1,
    TS_VERDICT_NOT_YET = 2,
    TS_VERDICT_STOP = 3,
};
enum { TS_VERDICT_COUNT = TS_VERDICT_STOP + 1 };

/** "READY", "NOT_YET", "STOP", "CANNOT_TELL": stable, for programs. */
const char *ts_verdict_name(enum ts_verdict_kind kind);

/** One line of what the job asks, or of what was checked. */
struct ts_row {
    ts_span label; /**< Requirement's label, or the achievement's name. */
    enum ts_finding state;
    bool warns;         /**< PASS, but runs out within the profile's warning. */
    enum ts_reason why; /**< NONE when PASS. */
    ts_utc until;       /**< Valid until; TS_UTC_NEVER when that is not known. */
};

/** The lists a verdict rests on. */
struct ts_lists_age {
    bool present;
    uint64_t epoch;
    ts_utc issued;
    int64_t age_s; /**< Never negative. */
    bool at_least; /**< The clock is not trusted: it may be older than this. */
    bool warns;    /**< Older than the profile likes, not yet too old. */
};

/** How old the lists are, as profile (NULL: the defaults) looks at it. trust may be
 * NULL: there are none. */
struct ts_lists_age ts_lists_age(const struct ts_trust *trust,
                                 const struct ts_profile *profile, struct ts_now now);

/**
 * The answer to "is this person ready for this job, as far as these cards can
 * tell?" Views the assessments and the profile.
 */
struct ts_verdict {
    enum ts_verdict_kind kind;
    struct ts_reason_entry
        reasons[TS_REASONS_MAX]; /**< Most important first; at least one. */
    size_t reason_count;
    struct ts_row rows[TS_REQUIREMENTS_MAX];
    size_t row_count;
    size_t satisfied, asked; /**< "n of m" on the NOT YET screen. */
    struct ts_lists_age lists;
    const struct ts_assessment *card; /**< The one shown last. */
    ts_span profile_name;             /**< Empty without a profile. */
    enum ts_name_shown name_shown;
};

/**
 * Decides over the cards of one person; cards[count - 1] is the one shown last,
 * whose own troubles (STOP, CANNOT TELL) decide over it alone: what is not
 * authentic or withdrawn stops, whatever lies beside it.
 *
 * profile NULL: READY means genuine, trusted, in date and not withdrawn.
 * Pure. Always gives a verdict with at least one reason.
 */
void
ts_verdict_reach(struct ts_verdict *verdict, const struct ts_assessment *const *cards,
                 size_t count, const struct ts_profile *profile,
                 const struct ts_trust *trust, struct ts_now now);

#endif
