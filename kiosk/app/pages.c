#include "kiosk/app/loop.h"

#include "firmware/base/utf8.h"

#include <string.h>

static const struct ts_page_maker none;

static const struct ts_page_maker *
maker_of(enum ts_page page)
{
    switch (page) {
    case TS_PAGE_ACTIONS: return &ts_page_actions;
    case TS_PAGE_CONSENT: return &ts_page_consent;
    case TS_PAGE_LANGUAGE: return &ts_page_language;
    case TS_PAGE_ANSWER: return &ts_page_answer;
    case TS_PAGE_WAIVER_PIN:
    case TS_PAGE_ADMIN_PIN: return &ts_page_pin;
    case TS_PAGE_WAIVER: return &ts_page_waiver;
    case TS_PAGE_WHY: return &ts_page_why;
    case TS_PAGE_RECEIPT: return &ts_page_receipt;
    case TS_PAGE_MATCH: return &ts_page_match;
    case TS_PAGE_ROLL: return &ts_page_roll;
    case TS_PAGE_ADMIN: return &ts_page_admin;
    case TS_PAGE_PROFILE: return &ts_page_profile;
    case TS_PAGE_LISTS: return &ts_page_lists;
    case TS_PAGE_LOG: return &ts_page_log;
    case TS_PAGE_VOLUME: return &ts_page_volume;
    case TS_PAGE_CLOCK: return &ts_page_clock;
    case TS_PAGE_FOCUS: return &ts_page_focus;
    case TS_PAGE_STATUS: return &ts_page_status;
    case TS_PAGE_ROOT:
    case TS_PAGE_FIRST_ROOT: return &ts_page_root;
    case TS_PAGE_NONE: break;
    }
    return &none;
}

void
ts_pages_follow(struct ts_loop *l)
{
    enum ts_page page = l->screen.page;
    if (page == l->pages.open)
        return;
    const struct ts_page_maker *old = maker_of(l->pages.open);
    const struct ts_page_maker *new = maker_of(page);
    l->pages.open = page;
    l->pages.menu = (struct ts_menu){ 0 };
    memset(l->pages.letters, 0, sizeof(l->pages.letters));
    if (old->close)
        old->close(l);
    if (new->open)
        new->open(l);
}

void
ts_pages_fill(struct ts_loop *l)
{
    const struct ts_page_maker *maker = maker_of(l->pages.open);
    l->model.page = l->pages.open;
    l->model.menu = NULL;
    if (maker->fill)
        maker->fill(l);
}

void
ts_pages_touch(struct ts_loop *l, struct ts_touch touch)
{
    const struct ts_page_maker *maker = maker_of(l->pages.open);
    if (touch.action == TS_ACTION_SCROLL)
        l->pages.menu.first = (size_t)touch.value;
    else if (maker->touch)
        maker->touch(l, touch);
}

struct ts_menu *
ts_pages_menu(struct ts_loop *l, const char *title)
{
    struct ts_menu *menu = &l->pages.menu;
    size_t first = menu->first;
    l->pages.letters_used = 0;
    *menu = (struct ts_menu){ .title = ts_span_text(title), .first = first };
    l->model.menu = menu;
    return menu;
}

ts_span
ts_pages_keep(struct ts_loop *l, ts_span text)
{
    char *at = l->pages.letters + l->pages.letters_used;
    ts_span fits = ts_utf8_prefix(text, sizeof(l->pages.letters) - l->pages.letters_used);
    if (fits.len > 0)
        memcpy(at, fits.at, fits.len);
    l->pages.letters_used += fits.len;
    return (ts_span){ (const uint8_t *)at, fits.len };
}

struct ts_menu_row *
ts_menu_add(struct ts_menu *menu, ts_span label)
{
    if (menu->count == TS_MENU_ROWS)
        return NULL;
    struct ts_menu_row *row = &menu->rows[menu->count++];
    *row = (struct ts_menu_row){ .label = label };
    return row;
}
