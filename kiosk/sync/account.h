#ifndef TS_KIOSK_SYNC_ACCOUNT_H
#define TS_KIOSK_SYNC_ACCOUNT_H

#include "keys/sync/mirror.h"
#include "keys/sync/state.h"

/** What is told of a synchronisation: a line on standard output for whoever reads the
 * log, and the file for the screen. */

/** It begins, or is under way: the file, not oftener than every half minute. */
void ts_account_progress(struct ts_sync_state *state, struct ts_store *trust,
                         const struct ts_mirror_progress *progress, ts_mono now);

/** It is over. */
void ts_account_end(struct ts_sync_state *state, struct ts_store *trust,
                    const struct ts_mirror_progress *progress, ts_utc now);

/** It did not even begin: no source is there. */
void
ts_account_no_source(struct ts_sync_state *state, struct ts_store *trust, ts_utc now);

#endif
