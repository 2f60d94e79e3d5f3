#ifndef TS_BOARD_STORE_H
#define TS_BOARD_STORE_H

#include "firmware/base/arena.h"
#include "firmware/base/check.h"
#include "firmware/base/status.h"

/**
 * A folder of files that survive a power cut.
 *
 * Makings: linux/store_posix.c; fake/store_memory.c.
 *
 * name: a path inside the folder with "/" between parts; parts are made of
 * letters, digits and "._-%+@", none begins with a dot. Anything else is
 * TS_MALFORMED. Links are not followed out of the folder; what is not a regular
 * file is TS_UNTRUSTED.
 */
struct ts_store;

/** Opens the folder at path; with create, makes it (mode 0700) when absent.
 * TS_OK, TS_ABSENT or TS_IO. The store must be closed. */
TS_MUST_USE enum ts_status ts_store_open(struct ts_store **store, const char *path,
                                         bool create);
void ts_store_close(struct ts_store *store);

/**
 * Reads a whole file of at most max bytes into the arena.
 * TS_OK, TS_ABSENT, TS_MALFORMED, TS_UNTRUSTED, TS_OVER_LIMIT, TS_NO_SPACE or TS_IO.
 */
TS_MUST_USE enum ts_status ts_store_read(struct ts_store *store, struct ts_arena *arena,
                                         ts_span *content, const char *name, size_t max);

/**
 * Replaces a file as a whole, folders made as needed: after a power cut at any
 * point it holds all of the old content or all of the new. TS_OK once the new
 * content is on the medium; on TS_IO either may be found at the next boot.
 * One writer at a time. mode_private: 0600 instead of 0644.
 */
TS_MUST_USE enum ts_status ts_store_replace(struct ts_store *store, const char *name,
                                            ts_span content, bool mode_private);

/** Removes a file; TS_OK also when it was not there. TS_MALFORMED or TS_IO. */
TS_MUST_USE enum ts_status ts_store_remove(struct ts_store *store, const char *name);

/**
 * Calls each(name, context) for every regular file below folder ("" for all),
 * in byte order of the names. TS_OK (also for an absent folder), TS_OVER_LIMIT
 * (more than TS_TARGETS_MAX), TS_NO_SPACE or TS_IO. Names live in the arena.
 */
TS_MUST_USE enum ts_status ts_store_list(struct ts_store *store, struct ts_arena *arena,
                                         const char *folder,
                                         void (*each)(const char *name, void *context),
                                         void *context);

#endif
