#ifndef TS_CODEC_JSON_NUMBER_H
#define TS_CODEC_JSON_NUMBER_H

#include "firmware/base/check.h"
#include "firmware/base/span.h"
#include "firmware/base/status.h"

/**
 * The double nearest to what a JSON number spells, ties to even, whatever the
 * locale; too small is 0. For jcs.c.
 *
 * text follows the grammar of RFC 8259 6. Returns TS_OK, or TS_MALFORMED (past
 * the largest double) with value left alone.
 */
TS_MUST_USE enum ts_status ts_json_number_value(double *value, ts_span text);

#endif
