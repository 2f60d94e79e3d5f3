#ifndef TS_CODEC_BYTEWORDS_H
#define TS_CODEC_BYTEWORDS_H

#include "firmware/base/arena.h"
#include "firmware/base/check.h"
#include "firmware/base/status.h"

/**
 * Bytewords in the minimal style (BCR-2020-012): two letters a byte, and behind the
 * bytes their CRC-32. Letters of either case are read, since codes carry capitals;
 * capitals are written.
 *
 * Both take their result from the arena; out is written only on TS_OK.
 * Decode returns TS_OK, TS_MALFORMED (two letters that name no byte, or another
 * checksum), TS_TRUNCATED (half a byte, or no checksum) or TS_NO_SPACE; encode TS_OK
 * or TS_NO_SPACE.
 */
TS_MUST_USE enum ts_status
ts_bytewords_decode(struct ts_arena *arena, ts_span *out, ts_span text);
TS_MUST_USE enum ts_status
ts_bytewords_encode(struct ts_arena *arena, ts_span *out, ts_span bytes);

#endif
