#ifndef TS_REHEARSAL_REHEARSAL_H
#define TS_REHEARSAL_REHEARSAL_H

#include "firmware/base/check.h"
#include "firmware/base/span.h"
#include "firmware/base/status.h"
#include "kiosk/verdict/assessment.h"

/**
 * Before a card is judged, it is judged where nothing can go wrong, and what comes of it
 * is thrown away: by a process with the same lists and no file, network or other
 * descriptor. A text that crashes or stalls a parser does so there, and never gets to the
 * kiosk's own.
 *
 * What this is not: a text may take the rehearsal over, make it say that all went well,
 * and then do the same to the kiosk. That is what the kiosk's own sandbox is for
 * (kiosk/app/confined.h). A verdict is only ever what the kiosk itself found.
 *
 * Makings: rehearsal_process.c; rehearsal_none.c, which survives everything, for tests
 * and fuzzers of what is around it. One thread.
 */
struct ts_rehearsal;

/** lists: the folder, which is opened again whenever it begins anew; NULL: none. Must
 * stand until close. TS_OK, TS_NO_SPACE, TS_ABSENT (no program beside this one) or TS_IO.
 * Close what was opened. */
TS_MUST_USE enum ts_status
ts_rehearsal_open(struct ts_rehearsal **rehearsal, const char *lists);
void ts_rehearsal_close(struct ts_rehearsal *rehearsal);

/** TS_OK: text (TS_CONTENT_MAX at most) was survived. TS_IO: it was not, or nobody could
 * try it yet; what happened was said on standard error. */
TS_MUST_USE enum ts_status
ts_rehearsal_try(struct ts_rehearsal *rehearsal, ts_span text, struct ts_now now);

/** There are other lists in the folder: it begins anew with those. */
void ts_rehearsal_renew(struct ts_rehearsal *rehearsal);

/** How often it had to be begun anew, not counting other lists. Any thread. */
uint32_t ts_rehearsal_restarts(const struct ts_rehearsal *rehearsal);

#endif
