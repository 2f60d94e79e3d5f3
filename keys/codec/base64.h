#ifndef TS_CODEC_BASE64_H
#define TS_CODEC_BASE64_H

#include "firmware/base/arena.h"
#include "firmware/base/check.h"
#include "firmware/base/status.h"

/**
 * Base64url without padding (RFC 4648 5, as RFC 7515 2 uses it). Padding,
 * white space and non-zero trailing bits are refused, so that one value has
 * one spelling.
 *
 * Results come from the arena; out is written only on TS_OK.
 * Returns TS_OK, TS_MALFORMED, TS_TRUNCATED or TS_NO_SPACE.
 */
TS_MUST_USE enum ts_status
ts_base64url_decode(struct ts_arena *arena, ts_span *out, ts_span text);
TS_MUST_USE enum ts_status
ts_base64url_encode(struct ts_arena *arena, ts_span *out, ts_span bytes);

/**
 * Plain base64 with padding (RFC 4648 4), for x5c (RFC 7515 4.1.6) and PEM;
 * CR and LF are skipped, non-zero trailing bits refused. The arena must have
 * room for the text. Returns as above; TS_TRUNCATED when padding is missing.
 */
TS_MUST_USE enum ts_status
ts_base64_decode(struct ts_arena *arena, ts_span *out, ts_span text);

#endif
