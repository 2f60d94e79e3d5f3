#include "kiosk/app/loop.h"

static void
fill(struct ts_loop *l)
{
    struct ts_menu *menu = ts_pages_menu(l, ts_words(TS_PHRASE_WAIVER_WHY));
    menu->note = ts_span_text(ts_words(TS_PHRASE_WAIVER_NOTE));
    for (int i = TS_WAIVER_NONE + 1; i < TS_WAIVER_COUNT; i++) {
        struct ts_menu_row *row =
            ts_menu_add(menu, ts_span_text(ts_words_waiver((enum ts_waiver)i)));
        if (row)
            row->touch = (struct ts_touch){ TS_ACTION_CHOOSE, i };
    }
}

static void
touch(struct ts_loop *l, struct ts_touch touched)
{
    if (touched.action == TS_ACTION_CHOOSE && touched.value > TS_WAIVER_NONE
        && touched.value < TS_WAIVER_COUNT)
        ts_loop_waived(l, (enum ts_waiver)touched.value);
}

const struct ts_page_maker ts_page_waiver = { NULL, fill, touch, NULL };
