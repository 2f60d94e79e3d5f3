#include "kiosk/verdict/now.h"

#include "firmware/base/calendar.h"

struct ts_now
ts_now_judge(ts_utc clock, ts_utc floor)
{
    int64_t ahead_s = ts_utc_since(clock, floor);
    if (ahead_s < 0 || ahead_s > TS_CLOCK_AHEAD_MAX_S)
        return (struct ts_now){ floor, TS_CLOCK_IMPLAUSIBLE };
    return (struct ts_now){ clock, TS_CLOCK_TRUSTED };
}
