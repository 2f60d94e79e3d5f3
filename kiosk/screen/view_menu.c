#include "kiosk/screen/menu.h"
#include "kiosk/screen/view_parts.h"

static const struct ts_style heading = { 110, TS_WEIGHT_BOLD, TS_ALIGN_START, 2 };
static const struct ts_style plain = { 100, TS_WEIGHT_REGULAR, TS_ALIGN_START, 7 };
static const struct ts_style bold = { 100, TS_WEIGHT_BOLD, TS_ALIGN_START, 2 };
static const struct ts_style read = { 100, TS_WEIGHT_REGULAR, TS_ALIGN_START, 6 };

/* Where things are; rows run along columns. */
struct layout {
    struct ts_box body, side;
    int row; /* What each takes; 0: as much as it says. */
    int columns;
    size_t fit;    /* Rows that are shown, ... */
    size_t before; /* ... and the first of as many as fit above them. */
};

static bool
is_touched(const struct ts_menu *menu)
{
    for (size_t i = 0; i < menu->count; i++)
        if (menu->rows[i].touch.action != TS_ACTION_NONE || menu->rows[i].steps)
            return true;
    return false;
}

static bool
has_steps(const struct ts_menu *menu)
{
    for (size_t i = 0; i < menu->count; i++)
        if (menu->rows[i].steps)
            return true;
    return false;
}

static struct ts_column
column_over(struct ts_drawing *drawing, struct ts_box box, int em,
            const struct ts_metrics *m)
{
    return (struct ts_column){
        .drawing = drawing,
        .x = box.x,
        .y = box.y,
        .w = box.w,
        .em = em,
        .em_least = m->em_least,
        .ink = ts_theme_neutral().ink,
    };
}

/* What a row's words may take of its width. */
static int
text_width(const struct ts_menu_row *row, int width, const struct ts_metrics *m)
{
    bool has_mark = row->chosen || row->icon != TS_ICON_NONE;
    int mark = has_mark ? ts_line_height(m->em_least) + m->gap : 0;
    int steps = row->steps ? 2 * (m->target + m->gap) : 0;
    return width - 2 * m->gap - mark - steps;
}

static int
text_height(const struct ts_menu_row *row, int width, const struct ts_metrics *m)
{
    struct ts_box box = { 0, 0, text_width(row, width, m), 0 };
    struct ts_column column = column_over(NULL, box, m->em_least, m);
    ts_column_text(&column, row->label, bold);
    ts_column_text(&column, row->detail, read);
    return column.y;
}

/* As high as the row with most to say, and as what is touched must be. */
static int
row_height(const struct ts_menu *menu, int width, const struct ts_metrics *m)
{
    int highest = is_touched(menu) ? m->target : 0;
    for (size_t i = 0; i < menu->count; i++) {
        int height = text_height(&menu->rows[i], width, m);
        highest = height > highest ? height : highest;
    }
    return highest;
}

enum { BUTTONS_MAX = TS_MENU_EXTRAS + 3 };

struct side {
    struct ts_button buttons[BUTTONS_MAX];
    size_t count;
    bool has_words; /* which need more room than signs */
};

/* How many buttons stand above each other at the side. */
static int
side_rows(const struct side *side, int height, const struct ts_metrics *m)
{
    int most = (height + m->gap) / (m->target + m->gap);
    int count = (int)side->count;
    return count <= most || most < 1 ? count : most;
}

/* What is touched stands at the side, in two columns where one is too low, or at the foot
 * of a tall display. */
static struct ts_box
side_of(const struct side *side, const struct ts_metrics *m)
{
    int edge = m->height - m->bar - m->margin;
    if (side->count == 0)
        return (struct ts_box){ m->width - m->margin, m->margin, 0, edge - m->margin };
    struct ts_box foot = { m->margin, 0, m->width - 2 * m->margin, edge };
    if (m->portrait) {
        int height = ts_view_button_row(NULL, foot, side->buttons, side->count,
                                        ts_theme_neutral(), m)
                     - m->gap;
        return (struct ts_box){ foot.x, edge - height, foot.w, height };
    }
    int width = side->has_words ? m->target * 5 / 2 : m->target * 3 / 2;
    if (side_rows(side, edge - m->margin, m) < (int)side->count)
        width = width + m->gap + m->target;
    return (struct ts_box){ m->width - m->margin - width, m->margin, width,
                            edge - m->margin };
}

/* Title and note; gives where the rows begin. */
static int
head(struct ts_drawing *drawing, const struct ts_menu *menu,
     const struct ts_view_model *model, struct ts_box box, const struct ts_metrics *m)
{
    char letters[64];
    struct ts_writer w = ts_writer_over(TS_ROOM_OF(letters));
    struct ts_column column = column_over(drawing, box, m->em_small, m);
    struct ts_column end = column;
    ts_span left = { 0 };
    if (model->time.counted) {
        ts_write_seconds(&w, (model->time.left_ms + 999) / 1000);
        left = drawing ? ts_keep(drawing, &w) : ts_writer_span(&w);
        end.w = ts_guess_px(left, TS_WEIGHT_BOLD, m->em_small);
        end.x += column.w - end.w;
        column.w -= end.w + m->gap;
    }
    ts_column_text(&column, menu->title, heading);
    ts_column_text(&end, left, bold);
    column.w = box.w;
    ts_column_text(&column, menu->note, plain);
    return column.y + m->gap;
}

static int
height_of(const struct ts_menu_row *row, const struct layout *l,
          const struct ts_metrics *m)
{
    return l->row > 0 ? l->row : text_height(row, l->body.w, m);
}

/* What is only read takes no more room than it needs, or little would be seen at once. */
static void
fit_read(struct layout *l, const struct ts_menu *menu, const struct ts_metrics *m)
{
    int left = l->body.h;
    l->fit = 0;
    for (size_t i = menu->first; i < menu->count; i++, l->fit++) {
        int height = height_of(&menu->rows[i], l, m);
        if (height > left)
            break;
        left -= height + m->gap;
    }
    if (l->fit == 0)
        l->fit = 1;
    left = l->body.h;
    l->before = menu->first;
    while (l->before > 0) {
        int height = height_of(&menu->rows[l->before - 1], l, m);
        if (height > left && l->before < menu->first)
            break;
        left -= height + m->gap;
        l->before--;
    }
}

static struct layout
lay(const struct ts_menu *menu, const struct ts_view_model *model,
    const struct side *side, const struct ts_metrics *m)
{
    struct layout l = { .side = side_of(side, m), .columns = 1 };
    int bottom = m->height - m->bar - m->margin;
    int right = m->portrait ? m->width - m->margin : l.side.x - m->margin;
    if (m->portrait && side->count)
        bottom = l.side.y - m->gap;
    l.body = (struct ts_box){ m->margin, m->margin, right - m->margin, 0 };
    int top = head(NULL, menu, model, l.body, m);
    l.body.y = top;
    l.body.h = bottom - top;
    if (!is_touched(menu) && !has_steps(menu)) {
        fit_read(&l, menu, m);
        return l;
    }
    l.row = row_height(menu, l.body.w, m);
    int rows = (l.body.h + m->gap) / (l.row + m->gap);
    if (is_touched(menu) && !has_steps(menu) && (int)menu->count > rows
        && l.body.w > 5 * m->target) {
        int low = row_height(menu, (l.body.w - m->gap) / 2, m);
        int rows_of_two = (l.body.h + m->gap) / (low + m->gap);
        if (2 * rows_of_two > rows) { /* else long words make two columns too high */
            l.columns = 2;
            l.row = low;
            rows = rows_of_two;
        }
    }
    if (rows < 1) {
        rows = 1;
        l.row = l.body.h;
    }
    l.fit = (size_t)rows * (size_t)l.columns;
    l.before = menu->first > l.fit ? menu->first - l.fit : 0;
    return l;
}

static void
mark(struct ts_drawing *drawing, struct ts_box *inside, enum ts_icon icon,
     struct ts_colour ink, const struct ts_metrics *m)
{
    int sign = ts_line_height(m->em_least);
    ts_draw_icon(
        drawing,
        (struct ts_box){ inside->x, inside->y + (inside->h - sign) / 2, sign, sign },
        icon, ink);
    inside->x += sign + m->gap;
    inside->w -= sign + m->gap;
}

static void
step_buttons(struct ts_drawing *drawing, struct ts_box inside, int32_t value,
             const struct ts_metrics *m)
{
    static const enum ts_action actions[2] = { TS_ACTION_LESS, TS_ACTION_MORE };
    static const enum ts_icon icons[2] = { TS_ICON_MINUS, TS_ICON_PLUS };
    for (int i = 0; i < 2; i++) {
        struct ts_box box = { inside.x + inside.w - (2 - i) * (m->target + m->gap),
                              inside.y, m->target, inside.h };
        struct ts_button button = {
            .icon = icons[i],
            .text = ts_span_text(ts_words(i ? TS_PHRASE_MORE : TS_PHRASE_LESS)),
            .icon_only = true,
            .touch = { actions[i], value },
        };
        struct ts_tone tone = ts_theme_neutral();
        tone.panel = tone.ground;
        ts_view_button(drawing, box, &button, tone, m);
    }
}

static void
row_text(struct ts_drawing *drawing, struct ts_box inside, const struct ts_menu_row *row,
         struct ts_colour ink, const struct ts_metrics *m)
{
    struct ts_column column = column_over(NULL, inside, m->em_least, m);
    ts_column_text(&column, row->label, bold);
    ts_column_text(&column, row->detail, read);
    int height = column.y - inside.y;
    column = column_over(drawing, inside, m->em_least, m);
    column.ink = ink;
    column.y += (inside.h - height) / 2;
    ts_column_text(&column, row->label, bold);
    ts_column_text(&column, row->detail, read);
}

static void
draw_row(struct ts_drawing *drawing, struct ts_box box, const struct ts_menu_row *row,
         const struct ts_metrics *m)
{
    struct ts_tone tone = ts_theme_neutral();
    bool is_touched = row->touch.action != TS_ACTION_NONE;
    struct ts_colour ink = row->chosen ? tone.panel : tone.ink;
    struct ts_box inside = { box.x + m->gap, box.y, box.w - 2 * m->gap, box.h };
    if (is_touched || row->steps || row->chosen)
        ts_draw_rectangle(drawing, box, row->chosen ? tone.ink : tone.panel, m->gap);
    if (is_touched && !row->steps)
        ts_draw_target(drawing, box, row->touch, row->label);
    if (is_touched && !row->steps && row->chosen)
        ts_draw_target_on(drawing);
    struct ts_box whole = inside;
    if (row->steps)
        inside.w -= 2 * (m->target + m->gap);
    if (row->chosen)
        mark(drawing, &inside, TS_ICON_TICK, ink, m);
    else if (row->icon != TS_ICON_NONE)
        mark(drawing, &inside, row->icon, ink, m);
    row_text(drawing, inside, row, ink, m);
    if (row->steps)
        step_buttons(drawing, whole, row->touch.value, m);
}

static void
draw_rows(struct ts_drawing *drawing, const struct ts_menu *menu, const struct layout *l,
          const struct ts_metrics *m)
{
    int width = (l->body.w - (l->columns - 1) * m->gap) / l->columns;
    int y = l->body.y;
    for (size_t i = 0; i < l->fit && menu->first + i < menu->count; i++) {
        const struct ts_menu_row *row = &menu->rows[menu->first + i];
        int column = (int)i % l->columns;
        int height = height_of(row, l, m);
        struct ts_box box = { l->body.x + column * (width + m->gap), y, width, height };
        draw_row(drawing, box, row, m);
        if (column + 1 == l->columns)
            y += height + m->gap;
    }
}

static struct ts_button
button(enum ts_icon icon, enum ts_phrase phrase, enum ts_action action, size_t value)
{
    return (struct ts_button){ .icon = icon,
                               .icon_only = true,
                               .text = ts_span_text(ts_words(phrase)),
                               .touch = { action, (int32_t)value } };
}

/* Back, up and down where there is more, and what the page adds. */
static struct side
buttons_of(const struct ts_menu *menu, const struct layout *l)
{
    struct side side = { .has_words = menu->extra_count > 0 };
    for (size_t i = 0; i < menu->extra_count; i++)
        side.buttons[side.count++] = menu->extras[i];
    if (menu->count > l->fit) {
        size_t next = menu->first + l->fit;
        if (next >= menu->count)
            next = menu->first;
        side.buttons[side.count++] =
            button(TS_ICON_UP, TS_PHRASE_UP, TS_ACTION_SCROLL, l->before);
        side.buttons[side.count++] =
            button(TS_ICON_DOWN, TS_PHRASE_DOWN, TS_ACTION_SCROLL, next);
    }
    if (!menu->stays)
        side.buttons[side.count++] =
            button(TS_ICON_BACK, TS_PHRASE_BACK, TS_ACTION_BACK, 0);
    return side;
}

/* The first column, which words stand in, is the wider one. */
static void
draw_columns(struct ts_drawing *drawing, struct ts_box box, const struct side *side,
             const struct ts_metrics *m)
{
    int rows = side_rows(side, box.h, m);
    bool two = rows < (int)side->count;
    int height = (box.h - (rows - 1) * m->gap) / rows;
    if (height > 2 * m->target)
        height = 2 * m->target;
    int wide = two ? box.w - m->gap - m->target : box.w;
    for (int i = 0; i < (int)side->count; i++) {
        bool second = i >= rows;
        int in_column = second ? (int)side->count - rows : rows;
        int from_foot = in_column - (second ? i - rows : i);
        struct ts_box place = { second ? box.x + wide + m->gap : box.x,
                                box.y + box.h - from_foot * (height + m->gap) + m->gap,
                                second ? m->target : wide, height };
        ts_view_button(drawing, place, &side->buttons[i], ts_theme_neutral(), m);
    }
}

static void
draw_side(struct ts_drawing *drawing, struct ts_box box, const struct side *side,
          const struct ts_metrics *m)
{
    if (!m->portrait) {
        draw_columns(drawing, box, side, m);
        return;
    }
    box.h += m->gap;
    box.y -= m->gap;
    ts_view_button_row(drawing, box, side->buttons, side->count, ts_theme_neutral(), m);
}

void
ts_view_menu(struct ts_drawing *drawing, const struct ts_view_model *model,
             const struct ts_metrics *m)
{
    const struct ts_menu *menu = model->menu;
    struct side side = { .count = 1 };
    ts_drawing_start(drawing, m, ts_theme_neutral().ground);
    if (!menu)
        return;
    /* Whether there is more depends on the room, and the room on the buttons. */
    struct layout l = lay(menu, model, &side, m);
    for (int round = 0; round < 2; round++) {
        side = buttons_of(menu, &l);
        l = lay(menu, model, &side, m);
    }
    struct ts_box top = { m->margin, m->margin, l.body.w, 0 };
    head(drawing, menu, model, top, m);
    draw_rows(drawing, menu, &l, m);
    if (side.count)
        draw_side(drawing, l.side, &side, m);
    ts_view_time(drawing, model, m, ts_theme_neutral());
}
