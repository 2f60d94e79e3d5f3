#include "kiosk/screen/view_parts.h"

static const struct ts_style heading = { 110, TS_WEIGHT_BOLD, TS_ALIGN_START, 2 };
static const struct ts_style verdict = { 110, TS_WEIGHT_BOLD, TS_ALIGN_START, 4 };
static const struct ts_style plain = { 100, TS_WEIGHT_REGULAR, TS_ALIGN_START, 2 };

struct layout {
    struct ts_box picture, words, back;
};

static struct layout
lay(const struct ts_metrics *m)
{
    struct layout l;
    int bottom = m->height - m->bar - m->margin;
    if (m->portrait) {
        int height = m->height * 45 / 100;
        l.picture = (struct ts_box){ 0, 0, m->width, height };
        l.words =
            (struct ts_box){ m->margin, height + m->margin, m->width - 2 * m->margin, 0 };
    } else {
        int width = m->width / 2;
        l.picture = (struct ts_box){ 0, 0, width, m->height - m->bar };
        l.words = (struct ts_box){ width + m->margin, m->margin,
                                   m->width - width - 2 * m->margin, 0 };
    }
    l.back = (struct ts_box){ l.words.x + l.words.w - m->target - m->target / 2,
                              bottom - m->target, m->target + m->target / 2, m->target };
    l.words.h = l.back.y - m->gap - l.words.y;
    return l;
}

static ts_span
judgement(const struct ts_focus_view *focus)
{
    enum ts_phrase phrase = TS_PHRASE_FOCUS_UNKNOWN;
    switch (focus->good) {
    case TS_PASS: phrase = TS_PHRASE_FOCUS_GOOD; break;
    case TS_FAIL:
        phrase = focus->resolved == TS_FAIL ? TS_PHRASE_FOCUS_SMALL : TS_PHRASE_FOCUS_BAD;
        break;
    case TS_UNKNOWN: break;
    }
    return ts_span_text(ts_words(phrase));
}

/* The sign says what the bar's length does, and the words the same again. */
static void
sharpness(struct ts_column *column, const struct ts_focus_view *focus,
          const struct ts_metrics *m)
{
    struct ts_tone tone = ts_theme_neutral();
    int height = ts_line_height(column->em_least);
    struct ts_box sign = { column->x, column->y, height, height };
    struct ts_box bar = { column->x + height + m->gap, column->y + height / 4,
                          column->w - height - m->gap, height / 2 };
    struct ts_box mark = { bar.x + bar.w * focus->needed / 1000 - m->gap / 4,
                           column->y + height / 12, m->gap / 2 + 1, height * 10 / 12 };
    if (column->drawing) {
        ts_draw_icon(column->drawing, sign, ts_finding_icon(focus->good), tone.ink);
        ts_draw_rectangle(column->drawing, bar, tone.panel, 0);
        ts_draw_bar(column->drawing, bar, focus->permille, tone.ink);
        ts_draw_rectangle(column->drawing, mark, tone.ink, 0);
    }
    column->y += height + m->gap;
}

struct figures {
    ts_span items[3];
    size_t count;
};

static struct figures
figures_of(struct ts_drawing *drawing, const struct ts_focus_view *focus)
{
    char letters[3][128];
    struct figures f = { .count = 0 };
    struct ts_writer edge = ts_writer_over(TS_ROOM_OF(letters[0]));
    struct ts_writer module = ts_writer_over(TS_ROOM_OF(letters[1]));
    struct ts_writer blur = ts_writer_over(TS_ROOM_OF(letters[2]));
    if (focus->edge_px > 0) {
        ts_write_edge(&edge, focus->edge_px);
        f.items[f.count++] = ts_keep(drawing, &edge);
    }
    if (focus->module_px > 0) {
        ts_write_module(&module, focus->module_px);
        f.items[f.count++] = ts_keep(drawing, &module);
        ts_write_blur(&blur, focus->blur);
        f.items[f.count++] = ts_keep(drawing, &blur);
    }
    return f;
}

static int
compose(struct ts_column column, const struct ts_focus_view *focus,
        const struct figures *figures, const struct ts_metrics *m)
{
    ts_column_text(&column, ts_span_text(ts_words(TS_PHRASE_ADMIN_FOCUS)), heading);
    column.y += m->gap;
    sharpness(&column, focus, m);
    ts_column_text(&column, judgement(focus), verdict);
    column.y += m->gap;
    for (size_t i = 0; i < figures->count; i++)
        ts_column_text(&column, figures->items[i], plain);
    return column.y;
}

static void
seconds(struct ts_drawing *drawing, const struct ts_view_model *model,
        const struct layout *l, const struct ts_metrics *m)
{
    char letters[64];
    struct ts_writer w = ts_writer_over(TS_ROOM_OF(letters));
    if (!model->time.counted)
        return;
    ts_write_seconds(&w, (model->time.left_ms + 999) / 1000);
    struct ts_box box = { l->words.x, l->back.y, l->back.x - l->words.x - m->gap,
                          l->back.h };
    ts_draw_text(drawing, box,
                 (struct ts_text){ ts_keep(drawing, &w), m->em_small, m->em_least, 1,
                                   TS_WEIGHT_BOLD, TS_ALIGN_START },
                 ts_theme_neutral().ink);
}

void
ts_view_focus(struct ts_drawing *drawing, const struct ts_view_model *model,
              const struct ts_metrics *m)
{
    struct layout l = lay(m);
    struct ts_tone tone = ts_theme_neutral();
    ts_drawing_start(drawing, m, tone.ground);
    ts_draw_picture(drawing, l.picture);
    struct figures figures = figures_of(drawing, model->focus);
    struct ts_column column = { .x = l.words.x,
                                .y = l.words.y,
                                .w = l.words.w,
                                .em = m->em_small,
                                .em_least = m->em_least,
                                .ink = tone.ink };
    int bottom = l.words.y + l.words.h;
    while (column.em > m->em_least && compose(column, model->focus, &figures, m) > bottom)
        column.em--;
    while (figures.count > 0 && compose(column, model->focus, &figures, m) > bottom)
        figures.count--;
    column.drawing = drawing;
    compose(column, model->focus, &figures, m);
    struct ts_button back = { .icon = TS_ICON_BACK,
                              .icon_only = true,
                              .text = ts_span_text(ts_words(TS_PHRASE_BACK)),
                              .touch = { TS_ACTION_BACK, 0 } };
    ts_view_button(drawing, l.back, &back, tone, m);
    seconds(drawing, model, &l, m);
    ts_view_time(drawing, model, m, tone);
}
