#ifndef TS_VERDICT_ASSESSMENT_H
#define TS_VERDICT_ASSESSMENT_H

#include "keys/trust/trust.h"
#include "kiosk/credential/credential.h"
#include "kiosk/verdict/reason.h"

/** What is known about one card, before any job is asked about. */
struct ts_checks {
    enum ts_finding proof;  /**< The signature fits the issuer's key. */
    enum ts_finding issuer; /**< The issuer is on the list, for this achievement. */
    enum ts_finding dates;  /**< Now is between valid-from and valid-until. */
    enum ts_finding status; /**< Not withdrawn, not suspended, by lists we hold. */
};

struct ts_reason_entry {
    enum ts_reason code;
    ts_span detail; /**< For the command line and the journal: a name, a URL, a rule. May
                         quote the card only when its proof is good; but UNSUPPORTED may
                         quote the name of an algorithm or suite or the address of a
                         context, which somebody has to add, and MALFORMED the name
                         of the property that is not signed: up to 200 printable ASCII
                         characters without a space. */
};

/** What one endorsement is worth; it never makes a card any better. */
struct ts_endorsement {
    ts_span endorser;        /**< The list's name; else its id, once its proof holds. */
    enum ts_finding finding; /**< PASS: genuine, of a listed issuer, in date, not
                                withdrawn, and about this credential, its achievement or
                                its issuer. */
    enum ts_reason why;      /**< NONE when PASS. */
    enum ts_endorsed {
        TS_ENDORSED_OTHER = 0,
        TS_ENDORSED_CREDENTIAL,
        TS_ENDORSED_ACHIEVEMENT,
        TS_ENDORSED_ISSUER,
    } endorsed;
};

struct ts_assessment {
    enum ts_format format;
    struct ts_checks checks;
    struct ts_reason_entry
        reasons[TS_REASONS_MAX]; /**< Everything that speaks against it. */
    size_t reason_count;
    const struct ts_credential *credential; /**< NULL unless checks.proof is PASS. */
    const struct ts_issuer *issuer;         /**< NULL unless listed. */
    struct ts_endorsement endorsements[TS_ENDORSEMENTS_MAX];
    size_t endorsement_count; /**< More than these may be in the credential. */
    unsigned unchecked;       /**< enum ts_unchecked: named, and looked at by nobody. */
};

/** What now is, and how far it can be relied on. */
enum ts_clock_trust {
    TS_CLOCK_IMPLAUSIBLE = 0, /**< Before the floor or absurdly after it. */
    TS_CLOCK_FLOOR_ONLY,      /**< Not before the floor; nothing more is known. */
    TS_CLOCK_TRUSTED,
};

struct ts_now {
    ts_utc utc;
    enum ts_clock_trust clock;
};

/**
 * The whole way of one card: container, proof, issuer, dates, status, meaning.
 * Pure: no file, clock or socket. The result lives in the arena and views text
 * and trust. trust may be NULL: no lists at all.
 *
 * TS_OK whatever the card is like; TS_NO_SPACE when the arena is too small,
 * which for TS_SCAN_ARENA_SIZE only a hostile card achieves; assessment then says
 * MALFORMED and is safe to use.
 */
TS_MUST_USE enum ts_status
ts_assess(struct ts_arena *arena, struct ts_assessment *assessment, ts_span text,
          const struct ts_trust *trust, struct ts_now now);

/** What is said of a text that was refused before it was a card, such as a bag that
 * cannot be opened: nothing is proven, and why. */
void ts_assess_refused(struct ts_assessment *assessment, ts_span text,
                       enum ts_status status, const struct ts_fault *fault);

/** Proven, of a listed issuer, and not withdrawn: may count for its holder. */
bool ts_card_is_believed(const struct ts_assessment *card);

#endif
