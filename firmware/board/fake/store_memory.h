#ifndef TS_BOARD_FAKE_STORE_MEMORY_H
#define TS_BOARD_FAKE_STORE_MEMORY_H

#include "firmware/board/store.h"

/*
 * Folders of files in memory. They outlive the stores opened on them, as a
 * medium outlives a process, until ts_store_memory_reset(). One thread.
 *
 * Every call that writes goes through the steps of the real one, so that a
 * test can cut the power at each:
 *
 *   replace   write the new file - sync it - rename it over the old - sync the folder
 *   remove    unlink - sync the folder
 */

/** What a power cut makes of a change that was done but not yet synced. */
enum ts_unsynced {
    TS_UNSYNCED_LOST = 0,
    TS_UNSYNCED_KEPT,
};

/**
 * The step-th writing step from now (0 is the next) fails, and everything
 * after it until ts_store_memory_power_on(): TS_IO.
 */
void ts_store_memory_cut(size_t step, enum ts_unsynced unsynced);
void ts_store_memory_power_on(void);

/** Writing steps gone through since the reset. */
size_t ts_store_memory_steps(void);

/** Forgets all folders and files, and any cut. Close the stores first. */
void ts_store_memory_reset(void);

#endif
