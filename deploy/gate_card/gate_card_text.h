#ifndef TS_DEPLOY_GATE_CARD_TEXT_H
#define TS_DEPLOY_GATE_CARD_TEXT_H

#include "kiosk/verdict/verdict.h"

/** What stands on the card besides what the screen says. */
struct gate_card_text {
    const char *language;
    const char *title;
    const char *before; /**< How a card is shown. */
    const char *meaning[TS_VERDICT_COUNT];
    const char *action[TS_VERDICT_COUNT]; /**< What to do. */
    const char *privacy;
    const char *advice; /**< Who decides. */
    const char *contact;
};

/** NULL for a language it is not written in. */
const struct gate_card_text *gate_card_text(const char *language);

#endif
