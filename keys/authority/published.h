#ifndef TS_AUTHORITY_PUBLISHED_H
#define TS_AUTHORITY_PUBLISHED_H

#include "firmware/base/instant.h"
#include "firmware/board/store.h"
#include "keys/crypto/digest.h"

/** One of two things that are only made anew when they changed. */
struct ts_published_part {
    uint64_t epoch; /**< The version that made it; 0 before the first. */
    ts_utc issued;
    uint8_t hash[TS_SHA256_SIZE]; /**< Of the issuer list's bytes; of the state (FORMAT.md
                                       6.9). */
};

/** What an authority remembers of its last publication: published.json. */
struct ts_published {
    uint64_t version; /**< Last one spent; 0 before the first. */
    struct ts_published_part issuers, state;
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
