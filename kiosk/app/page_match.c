#include "kiosk/app/loop.h"

#include <string.h>

/* Static: too large for a stack, and there is one screen. */
static struct {
    struct ts_match match;
    uint32_t ticket; /* Of the latest card in it. */
} page;

static void
look_up(struct ts_loop *l)
{
    page.ticket = l->screen.ticket;
    ts_checker_match(l->parts->checker, &page.match, &l->parts->jobs);
}

static enum ts_icon
icon_of(enum ts_verdict_kind kind)
{
    switch (kind) {
    case TS_VERDICT_READY: return TS_ICON_TICK;
    case TS_VERDICT_NOT_YET: return TS_ICON_TRIANGLE;
    case TS_VERDICT_STOP: return TS_ICON_CROSS;
    case TS_VERDICT_CANNOT_TELL: break;
    }
    return TS_ICON_QUESTION;
}

static ts_span
detail_of(struct ts_loop *l, const struct ts_match_entry *entry)
{
    char letters[512];
    struct ts_writer w = ts_writer_over(TS_ROOM_OF(letters));
    ts_span first = ts_row_label(&entry->first, ts_span_text(ts_words_language()));
    if (entry->identity_due)
        return ts_span_text(ts_words_short_reason(TS_REASON_IDENTITY_NOT_CHECKED));
    if (entry->kind != TS_VERDICT_NOT_YET || entry->missing == 0 || first.len == 0)
        return ts_span_text(ts_words_verdict(entry->kind));
    ts_write_missing(&w, entry->missing, first);
    return ts_pages_keep(l, ts_writer_span(&w));
}

static void
fill(struct ts_loop *l)
{
    struct ts_menu *menu = ts_pages_menu(l, ts_words(TS_PHRASE_OTHER_JOBS));
    ts_span language = ts_span_text(ts_words_language());
    /* A card that came and was judged between two pictures never closed the page. */
    if (page.ticket != l->screen.ticket)
        look_up(l);
    menu->note = ts_span_text(ts_words(TS_PHRASE_MATCH_NOTE));
    for (size_t i = 0; i < page.match.count; i++) {
        const struct ts_match_entry *entry = &page.match.entries[i];
        struct ts_menu_row *row =
            ts_menu_add(menu, ts_texts_pick(entry->profile->names, language));
        if (!row)
            return;
        row->icon = icon_of(entry->kind);
        row->detail = detail_of(l, entry);
    }
}

/* What it views is wiped with the cards. */
static void
close_match(struct ts_loop *l)
{
    (void)l;
    memset(&page, 0, sizeof(page));
}

const struct ts_page_maker ts_page_match = { look_up, fill, NULL, close_match };
