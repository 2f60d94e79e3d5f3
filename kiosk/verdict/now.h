#ifndef TS_VERDICT_NOW_H
#define TS_VERDICT_NOW_H

#include "kiosk/verdict/assessment.h"

/**
 * What time it is, as far as it can be believed. floor is the newest time that
 * something signed has shown to be past (the lists were signed then): a clock
 * before it is wrong, and so is one absurdly far after it. Either way the floor
 * is what is certain, and is what utc becomes.
 */
struct ts_now ts_now_judge(ts_utc clock, ts_utc floor);

/** A kiosk that was not updated for so long has other troubles than its clock. */
#define TS_CLOCK_AHEAD_MAX_S (10LL * 365 * 86400)

#endif
