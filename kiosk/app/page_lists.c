#include "firmware/board/clock.h"
#include "firmware/board/store.h"
#include "keys/sync/state.h"
#include "kiosk/app/page_rows.h"

#include <stdio.h>

enum { LOOK_EVERY_MS = 1000, ROOM = 64 * 1024 };

/* One screen. */
static struct {
    struct ts_sync_state sync;
    ts_mono looked;
    enum { NOT_ASKED = 0, ASKED, CANNOT_ASK } asking;
} page;

/* What touchstone-sync left in the trust folder: a notice, and nothing is believed for
 * it. */
static void
look(struct ts_loop *l)
{
    static uint8_t room[ROOM];
    struct ts_arena arena = ts_arena_over(TS_ROOM_OF(room));
    struct ts_store *store;
    const char *dir = l->parts->options->trust_dir;
    page.looked = ts_clock_mono();
    if (!dir || ts_store_open(&store, dir, false) != TS_OK)
        return;
    page.sync = ts_sync_state_load(&arena, store);
    ts_store_close(store);
}

static void
open_lists(struct ts_loop *l)
{
    page.sync = (struct ts_sync_state){ .phase = TS_SYNC_NEVER };
    page.asking = NOT_ASKED;
    look(l);
}

static ts_span
number(struct ts_loop *l, uint64_t value)
{
    char letters[32];
    struct ts_writer w = ts_writer_over(TS_ROOM_OF(letters));
    ts_write_decimal(&w, value > INT64_MAX ? INT64_MAX : (int64_t)value);
    return ts_page_kept(l, &w);
}

static void
add_lists(struct ts_loop *l, struct ts_menu *menu, const struct ts_trust *trust)
{
    char letters[256];
    struct ts_writer w = ts_writer_over(TS_ROOM_OF(letters));
    ts_write_lists(&w, &l->model.lists);
    struct ts_menu_row *row = ts_menu_add(menu, ts_page_kept(l, &w));
    if (row)
        row->icon = l->model.lists.present && !l->model.lists.warns ? TS_ICON_TICK
                                                                    : TS_ICON_TRIANGLE;
    if (!trust)
        return;
    ts_page_row(menu, TS_PHRASE_LISTS_NUMBER, number(l, trust->epoch));
    ts_page_row(menu, TS_PHRASE_LISTS_ISSUERS, number(l, trust->issuers.count));
}

/* Names of files, which is what whoever publishes them looks for. */
static void
add_problems(struct ts_loop *l, struct ts_menu *menu, const struct ts_trust *trust)
{
    bool unusable =
        l->parts->beliefs && ts_beliefs_trouble(l->parts->beliefs, NULL) != TS_OK;
    struct ts_menu_row *row =
        unusable ? ts_page_row(menu, TS_PHRASE_LISTS_UNUSABLE, (ts_span){ 0 }) : NULL;
    if (row)
        row->icon = TS_ICON_TRIANGLE;
    for (size_t i = 0; trust && i < trust->problem_count; i++) {
        row = ts_page_row(menu, TS_PHRASE_LISTS_LEFT_OUT,
                          ts_pages_keep(l, trust->problems[i].what));
        if (row)
            row->icon = TS_ICON_TRIANGLE;
    }
}

static void
add_sync(struct ts_loop *l, struct ts_menu *menu)
{
    char letters[128];
    struct ts_writer w = ts_writer_over(TS_ROOM_OF(letters));
    struct ts_menu_row *row;
    if (page.sync.phase == TS_SYNC_NEVER)
        return;
    ts_write_moment(&w, page.sync.tried);
    ts_page_row(menu, TS_PHRASE_LISTS_LOOKED, ts_page_kept(l, &w));
    if (page.sync.phase != TS_SYNC_FAILED)
        return;
    row = ts_page_row(menu, TS_PHRASE_LISTS_FAILED, (ts_span){ 0 });
    if (row)
        row->icon = TS_ICON_TRIANGLE;
}

static void
fill(struct ts_loop *l)
{
    const struct ts_trust *trust = ts_parts_trust(l->parts);
    struct ts_menu *menu = ts_pages_menu(l, ts_words(TS_PHRASE_ADMIN_LISTS));
    if (ts_clock_mono().ms - page.looked.ms >= LOOK_EVERY_MS)
        look(l);
    if (page.asking != NOT_ASKED)
        menu->note = ts_page_words(page.asking == ASKED ? TS_PHRASE_SYNC_ASKED
                                                        : TS_PHRASE_SYNC_CANNOT);
    ts_page_touched_row(menu, TS_PHRASE_SYNC, (ts_span){ 0 },
                        (struct ts_touch){ TS_ACTION_SYNC, 0 });
    add_lists(l, menu, trust);
    add_problems(l, menu, trust);
    add_sync(l, menu);
    ts_page_row(menu, TS_PHRASE_LISTS_STICK, TS_SPAN_LIT("touchstone-sync --from"));
}

/* The kiosk has no network: it asks the program that has (touchstone-sync --wake). What
 * is in the file says nothing; that it was written again does. */
static void
touch(struct ts_loop *l, struct ts_touch touched)
{
    if (touched.action != TS_ACTION_SYNC)
        return;
    struct ts_store *state = l->parts->state;
    bool asked =
        state
        && ts_store_replace(state, TS_SYNC_WANTED_FILE, TS_SPAN_LIT("now\n"), false)
               == TS_OK;
    page.asking = asked ? ASKED : CANNOT_ASK;
}

const struct ts_page_maker ts_page_lists = { open_lists, fill, touch, NULL };
