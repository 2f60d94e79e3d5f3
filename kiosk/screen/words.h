#ifndef TS_SCREEN_WORDS_H
#define TS_SCREEN_WORDS_H

#include "firmware/base/calendar.h"
#include "firmware/base/writer.h"
#include "kiosk/screen/icons.h"
#include "kiosk/screen/scan_screen.h"

/**
 * Everything the screen says, in the language of the moment, from gettext
 * catalogues (kiosk/screen/po). Until ts_words_open() has succeeded, and where
 * a catalogue lacks a phrase, it is said in English. UTF-8 throughout.
 *
 * Strings handed out are static to the process; they stand until
 * ts_words_speak() and must be looked up again after it. One thread only.
 */

/**
 * Finds the catalogues: below folder, or where folder is NULL below
 * TOUCHSTONE_LOCALE_DIR, else locale or share/touchstone/locale beside the folder of
 * the running program, or beside the one above that. Needs no locale installed beyond
 * C.UTF-8, which is built into glibc.
 *
 * Returns TS_OK, or TS_ABSENT when there are no catalogues or no C.UTF-8.
 */
TS_MUST_USE enum ts_status ts_words_open(const char *folder);

/**
 * Switches to language ("en", "fr", ...) at once. Sets the environment variable
 * LANGUAGE, so no other thread may be reading the environment meanwhile.
 * Returns TS_OK; TS_ABSENT when there is no such catalogue (English is always
 * there), and then nothing changes.
 */
TS_MUST_USE enum ts_status ts_words_speak(const char *language);

/** What is spoken: "en" before any switch. */
const char *ts_words_language(void);

enum { TS_LANGUAGES_MAX = 32, TS_LANGUAGE_CODE_SIZE = 16, TS_LANGUAGE_NAME_SIZE = 64 };

struct ts_language {
    char code[TS_LANGUAGE_CODE_SIZE];
    char name[TS_LANGUAGE_NAME_SIZE]; /**< In itself; the code where nobody wrote it. */
};

/**
 * The languages there are: English, then one for each folder of the open catalogues
 * that holds LC_MESSAGES/touchstone.mo, by code. only names those wanted, apart by
 * spaces or commas, and their order; NULL or "" wants all. Returns how many were
 * written, at most max; what only names and is not there is left out.
 */
size_t ts_words_languages(struct ts_language *languages, size_t max, const char *only);

/** The folder of the open catalogues; "" before ts_words_open(). */
const char *ts_words_folder(void);

enum ts_phrase {
    TS_PHRASE_TITLE = 0, /**< The product's name. */
    TS_PHRASE_STARTING,
    TS_PHRASE_SHOW_CARD,
    TS_PHRASE_SHOW_REST, /**< Of a credential in several codes, some were seen. */
    TS_PHRASE_CHECKING,
    TS_PHRASE_NOT_A_CREDENTIAL,
    TS_PHRASE_ANY_CARD,  /**< There is no job profile. */
    TS_PHRASE_NOT_FALSE, /**< CANNOT TELL does not mean that the card is false. */
    TS_PHRASE_NO_ANSWER,
    TS_PHRASE_SHOW_AGAIN,
    TS_PHRASE_KEPT,
    TS_PHRASE_NO_LISTS,
    TS_PHRASE_OUT_OF_ORDER,
    TS_PHRASE_PAPER, /**< What the gate does without us. */
    TS_PHRASE_RECOVERS,
    TS_PHRASE_LOG_COUNTS,  /**< What is remembered: the modes of kiosk/journal. */
    TS_PHRASE_SAME_PERSON, /**< Asked of whoever compares a photo with the person. */
    TS_PHRASE_YES,
    TS_PHRASE_NO,
    TS_PHRASE_WHY, /**< Buttons, from here on to SETTINGS. */
    TS_PHRASE_RECEIPT,
    TS_PHRASE_JOIN, /**< The card is the same person's as those before. */
    TS_PHRASE_OTHER_JOBS,
    TS_PHRASE_WAIVE, /**< A supervisor's button. */
    TS_PHRASE_LESS,
    TS_PHRASE_MORE,
    TS_PHRASE_UP,
    TS_PHRASE_DOWN,
    TS_PHRASE_BACK,
    TS_PHRASE_ACTIONS,
    TS_PHRASE_DONE,
    TS_PHRASE_LANGUAGES,
    TS_PHRASE_ON_SITE,
    TS_PHRASE_SETTINGS,
    TS_PHRASE_LET_IN, /**< Stands where a verdict's word does. */
    TS_PHRASE_LET_IN_BY,
    TS_PHRASE_CHECK_PROOF, /**< Rows of Why?, from here on to STAYS_HERE. */
    TS_PHRASE_CHECK_ISSUER,
    TS_PHRASE_CHECK_DATES,
    TS_PHRASE_CHECK_STATUS,
    TS_PHRASE_CHECK_WANTED,
    TS_PHRASE_CHECK_PERSON,
    TS_PHRASE_EARNED,
    TS_PHRASE_EARNED_COURSE,
    TS_PHRASE_EARNED_ASSESSMENT,
    TS_PHRASE_EARNED_WORK,
    TS_PHRASE_EARNED_PRIOR,
    TS_PHRASE_ENDORSED,
    TS_PHRASE_UNCHECKED,
    TS_PHRASE_STAYS_HERE,
    TS_PHRASE_DEMO, /**< Stands where the job does. */
    TS_PHRASE_DEMO_VERDICT,
    TS_PHRASE_CONSENT, /**< Asked before jobs are looked up. */
    TS_PHRASE_CONSENT_NOTE,
    TS_PHRASE_LOG_PROOF, /**< What is remembered, by log mode. */
    TS_PHRASE_LOG_ROLL,
    TS_PHRASE_ASK_ANY, /**< Questions of the keyboard, by what the cards hold; to
                          ASK_EMAIL_NUMBER. */
    TS_PHRASE_ASK_NAME,
    TS_PHRASE_ASK_EMAIL,
    TS_PHRASE_ASK_NUMBER,
    TS_PHRASE_ASK_USER_NAME,
    TS_PHRASE_ASK_NAME_EMAIL,
    TS_PHRASE_ASK_NAME_NUMBER,
    TS_PHRASE_ASK_EMAIL_NUMBER,
    TS_PHRASE_KEY_ERASE, /**< What keys are called. */
    TS_PHRASE_KEY_SHIFT,
    TS_PHRASE_KEY_OTHERS,
    TS_PHRASE_KEY_SPACE,
    TS_PHRASE_KEY_ENTER,
    TS_PHRASE_PIN_ADMIN,
    TS_PHRASE_PIN_WAIVER,
    TS_PHRASE_PIN_WRONG,
    TS_PHRASE_PIN_TOO_MANY,
    TS_PHRASE_WAIVER_WHY,
    TS_PHRASE_WAIVER_NOTE,
    TS_PHRASE_RECEIPT_NOTE,
    TS_PHRASE_MATCH_NOTE,
    TS_PHRASE_ADMIN_JOB, /**< Rows of the settings, from here on to OFF. */
    TS_PHRASE_ADMIN_LISTS,
    TS_PHRASE_ADMIN_LOG,
    TS_PHRASE_ADMIN_VOLUME,
    TS_PHRASE_ADMIN_CLOCK,
    TS_PHRASE_ADMIN_FOCUS,
    TS_PHRASE_LARGE_PRINT,
    TS_PHRASE_GLOVES,
    TS_PHRASE_ON,
    TS_PHRASE_OFF,
    TS_PHRASE_ADMIN_LOCKS,
    TS_PHRASE_AS_SET_UP, /**< A job: the configuration's. */
    TS_PHRASE_JOB_UNREADABLE,
    TS_PHRASE_LISTS_NUMBER,
    TS_PHRASE_LISTS_ISSUERS,
    TS_PHRASE_LISTS_LEFT_OUT,
    TS_PHRASE_LISTS_UNUSABLE,
    TS_PHRASE_LISTS_LOOKED,
    TS_PHRASE_LISTS_FAILED,
    TS_PHRASE_LISTS_STICK,
    TS_PHRASE_SYNC,
    TS_PHRASE_SYNC_ASKED,
    TS_PHRASE_SYNC_CANNOT,
    TS_PHRASE_MODE_COUNTS, /**< Names of the log modes. */
    TS_PHRASE_MODE_PROOF,
    TS_PHRASE_MODE_ROLL,
    TS_PHRASE_LOG_CHANGE,
    TS_PHRASE_LOG_CHANGE_NOTE,
    TS_PHRASE_LOG_NONE,
    TS_PHRASE_LOG_FAILED,
    TS_PHRASE_SILENT,
    TS_PHRASE_CLOCK_NOW, /**< Rows of the clock, to CLOCK_IMPOSSIBLE. */
    TS_PHRASE_CLOCK_HERE,
    TS_PHRASE_CLOCK_BY,
    TS_PHRASE_CLOCK_BY_BOARD,
    TS_PHRASE_CLOCK_BY_SETUP,
    TS_PHRASE_CLOCK_BY_SOMEBODY,
    TS_PHRASE_CLOCK_BY_NOBODY,
    TS_PHRASE_CLOCK_FLOOR,
    TS_PHRASE_CLOCK_RIGHT,
    TS_PHRASE_CLOCK_IMPOSSIBLE,
    TS_PHRASE_FOCUS_GOOD, /**< Judgements of the focus test, to FOCUS_STEADY. */
    TS_PHRASE_FOCUS_BAD,
    TS_PHRASE_FOCUS_SMALL,
    TS_PHRASE_FOCUS_UNKNOWN,
    TS_PHRASE_FOCUS_SHARPNESS,
    TS_PHRASE_ROLL_AID,
    TS_PHRASE_ROLL_NOBODY,
    TS_PHRASE_ROLL_LONG,
    TS_PHRASE_ROLL_MISSING,
    TS_PHRASE_ROLL_FAILED,
    TS_PHRASE_DRILL,
    TS_PHRASE_DRILL_END,
    TS_PHRASE_PRINT,
    TS_PHRASE_PRINT_FAILED,
    TS_PHRASE_SIGNED_IN, /**< Said under a verdict. */
    TS_PHRASE_SIGNED_OUT,
    TS_PHRASE_ACCOUNTED,
    TS_PHRASE_ROLL_FULL,
    TS_PHRASE_ROOT_FIRST, /**< Of the six words of the root, to ROOT_KEEP_FAILED. */
    TS_PHRASE_ROOT_COMPARE,
    TS_PHRASE_ROOT_CHANGED,
    TS_PHRASE_ROOT_SAME,
    TS_PHRASE_ROOT_KEEP_FAILED,
    TS_PHRASE_ADMIN_ROOT,
    TS_PHRASE_ADMIN_STATUS,
    TS_PHRASE_STATUS_NOTE,
    TS_PHRASE_TODAY, /**< Before the numbers of each verdict. */
};
enum { TS_PHRASE_COUNT = TS_PHRASE_TODAY + 1 };

enum ts_trouble {
    TS_TROUBLE_NONE = 0, /**< Not known. */
    TS_TROUBLE_CAMERA,
    TS_TROUBLE_LISTS,
    TS_TROUBLE_CLOCK,
    TS_TROUBLE_SELF_TEST,
    TS_TROUBLE_PROGRAM,      /**< A part of ours stopped answering. */
    TS_TROUBLE_JOB,          /**< What was chosen cannot be read any more. */
    TS_TROUBLE_ROOT_FIRST,   /**< Nobody has compared the root's words yet. */
    TS_TROUBLE_ROOT_CHANGED, /**< The lists are under a root that nobody accepted. */
};
enum { TS_TROUBLE_COUNT = TS_TROUBLE_ROOT_CHANGED + 1 };

enum ts_self_test {
    TS_SELF_TEST_SCREEN = 0,
    TS_SELF_TEST_CAMERA,
    TS_SELF_TEST_INPUT,
    TS_SELF_TEST_CLOCK,
    TS_SELF_TEST_LISTS,
};
enum { TS_SELF_TEST_COUNT = TS_SELF_TEST_LISTS + 1 };

/** What is remembered of those who came: the modes of kiosk/journal. */
enum ts_log {
    TS_LOG_COUNTS = 0,
    TS_LOG_PROOF,
    TS_LOG_ROLL,
};
enum { TS_LOG_MODES = TS_LOG_ROLL + 1 };

const char *ts_words(enum ts_phrase phrase);

/** In a sentence. */
const char *ts_words_log(enum ts_log log);
const char *ts_words_verdict(enum ts_verdict_kind kind);
const char *ts_words_trouble(enum ts_trouble trouble);
const char *ts_words_self_test(enum ts_self_test test);
/** Empty for TS_HINT_NONE. */
const char *ts_words_hint(enum ts_hint hint);
/** What a sign says where it stands for words; empty where words stand beside it. */
const char *ts_words_icon(enum ts_icon icon);
/** What a touch target is called aloud, before its name; and one that is on. */
const char *ts_words_button(void);
const char *ts_words_on(void);
/** What a supervisor may say who lets somebody in; empty for TS_WAIVER_NONE. */
const char *ts_words_waiver(enum ts_waiver waiver);

/** One plain sentence, and what to do next. A reason that is not in the list is
 * spoken of as TS_REASON_NONE. */
const char *ts_words_reason(enum ts_reason reason);
const char *ts_words_next_step(enum ts_reason reason);

/** Two or three words for a row of a verdict that is not PASS. */
const char *ts_words_short_reason(enum ts_reason reason);

/* The same in English, which names a recorded clip (words_voice.h). */
const char *ts_words_id(enum ts_phrase phrase);
const char *ts_words_verdict_id(enum ts_verdict_kind kind);
const char *ts_words_hint_id(enum ts_hint hint);
const char *ts_words_reason_id(enum ts_reason reason);
const char *ts_words_next_step_id(enum ts_reason reason);

/* Phrases with something in them are written. */

/** "Reason 8" */
void ts_write_reason_number(struct ts_writer *w, enum ts_reason reason);

/** "12 May 2026"; the 1st is spelled as the language wants it. */
void ts_write_date(struct ts_writer *w, ts_utc when);

/** "until 12 May 2026", "expired 12 May 2026" */
void ts_write_until(struct ts_writer *w, ts_utc when);
void ts_write_expired(struct ts_writer *w, ts_utc when);

/** "3 days old", "less than an hour old", "at least 3 days old", "of unknown age" */
void ts_write_age(struct ts_writer *w, const struct ts_lists_age *lists);

/** "Lists of 12 May 2026, 3 days old"; TS_PHRASE_NO_LISTS where there are none. */
void ts_write_lists(struct ts_writer *w, const struct ts_lists_age *lists);

/** "Lists: 3 days old"; TS_PHRASE_NO_LISTS where there are none. */
void ts_write_lists_age(struct ts_writer *w, const struct ts_lists_age *lists);

/** "Genuine, not withdrawn (list of 12 May)"; with the year once it is over half
 * a year old. */
void ts_write_genuine(struct ts_writer *w, const struct ts_lists_age *lists);

/** "Issued by Northern Safety Council" */
void ts_write_issued_by(struct ts_writer *w, ts_span issuer);

/** "1 of 2" */
void ts_write_progress(struct ts_writer *w, size_t satisfied, size_t asked);

/** "2/3", or "41%" where there are ten or more. total is not 0. */
void ts_write_parts(struct ts_writer *w, struct ts_scan_parts parts);

/** "12 May 2026, 08:30 UTC" */
void ts_write_moment(struct ts_writer *w, ts_utc when);

/** "Number 3f2a 91c0" */
void ts_write_receipt_number(struct ts_writer *w, ts_span number);

/** "1 ticket missing: First aid", "3 tickets missing: First aid, + 2 more" */
void ts_write_missing(struct ts_writer *w, size_t count, ts_span first);

/** "60%" */
void ts_write_percent(struct ts_writer *w, int percent);

/** "Forgotten after 30 days" */
void ts_write_kept_days(struct ts_writer *w, uint32_t days);

/** "3 on site", and "1 for over 14 h" where stale is not 0. */
void ts_write_on_site(struct ts_writer *w, size_t people);
void ts_write_stale(struct ts_writer *w, size_t people, uint32_t hours);

/** "Accounted for: 2 of 5" */
void ts_write_accounted(struct ts_writer *w, size_t accounted, size_t people);

/** "since 12 May 2026, 08:30 UTC" */
void ts_write_since(struct ts_writer *w, ts_utc when);

/** "Written to /var/lib/touchstone/state/roll.txt" */
void ts_write_written_to(struct ts_writer *w, ts_span path);

/** "Edges 1.8 px wide", "4.2 px a module", "Blur 0.21 modules" */
void ts_write_edge(struct ts_writer *w, double px);
void ts_write_module(struct ts_writer *w, double px);
void ts_write_blur(struct ts_writer *w, double modules);

/** "19 s" */
void ts_write_seconds(struct ts_writer *w, uint32_t seconds);

/** "Wait 27 s", "Wait 4 min" */
void ts_write_wait(struct ts_writer *w, uint32_t seconds);

/** "+ 3 more" */
void ts_write_more(struct ts_writer *w, size_t count);

#endif
