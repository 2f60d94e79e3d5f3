#ifndef TS_READER_CONFINE_H
#define TS_READER_CONFINE_H

#include "firmware/base/check.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/** False in a build with sanitizers: kiosk/sandbox/sanitizers.h. */
bool ts_confine_is_built(void);

/** Gives up every file, TCP, and other processes' sockets and signals (Landlock), and all
 * privileges of programs. Before threads are started. generation is 0 where the kernel
 * has no Landlock; what comes next forbids it all the same. */
TS_MUST_USE bool ts_confine_files(uint32_t *generation);

struct ts_confine_wish {
    const int *descriptors; /**< Left to it: reading and writing these. */
    size_t count;
    unsigned long bytes; /**< Of private memory, what it has taken included. */
    /** What else it tries fails with EPERM instead of being its end: for libraries that
     * nobody knows whole. It can do no more like that. */
    bool lenient;
};

/**
 * Gives all else away, on every thread of this process, for good: from here on it can
 * read and write those descriptors, take and give back private memory that is never
 * executable, let its threads wait for each other, ask what time it is, and end. Looking
 * for files fails with EACCES (the C library tries character sets); any other system
 * call kills the process (SIGSYS).
 */
TS_MUST_USE bool ts_confine_calls(const struct ts_confine_wish *wish);

#endif
