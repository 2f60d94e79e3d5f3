#ifndef TS_AUTHORITY_TUF_SIGN_H
#define TS_AUTHORITY_TUF_SIGN_H

#include "firmware/base/instant.h"
#include "firmware/base/writer.h"
#include "keys/crypto/digest.h"
#include "keys/crypto/secret_key.h"

/* Metadata as keys/trust/metadata.h reads it (TUF 1.0.34). */

/** One file of a publication. */
struct ts_tuf_target {
    char path[64]; /**< NUL-terminated; below targets/. */
    uint64_t length;
    uint8_t sha256[TS_SHA256_SIZE];
    ts_span url; /**< Empty for what is no status list. */
};

struct ts_tuf_targets {
    uint64_t version;
    ts_utc issued, expires;
    const struct ts_tuf_target *items;
    size_t count;
};

/** A root that names key, an Ed25519 one, for every role, alone. Lives in the
 * arena. TS_OK, TS_UNSUPPORTED or TS_NO_SPACE. */
TS_MUST_USE enum ts_status
ts_tuf_root_sign(struct ts_arena *arena, ts_span *file, const struct ts_secret_key *key,
                 ts_utc expires);

/** Statuses as above. */
TS_MUST_USE enum ts_status ts_tuf_targets_sign(struct ts_arena *arena, ts_span *file,
                                               const struct ts_secret_key *key,
                                               const struct ts_tuf_targets *targets);

#endif
