#ifndef TS_CODEC_BASE58_H
#define TS_CODEC_BASE58_H

#include "firmware/base/arena.h"
#include "firmware/base/check.h"
#include "firmware/base/status.h"

/** Longest text decoded: the work grows with the square of the length. A key
 * or a signature of 64 bytes has 88 characters. */
#define TS_BASE58_TEXT_MAX 1024

/**
 * Base58 with the Bitcoin alphabet (draft-msporny-base58-03), as multibase
 * prefix "z" announces it; the prefix is not part of text.
 *
 * Both take their result from the arena; out is written only on TS_OK.
 * Encode refuses what decode would: bytes whose text would be too long.
 * Returns TS_OK, TS_MALFORMED, TS_OVER_LIMIT or TS_NO_SPACE.
 */
TS_MUST_USE enum ts_status
ts_base58_decode(struct ts_arena *arena, ts_span *out, ts_span text);
TS_MUST_USE enum ts_status
ts_base58_encode(struct ts_arena *arena, ts_span *out, ts_span bytes);

#endif
