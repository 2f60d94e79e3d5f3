#ifndef TS_SCREEN_WORDS_H
#define TS_SCREEN_WORDS_H

#include "firmware/base/calendar.h"
#include "firmware/base/writer.h"
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
 * TOUCHSTONE_LOCALE_DIR, else locale or share/locale beside the folder of the
 * running program. Needs no locale installed beyond C.UTF-8, which is built
 * into glibc.
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
    TS_PHRASE_LOG_COUNTS,  /**< What is remembered: product.md, log modes. */
    TS_PHRASE_SAME_PERSON, /**< Asked of whoever compares a photo with the person. */
    TS_PHRASE_YES,
    TS_PHRASE_NO,
};
enum { TS_PHRASE_COUNT = TS_PHRASE_NO + 1 };

enum ts_trouble {
    TS_TROUBLE_NONE = 0, /**< Not known. */
    TS_TROUBLE_CAMERA,
    TS_TROUBLE_LISTS,
    TS_TROUBLE_CLOCK,
    TS_TROUBLE_SELF_TEST,
    TS_TROUBLE_PROGRAM, /**< A part of ours stopped answering. */
};
enum { TS_TROUBLE_COUNT = TS_TROUBLE_PROGRAM + 1 };

enum ts_self_test {
    TS_SELF_TEST_SCREEN = 0,
    TS_SELF_TEST_CAMERA,
    TS_SELF_TEST_INPUT,
    TS_SELF_TEST_CLOCK,
    TS_SELF_TEST_LISTS,
};
enum { TS_SELF_TEST_COUNT = TS_SELF_TEST_LISTS + 1 };

const char *ts_words(enum ts_phrase phrase);
const char *ts_words_verdict(enum ts_verdict_kind kind);
const char *ts_words_trouble(enum ts_trouble trouble);
const char *ts_words_self_test(enum ts_self_test test);
/** Empty for TS_HINT_NONE. */
const char *ts_words_hint(enum ts_hint hint);

/** One plain sentence, and what to do next. A reason that is not in the list is
 * spoken of as TS_REASON_NONE. */
const char *ts_words_reason(enum ts_reason reason);
const char *ts_words_next_step(enum ts_reason reason);

/** Two or three words for a row of a verdict that is not PASS. */
const char *ts_words_short_reason(enum ts_reason reason);

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

/** "19 s" */
void ts_write_seconds(struct ts_writer *w, uint32_t seconds);

/** "+ 3 more" */
void ts_write_more(struct ts_writer *w, size_t count);

#endif
