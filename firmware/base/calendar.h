#ifndef TS_BASE_CALENDAR_H
#define TS_BASE_CALENDAR_H

#include "firmware/base/check.h"
#include "firmware/base/instant.h"
#include "firmware/base/span.h"
#include "firmware/base/status.h"

/** A proleptic Gregorian date and time of day, UTC. */
struct ts_date {
    int year;  /**< 0 to 9999. */
    int month; /**< 1 to 12. */
    int day;   /**< 1 to 31. */
    int hour, minute, second;
};

/**
 * Reads an RFC 3339 date-time, or an XSD 1.1 dateTimeStamp, which is the same
 * but for a year of more than four digits (refused here). A fraction of a
 * second is accepted and cut off; a leap second (":60") counts as ":59". A
 * time without an offset is refused: it does not say when it is.
 *
 * Returns TS_OK, TS_TRUNCATED, TS_TRAILING or TS_MALFORMED; utc is written
 * only on TS_OK.
 */
TS_MUST_USE enum ts_status ts_utc_parse(ts_utc *utc, ts_span text);

/** "2026-05-12T08:30:00Z" and a NUL. Years outside 0 to 9999 are clamped. */
#define TS_UTC_TEXT_SIZE 21
void ts_utc_format(char text[static TS_UTC_TEXT_SIZE], ts_utc utc);

struct ts_date ts_utc_date(ts_utc utc);

/** The fields are not checked beyond what arithmetic needs. */
ts_utc ts_date_utc(struct ts_date date);

/** later - earlier in seconds, saturated instead of overflowing. */
int64_t ts_utc_since(ts_utc later, ts_utc earlier);

#endif
