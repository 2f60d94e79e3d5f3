#include "kiosk/app/page_rows.h"

/* What CHOOSE says of the rows that are switches. */
enum { LARGE_PRINT, GLOVES };

static struct ts_touch
leads_to(enum ts_page page)
{
    return (struct ts_touch){ TS_ACTION_OPEN, (int32_t)page };
}

static ts_span
lists(struct ts_loop *l)
{
    char letters[128];
    struct ts_writer w = ts_writer_over(TS_ROOM_OF(letters));
    if (!l->model.lists.present)
        return ts_page_words(TS_PHRASE_NO_LISTS);
    ts_write_age(&w, &l->model.lists);
    return ts_page_kept(l, &w);
}

static ts_span
kept(const struct ts_parts *p)
{
    return p->journal ? ts_page_mode(ts_journal_mode(p->journal))
                      : ts_page_words(TS_PHRASE_LOG_NONE);
}

static ts_span
volume(struct ts_loop *l)
{
    char letters[64];
    struct ts_writer w = ts_writer_over(TS_ROOM_OF(letters));
    if (!l->parts->speaker)
        return ts_page_words(TS_PHRASE_SILENT);
    ts_write_percent(&w, l->parts->options->volume);
    return ts_page_kept(l, &w);
}

static ts_span
moment(struct ts_loop *l)
{
    char letters[128];
    struct ts_writer w = ts_writer_over(TS_ROOM_OF(letters));
    ts_write_moment(&w, ts_parts_now(l->parts).utc);
    return ts_page_kept(l, &w);
}

static ts_span
switched(bool on)
{
    return ts_page_words(on ? TS_PHRASE_ON : TS_PHRASE_OFF);
}

static void
fill(struct ts_loop *l)
{
    const struct ts_parts *p = l->parts;
    struct ts_menu *menu = ts_pages_menu(l, ts_words(TS_PHRASE_SETTINGS));
    const struct ts_touch large = { TS_ACTION_CHOOSE, LARGE_PRINT };
    const struct ts_touch gloves = { TS_ACTION_CHOOSE, GLOVES };
    menu->note = ts_page_words(TS_PHRASE_ADMIN_LOCKS);
    ts_page_touched_row(menu, TS_PHRASE_ADMIN_JOB, ts_page_job(p),
                        leads_to(TS_PAGE_PROFILE));
    ts_page_touched_row(menu, TS_PHRASE_ADMIN_LISTS, lists(l), leads_to(TS_PAGE_LISTS));
    ts_page_touched_row(menu, TS_PHRASE_ADMIN_LOG, kept(p), leads_to(TS_PAGE_LOG));
    ts_page_touched_row(menu, TS_PHRASE_ADMIN_VOLUME, volume(l),
                        leads_to(TS_PAGE_VOLUME));
    ts_page_touched_row(menu, TS_PHRASE_ADMIN_CLOCK, moment(l), leads_to(TS_PAGE_CLOCK));
    ts_page_touched_row(menu, TS_PHRASE_ADMIN_FOCUS, (ts_span){ 0 },
                        leads_to(TS_PAGE_FOCUS));
    ts_page_touched_row(menu, TS_PHRASE_ADMIN_STATUS, (ts_span){ 0 },
                        leads_to(TS_PAGE_STATUS));
    if (p->compares_root)
        ts_page_touched_row(menu, TS_PHRASE_ADMIN_ROOT, (ts_span){ 0 },
                            leads_to(TS_PAGE_ROOT));
    ts_page_touched_row(menu, TS_PHRASE_LARGE_PRINT, switched(p->options->large_print),
                        large);
    ts_page_touched_row(menu, TS_PHRASE_GLOVES, switched(p->options->gloves), gloves);
}

static enum ts_chosen
other_than(bool on)
{
    return on ? TS_CHOSEN_NO : TS_CHOSEN_YES;
}

static void
touch(struct ts_loop *l, struct ts_touch touched)
{
    struct ts_parts *p = l->parts;
    struct ts_choices choices = p->choices;
    if (touched.action != TS_ACTION_CHOOSE)
        return;
    if (touched.value == LARGE_PRINT)
        choices.large_print = other_than(p->options->large_print);
    else if (touched.value == GLOVES)
        choices.gloves = other_than(p->options->gloves);
    ts_parts_choose(p, &choices);
}

const struct ts_page_maker ts_page_admin = { NULL, fill, touch, NULL };
