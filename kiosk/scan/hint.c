#include "kiosk/scan/hint.h"

#include <math.h>

/* The sides of the upright box around it. */
static void
extent(const struct ts_scan_sight *sight, double *wide, double *high)
{
    struct ts_point least = sight->corners[0];
    struct ts_point most = sight->corners[0];
    for (size_t i = 1; i < 4; i++) {
        struct ts_point at = sight->corners[i];
        least.x = at.x < least.x ? at.x : least.x;
        least.y = at.y < least.y ? at.y : least.y;
        most.x = at.x > most.x ? at.x : most.x;
        most.y = at.y > most.y ? at.y : most.y;
    }
    *wide = (double)most.x - least.x;
    *high = (double)most.y - least.y;
}

/* Corners are given from any one on: the middle is the same from all. */
static double
modules_moved(const struct ts_scan_sight *a, const struct ts_scan_sight *b)
{
    double x = 0;
    double y = 0;
    for (size_t i = 0; i < 4; i++) {
        x += (double)a->corners[i].x - b->corners[i].x;
        y += (double)a->corners[i].y - b->corners[i].y;
    }
    return a->module_px > 0 ? hypot(x, y) / 4 / a->module_px : 0;
}

/* The same code, or another at about the same distance: a jump over half of it is
 * more likely the finders of something else. */
static bool
is_comparable(const struct ts_scan_sight *sight, const struct ts_scan_sight *before)
{
    double wide;
    double high;
    if (!before || !before->seen || sight->module_px <= 0)
        return false;
    double ratio = before->module_px / sight->module_px;
    extent(sight, &wide, &high);
    double side = (wide > high ? wide : high) / sight->module_px;
    return ratio > 0.8 && ratio < 1.25 && modules_moved(sight, before) < side / 2;
}

enum ts_advice
ts_hint_advise(const struct ts_scan_sight *sight, const struct ts_scan_sight *before,
               uint32_t width, uint32_t height)
{
    double wide;
    double high;
    if (!sight->seen || sight->read)
        return TS_ADVICE_NONE;
    extent(sight, &wide, &high);
    if (wide > TS_HINT_FILLS * width || high > TS_HINT_FILLS * height)
        return TS_ADVICE_FARTHER;
    if (sight->cut_off)
        return TS_ADVICE_SHOW_ALL;
    if (sight->shine > TS_HINT_SHINE)
        return TS_ADVICE_LESS_SHINE;
    if (is_comparable(sight, before) && modules_moved(sight, before) > TS_HINT_SPEED)
        return TS_ADVICE_HOLD_STILL;
    if (sight->module_px < TS_HINT_MODULE_PX)
        return TS_ADVICE_CLOSER;
    if (sight->blur <= TS_HINT_BLUR)
        return TS_ADVICE_NONE;
    return sight->module_px >= TS_HINT_BLURRED_PX ? TS_ADVICE_FARTHER
                                                  : TS_ADVICE_HOLD_STILL;
}

static bool
is_within(ts_mono then, ts_mono now, uint32_t ms)
{
    return now.ms < then.ms + ms;
}

static void
remember(struct ts_hint_memory *memory, enum ts_advice advice, ts_mono taken)
{
    memory->looks[memory->next] = (struct ts_hint_look){ advice, taken };
    memory->next = (memory->next + 1) % TS_HINT_LOOKS;
    if (memory->count < TS_HINT_LOOKS)
        memory->count++;
}

/* What more than half of the looks that count say; else what is shown. */
static enum ts_advice
majority(const struct ts_hint_memory *memory, ts_mono now)
{
    size_t votes[TS_ADVICE_COUNT] = { 0 };
    size_t heard = 0;
    for (size_t i = 0; i < memory->count; i++) {
        const struct ts_hint_look *look = &memory->looks[i];
        if (!is_within(look->taken, now, TS_HINT_LOOK_MS))
            continue;
        votes[look->advice]++;
        heard++;
    }
    for (int advice = 0; advice < TS_ADVICE_COUNT; advice++)
        if (2 * votes[advice] > heard)
            return (enum ts_advice)advice;
    return memory->shown;
}

enum ts_advice
ts_hint_take(struct ts_hint_memory *memory, const struct ts_scan_sight *sight,
             const struct ts_frame *frame)
{
    ts_mono now = frame->taken;
    bool follows = is_within(memory->before_taken, now, TS_HINT_LOOK_MS);
    enum ts_advice advice = ts_hint_advise(sight, follows ? &memory->before : NULL,
                                           frame->width, frame->height);
    remember(memory, advice, now);
    memory->before = *sight;
    memory->before_taken = now;
    advice = majority(memory, now);
    if (advice == memory->shown
        || (memory->shown != TS_ADVICE_NONE
            && is_within(memory->shown_since, now, TS_HINT_STAYS_MS)))
        return memory->shown;
    memory->shown = advice;
    memory->shown_since = now;
    return advice;
}
