#ifndef TS_AUTHORITY_CELL_H
#define TS_AUTHORITY_CELL_H

#include "firmware/base/check.h"
#include "firmware/base/instant.h"
#include "firmware/base/span.h"
#include "firmware/base/status.h"

/* What the cells of a spreadsheet may say. */

/** Without the blanks around it. */
ts_span ts_cell_trim(ts_span cell);

/** The index-th of a cell's parts between semicolons, trimmed; false when there
 * is none. An empty cell has no part. */
bool ts_cell_part(ts_span cell, size_t index, ts_span *part);
size_t ts_cell_parts(ts_span cell);

/**
 * "2026-05-12" or an RFC 3339 date-time. A date alone means its first second,
 * UTC, or its last one with day_end. TS_OK, or TS_MALFORMED with utc alone.
 */
TS_MUST_USE enum ts_status ts_day_parse(ts_utc *utc, ts_span text, bool day_end);

/** A scheme, a colon and something after it; no blanks, control characters or
 * what RFC 3986 never allows. */
bool ts_uri_plausible(ts_span text);

/** Open Badges 3.0 AchievementType: one of its names, or "ext:" and a word. */
bool ts_achievement_type_known(ts_span type);

/** Open Badges 3.0 ResultStatusType. */
bool ts_result_status_known(ts_span status);

#endif
