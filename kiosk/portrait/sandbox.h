#ifndef TS_PORTRAIT_SANDBOX_H
#define TS_PORTRAIT_SANDBOX_H

#include "firmware/base/check.h"

#include <stdbool.h>

/** Private memory, what was taken before included: a photo of 2000 pixels a side takes
 * 27 MiB at seven bytes a pixel, one of 3000 fits, one of 6000 does not. */
#define TS_SANDBOX_BYTES_MAX (128UL << 20)

/** Processor time; a photo takes some milliseconds. */
#define TS_SANDBOX_CPU_S 2

/**
 * Gives every right of this process away, for good: from here on it can read
 * descriptor 0, write descriptor 1, use private memory within the limit, and end.
 * Opening files fails with EACCES; any other system call kills it (SIGSYS).
 *
 * False when anything of that could not be done: then nothing must be decoded.
 */
TS_MUST_USE bool ts_sandbox_enter(void);

#endif
