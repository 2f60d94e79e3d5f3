#include "kiosk/app/page_rows.h"

/* One screen. asked: the mode of which somebody has to say once more that it is meant. */
static struct {
    bool asks, failed;
    enum ts_journal_mode asked;
} page;

static void
open_log(struct ts_loop *l)
{
    (void)l;
    page.asks = page.failed = false;
}

static struct ts_button
answer(enum ts_icon icon, enum ts_phrase phrase, enum ts_action action)
{
    return (struct ts_button){ .icon = icon,
                               .text = ts_page_words(phrase),
                               .touch = { action, 0 } };
}

static void
fill_question(struct ts_loop *l)
{
    struct ts_menu *menu = ts_pages_menu(l, ts_words(TS_PHRASE_LOG_CHANGE));
    struct ts_menu_row *row = ts_menu_add(menu, ts_page_mode(page.asked));
    menu->note = ts_page_words(TS_PHRASE_LOG_CHANGE_NOTE);
    if (row)
        row->detail = ts_span_text(ts_words_log(ts_page_log_of(page.asked)));
    /* YES and NO are the identity's; these are this page's own. */
    menu->extras[menu->extra_count++] =
        answer(TS_ICON_TICK, TS_PHRASE_YES, TS_ACTION_ENTER);
    menu->extras[menu->extra_count++] =
        answer(TS_ICON_CROSS, TS_PHRASE_NO, TS_ACTION_ERASE);
    menu->stays = true;
}

static void
add_mode(struct ts_loop *l, struct ts_menu *menu, enum ts_journal_mode mode)
{
    struct ts_menu_row *row = ts_menu_add(menu, ts_page_mode(mode));
    if (!row)
        return;
    row->detail = ts_span_text(ts_words_log(ts_page_log_of(mode)));
    row->chosen = ts_journal_mode(l->parts->journal) == mode;
    row->touch = (struct ts_touch){ TS_ACTION_CHOOSE, (int32_t)mode };
}

static void
fill_modes(struct ts_loop *l)
{
    char letters[128];
    struct ts_writer w = ts_writer_over(TS_ROOM_OF(letters));
    uint32_t days = l->parts->options->log_days;
    struct ts_menu *menu = ts_pages_menu(l, ts_words(TS_PHRASE_ADMIN_LOG));
    ts_write_kept_days(&w, days > 0 ? days : TS_JOURNAL_DAYS);
    menu->note = ts_page_kept(l, &w);
    if (page.failed)
        menu->note = ts_page_words(TS_PHRASE_LOG_FAILED);
    if (!l->parts->journal)
        menu->note = ts_page_words(TS_PHRASE_LOG_NONE);
    for (int mode = 0; l->parts->journal && mode < TS_JOURNAL_MODES; mode++)
        add_mode(l, menu, (enum ts_journal_mode)mode);
}

static void
fill(struct ts_loop *l)
{
    if (page.asks)
        fill_question(l);
    else
        fill_modes(l);
}

static void
change(struct ts_loop *l)
{
    struct ts_choices choices = l->parts->choices;
    choices.has_log_mode = true;
    choices.log_mode = page.asked;
    page.failed = !ts_parts_choose_log(l->parts, &choices);
}

static void
touch(struct ts_loop *l, struct ts_touch touched)
{
    if (!l->parts->journal)
        return;
    if (page.asks) {
        if (touched.action == TS_ACTION_ENTER)
            change(l);
        if (touched.action == TS_ACTION_ENTER || touched.action == TS_ACTION_ERASE)
            page.asks = false;
        return;
    }
    if (touched.action != TS_ACTION_CHOOSE || touched.value < 0
        || touched.value >= TS_JOURNAL_MODES)
        return;
    page.asked = (enum ts_journal_mode)touched.value;
    page.asks = page.asked != ts_journal_mode(l->parts->journal);
    page.failed = false;
}

const struct ts_page_maker ts_page_log = { open_log, fill, touch, NULL };
