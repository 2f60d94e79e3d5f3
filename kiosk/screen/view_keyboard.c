#include "kiosk/screen/view_keys.h"

/*
 * Keys stay as large as everything that is touched, whatever the display: on 7 inches
 * only seven fit side by side, so that a board in the order of a typewriter is for large
 * displays. Small ones show the alphabet in groups: one touch opens a group, the next one
 * types. That is two touches for every letter, always, and nothing to search through;
 * pages of keys to leaf through would need as many, and hide most letters.
 */

static const struct ts_style asked = { 100, TS_WEIGHT_BOLD, TS_ALIGN_START, 6 };

enum { FULL_LETTER_ROWS = 3 };

static int
smaller(int a, int b)
{
    return a < b ? a : b;
}

static int
larger(int a, int b)
{
    return a > b ? a : b;
}

static struct ts_column
column_at(const struct ts_board *b, int y)
{
    return (struct ts_column){
        .x = b->m->margin,
        .y = y,
        .w = b->m->width - 2 * b->m->margin,
        .em = b->m->em_small,
        .em_least = b->m->em_least,
        .ink = ts_theme_neutral().ink,
    };
}

static int
field_height(const struct ts_metrics *m)
{
    return ts_line_height(m->em_small);
}

/* What stands above the keys: the question, in letters so large, and what is typed. */
static int
top_height(const struct ts_board *b, int em)
{
    struct ts_column column = column_at(b, 0);
    column.em = em;
    int question = ts_column_height(&column, b->k->question, asked);
    int field = field_height(b->m);
    return b->brief ? larger(question, field) : question + field;
}

static size_t
longest_row(const struct ts_keys *keys)
{
    size_t longest = 0;
    for (size_t i = 0, from = 0; i < keys->rows; from = keys->ends[i++])
        if (keys->ends[i] - from > longest)
            longest = keys->ends[i] - from;
    return longest;
}

static bool
try_rows(struct ts_board *b)
{
    const struct ts_metrics *m = b->m;
    int top = m->gap + top_height(b, m->em_least) + 2 * b->gap;
    int bottom = m->height - m->bar - m->gap;
    int longest = larger((int)longest_row(&b->k->layers[TS_LAYER_LETTERS]),
                         (int)longest_row(&b->k->layers[TS_LAYER_FIGURES]));
    b->keys = (struct ts_box){ m->gap, top, m->width - 2 * m->gap, bottom - top };
    b->columns = larger((b->keys.w + b->gap) / (m->target + b->gap), 1);
    b->rows = (b->keys.h + b->gap) / (m->target + b->gap);
    b->full = longest <= b->columns && b->rows > FULL_LETTER_ROWS;
    b->columns = b->full ? larger(longest, TS_FUNCTION_KEYS + 1) : b->columns;
    b->function_rows = b->full || b->columns >= TS_FUNCTION_KEYS - 1 ? 1
                       : b->columns > 2                              ? 2
                                                                     : 3;
    return b->rows > b->function_rows;
}

/* Keys grow into room that is left, but not so far that a hand has to travel. */
static void
grow(struct ts_board *b)
{
    int most = 2 * b->m->target;
    int rows = b->rows;
    if (b->full)
        rows = smaller(rows, 1 + (int)b->k->layers[TS_LAYER_LETTERS].rows);
    b->rows = rows;
    b->w = smaller((b->keys.w + b->gap) / b->columns - b->gap, most);
    b->h = smaller((b->keys.h + b->gap) / rows - b->gap, b->m->target * 3 / 2);
    int width = b->columns * (b->w + b->gap) - b->gap;
    int height = rows * (b->h + b->gap) - b->gap;
    b->keys = (struct ts_box){ b->keys.x + (b->keys.w - width) / 2,
                               b->keys.y + b->keys.h - height, width, height };
}

static struct ts_board
lay(struct ts_drawing *drawing, const struct ts_keyboard *k, const struct ts_metrics *m)
{
    struct ts_board b = { .drawing = drawing, .k = k, .m = m };
    b.gap = larger(m->gap / 3, 2);
    if (!try_rows(&b)) {
        b.brief = true;
        if (!try_rows(&b))
            b.rows = b.function_rows + 1; /* smaller keys, before there is no letter */
    }
    grow(&b);
    return b;
}

/* The end of what is typed, where it is longer than the field. */
static ts_span
end_that_fits(ts_span text, int em, int width)
{
    while (text.len > 0 && ts_guess_px(text, TS_WEIGHT_REGULAR, em) > width) {
        size_t len = 1;
        while (len < text.len && (text.at[len] & 0xC0) == 0x80)
            len++;
        text = ts_span_part(text, len, text.len);
    }
    return text;
}

/* Not kept in the drawing's letters: those stay until the next picture. */
static void
field(const struct ts_board *b, struct ts_box box)
{
    struct ts_tone tone = ts_theme_neutral();
    ts_span typed = ts_keyboard_typed(b->k);
    int caret = larger(b->m->gap / 3, 2);
    struct ts_box inside = { box.x + b->m->gap, box.y, box.w - 2 * b->m->gap - 2 * caret,
                             box.h };
    int em =
        ts_em_to_fit(typed, TS_WEIGHT_REGULAR, larger(box.h * 10 / 13, b->m->em_least),
                     b->m->em_least, inside.w);
    ts_span end = end_that_fits(typed, em, inside.w);
    if (end.len < typed.len) {
        ts_span dots = TS_SPAN_LIT("…");
        int width = ts_guess_px(dots, TS_WEIGHT_REGULAR, em) + 2;
        ts_draw_text(b->drawing, (struct ts_box){ inside.x, box.y, width, box.h },
                     (struct ts_text){ dots, em, b->m->em_least, 1, TS_WEIGHT_REGULAR,
                                       TS_ALIGN_START },
                     tone.ink);
        inside.x += width;
        inside.w -= width;
        end = end_that_fits(typed, em, inside.w);
    }
    ts_draw_text(
        b->drawing, inside,
        (struct ts_text){ end, em, b->m->em_least, 1, TS_WEIGHT_REGULAR, TS_ALIGN_START },
        tone.ink);
    inside.x += end.len ? ts_guess_px(end, TS_WEIGHT_REGULAR, em) + caret : 0;
    ts_draw_rectangle(
        b->drawing,
        (struct ts_box){ inside.x, box.y + box.h / 10, caret, box.h - box.h / 5 },
        tone.ink, 0);
}

static int
seconds(const struct ts_board *b, const struct ts_view_model *model, struct ts_box box)
{
    char letters[64];
    struct ts_writer w = ts_writer_over(TS_ROOM_OF(letters));
    if (!model->time.counted)
        return 0;
    ts_write_seconds(&w, (model->time.left_ms + 999) / 1000);
    ts_span text = ts_keep(b->drawing, &w);
    int width = ts_guess_px(text, TS_WEIGHT_BOLD, b->m->em_least) + b->m->gap;
    ts_draw_text(
        b->drawing,
        (struct ts_box){ box.x + box.w - width - b->m->gap, box.y, width, box.h },
        (struct ts_text){ text, b->m->em_least, b->m->em_least, 1, TS_WEIGHT_BOLD,
                          TS_ALIGN_END },
        ts_theme_neutral().ink);
    return width + 2 * b->m->gap;
}

static void
top(const struct ts_board *b, const struct ts_view_model *model)
{
    const struct ts_metrics *m = b->m;
    int bottom = b->keys.y - 2 * b->gap;
    int spare = bottom - m->gap - top_height(b, m->em_least);
    int height = field_height(m) + smaller(larger(spare / 2, 0), field_height(m) / 2);
    struct ts_box box = { m->margin, bottom - height, m->width - 2 * m->margin, height };
    /* Whoever has not begun by then is told that time runs out rather than asked again.
     */
    bool asks = !b->brief || (b->k->letters == 0 && !model->time.counted);
    struct ts_column column = column_at(b, m->gap);
    int room = b->brief ? bottom : box.y;
    while (column.em > m->em_least
           && column.y + ts_column_height(&column, b->k->question, asked) > room)
        column.em--;
    column.y += larger(
        (room - column.y - ts_column_height(&column, b->k->question, asked)) / 2, 0);
    column.drawing = b->drawing;
    if (asks)
        ts_column_text(&column, b->k->question, asked);
    if (b->brief && asks)
        return;
    ts_draw_rectangle(b->drawing, box, ts_theme_neutral().panel, m->gap / 2);
    box.w -= seconds(b, model, box);
    field(b, box);
}

void
ts_view_keyboard(struct ts_drawing *drawing, const struct ts_view_model *model,
                 const struct ts_metrics *metrics)
{
    ts_drawing_start(drawing, metrics, ts_theme_neutral().ground);
    struct ts_board b = lay(drawing, model->keyboard, metrics);
    top(&b, model);
    ts_view_keys(&b);
    ts_view_time(drawing, model, metrics, ts_theme_neutral());
}
