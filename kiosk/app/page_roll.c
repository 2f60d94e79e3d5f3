#include "firmware/board/store.h"
#include "kiosk/app/page_rows.h"

#include <stdio.h>
#include <string.h>

enum { AT_A_TIME = TS_MENU_ROWS - 1, PRINTED_MAX = 256 * 1024 };

/* One screen. Names: wiped when the page is closed. */
static struct {
    struct ts_roll_row rows[AT_A_TIME];
    size_t given;
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

static void
read_roll(struct ts_loop *l, size_t first)
{
    struct ts_roll_query query = { .first = first,
                                   .max = AT_A_TIME,
                                   .stale_hours = stale_hours(l),
                                   .now = ts_parts_now(l->parts).utc };
    page.failed =
        !l->parts->journal
        || ts_roll_list(l->parts->journal, page.rows, &page.given, &page.count, &query)
               != TS_OK;
    if (page.failed)
        page.given = 0;
}

static void
open_roll(struct ts_loop *l)
{
    page.printed = NOT_PRINTED;
    read_roll(l, 0);
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
    struct ts_menu_row *row =
        ts_menu_add(menu, ts_pages_keep(l, ts_span_text(person->label)));
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

/* In a drill those who are missing come first. */
static void
add_people(struct ts_loop *l, struct ts_menu *menu)
{
    for (int round = 0; round < 2; round++)
        for (size_t i = 0; i < page.given; i++)
            if (page.rows[i].is_in
                && (page.count.in_drill && page.rows[i].is_accounted) == (round == 1))
                add_person(l, menu, i);
    if (page.count.in <= page.given)
        return;
    char letters[64];
    struct ts_writer w = ts_writer_over(TS_ROOM_OF(letters));
    ts_write_more(&w, page.count.in - page.given);
    (void)ts_menu_add(menu, ts_page_kept(l, &w));
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
    read_roll(l, 0);
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
    bool whole = true;
    ts_write_moment(&w, ts_parts_now(l->parts).utc);
    ts_write_text(&w, "\n");
    ts_write_on_site(&w, page.count.in);
    ts_write_text(&w, ". ");
    ts_write_text(&w, ts_words(TS_PHRASE_ROLL_AID));
    ts_write_text(&w, "\n\n");
    for (size_t first = 0; first < TS_ROLL_MAX && whole; first += AT_A_TIME) {
        read_roll(l, first);
        whole = !page.failed;
        print_people(&w);
        if (page.given < AT_A_TIME)
            break;
    }
    whole = whole && !w.full && ts_parts_keep_roll_list(l->parts, ts_writer_span(&w));
    page.printed = whole ? PRINTED : CANNOT_PRINT;
    memset(text, 0, sizeof(text));
    read_roll(l, 0);
}

static void
account(struct ts_loop *l, int32_t index)
{
    if (index < 0 || (size_t)index >= page.given || !page.count.in_drill)
        return;
    const struct ts_roll_row *row = &page.rows[index];
    enum ts_status status =
        ts_roll_account(l->parts->journal, row->tag, !row->is_accounted);
    read_roll(l, 0);
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
}

const struct ts_page_maker ts_page_roll = { open_roll, fill, touch, close_roll };
