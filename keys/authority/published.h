#ifndef TS_AUTHORITY_PUBLISHED_H
#define TS_AUTHORITY_PUBLISHED_H

#include "firmware/base/instant.h"
#include "firmware/board/store.h"
#include "keys/crypto/digest.h"

/** What an authority remembers of its last publication: published.json. */
struct ts_published {
    uint64_t version; /**< 0 before the first. */
    uint64_t issuers_epoch;
    ts_utc issuers_issued;
    uint8_t issuers_sha256[TS_SHA256_SIZE];
};

/** TS_OK, also when there is none yet; TS_MALFORMED, TS_NO_SPACE or TS_IO. */
TS_MUST_USE enum ts_status
ts_published_read(struct ts_arena *arena, struct ts_published *published,
                  struct ts_store *store);

/** TS_OK, TS_NO_SPACE or TS_IO. */
TS_MUST_USE enum ts_status
ts_published_write(struct ts_arena *arena, const struct ts_published *published,
                   struct ts_store *store);

#endif
