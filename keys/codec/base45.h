#ifndef TS_CODEC_BASE45_H
#define TS_CODEC_BASE45_H

#include "firmware/base/arena.h"
#include "firmware/base/check.h"
#include "firmware/base/status.h"

/**
 * Base45 (RFC 9285). Groups above 65535 (or above 255 in a last group of two)
 * and characters outside the alphabet are refused.
 *
 * Both take their result from the arena; out is written only on TS_OK.
 * Decode returns TS_OK, TS_MALFORMED, TS_TRUNCATED (one character left over)
 * or TS_NO_SPACE; encode TS_OK or TS_NO_SPACE.
 */
TS_MUST_USE enum ts_status
ts_base45_decode(struct ts_arena *arena, ts_span *out, ts_span text);
TS_MUST_USE enum ts_status
ts_base45_encode(struct ts_arena *arena, ts_span *out, ts_span bytes);

#endif
