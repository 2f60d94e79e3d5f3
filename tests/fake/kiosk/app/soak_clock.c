#include "tests/fake/kiosk/app/soak_clock.h"

#include "firmware/board/fake/clock_script.h"

enum {
    HOUR_S = 3600,
    YEAR_S = 365 * 86400,
    ASKED_MS = 40 * 1000, /* The kiosk has asked who vouches for the clock. */
    AHEAD_MAX_S = 20 * YEAR_S,
};
#define LONG_AGO_S 946684800 /* 2000-01-01 */

static struct {
    enum soak_wrong wrong;
    uint32_t amount;
    int64_t ahead_s; /* of what time it is */
    bool vouched, jumps;
    ts_mono changed; /* It was last set, or vouched for or not. */
    ts_utc before;   /* What it showed in the turn before. */
    ts_utc floor;    /* No later than the kiosk's own. */
} clock = { .before = { SOAK_BEGINS_S }, .floor = { SOAK_BEGINS_S } };

static void
set(int64_t ahead_s)
{
    ts_clock_script_set((ts_utc){ soak_clock_truth().s + ahead_s });
    clock.ahead_s = ahead_s;
    clock.changed = ts_clock_mono();
}

static void
vouch(bool vouched)
{
    ts_clock_script_synchronise(vouched);
    clock.vouched = vouched;
    clock.changed = ts_clock_mono();
}

ts_utc
soak_clock_truth(void)
{
    return (ts_utc){ ts_clock_utc().s - clock.ahead_s };
}

void
soak_clock_boot(void)
{
    ts_clock_script_boot();
    if (ts_clock_utc().s == 0)
        ts_clock_script_set(SOAK_BEGINS);
    vouch(true);
}

void
soak_clock_boot_lost(void)
{
    soak_clock_boot();
    vouch(false);
    clock.wrong = SOAK_PAST;
    set(LONG_AGO_S - SOAK_BEGINS.s);
}

void
soak_clock_begin(enum soak_wrong wrong, uint32_t amount)
{
    clock.wrong = wrong;
    clock.amount = amount;
    switch (wrong) {
    case SOAK_HOURS_AHEAD: set(HOUR_S + amount % (4 * HOUR_S)); break;
    case SOAK_PAST: set(LONG_AGO_S - SOAK_BEGINS.s + amount); break;
    case SOAK_CENTURY: set(40LL * YEAR_S + amount); break;
    case SOAK_UNVOUCHED:
        vouch(false);
        clock.jumps = true;
        break;
    }
}

static bool
is_noticed(void)
{
    return ts_clock_mono().ms - clock.changed.ms >= ASKED_MS;
}

static bool
can_be_right(ts_utc shown)
{
    return shown.s >= clock.floor.s && shown.s < SOAK_BEGINS.s + AHEAD_MAX_S;
}

/* The floor follows a clock that is believed, an hour behind at most. */
void
soak_clock_tend(void)
{
    bool is_believed = clock.vouched && is_noticed() && can_be_right(clock.before);
    int64_t at_least_s = clock.before.s - HOUR_S - ASKED_MS / 1000;
    if (is_believed && at_least_s > clock.floor.s)
        clock.floor.s = at_least_s;
    if (clock.jumps && is_noticed()) {
        clock.jumps = false;
        set(YEAR_S + (int64_t)clock.amount);
    }
    clock.before = ts_clock_utc();
}

int64_t
soak_clock_end(void)
{
    int64_t ahead_s = clock.wrong == SOAK_HOURS_AHEAD ? clock.ahead_s : 0;
    clock.jumps = false;
    set(0);
    vouch(true);
    return ahead_s;
}

const char *
soak_clock_forbids(void)
{
    ts_utc shown = ts_clock_utc();
    if (shown.s < clock.floor.s)
        return "the clock is before the floor";
    if (!can_be_right(shown))
        return "the clock is absurdly far ahead";
    return !clock.vouched && is_noticed() ? "nothing vouches for the clock" : NULL;
}

/* Its own floor may be the hour later that ours is behind. */
bool
soak_clock_is_good(void)
{
    return clock.vouched && is_noticed() && clock.ahead_s == 0
           && clock.before.s > clock.floor.s + HOUR_S;
}

void
soak_clock_lose_floor(void)
{
    clock.floor = SOAK_BEGINS;
}
