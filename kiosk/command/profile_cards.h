#ifndef TS_COMMAND_PROFILE_CARDS_H
#define TS_COMMAND_PROFILE_CARDS_H

#include "kiosk/command/verify_cards.h"
#include "kiosk/verdict/verdict.h"

/** The cards of one person in the files of a command line, each assessed. */
struct ts_profile_cards {
    struct ts_arena *arena;
    const struct ts_trust *trust; /**< NULL: no lists. */
    struct ts_now now;
    const struct ts_assessment *cards[TS_SCAN_CARDS_MAX];
    const char *inputs[TS_SCAN_CARDS_MAX]; /**< Where each was found. */
    size_t count;
    bool complete;                  /**< Every file was read, and everything in it. */
    struct ts_verify_cards reading; /**< Private. */
};

/** Reads the files; what cannot be read is reported, and leaves cards incomplete. */
void
ts_profile_cards_read(struct ts_profile_cards *cards, char *const *files, size_t count);

/** The file that a card was found in. */
const char *ts_profile_cards_input(const struct ts_profile_cards *cards,
                                   const struct ts_assessment *card);

/** Those that count for the person whom the cards speak of, in their order. */
size_t
ts_profile_cards_counted(const struct ts_profile_cards *cards,
                         const struct ts_assessment *counted[static TS_SCAN_CARDS_MAX]);

#endif
