#ifndef TS_AUTHORITY_AUTHORITY_CONTEXTS_H
#define TS_AUTHORITY_AUTHORITY_CONTEXTS_H

#include "firmware/base/limits.h"
#include "firmware/board/store.h"

/*
 * Between the files that keep linked data contexts: context-urls.txt. A context is
 * kept before its address is noted, and its address is struck before it is removed:
 * what is noted is there.
 */
struct ts_context_urls {
    ts_span items[TS_SITE_CONTEXTS_MAX];
    size_t count;
};

/** TS_OK (also for none), TS_MALFORMED, TS_OVER_LIMIT, TS_NO_SPACE or TS_IO. Lives in the
 * arena. */
TS_MUST_USE enum ts_status
ts_context_urls_read(struct ts_arena *arena, struct ts_context_urls *urls,
                     struct ts_store *store);
TS_MUST_USE enum ts_status
ts_context_urls_write(struct ts_arena *arena, const struct ts_context_urls *urls,
                      struct ts_store *store);

/** Its place; count when it is not there. */
size_t ts_context_urls_find(const struct ts_context_urls *urls, ts_span url);

#endif
