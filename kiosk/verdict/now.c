#include "kiosk/verdict/now.h"

#include "keys/trust/floors.h"

struct ts_now
ts_now_judge(ts_utc clock, bool is_vouched, ts_utc floor)
{
    struct ts_now now = { ts_floor_now(floor, clock, is_vouched), TS_CLOCK_IMPLAUSIBLE };
    if (ts_floor_admits(floor, clock))
        now.clock = is_vouched ? TS_CLOCK_TRUSTED : TS_CLOCK_FLOOR_ONLY;
    return now;
}
