#ifndef TS_SYNC_STATE_H
#define TS_SYNC_STATE_H

#include "firmware/base/instant.h"
#include "firmware/board/store.h"

/**
 * How the synchronisation of a trust folder stands, for the screen and for whoever
 * looks after the kiosk: the file sync.json in the trust folder (keys/FORMAT.md 8).
 * It is a notice and no authority: nothing is believed because of it.
 */

enum ts_sync_phase {
    TS_SYNC_NEVER = 0,   /**< Nothing was tried yet. */
    TS_SYNC_FETCHING,    /**< Under way. */
    TS_SYNC_CURRENT,     /**< The last one found nothing newer, or brought it. */
    TS_SYNC_FAILED,      /**< The last one failed. */
    TS_SYNC_OVER_BUDGET, /**< It stopped where its budget did, and will go on. */
};

struct ts_sync_state {
    enum ts_sync_phase phase;
    uint64_t epoch; /**< Of the lists in use, as far as known here. */
    ts_utc issued;  /**< Of the same; TS_UTC_ALWAYS: not known. */
    ts_utc checked; /**< When they were last known to be current. */
    ts_utc tried;   /**< When that was last tried. */
    size_t missing; /**< Files that are still to come ... */
    uint64_t bytes_missing;
    uint64_t bytes; /**< ... and what has come in this one or the last, over the link. */
    char source[128]; /**< In use, or the last; may be cut. */
    char reason[128]; /**< Why it failed; may be empty. */
};

#define TS_SYNC_STATE_FILE "sync.json"

/** Written anew by whoever wants newer lists at once (touchstone-sync --wake). What is in
 * it says nothing. */
#define TS_SYNC_WANTED_FILE "sync-wanted"

/** TS_OK or TS_IO. */
TS_MUST_USE enum ts_status
ts_sync_state_save(struct ts_store *trust, const struct ts_sync_state *state);

/** What was saved; TS_SYNC_NEVER where nothing was, or nothing readable. */
struct ts_sync_state ts_sync_state_load(struct ts_arena *arena, struct ts_store *trust);

#endif
