#ifndef TS_CODEC_DEFLATE_H
#define TS_CODEC_DEFLATE_H

#include "firmware/base/arena.h"
#include "firmware/base/check.h"
#include "firmware/base/status.h"

/* Making: deflate_zlib.c, the only file that knows zlib. */

enum ts_deflate_wrap {
    TS_DEFLATE_ZLIB = 0, /**< RFC 1950 */
    TS_DEFLATE_GZIP,     /**< RFC 1952; exactly one member */
    TS_DEFLATE_RAW,      /**< RFC 1951 */
};

/**
 * Inflates one whole stream of at most max bytes. Working memory and result
 * come from the arena, which needs 48 KiB beyond the result; the working memory
 * is given back, the heap is not used.
 *
 * Returns TS_OK; TS_TRUNCATED (the stream ends early); TS_TRAILING (bytes
 * after it); TS_MALFORMED (not such a stream, a checksum fails, a preset
 * dictionary); TS_OVER_LIMIT (more than max); TS_NO_SPACE. out is written only
 * on TS_OK.
 */
TS_MUST_USE enum ts_status ts_inflate(struct ts_arena *arena, ts_span *out, ts_span in,
                                      enum ts_deflate_wrap wrap, size_t max);

/** Deflates at the best level. TS_OK or TS_NO_SPACE (300 KiB are needed beyond the
 * result). */
TS_MUST_USE enum ts_status
ts_deflate(struct ts_arena *arena, ts_span *out, ts_span in, enum ts_deflate_wrap wrap);

#endif
