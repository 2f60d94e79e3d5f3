#ifndef TS_TEST_SOAK_CARDS_H
#define TS_TEST_SOAK_CARDS_H

#include "firmware/base/arena.h"

/* Cards of some people, and codes that are none. */

enum {
    SOAK_PEOPLE = 20,
    SOAK_CARDS_EACH = 5, /* The first two together make READY. */
    SOAK_FOREIGN = 4,
};

struct soak_cards {
    ts_span own[SOAK_PEOPLE][SOAK_CARDS_EACH];
    ts_span foreign[SOAK_FOREIGN];
};

/** They live in the arena. */
void soak_cards_make(struct soak_cards *cards, struct ts_arena *arena);

#endif
