#ifndef TS_SANDBOX_LANDLOCK_H
#define TS_SANDBOX_LANDLOCK_H

#include "firmware/base/check.h"
#include "firmware/base/status.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/**
 * Landlock (Linux 5.13 and newer): a thread, and all it starts, gives up every file but
 * those below some paths, for good. What is open stays open.
 *
 * What the running kernel's Landlock does not know it cannot forbid; other sandboxes have
 * to (system calls; the service's unit).
 */
enum ts_landlock_right {
    TS_LANDLOCK_READ = 1,    /**< Read files, list folders. */
    TS_LANDLOCK_EXECUTE = 2, /**< Run programs. */
    TS_LANDLOCK_WRITE = 4,   /**< Write to what is there. */
    TS_LANDLOCK_CHANGE = 8,  /**< Make, rename and remove files and folders. */
    TS_LANDLOCK_DEVICE = 16, /**< Control devices (ioctl), from generation 5 on. */
};

struct ts_landlock_rule {
    const char *path; /**< A folder with all below it, or one file. NULL, and what is not
                           there: left out. */
    unsigned rights;
};

struct ts_landlock_wish {
    const struct ts_landlock_rule *rules;
    size_t count;
    bool tcp;      /**< Left as it is; else no TCP (generation 4). */
    bool abstract; /**< Unix sockets without a path, of others: left as they are; else
                        none (6). Signals to others are always given up (6). */
};

/** Which generation ("ABI") this kernel has and has not switched off; 0: none. */
uint32_t ts_landlock_generation(void);

/** For this thread and those it will start. TS_OK; TS_UNSUPPORTED (the kernel has none:
 * nothing was given up); TS_IO (something went wrong: nothing must go on). */
TS_MUST_USE enum ts_status ts_landlock_restrict(const struct ts_landlock_wish *wish);

#endif
