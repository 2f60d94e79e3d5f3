#ifndef TS_KIOSK_SYNC_SYNC_H
#define TS_KIOSK_SYNC_SYNC_H

#include "keys/sync/mirror.h"

#include <stdbool.h>
#include <stdint.h>

/** What the command line says. */
struct ts_sync_options {
    const char *const *from; /**< Addresses and folders, in the order they are asked. */
    size_t from_count;
    const char *to;    /**< The trust folder. */
    const char *root;  /**< Its first root, where it has none; or NULL. */
    const char *wake;  /**< A file: when it comes or is written anew, lists are fetched at
                            once; or NULL. */
    const char *serve; /**< Where to let neighbours fetch; or NULL. */
    struct ts_link_options link;
    uint64_t budget; /**< UINT64_MAX: no limit. */
    bool metered;
    bool once;
    uint32_t interval_s;
};

/** Where nobody says how much may be spent on a metered link. */
#define TS_SYNC_METERED_BUDGET ((uint64_t)256 * 1024)

/** Exit codes; others are those of sysexits.h. */
enum { TS_SYNC_EXIT_FAILED = 1, TS_SYNC_EXIT_OVER_BUDGET = 3 };

/** Until it is over, or until a signal ends it. The exit code. */
int ts_sync_run(const struct ts_sync_options *options);

#endif
