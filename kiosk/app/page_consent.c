#include "kiosk/app/loop.h"

static struct ts_button
answer(enum ts_icon icon, enum ts_phrase phrase, enum ts_action action)
{
    return (struct ts_button){ .icon = icon,
                               .text = ts_span_text(ts_words(phrase)),
                               .touch = { action, 0 } };
}

static void
fill(struct ts_loop *l)
{
    struct ts_menu *menu = ts_pages_menu(l, ts_words(TS_PHRASE_CONSENT));
    menu->note = ts_span_text(ts_words(TS_PHRASE_CONSENT_NOTE));
    menu->extras[menu->extra_count++] =
        answer(TS_ICON_TICK, TS_PHRASE_YES, TS_ACTION_YES);
    menu->extras[menu->extra_count++] = answer(TS_ICON_CROSS, TS_PHRASE_NO, TS_ACTION_NO);
    menu->stays = true;
}

const struct ts_page_maker ts_page_consent = { .fill = fill };
