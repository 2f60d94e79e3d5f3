#include "kiosk/app/page_rows.h"

enum { A_ROW = 2 };

/* One screen. */
static bool has_failed;

/* "1 abandon   2 ability"; a number stays with its word. */
static ts_span
words_from(struct ts_loop *l, size_t from)
{
    char letters[128];
    struct ts_writer w = ts_writer_over(TS_ROOM_OF(letters));
    ts_span language = ts_span_text(ts_words_language());
    for (size_t i = from; i < from + A_ROW; i++) {
        if (i > from)
            ts_write_text(&w, "   ");
        ts_write_decimal(&w, (int64_t)i + 1);
        ts_write_text(&w, "\u00a0");
        ts_write_text(&w, ts_root_word(l->parts->root_words.numbers[i], language));
    }
    return ts_page_kept(l, &w);
}

static void
open_root(struct ts_loop *l)
{
    (void)l;
    has_failed = false;
}

static void
add_accept(struct ts_menu *menu)
{
    menu->extras[menu->extra_count++] =
        (struct ts_button){ .icon = TS_ICON_TICK,
                            .text = ts_page_words(TS_PHRASE_ROOT_SAME),
                            .touch = { TS_ACTION_CHOOSE, 0 } };
}

static enum ts_phrase
title(const struct ts_parts *p)
{
    if (!ts_parts_asks_for_root(p))
        return TS_PHRASE_ADMIN_ROOT;
    return p->root == TS_ROOT_FIRST ? TS_PHRASE_ROOT_FIRST : TS_PHRASE_ROOT_CHANGED;
}

static void
fill(struct ts_loop *l)
{
    const struct ts_parts *p = l->parts;
    const char *site = p->options->site_name;
    struct ts_menu *menu = ts_pages_menu(l, ts_words(title(p)));
    menu->stays = l->pages.open == TS_PAGE_FIRST_ROOT;
    menu->note =
        ts_page_words(has_failed ? TS_PHRASE_ROOT_KEEP_FAILED : TS_PHRASE_ROOT_COMPARE);
    if (!p->has_root_words)
        return;
    for (size_t i = 0; i < TS_ROOT_WORDS; i += A_ROW)
        ts_menu_add(menu, words_from(l, i));
    if (site)
        ts_menu_add(menu, ts_pages_keep(l, ts_span_text(site)));
    if (ts_parts_asks_for_root(p))
        add_accept(menu);
}

/* The page over a root that changed lies behind the PIN (scan_pages.c); the other one
 * accepts the first and no other. */
static void
touch(struct ts_loop *l, struct ts_touch touched)
{
    bool is_first_page = l->pages.open == TS_PAGE_FIRST_ROOT;
    if (touched.action != TS_ACTION_CHOOSE
        || (is_first_page && l->parts->root != TS_ROOT_FIRST))
        return;
    ts_loop_forget(l);
    has_failed = !ts_parts_accept_root(l->parts);
}

const struct ts_page_maker ts_page_root = { open_root, fill, touch, NULL };
