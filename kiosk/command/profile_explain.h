#ifndef TS_COMMAND_PROFILE_EXPLAIN_H
#define TS_COMMAND_PROFILE_EXPLAIN_H

#include "firmware/base/writer.h"
#include "kiosk/command/profile_cards.h"
#include "kiosk/verdict/missing.h"

/** A job against the cards of a person, and the way to the verdict. */
struct ts_profile_explanation {
    const struct ts_profile *profile;
    const struct ts_profile_cards *cards;
    struct ts_verdict verdict;
    struct ts_answers answers; /**< To every requirement, over the cards that count. */
    struct ts_missing missing;
};

/** For people: the verdict, a line a requirement, and what would do. */
void ts_profile_explain_text(struct ts_writer *w,
                             const struct ts_profile_explanation *explanation);

/** One JSON object and a line end; kiosk/PROFILE.md 11. */
void ts_profile_explain_json(struct ts_writer *w,
                             const struct ts_profile_explanation *explanation);

/** What the file says reaches a terminal: control characters would drive it. */
void ts_profile_write_plain(struct ts_writer *w, ts_span text);

#endif
