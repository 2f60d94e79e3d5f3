#include "firmware/board/store.h"
#include "kiosk/app/page_rows.h"

#include <stdio.h>
#include <string.h>

/* People on a page of the list, and room for the ways to the pages before and after. */
enum { AT_A_TIME = TS_MENU_ROWS - 2, PRINTED_MAX = 512 * 1024 };

/* One screen. Names: wiped when the page is closed. */
static struct {
    struct ts_roll_row rows[TS_ROLL_MAX];
    size_t given;
    uint16_t order[TS_ROLL_MAX]; /* of those on site, as they are shown */
    size_t ordered, first;
    struct ts_roll_count count;
    bool failed;
    enum { NOT_PRINTED = 0, PRINTED, CANNOT_PRINT } printed;
} page;

static uint32_t
stale_hours(const struct ts_loop *l)
{
    uint32_t hours = l->parts->options->roll_stale_h;
    return hours > 0 ? hours : TS_ROLL_STALE_HOURS;
}

/* In a drill those who are missing come first, of all. */
static void
put_in_order(void)
{
    page.ordered = 0;
    for (int round = 0; round < 2; round++)
        for (size_t i = 0; i < page.given; i++)
            if (page.rows[i].is_in
                && (page.count.in_drill && page.rows[i].is_accounted) == (round == 1))
                page.order[page.ordered++] = (uint16_t)i;
    if (page.first >= page.ordered)
        page.first = 0;
}

static void
read_roll(struct ts_loop *l)
{
    struct ts_roll_query query = { .max = TS_ROLL_MAX,
                                   .stale_hours = stale_hours(l),
                                   .now = ts_parts_now(l->parts).utc };
    page.failed =
        !l->parts->journal
        || ts_roll_list(l->parts->journal, page.rows, &page.given, &page.count, &query)
               != TS_OK;
    if (page.failed)
        page.given = 0;
    put_in_order();
}

static void
open_roll(struct ts_loop *l)
{
    page.printed = NOT_PRINTED;
    page.first = 0;
    read_roll(l);
}

static void
close_roll(struct ts_loop *l)
{
    memset(&page, 0, sizeof(page));
    ts_loop_leave_roll(l);
}

static ts_span
detail_of(struct ts_loop *l, const struct ts_roll_row *row)
{
    char letters[128];
    struct ts_writer w = ts_writer_over(TS_ROOM_OF(letters));
    ts_write_since(&w, row->since);
    if (row->is_stale) {
        ts_write_text(&w, " · ");
        ts_write_text(&w, ts_words(TS_PHRASE_ROLL_LONG));
    }
    return ts_page_kept(l, &w);
}

static void
add_person(struct ts_loop *l, struct ts_menu *menu, size_t index)
{
    const struct ts_roll_row *person = &page.rows[index];
    struct ts_menu_row *row = ts_menu_add(menu, ts_span_text(person->label));
    if (!row)
        return;
    row->detail = detail_of(l, person);
    row->icon = person->is_stale ? TS_ICON_TRIANGLE : TS_ICON_NONE;
    if (!page.count.in_drill)
        return;
    row->icon = TS_ICON_CROSS;
    row->chosen = person->is_accounted;
    row->touch = (struct ts_touch){ TS_ACTION_CHOOSE, (int32_t)index };
}

static void
add_way(struct ts_loop *l, struct ts_menu *menu, enum ts_action action, size_t people)
{
    char letters[64];
    struct ts_writer w = ts_writer_over(TS_ROOM_OF(letters));
    if (people == 0)
        return;
    ts_write_more(&w, people);
    struct ts_menu_row *row = ts_menu_add(menu, ts_page_kept(l, &w));
    if (!row)
        return;
    row->icon = action == TS_ACTION_LESS ? TS_ICON_UP : TS_ICON_DOWN;
    row->touch = (struct ts_touch){ action, 0 };
}

static void
add_people(struct ts_loop *l, struct ts_menu *menu)
{
    size_t left = page.ordered - page.first;
    size_t shown = left < AT_A_TIME ? left : AT_A_TIME;
    add_way(l, menu, TS_ACTION_LESS, page.first);
    for (size_t i = 0; i < shown; i++)
        add_person(l, menu, page.order[page.first + i]);
    add_way(l, menu, TS_ACTION_MORE, left - shown);
}

static void
turn_page(struct ts_loop *l, enum ts_action action)
{
    if (action == TS_ACTION_LESS)
        page.first = page.first < AT_A_TIME ? 0 : page.first - AT_A_TIME;
    else if (page.first + AT_A_TIME < page.ordered)
        page.first += AT_A_TIME;
    l->pages.menu.first = 0;
}

static ts_span
note_of(struct ts_loop *l)
{
    char letters[512];
    struct ts_writer w = ts_writer_over(TS_ROOM_OF(letters));
    if (page.failed)
        return ts_page_words(TS_PHRASE_ROLL_FAILED);
    if (page.printed == CANNOT_PRINT)
        return ts_page_words(TS_PHRASE_PRINT_FAILED);
    if (page.printed == PRINTED) {
        char path[400];
        snprintf(path, sizeof(path), "%s/" TS_ROLL_LIST_FILE,
                 l->parts->options->state_dir);
        ts_write_written_to(&w, ts_span_text(path));
        return ts_page_kept(l, &w);
    }
    if (page.count.in == 0)
        return ts_page_words(TS_PHRASE_ROLL_NOBODY);
    if (page.count.in_drill)
        ts_write_accounted(&w, page.count.accounted, page.count.in);
    else
        ts_write_on_site(&w, page.count.in);
    ts_write_text(&w, " · ");
    ts_write_text(&w, ts_words(TS_PHRASE_ROLL_AID));
    return ts_page_kept(l, &w);
}

static void
fill(struct ts_loop *l)
{
    struct ts_menu *menu = ts_pages_menu(l, ts_words(TS_PHRASE_ON_SITE));
    menu->note = note_of(l);
    add_people(l, menu);
    menu->extras[menu->extra_count++] = (struct ts_button){
        .text =
            ts_page_words(page.count.in_drill ? TS_PHRASE_DRILL_END : TS_PHRASE_DRILL),
        .touch = { TS_ACTION_DRILL, 0 },
    };
    if (l->parts->state)
        menu->extras[menu->extra_count++] =
            (struct ts_button){ .text = ts_page_words(TS_PHRASE_PRINT),
                                .touch = { TS_ACTION_PRINT, 0 } };
}

static void
drill(struct ts_loop *l)
{
    struct ts_journal *journal = l->parts->journal;
    enum ts_status status =
        page.count.in_drill ? ts_roll_drill_end(journal)
                            : ts_roll_drill_begin(journal, ts_parts_now(l->parts).utc);
    read_roll(l);
    page.failed |= status != TS_OK;
}

static void
print_people(struct ts_writer *w)
{
    for (size_t i = 0; i < page.given; i++) {
        if (!page.rows[i].is_in)
            continue;
        ts_write_text(w, page.rows[i].is_accounted ? "[x] " : "[ ] ");
        ts_write_text(w, page.rows[i].label);
        ts_write_text(w, ", ");
        ts_write_since(w, page.rows[i].since);
        ts_write_text(w, page.rows[i].is_stale ? " !\n" : "\n");
    }
}

/* Plain text, which every printer takes. */
static void
print(struct ts_loop *l)
{
    static char text[PRINTED_MAX];
    struct ts_writer w = ts_writer_over(TS_ROOM_OF(text));
    ts_write_moment(&w, ts_parts_now(l->parts).utc);
    ts_write_text(&w, "\n");
    ts_write_on_site(&w, page.count.in);
    ts_write_text(&w, ". ");
    ts_write_text(&w, ts_words(TS_PHRASE_ROLL_AID));
    ts_write_text(&w, "\n\n");
    read_roll(l);
    print_people(&w);
    bool whole =
        !page.failed && !w.full && ts_parts_keep_roll_list(l->parts, ts_writer_span(&w));
    page.printed = whole ? PRINTED : CANNOT_PRINT;
    memset(text, 0, sizeof(text));
}

static void
account(struct ts_loop *l, int32_t index)
{
    if (index < 0 || (size_t)index >= page.given || !page.count.in_drill)
        return;
    const struct ts_roll_row *row = &page.rows[index];
    enum ts_status status =
        ts_roll_account(l->parts->journal, row->tag, !row->is_accounted);
    read_roll(l);
    page.failed |= status != TS_OK && status != TS_ABSENT;
}

static void
touch(struct ts_loop *l, struct ts_touch touched)
{
    if (!l->parts->journal)
        return;
    if (touched.action == TS_ACTION_DRILL)
        drill(l);
    else if (touched.action == TS_ACTION_PRINT)
        print(l);
    else if (touched.action == TS_ACTION_CHOOSE)
        account(l, touched.value);
    else if (touched.action == TS_ACTION_LESS || touched.action == TS_ACTION_MORE)
        turn_page(l, touched.action);
}

const struct ts_page_maker ts_page_roll = { open_roll, fill, touch, close_roll };
