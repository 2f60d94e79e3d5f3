#include "kiosk/screen/scan_pages.h"
#include "kiosk/screen/scan_table.h"

/* What the machine of scan_screen.c shows of itself. */

static bool
passed(ts_mono deadline, ts_mono now)
{
    return now.ms >= deadline.ms;
}

static bool
for_ms(ts_mono since, uint64_t ms, ts_mono now)
{
    return passed((ts_mono){ since.ms + ms }, now);
}

static struct ts_scan_time
page_time_left(const struct ts_scan_screen *screen, ts_mono now)
{
    struct ts_scan_time time = { 0 };
    if (passed(screen->page_deadline, screen->page_since))
        return time;
    time.total_ms = (uint32_t)(screen->page_deadline.ms - screen->page_since.ms);
    if (!passed(screen->page_deadline, now))
        time.left_ms = (uint32_t)(screen->page_deadline.ms - now.ms);
    time.counted =
        ts_page_is_counted(screen->page) && time.left_ms <= TS_SCAN_COUNTDOWN_MS;
    return time;
}

struct ts_scan_time
ts_scan_time_left(const struct ts_scan_screen *screen, ts_mono now)
{
    struct ts_scan_time time = { 0 };
    if (screen->page != TS_PAGE_NONE)
        return page_time_left(screen, now);
    if (ts_scan_rule(screen->state)->limit_ms == 0
        || passed(screen->deadline, screen->since))
        return time;
    time.total_ms = (uint32_t)(screen->deadline.ms - screen->since.ms);
    if (!passed(screen->deadline, now))
        time.left_ms = (uint32_t)(screen->deadline.ms - now.ms);
    bool counts = screen->state == TS_SCAN_NOT_YET || screen->state == TS_SCAN_IDENTITY;
    time.counted = counts && time.left_ms <= TS_SCAN_COUNTDOWN_MS;
    return time;
}

bool
ts_scan_toasts(const struct ts_scan_screen *screen, ts_mono now)
{
    return screen->state == TS_SCAN_WAITING && screen->toast
           && !passed(screen->toast_deadline, now);
}

bool
ts_scan_dimmed(const struct ts_scan_screen *screen, ts_mono now)
{
    return screen->state == TS_SCAN_WAITING && screen->page == TS_PAGE_NONE
           && screen->dim_ms > 0 && for_ms(screen->active, screen->dim_ms, now);
}

struct ts_scan_parts
ts_scan_parts_seen(const struct ts_scan_screen *screen, ts_mono now)
{
    bool shown = screen->state == TS_SCAN_WAITING
                 && !for_ms(screen->parts_last, TS_SCAN_PARTS_MS, now);
    return shown ? screen->parts : (struct ts_scan_parts){ 0 };
}

enum ts_hint
ts_scan_hint(const struct ts_scan_screen *screen, ts_mono now)
{
    bool shown = screen->state == TS_SCAN_WAITING && screen->unread
                 && for_ms(screen->unread_since, TS_SCAN_HINT_MS, now)
                 && !for_ms(screen->unread_last, TS_SCAN_OUT_OF_VIEW_MS, now);
    return shown ? screen->hint : TS_HINT_NONE;
}
