#ifndef TS_VERDICT_ENDORSEMENT_CHECK_H
#define TS_VERDICT_ENDORSEMENT_CHECK_H

#include "kiosk/verdict/assessment.h"

/**
 * Assesses the endorsements of a proven credential, each like a credential: its own
 * issuer, dates and status (OB 3.0 8.3). Endorsements of endorsements are not looked
 * at. Fills card->endorsements; nothing else of card changes. For this room's files.
 */
void ts_endorsements_check(struct ts_arena *arena, struct ts_assessment *card,
                           const struct ts_trust *trust, struct ts_now now);

/** ts_assess() without the endorsements. */
TS_MUST_USE enum ts_status
ts_assess_alone(struct ts_arena *arena, struct ts_assessment *assessment, ts_span text,
                const struct ts_trust *trust, struct ts_now now);

#endif
