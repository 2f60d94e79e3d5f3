#ifndef TS_CODEC_JSON_STRING_H
#define TS_CODEC_JSON_STRING_H

#include "firmware/base/arena.h"
#include "firmware/base/check.h"
#include "firmware/base/status.h"

/**
 * What json.c asks of a string that has escapes; nobody else includes this.
 *
 * raw is what stands between the quotes, valid UTF-8 in which no backslash is
 * the last byte. text is taken from the arena and is never longer than raw.
 *
 * Returns TS_OK; TS_MALFORMED (RFC 8259 7; a lone surrogate, RFC 7493 2.1) with
 * offset set to the backslash; or TS_NO_SPACE.
 */
TS_MUST_USE enum ts_status
ts_json_unescape(struct ts_arena *arena, ts_span *text, ts_span raw, size_t *offset);

#endif
