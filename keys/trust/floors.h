#ifndef TS_TRUST_FLOORS_H
#define TS_TRUST_FLOORS_H

#include "firmware/base/instant.h"
#include "firmware/board/store.h"

/**
 * What is certain about the time without believing any clock: it is not before
 * the *floor*. The floor outlives power cuts, and nothing unsigned lowers it.
 *
 *     floors = ts_floors_load(store);
 *     ts_floors_accept(&floors, issued, root_version);   lists were accepted
 *     ts_floors_see(&floors, clock);                     a trusted clock was read
 *     status = ts_floors_save(&floors, store);           before anybody acts on it
 *
 * In two files of the store that are written in turn (keys/FORMAT.md 7), so that one
 * which is damaged leaves the one before. One writer at a time; not for several threads.
 */
struct ts_floors {
    ts_utc built;          /**< When this program was made; never in the files. */
    ts_utc signed_at;      /**< Issued-at of the newest accepted signed metadata. */
    ts_utc seen;           /**< Newest time that a trusted clock showed. */
    uint64_t root_version; /**< Of the root under which signed_at was accepted. */
    uint64_t writes;       /**< Counts up; 0: there is no file yet. */
    bool is_unsaved;       /**< Something rose since it was saved. */
    bool is_damaged;       /**< A file could not be used: this is the other's word, or,
                                with writes 0, only the program's. */
};

/** Reads what store kept; NULL: keeps nothing. Never fails: see is_damaged. */
struct ts_floors ts_floors_load(struct ts_store *store);

/** The floor: the latest of built, signed_at and seen. */
ts_utc ts_floors_time(const struct ts_floors *floors);

/**
 * Signed metadata issued then was accepted under a root of that version (0: not
 * known). Only a newer root lowers signed_at: a stolen timestamp key must not
 * send all kiosks to the year 2099 for good (compare TUF 5.3.11).
 */
void ts_floors_accept(struct ts_floors *floors, ts_utc issued, uint64_t root_version);

/**
 * A clock that is trusted shows this. Rises in steps of TS_FLOORS_STEP_S, so that the
 * medium is not worn, and not past TS_FLOORS_SEEN_AHEAD_MAX_S after what else is known:
 * what a clock that was wrong once leaves behind must end by itself.
 */
void ts_floors_see(struct ts_floors *floors, ts_utc clock);
#define TS_FLOORS_STEP_S 3600
#define TS_FLOORS_SEEN_AHEAD_MAX_S (366LL * 86400)

/**
 * Puts what rose on the medium. TS_OK (also when nothing rose, or store is NULL), or
 * TS_IO: the files still hold the old floor or already this one; call again later.
 */
TS_MUST_USE enum ts_status
ts_floors_save(struct ts_floors *floors, struct ts_store *store);

/** Whether a clock can be right: not before the floor, and not absurdly after it. */
bool ts_floor_admits(ts_utc floor, ts_utc clock);

/** A kiosk that was not updated for so long has other troubles than its clock. */
#define TS_CLOCK_AHEAD_MAX_S (10LL * 365 * 86400)

/**
 * The time to judge by, never later than the truth: the clock's where it can be right
 * and something vouches for it (ts_clock_is_synchronised()), else the floor. So what
 * has expired by it has expired for certain.
 */
ts_utc ts_floor_now(ts_utc floor, ts_utc clock, bool is_vouched);

#endif
