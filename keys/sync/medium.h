#ifndef TS_SYNC_MEDIUM_H
#define TS_SYNC_MEDIUM_H

#include "firmware/board/store.h"

/**
 * A list repository on a stick or in a folder. Whoever plugs it in may have written
 * anything on it: it is only read, nothing on it is executed, no link is
 * followed, no device opened, no name taken that our own store would not take, and no
 * file read past what signed metadata allows. What is read is believed for its
 * signature and its hash, like what comes over a link.
 */

/**
 * A whole file of the repository, at most max bytes, into the arena. name: as it
 * stands below the address of a repository.
 *
 * TS_OK; TS_ABSENT (also for a name that no medium of ours can have); TS_OVER_LIMIT;
 * TS_UNTRUSTED (a link, a device, a folder where a file must be, or a file where a
 * folder must be); TS_NO_SPACE; TS_IO (pulled out, or worn out).
 */
TS_MUST_USE enum ts_status ts_medium_read(struct ts_store *medium, struct ts_arena *arena,
                                          ts_span *content, ts_span name, uint64_t max);

#endif
