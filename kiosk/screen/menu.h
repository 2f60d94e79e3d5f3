#ifndef TS_SCREEN_MENU_H
#define TS_SCREEN_MENU_H

#include "kiosk/screen/view_button.h"

/**
 * A page of rows: a list to read, to choose from, or of settings. Filled by the
 * caller for one picture, drawn by view_menu.c.
 */
struct ts_menu_row {
    enum ts_icon icon;     /**< NONE: no sign. */
    ts_span label;         /**< Two lines at most. */
    ts_span detail;        /**< Smaller, below; may be empty. */
    bool chosen;           /**< Marked, and by more than colour. */
    struct ts_touch touch; /**< NONE: it is only read. */
    bool steps;            /**< LESS and MORE with touch.value stand beside it. */
};

enum { TS_MENU_ROWS = 64, TS_MENU_EXTRAS = 3 };

struct ts_menu {
    ts_span title;
    ts_span note; /**< A paragraph above the rows; may be empty. */
    struct ts_menu_row rows[TS_MENU_ROWS];
    size_t count;
    size_t first; /**< The row at the top: what SCROLL says. */
    struct ts_button extras[TS_MENU_EXTRAS];
    size_t extra_count;
    bool stays; /**< There is no way back but those. */
};

#endif
