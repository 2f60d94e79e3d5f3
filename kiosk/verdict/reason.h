#ifndef TS_VERDICT_REASON_H
#define TS_VERDICT_REASON_H

/**
 * Why a verdict is what it is. The numbers are printed, journalled and shown on
 * the screen: they never change and are never reused.
 */
enum ts_reason {
    TS_REASON_NONE = 0,
    TS_REASON_UNREADABLE = 1,  /**< No code, or a code whose content is no known form. */
    TS_REASON_UNSUPPORTED = 2, /**< Known, but this release does not verify it. */
    TS_REASON_MALFORMED = 3,   /**< Broken on the way, or made wrong by its issuer. */
    TS_REASON_ISSUER_UNKNOWN = 4,    /**< Nobody on the list. */
    TS_REASON_KEY_NOT_AVAILABLE = 5, /**< The issuer is listed, this key of it is not. */
    TS_REASON_NOT_AUTHENTIC = 6, /**< The signature does not fit: altered or forged. */
    TS_REASON_NOT_YET_VALID = 7,
    TS_REASON_EXPIRED = 8,
    TS_REASON_SUSPENDED = 9,
    TS_REASON_WITHDRAWN = 10,
    TS_REASON_STATUS_UNKNOWN = 11, /**< A status list we do not hold or understand. */
    TS_REASON_LISTS_TOO_OLD = 12,
    TS_REASON_CLOCK_NOT_TRUSTED = 13,
    TS_REASON_WRONG_KIND = 14, /**< Genuine, but not what this job asks for. */
    TS_REASON_RESULT_NOT_PASSED = 15,
    TS_REASON_NOT_SAME_PERSON = 16,
    TS_REASON_EXPIRES_TOO_SOON = 17, /**< Runs out before the rotation ends. */
    TS_REASON_MISSING = 18,          /**< Something the job asks for was not shown. */
    TS_REASON_NOT_A_CREDENTIAL = 19, /**< Some other code: a contact, a menu. */
    TS_REASON_ONLINE_ONLY = 20,      /**< A web address; it was not fetched. */
    TS_REASON_ISSUER_NOT_ACCEPTED =
        21, /**< Listed, but not for this achievement or job. */
    TS_REASON_AWARDED_TOO_LONG_AGO = 22,
    TS_REASON_NO_LISTS = 23,             /**< The kiosk holds no issuer list. */
    TS_REASON_ALL_PROVEN = 24,           /**< READY. */
    TS_REASON_KEY_OUT_OF_TIME = 25,      /**< Signed when its key was not valid. */
    TS_REASON_IDENTITY_NOT_CHECKED = 26, /**< The job asks whose the cards are; nobody
                                              could or did compare. */
    TS_REASON_PRIOR_LEARNING =
        27, /**< Earned by prior learning, which the job excludes. */
};
enum { TS_REASON_COUNT = TS_REASON_PRIOR_LEARNING + 1 };

/** "EXPIRED": stable, for programs. Words for people are in kiosk/screen/words.h. */
const char *ts_reason_name(enum ts_reason reason);

#endif
