#ifndef TS_REHEARSAL_REHEARSE_H
#define TS_REHEARSAL_REHEARSE_H

#include "kiosk/verdict/assessment.h"

/** Does with a text all that judging it does, and keeps nothing: the bag is opened and
 * every card of it assessed. memory is of TS_SCAN_ARENA_SIZE each. */
void ts_rehearse(struct ts_arena *bag, struct ts_arena *card, ts_span text,
                 const struct ts_trust *trust, struct ts_now now);

#endif
