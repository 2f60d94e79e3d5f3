#include "kiosk/app/page_rows.h"

enum { STEP = 10, MOST = 100 };

static void
fill(struct ts_loop *l)
{
    char letters[64];
    struct ts_writer w = ts_writer_over(TS_ROOM_OF(letters));
    struct ts_menu *menu = ts_pages_menu(l, ts_words(TS_PHRASE_ADMIN_VOLUME));
    if (!l->parts->speaker) {
        menu->note = ts_page_words(TS_PHRASE_SILENT);
        return;
    }
    ts_write_percent(&w, l->parts->options->volume);
    struct ts_menu_row *row = ts_menu_add(menu, ts_page_kept(l, &w));
    if (row)
        row->steps = true;
}

static void
touch(struct ts_loop *l, struct ts_touch touched)
{
    struct ts_parts *p = l->parts;
    struct ts_choices choices = p->choices;
    int volume = p->options->volume;
    bool steps = touched.action == TS_ACTION_LESS || touched.action == TS_ACTION_MORE;
    if (!steps || !p->speaker)
        return;
    volume += touched.action == TS_ACTION_MORE ? STEP : -STEP;
    choices.has_volume = true;
    choices.volume = volume < 0 ? 0 : volume > MOST ? MOST : volume;
    ts_parts_choose(p, &choices);
    ts_speaker_play(p->speaker, TS_SOUND_TICK);
}

const struct ts_page_maker ts_page_volume = { NULL, fill, touch, NULL };
