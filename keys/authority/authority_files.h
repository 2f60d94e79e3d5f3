#ifndef TS_AUTHORITY_AUTHORITY_FILES_H
#define TS_AUTHORITY_AUTHORITY_FILES_H

#include "firmware/base/limits.h"
#include "firmware/base/span.h"
#include "firmware/base/writer.h"
#include "keys/authority/text.h"
#include "keys/crypto/digest.h"
#include "keys/trust/repository.h"

/* What the files of this folder that make up authority.h share. */

#define TS_AUTHORITY_ROOT_FILE "root.json"
#define TS_AUTHORITY_PENDING_ROOT "pending/root.json"
#define TS_AUTHORITY_DELEGATION_FILE "delegation.json"
#define TS_AUTHORITY_ISSUERS_FILE "issuers.jsonl"
#define TS_AUTHORITY_STATUS_FILE "status-urls.txt"
#define TS_AUTHORITY_CONTEXTS_FILE "context-urls.txt"
#define TS_AUTHORITY_PUBLISHED_FILE "published.json"

/** Whatever may be published. */
enum { TS_AUTHORITY_FILE_MAX = TS_TARGET_BYTES_MAX };

/** Keys, roots, versions. */
#define TS_AUTHORITY_SMALL_FILE_MAX (64 << 10)

/** Takes the first line, without its end, off text. False when none is left. */
static inline bool
ts_line_take(ts_span *text, ts_span *line)
{
    if (text->len == 0)
        return false;
    *line = ts_span_part(*text, 0, ts_span_index(*text, '\n'));
    *text = ts_span_part(*text, line->len + 1, text->len);
    return true;
}

/** Digits of a hash that stand in file names: no two addresses share 128 bits. */
enum { TS_NAME_HEX_BYTES = 16 };

/** The first bytes of the SHA-256 of what, as hex digits. */
static inline void
ts_write_name_hash(struct ts_writer *w, ts_span what)
{
    uint8_t digest[TS_SHA256_SIZE];
    ts_sha256(digest, what);
    ts_write_hex(w, (ts_span){ digest, TS_NAME_HEX_BYTES });
}

/** "status/" and a hash, with its NUL. */
enum { TS_STATUS_NAME_SIZE = 7 + 2 * TS_NAME_HEX_BYTES + 1 };
static inline void
ts_authority_status_name(char name[static TS_STATUS_NAME_SIZE], ts_span url)
{
    struct ts_writer w =
        ts_writer_over((ts_room){ (uint8_t *)name, TS_STATUS_NAME_SIZE });
    ts_write_text(&w, "status/");
    ts_write_name_hash(&w, url);
    ts_write_u8(&w, '\0');
}

/** "contexts/", a hash and ".jsonld", with its NUL; what it is published as, too. */
enum { TS_CONTEXT_NAME_SIZE = 9 + 2 * TS_NAME_HEX_BYTES + 7 + 1 };
static inline void
ts_authority_context_name(char name[static TS_CONTEXT_NAME_SIZE], ts_span url)
{
    struct ts_writer w =
        ts_writer_over((ts_room){ (uint8_t *)name, TS_CONTEXT_NAME_SIZE });
    ts_write_text(&w, TS_CONTEXTS_FOLDER);
    ts_write_name_hash(&w, url);
    ts_write_text(&w, ".jsonld");
    ts_write_u8(&w, '\0');
}

/** "roots/7.root.json", with its NUL. */
enum { TS_ROOT_NAME_SIZE = 40 };
static inline void
ts_authority_root_name(char name[static TS_ROOT_NAME_SIZE], uint64_t version)
{
    struct ts_writer w = ts_writer_over((ts_room){ (uint8_t *)name, TS_ROOT_NAME_SIZE });
    ts_write_text(&w, "roots/");
    ts_write_decimal(&w, (int64_t)version);
    ts_write_text(&w, ".root.json");
    ts_write_u8(&w, '\0');
}

#endif
