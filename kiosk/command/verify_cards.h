#ifndef TS_COMMAND_VERIFY_CARDS_H
#define TS_COMMAND_VERIFY_CARDS_H

#include "kiosk/command/verify_parts.h"
#include "kiosk/verdict/assessment.h"

/**
 * The cards in the files of a command line: pictures, texts, bags of several credentials,
 * credentials in several codes. Filled by the caller but for the last two.
 */
struct ts_verify_cards {
    struct ts_arena *arena;       /**< Of the cards. */
    const struct ts_trust *trust; /**< NULL: no lists. */
    struct ts_now now;
    /** Each card, assessed, as it is found in input. */
    void (*card)(const struct ts_assessment *card, void *context);
    /** Something in input, or all of it, is no card, and why. */
    void (*unreadable)(const char *why, void *context);
    void *context;

    const char *input; /**< The file that is being read. */
    struct ts_verify_parts parts;
};

/** Reads one file, or standard input for "-". path must outlive cards. */
void ts_verify_cards_read(struct ts_verify_cards *cards, const char *path);

/** After the last: what was never whole is unreadable. */
void ts_verify_cards_end(struct ts_verify_cards *cards);

/** What ts_verify_input() means. */
const char *ts_verify_input_words(enum ts_status status);

#endif
