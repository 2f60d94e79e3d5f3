#include "kiosk/screen/view_parts.h"

/* "Today", then each verdict. */
enum { CELLS = TS_VERDICT_COUNT + 1, LETTERS = 96 };

struct cell {
    enum ts_icon icon; /* NONE: there is no sign */
    char letters[LETTERS];
    ts_span text;
    struct ts_box box; /* of both; y from the top of the strip */
};

struct tally {
    struct cell cells[CELLS];
    size_t count;
    int rows;
};

static const enum ts_verdict_kind order[TS_VERDICT_COUNT] = {
    TS_VERDICT_READY, TS_VERDICT_NOT_YET, TS_VERDICT_STOP, TS_VERDICT_CANNOT_TELL
};

static void
add(struct tally *t, enum ts_icon icon, const char *words, const uint64_t *number)
{
    struct cell *cell = &t->cells[t->count++];
    struct ts_writer w = ts_writer_over(TS_ROOM_OF(cell->letters));
    cell->icon = icon;
    ts_write_text(&w, words);
    if (words[0] && number)
        ts_write_text(&w, " ");
    if (number)
        ts_write_decimal(&w, (int64_t)*number);
    cell->text = ts_writer_span(&w);
}

static int
sign_size(const struct ts_metrics *m)
{
    return m->em_least * 9 / 10;
}

static int
text_start(const struct cell *cell, const struct ts_metrics *m)
{
    return cell->icon == TS_ICON_NONE ? 0 : sign_size(m) + m->gap;
}

/* One after the other, as lines of text; false where that takes more than so many. */
static bool
flow(struct tally *t, int width, int rows_max, const struct ts_metrics *m)
{
    int line = ts_line_height(m->em_least);
    int x = 0;
    t->rows = 1;
    for (size_t i = 0; i < t->count; i++) {
        struct cell *cell = &t->cells[i];
        int w =
            text_start(cell, m) + ts_guess_px(cell->text, TS_WEIGHT_BOLD, m->em_least);
        if (x > 0 && x + w > width) {
            x = 0;
            t->rows++;
        }
        cell->box = (struct ts_box){ x, (t->rows - 1) * line, w, line };
        if (w > width || t->rows > rows_max)
            return false;
        x += w + m->margin;
    }
    return true;
}

static void
fill(struct tally *t, const struct ts_view_model *model, bool title, bool words)
{
    t->count = 0;
    if (title)
        add(t, TS_ICON_NONE, ts_words(TS_PHRASE_TODAY), NULL);
    for (size_t i = 0; i < TS_VERDICT_COUNT; i++)
        add(t, ts_verdict_icon(order[i]), words ? ts_words_verdict(order[i]) : "",
            &model->today[order[i]]);
}

/* The words take no more than a quarter of the live picture: on a small display somebody
 * has to aim there. */
static int
rows_for_words(struct ts_box box, const struct ts_metrics *m)
{
    return (box.h / 4 - 2 * m->gap) / ts_line_height(m->em_least);
}

/* What says most of what has room. */
static bool
lay(struct tally *t, const struct ts_view_model *model, struct ts_box box,
    const struct ts_metrics *m)
{
    int width = box.w - 2 * m->margin;
    fill(t, model, true, true);
    if (flow(t, width, rows_for_words(box, m), m))
        return true;
    fill(t, model, true, false);
    if (flow(t, width, 1, m))
        return true;
    fill(t, model, false, false);
    return flow(t, width, 1, m) || flow(t, width, 2, m);
}

static void
draw_cell(struct ts_drawing *drawing, const struct cell *cell, struct ts_box strip,
          const struct ts_metrics *m)
{
    struct ts_colour ink = ts_theme_neutral().ink;
    int start = text_start(cell, m);
    int size = sign_size(m);
    struct ts_box box = { strip.x + cell->box.x, strip.y + cell->box.y, cell->box.w,
                          cell->box.h };
    struct ts_box sign = { box.x, box.y + (box.h - size) / 2, size, size };
    struct ts_box inside = { box.x + start, box.y, box.w - start, box.h };
    ts_draw_icon(drawing, sign, cell->icon, ink);
    ts_draw_text(drawing, inside,
                 (struct ts_text){ ts_drawing_keep(drawing, cell->text), m->em_least,
                                   m->em_least, 1, TS_WEIGHT_BOLD, TS_ALIGN_START },
                 ink);
}

/* In large print where that has room. */
static bool
lay_large(struct tally *t, const struct ts_view_model *model, struct ts_box box,
          struct ts_metrics *m)
{
    if (lay(t, model, box, m))
        return true;
    m->em_least = ts_view_least(model);
    return lay(t, model, box, m);
}

int
ts_view_tally(struct ts_drawing *drawing, const struct ts_view_model *model,
              struct ts_box box, const struct ts_metrics *metrics)
{
    struct tally t;
    struct ts_metrics own = *metrics;
    const struct ts_metrics *m = &own;
    if (!model->tallied || !lay_large(&t, model, box, &own))
        return 0;
    int height = t.rows * ts_line_height(m->em_least) + 2 * m->gap;
    struct ts_box strip = { box.x + m->margin, box.y + box.h - height + m->gap,
                            box.w - 2 * m->margin, height - 2 * m->gap };
    for (size_t i = 0; drawing && i < t.count; i++)
        draw_cell(drawing, &t.cells[i], strip, m);
    return height;
}
