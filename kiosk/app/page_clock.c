#include "firmware/board/clock.h"
#include "kiosk/app/page_rows.h"

#include <stdio.h>
#include <time.h>

static ts_span
moment(struct ts_loop *l, ts_utc when)
{
    char letters[128];
    struct ts_writer w = ts_writer_over(TS_ROOM_OF(letters));
    ts_write_moment(&w, when);
    return ts_page_kept(l, &w);
}

/* As a clock on the wall beside it shows; figures, which every language reads. */
static void
add_time_here(struct ts_loop *l, struct ts_menu *menu, ts_utc now)
{
    struct tm here;
    struct tm universal;
    char letters[16];
    time_t seconds = (time_t)now.s;
    if (!localtime_r(&seconds, &here) || !gmtime_r(&seconds, &universal)
        || (here.tm_hour == universal.tm_hour && here.tm_min == universal.tm_min))
        return;
    snprintf(letters, sizeof(letters), "%02d:%02d", here.tm_hour, here.tm_min);
    ts_page_row(menu, TS_PHRASE_CLOCK_HERE, ts_pages_keep(l, ts_span_text(letters)));
}

static enum ts_phrase
voucher(const struct ts_parts *p)
{
    if (!atomic_load(&p->clock_vouched))
        return TS_PHRASE_CLOCK_BY_NOBODY;
    if (p->options->clock_kept)
        return TS_PHRASE_CLOCK_BY_SETUP;
    return p->clock_said ? TS_PHRASE_CLOCK_BY_SOMEBODY : TS_PHRASE_CLOCK_BY_BOARD;
}

static void
fill(struct ts_loop *l)
{
    const struct ts_parts *p = l->parts;
    ts_utc clock = ts_clock_utc();
    ts_utc floor = { atomic_load(&p->floor_s) };
    struct ts_menu *menu = ts_pages_menu(l, ts_words(TS_PHRASE_ADMIN_CLOCK));
    ts_page_row(menu, TS_PHRASE_CLOCK_NOW, moment(l, clock));
    add_time_here(l, menu, clock);
    if (!ts_floor_admits(floor, clock)) {
        menu->note = ts_page_words(TS_PHRASE_CLOCK_IMPOSSIBLE);
    } else {
        ts_page_row(menu, TS_PHRASE_CLOCK_BY, ts_page_words(voucher(p)));
        if (!atomic_load(&p->clock_vouched))
            ts_page_touched_row(menu, TS_PHRASE_CLOCK_RIGHT, (ts_span){ 0 },
                                (struct ts_touch){ TS_ACTION_ENTER, 0 });
    }
    ts_page_row(menu, TS_PHRASE_CLOCK_FLOOR, moment(l, floor));
}

static void
touch(struct ts_loop *l, struct ts_touch touched)
{
    ts_utc floor = { atomic_load(&l->parts->floor_s) };
    if (touched.action == TS_ACTION_ENTER && ts_floor_admits(floor, ts_clock_utc()))
        ts_parts_vouch(l->parts);
}

const struct ts_page_maker ts_page_clock = { NULL, fill, touch, NULL };
