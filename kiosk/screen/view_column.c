#include "kiosk/screen/view_parts.h"

int
ts_guess_px(ts_span text, enum ts_weight weight, int em_px)
{
    return (int)((int64_t)ts_width_guess(text, weight) * em_px / 1000) + 1;
}

int
ts_em_to_fit(ts_span text, enum ts_weight weight, int most, int least, int width)
{
    int em = most;
    while (em > least && ts_guess_px(text, weight, em) > width)
        em--;
    return em;
}

int
ts_column_em(const struct ts_column *column, struct ts_style style)
{
    int em = column->em * style.percent / 100;
    return em > column->em_least ? em : column->em_least;
}

static int
lines(const struct ts_column *column, ts_span text, struct ts_style style)
{
    int count =
        ts_lines_guess(text, style.weight, ts_column_em(column, style), column->w);
    return count < style.max_lines ? count : style.max_lines;
}

int
ts_column_height(const struct ts_column *column, ts_span text, struct ts_style style)
{
    return lines(column, text, style) * ts_line_height(ts_column_em(column, style));
}

void
ts_column_text(struct ts_column *column, ts_span text, struct ts_style style)
{
    int height = ts_column_height(column, text, style);
    struct ts_box box = { column->x, column->y, column->w, height };
    struct ts_text item = {
        .text = text,
        .em_px = ts_column_em(column, style),
        .em_least_px = column->em_least,
        .max_lines = lines(column, text, style),
        .weight = style.weight,
        .align = style.align,
    };
    if (column->drawing)
        ts_draw_text(column->drawing, box, item, column->ink);
    column->y += height;
}

int
ts_view_least(const struct ts_view_model *model)
{
    return ts_theme_metrics(model->width_px, model->height_px, model->px_per_mm).em_least;
}

ts_span
ts_keep(struct ts_drawing *drawing, const struct ts_writer *w)
{
    return ts_drawing_keep(drawing, ts_writer_span(w));
}

enum ts_icon
ts_finding_icon(enum ts_finding finding)
{
    switch (finding) {
    case TS_PASS: return TS_ICON_TICK;
    case TS_FAIL: return TS_ICON_CROSS;
    case TS_UNKNOWN: break;
    }
    return TS_ICON_QUESTION;
}
