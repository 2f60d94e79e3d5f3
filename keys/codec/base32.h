#ifndef TS_CODEC_BASE32_H
#define TS_CODEC_BASE32_H

#include "firmware/base/arena.h"
#include "firmware/base/check.h"
#include "firmware/base/status.h"

/**
 * Base32 without padding (RFC 4648 6, as the NZ COVID Pass 4.2 uses it). Lower
 * case, padding and non-zero trailing bits are refused, so that one value has one
 * spelling.
 *
 * Both take their result from the arena; out is written only on TS_OK.
 * Decode returns TS_OK, TS_MALFORMED, TS_TRUNCATED (a number of characters that
 * no number of bytes has) or TS_NO_SPACE; encode TS_OK or TS_NO_SPACE.
 */
TS_MUST_USE enum ts_status
ts_base32_decode(struct ts_arena *arena, ts_span *out, ts_span text);
TS_MUST_USE enum ts_status
ts_base32_encode(struct ts_arena *arena, ts_span *out, ts_span bytes);

#endif
