#include "firmware/board/clock.h"
#include "kiosk/app/loop.h"

#include <time.h>

/* Soon enough after midnight, and after somebody emptied the journal. */
enum { TALLIED_MS = 60 * 1000, DAY_S = 86400 };

/* Of the day at the gate: the board's time zone, else UTC. */
static ts_utc
midnight(ts_utc now)
{
    struct tm day;
    time_t seconds = (time_t)now.s;
    ts_utc utc = { now.s - now.s % DAY_S };
    if (!localtime_r(&seconds, &day))
        return utc;
    day.tm_hour = day.tm_min = day.tm_sec = 0;
    day.tm_isdst = -1; /* it may have changed since */
    time_t began = mktime(&day);
    return began == (time_t)-1 ? utc : (ts_utc){ began };
}

static void
count_today(struct ts_loop *l)
{
    ts_utc now = ts_parts_now(l->parts).utc;
    /* Whole hours: where midnight lies within one, that one too. */
    ts_utc from = ts_journal_hour(midnight(now));
    l->model.tallied = ts_journal_total(l->parts->journal, l->model.today,
                                        TS_VERDICT_COUNT, from, (ts_utc){ now.s + 1 })
                       == TS_OK;
}

void
ts_loop_tally(struct ts_loop *l)
{
    ts_mono now = ts_clock_mono();
    if (!l->parts->journal) {
        l->model.tallied = false;
        return;
    }
    if (l->has_tally && now.ms - l->tallied.ms < TALLIED_MS)
        return;
    l->has_tally = true;
    l->tallied = now;
    count_today(l);
}
