#ifndef TS_SYNC_MIRROR_VIEW_H
#define TS_SYNC_MIRROR_VIEW_H

#include "firmware/board/store.h"

/**
 * What a kiosk has, seen as a list repository, so that a neighbour can fetch from it.
 * Nothing but metadata and targets of its two generations, and the roots that it
 * passed through. A neighbour believes none of it without the same signatures.
 *
 * name: as below the address of a repository ("12.targets.json",
 * "targets/profiles/HASH.default.json"). content lives in the arena, half of which is
 * working memory while it lasts.
 *
 * TS_OK, TS_ABSENT (also for whatever is not to be seen), TS_NO_SPACE or TS_IO. Not for
 * several threads with one arena; a synchronisation may go on meanwhile.
 */
TS_MUST_USE enum ts_status ts_mirror_view(struct ts_arena *arena, ts_span *content,
                                          struct ts_store *trust, ts_span name);

#endif
