#ifndef TS_BASE_CHECK_H
#define TS_BASE_CHECK_H

#include <stdlib.h>

/** The result must be looked at: dropping it does not compile. */
#define TS_MUST_USE __attribute__((warn_unused_result))

/** Elements of a real array (never of a pointer). */
#define TS_COUNT(array) (sizeof(array) / sizeof((array)[0]))

/**
 * A fact that only a mistake of ours can make false. Stays in release builds,
 * where the watchdog restarts us: that is safer than going on. Never for
 * anything that came from a code, a file, a device or a link.
 */
#define TS_CHECK(fact) ((fact) ? (void)0 : abort())

#endif
