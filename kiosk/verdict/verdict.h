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
    ts_span label;          /**< Requirement's label, or the achievement's name. */
    struct ts_texts labels; /**< That label in every language it has; may be none. */
    enum ts_finding state;
    bool warns;         /**< PASS, but runs out within the profile's warning. */
    enum ts_reason why; /**< NONE when PASS. */
    ts_utc until;       /**< Valid until; TS_UTC_NEVER when that is not known. */
    const struct ts_assessment
        *card; /**< That met it, or came closest; NULL: none did. */
};

/** What a row says in language. Pick while drawing: it may change in between. */
ts_span ts_row_label(const struct ts_row *row, ts_span language);

/** Why a supervisor let somebody in. Numbers are journalled. */
enum ts_waiver {
    TS_WAIVER_NONE = 0,
    TS_WAIVER_SEEN_ON_PAPER = 1, /**< The document itself was shown. */
    TS_WAIVER_CONFIRMED = 2,     /**< Whoever issued it, or the employer, was asked. */
    TS_WAIVER_ACCOMPANIED = 3,   /**< Goes in beside somebody who is READY. */
    TS_WAIVER_EMERGENCY = 4,
    TS_WAIVER_OTHER = 5,
};
enum { TS_WAIVER_COUNT = TS_WAIVER_OTHER + 1 };

/** "SEEN_ON_PAPER": stable, for programs. */
const char *ts_waiver_name(enum ts_waiver waiver);

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
    struct ts_row
        missing[TS_REQUIREMENTS_MAX]; /**< kiosk/verdict/missing.h: what would
                                          still have to be met at the least ... */
    size_t missing_count;
    size_t doubtful_count; /**< ... and behind it, what would have to prove true. */
    struct ts_lists_age lists;
    const struct ts_assessment *card; /**< The one shown last. */
    ts_span profile_name;             /**< Empty without a profile. */
    struct ts_texts profile_names;    /**< The same in every language it has. */
    enum ts_name_shown name_shown;
    bool identity_asked;      /**< Somebody typed an answer ... */
    enum ts_finding identity; /**< ... and this is what it proves. */
    bool identity_due; /**< CANNOT_TELL (26) only since nobody has made sure yet that
                            the cards are the person's; else it would be READY. */
    enum ts_identity_asked
        identity_wanted; /**< Then: what somebody at the gate can do about it. COMPARE,
                            with portrait; ANSWER, ts_verdict_ask_identity();
                            NOT_ASKED: compare, and no card has a portrait. Where an
                            answer is asked for and no card has one, it is not due. */
    struct ts_portrait
        portrait;          /**< Of the newest card that has one; empty unless COMPARE. */
    bool may_waive;        /**< The profile lets a supervisor decide. */
    enum ts_waiver waived; /**< Not NONE: a supervisor let them in. It is not READY. */
};

/**
 * Decides over the cards of one person; cards[count - 1] is the one shown last,
 * whose own troubles (STOP, CANNOT TELL) decide over it alone: what is not
 * authentic or withdrawn stops, whatever lies beside it.
 *
 * profile NULL: READY means genuine, trusted, in date and not withdrawn.
 * What a profile that asks for the person to be compared would call READY is
 * CANNOT_TELL with identity_due until ts_verdict_compare().
 * Pure. Always gives a verdict with at least one reason.
 */
void
ts_verdict_reach(struct ts_verdict *verdict, const struct ts_assessment *const *cards,
                 size_t count, const struct ts_profile *profile,
                 const struct ts_trust *trust, struct ts_now now);

/** The cards of one scan (a code may hold a bag of them), beside those on the table. */
struct ts_scan_cards {
    const struct ts_assessment *const *kept; /**< Believed, of one person; may be none. */
    size_t kept_count;
    const struct ts_assessment *const *shown; /**< At least one, in any state. */
    size_t shown_count;                       /**< Both together: TS_SCAN_CARDS_MAX. */
    bool vouched; /**< Whoever shows them says that all are one person's. */
};
enum { TS_SCAN_CARDS_MAX = TS_BASKET_MAX + TS_BAG_MAX };

/**
 * Of the cards that were shown, the believed one that says best who it is about:
 * the others count when they are of the same person. shown_count when none is
 * believed.
 */
size_t ts_scan_person(const struct ts_scan_cards *scan);

/** Does the card at index count for the person of the one at person? */
bool ts_scan_counts(const struct ts_scan_cards *scan, size_t index, size_t person);

/**
 * Decides over one scan of several cards. What is not authentic or withdrawn stops
 * it, wherever it lies in the bag. With a profile the believed cards of one person
 * decide, and what could not be told of another is a reason only when something is
 * missing; without one every card must be READY. Believed cards of another person
 * never add up, and READY is then NOT_YET for TS_REASON_NOT_SAME_PERSON; a card of
 * which nobody can tell whose it is is left out. One card is as ts_verdict_reach().
 */
void ts_verdict_reach_scan(struct ts_verdict *verdict, const struct ts_scan_cards *scan,
                           const struct ts_profile *profile, const struct ts_trust *trust,
                           struct ts_now now);

/**
 * Adds what a typed answer proves (kiosk/credential/identity.h) over the cards that a
 * verdict rests on: one card that is proven by it is enough, also where identity is
 * due. A wrong answer makes READY NOT_YET (TS_REASON_NOT_SAME_PERSON); where the cards
 * hold nothing to compare with, CANNOT_TELL (TS_REASON_MISSING).
 *
 * Where ANSWER is wanted, only hashes count: what stands in the clear on a card is
 * known to whoever holds it.
 */
void ts_verdict_ask_identity(struct ts_verdict *verdict,
                             const struct ts_assessment *const *cards, size_t count,
                             ts_span typed);

/**
 * Adds what somebody saw who compared the person with the portrait: PASS makes READY,
 * FAIL NOT_YET (TS_REASON_NOT_SAME_PERSON). UNKNOWN says that nobody can compare (the
 * portrait cannot be shown): identity is no longer due, and it stays CANNOT_TELL.
 * Nothing changes unless identity is due and there is a portrait.
 */
void ts_verdict_compare(struct ts_verdict *verdict, enum ts_finding same);

/** May a supervisor let somebody in? Only where the profile says so, on NOT_YET and
 * CANNOT_TELL; never what is not authentic or withdrawn, and never twice. */
bool ts_verdict_can_waive(const struct ts_verdict *verdict);

/** Notes that a supervisor did, and why; kind and reasons stay as they are, and identity
 * is no longer due. False, with nothing changed, where ts_verdict_can_waive() is false or
 * why is no reason. */
bool ts_verdict_waive(struct ts_verdict *verdict, enum ts_waiver why);

/* What the files verdict*.c share. */

/** What the verdict shows and keeps of the job; profile may be NULL. */
void ts_verdict_name_job(struct ts_verdict *verdict, const struct ts_profile *profile);

/** Holds READY back where the profile asks for the person to be compared. */
void ts_verdict_hold(struct ts_verdict *verdict, const struct ts_assessment *const *cards,
                     size_t count, const struct ts_profile *profile);

/** Nobody is asked any more whose the cards are. */
void ts_verdict_settle_identity(struct ts_verdict *verdict);

/** READY, or what would be if identity were not due, does not hold: kind for this reason.
 * Any other verdict gets it as one more. */
void ts_verdict_take_back(struct ts_verdict *verdict, enum ts_verdict_kind kind,
                          enum ts_reason code, ts_span detail);

/** One more reason, unless it is there already or there is no room. */
void ts_verdict_end_with(struct ts_verdict *verdict, enum ts_reason code, ts_span detail);

#endif
