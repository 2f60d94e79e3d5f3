#ifndef TS_VERDICT_NOW_H
#define TS_VERDICT_NOW_H

#include "kiosk/verdict/assessment.h"

/**
 * What time it is, as far as it can be believed. clock is what the board shows;
 * is_vouched whether anything but the board's own counting stands behind it
 * (ts_clock_is_synchronised()); floor the time that is past for certain
 * (keys/trust/floors.h).
 *
 * IMPLAUSIBLE: before the floor or absurdly after it; FLOOR_ONLY: it may be
 * right and nothing vouches for it; either way utc is the floor. TRUSTED: utc is the
 * clock's.
 */
struct ts_now ts_now_judge(ts_utc clock, bool is_vouched, ts_utc floor);

#endif
