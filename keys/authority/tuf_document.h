#ifndef TS_AUTHORITY_TUF_DOCUMENT_H
#define TS_AUTHORITY_TUF_DOCUMENT_H

#include "firmware/base/instant.h"
#include "keys/authority/tuf_role.h"
#include "keys/crypto/digest.h"

/*
 * Metadata as keys/trust/metadata.h reads it (TUF 1.0.34, 4), from the writing side:
 * what it says, a head before that, and signatures around both.
 */

/** What every file begins with. */
struct ts_tuf_head {
    const char *type;
    uint64_t version;
    ts_utc expires;
    ts_utc issued; /**< x-issued; TS_UTC_ALWAYS: unsaid. */
};

/** One file of a publication. */
struct ts_tuf_target {
    char path[64]; /**< NUL-terminated; below targets/. */
    ts_span bytes;
    uint8_t sha256[TS_SHA256_SIZE];
    ts_span url;          /**< custom.url; empty for what has no address. */
    uint64_t epoch;       /**< custom.epoch; 0: unsaid. */
    const uint8_t *state; /**< custom.state, TS_SHA256_SIZE bytes; NULL: unsaid. */
};

/** What one metadata file says of another. */
struct ts_tuf_meta {
    const char *name;
    uint64_t version;
    ts_span file;
};

/* What a file says, as members without braces. TS_OK or TS_NO_SPACE. */

/** roles: root, targets, snapshot and timestamp. */
TS_MUST_USE enum ts_status
ts_tuf_root_content(struct ts_arena *arena, ts_span *content,
                    const struct ts_tuf_role *roles, size_t count);

/** delegated: a terminating role for patterns of paths below rev/; or NULL. */
TS_MUST_USE enum ts_status
ts_tuf_targets_content(struct ts_arena *arena, ts_span *content,
                       const struct ts_tuf_target *items, size_t count,
                       const struct ts_tuf_role *delegated);

/** Of a snapshot (of several files) and of a timestamp (of one). */
TS_MUST_USE enum ts_status
ts_tuf_meta_content(struct ts_arena *arena, ts_span *content,
                    const struct ts_tuf_meta *items, size_t count);

/** A file without signatures yet. TS_OK or TS_NO_SPACE. */
TS_MUST_USE enum ts_status ts_tuf_file(struct ts_arena *arena, ts_span *file,
                                       const struct ts_tuf_head *head, ts_span content);

/** The same file with the signature of key, in place of an older one by it. TS_OK,
 * TS_UNSUPPORTED, TS_MALFORMED (file is none), TS_NO_SPACE and the statuses of
 * ts_json_parse(). signed_file may be &file. */
TS_MUST_USE enum ts_status ts_tuf_sign(struct ts_arena *arena, ts_span *signed_file,
                                       ts_span file, const struct ts_secret_key *key);

/** An opened file. */
struct ts_tuf_opened {
    const struct ts_json *body, *signatures;
    struct ts_tuf_head head; /**< type is NULL: see body. */
};

/** Checks nothing but form. TS_OK, TS_MALFORMED and the statuses of ts_json_parse(). */
TS_MUST_USE enum ts_status
ts_tuf_open(struct ts_arena *arena, struct ts_tuf_opened *opened, ts_span file);

/** Whether file says content under a head of type, with whatever version and times. The
 * arena is given back. */
bool ts_tuf_says(struct ts_arena *arena, ts_span file, const char *type, ts_span content);

#endif
