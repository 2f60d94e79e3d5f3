#include "kiosk/screen/scan_pages.h"

#define OVER(state) (1U << (state))

enum {
    OVER_VERDICT = OVER(TS_SCAN_READY) | OVER(TS_SCAN_NOT_YET) | OVER(TS_SCAN_STOP)
                   | OVER(TS_SCAN_CANNOT_TELL) | OVER(TS_SCAN_WAIVED),
    OVER_WAIVABLE = OVER(TS_SCAN_NOT_YET) | OVER(TS_SCAN_CANNOT_TELL),
    OVER_MATCHED =
        OVER(TS_SCAN_READY) | OVER(TS_SCAN_NOT_YET) | OVER(TS_SCAN_CANNOT_TELL),
    OVER_REST = OVER(TS_SCAN_WAITING) | OVER(TS_SCAN_OUT_OF_ORDER),
};

static const struct page {
    unsigned over;
    uint32_t limit_ms;
    bool yields;
    bool counted;
    enum ts_page above;
} pages[TS_PAGE_COUNT] = {
    [TS_PAGE_NONE] = { 0, 0, true, false, TS_PAGE_NONE },
    [TS_PAGE_ACTIONS] = { OVER_VERDICT, 30000, true, false, TS_PAGE_NONE },
    [TS_PAGE_WHY] = { OVER_VERDICT, 60000, true, false, TS_PAGE_NONE },
    [TS_PAGE_RECEIPT] = { OVER_VERDICT, 30000, true, false, TS_PAGE_NONE },
    [TS_PAGE_ANSWER] = { OVER(TS_SCAN_IDENTITY), TS_SCAN_IDENTITY_MS, true, true,
                         TS_PAGE_NONE },
    [TS_PAGE_WAIVER_PIN] = { OVER_WAIVABLE, 60000, false, true, TS_PAGE_NONE },
    [TS_PAGE_WAIVER] = { OVER_WAIVABLE, 60000, false, true, TS_PAGE_NONE },
    [TS_PAGE_LANGUAGE] = { OVER(TS_SCAN_WAITING), 30000, true, false, TS_PAGE_NONE },
    [TS_PAGE_CONSENT] = { OVER_MATCHED, 60000, true, true, TS_PAGE_NONE },
    [TS_PAGE_MATCH] = { OVER_MATCHED, TS_SCAN_MATCH_MS, true, true, TS_PAGE_NONE },
    [TS_PAGE_ROLL] = { OVER(TS_SCAN_WAITING), 120000, true, false, TS_PAGE_NONE },
    [TS_PAGE_ADMIN_PIN] = { OVER_REST, 60000, false, false, TS_PAGE_NONE },
    [TS_PAGE_ADMIN] = { OVER_REST, 120000, false, true, TS_PAGE_NONE },
    [TS_PAGE_PROFILE] = { OVER_REST, 120000, false, true, TS_PAGE_ADMIN },
    [TS_PAGE_LISTS] = { OVER_REST, 120000, false, true, TS_PAGE_ADMIN },
    [TS_PAGE_LOG] = { OVER_REST, 120000, false, true, TS_PAGE_ADMIN },
    [TS_PAGE_VOLUME] = { OVER_REST, 120000, false, true, TS_PAGE_ADMIN },
    [TS_PAGE_CLOCK] = { OVER_REST, 120000, false, true, TS_PAGE_ADMIN },
    [TS_PAGE_FOCUS] = { OVER_REST, 120000, false, true, TS_PAGE_ADMIN },
    [TS_PAGE_STATUS] = { OVER_REST, 120000, false, true, TS_PAGE_ADMIN },
    [TS_PAGE_ROOT] = { OVER_REST, 120000, false, true, TS_PAGE_ADMIN },
    [TS_PAGE_FIRST_ROOT] = { OVER(TS_SCAN_OUT_OF_ORDER), 120000, false, false,
                             TS_PAGE_NONE },
};

static bool
is_the_administrators(enum ts_page page)
{
    return page == TS_PAGE_ADMIN || pages[page].above == TS_PAGE_ADMIN;
}

bool
ts_page_may_open(const struct ts_scan_screen *screen, enum ts_page page)
{
    TS_CHECK((unsigned)page < TS_PAGE_COUNT);
    if (!(pages[page].over & OVER(screen->state)))
        return false;
    if (page == TS_PAGE_WAIVER || page == TS_PAGE_ANSWER)
        return false; /* only its PIN leads there; only a verdict that asks */
    if (page == TS_PAGE_MATCH)
        return screen->page == TS_PAGE_CONSENT;
    return is_the_administrators(page) ? screen->unlocked : true;
}

/* Nothing that shows an open basket outlives it. */
void
ts_page_renew(struct ts_scan_screen *screen, ts_mono now)
{
    ts_mono deadline = { now.ms + pages[screen->page].limit_ms };
    if (screen->basket_open && deadline.ms > screen->basket_deadline.ms)
        deadline = screen->basket_deadline;
    screen->page_since = now;
    screen->page_deadline = deadline;
}

void
ts_page_show(struct ts_scan_screen *screen, enum ts_page page, ts_mono now)
{
    screen->page = page;
    screen->page_shown = now;
    screen->active = now;
    screen->toast = false;
    screen->unlocked = screen->unlocked && is_the_administrators(page);
    ts_page_renew(screen, now);
}

bool
ts_page_yields(enum ts_page page)
{
    return pages[page].yields;
}

bool
ts_page_is_counted(enum ts_page page)
{
    return pages[page].counted;
}

enum ts_page
ts_page_above(enum ts_page page)
{
    return pages[page].above;
}

enum ts_page
ts_page_behind_pin(enum ts_page page)
{
    if (page == TS_PAGE_ADMIN_PIN)
        return TS_PAGE_ADMIN;
    return page == TS_PAGE_WAIVER_PIN ? TS_PAGE_WAIVER : TS_PAGE_NONE;
}
