#include "kiosk/app/loop.h"

static void
fill(struct ts_loop *l)
{
    struct ts_button offered[TS_OFFERS_MAX];
    size_t count = ts_view_offers(offered, &l->model);
    struct ts_menu *menu = ts_pages_menu(l, ts_words(TS_PHRASE_ACTIONS));
    for (size_t i = 0; i < count; i++) {
        struct ts_menu_row *row = ts_menu_add(menu, offered[i].text);
        if (row)
            row->touch = offered[i].touch;
    }
    struct ts_menu_row *done = ts_menu_add(menu, ts_span_text(ts_words(TS_PHRASE_DONE)));
    if (done)
        done->touch = (struct ts_touch){ TS_ACTION_DONE, 0 };
}

const struct ts_page_maker ts_page_actions = { .fill = fill };
