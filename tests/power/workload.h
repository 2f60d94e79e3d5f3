#ifndef TS_POWER_WORKLOAD_H
#define TS_POWER_WORKLOAD_H

#include <stdbool.h>
#include <stdint.h>

/** What a cut left behind. */
enum ts_power_finding {
    TS_POWER_CORRUPT = 0, /**< Half of a step, or something that cannot be used. */
    TS_POWER_LOST,        /**< An acknowledged step is missing. */
    TS_POWER_ROLLED_BACK, /**< Something older was accepted afterwards. */
    TS_POWER_STUCK,       /**< The next step is not possible any more. */
    TS_POWER_OLD,         /**< As acknowledged. */
    TS_POWER_NEW,         /**< As the step after it, which was under way. */
};
enum { TS_POWER_FINDINGS = TS_POWER_NEW + 1 };

/**
 * Work on a disk whose power is cut. It counts up from 1; a step that was acknowledged
 * must be found after any later cut, as it was or replaced as a whole by the next one.
 */
struct ts_workload {
    const char *name;
    /** Does step number on the folder; false when it was not acknowledged. */
    bool (*step)(const char *folder, uint64_t number);
    /** Looks at the folder after a cut, and at what a program makes of it that starts
     * there: it does the next step. acknowledged is the last that was, 0 for none. */
    enum ts_power_finding (*look)(const char *folder, uint64_t acknowledged);
};

extern const struct ts_workload ts_workload_store;   /**< ts_store_replace, _remove */
extern const struct ts_workload ts_workload_floors;  /**< keys/trust/floors.h */
extern const struct ts_workload ts_workload_journal; /**< kiosk/journal/journal.h */
/** keys/sync/mirror.h, from one repository after the other: TS_POWER_EPOCHS names the
 * folder of 1, 2, 3 ... that ts_power_publish() filled. */
extern const struct ts_workload ts_workload_sync;
extern const struct ts_workload ts_workload_program; /**< touchstone-sync, the same. */

#endif
