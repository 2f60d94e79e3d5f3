#ifndef TS_APP_PAGES_H
#define TS_APP_PAGES_H

#include "kiosk/screen/menu.h"
#include "kiosk/screen/page.h"

/**
 * What stands on the pages, and what touches do there: one file page_*.c for each, or for
 * a few that belong together. pages.c has the table of them.
 */
struct ts_loop;

struct ts_page_maker {
    void (*open)(struct ts_loop *l); /**< It was opened just now; may be NULL. */
    void (*fill)(struct ts_loop *l); /**< For one picture; NULL for an empty page. */
    /** A touch of the page's own; BACK and OPEN never come here. May be NULL. */
    void (*touch)(struct ts_loop *l, struct ts_touch touch);
    void (*close)(
        struct ts_loop *l); /**< It is gone: nothing of it stays. May be NULL. */
};

struct ts_pages {
    enum ts_page open; /**< What open() was called for last. */
    struct ts_menu menu;
    char letters[8192]; /**< What was put together for the menu. */
    size_t letters_used;
};

/** Follows the machine: opens and closes what it opened and closed. */
void ts_pages_follow(struct ts_loop *l);

/** Fills the model for the page that is open. */
void ts_pages_fill(struct ts_loop *l);

void ts_pages_touch(struct ts_loop *l, struct ts_touch touch);

/** Begins the menu anew, where its rows were scrolled to. */
struct ts_menu *ts_pages_menu(struct ts_loop *l, const char *title);

/** Keeps text until the menu is begun anew; cut between two characters when full. */
ts_span ts_pages_keep(struct ts_loop *l, ts_span text);

/** One more row; NULL when there is no room. */
struct ts_menu_row *ts_menu_add(struct ts_menu *menu, ts_span label);

extern const struct ts_page_maker ts_page_actions;
extern const struct ts_page_maker ts_page_consent;
extern const struct ts_page_maker ts_page_language;
extern const struct ts_page_maker ts_page_answer;
extern const struct ts_page_maker ts_page_pin; /**< ADMIN_PIN, WAIVER_PIN. */
extern const struct ts_page_maker ts_page_waiver;
extern const struct ts_page_maker ts_page_why;
extern const struct ts_page_maker ts_page_receipt;
extern const struct ts_page_maker ts_page_match;
extern const struct ts_page_maker ts_page_admin;
extern const struct ts_page_maker ts_page_profile;
extern const struct ts_page_maker ts_page_lists;
extern const struct ts_page_maker ts_page_log;
extern const struct ts_page_maker ts_page_volume;
extern const struct ts_page_maker ts_page_clock;
extern const struct ts_page_maker ts_page_focus;
extern const struct ts_page_maker ts_page_status;
extern const struct ts_page_maker ts_page_root; /**< ROOT, FIRST_ROOT. */
extern const struct ts_page_maker ts_page_roll;

#endif
