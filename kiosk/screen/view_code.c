#include "kiosk/screen/view_parts.h"

static const struct ts_style heading = { 110, TS_WEIGHT_BOLD, TS_ALIGN_START, 2 };
static const struct ts_style plain = { 100, TS_WEIGHT_REGULAR, TS_ALIGN_START, 7 };
static const struct ts_style bold = { 100, TS_WEIGHT_BOLD, TS_ALIGN_START, 1 };

/* As much of the display as the code may take. */
static int
side_of(const struct ts_code_view *view, const struct ts_metrics *m)
{
    int width = m->width - 2 * m->margin;
    int height = m->height - m->bar - 2 * m->margin;
    int step = view->code.width + 2 * TS_QUIET_ZONE;
    int most = m->portrait ? width : height;
    int half = m->portrait ? height / 2 : width / 2;
    return (most < half ? most : half) / step * step;
}

static void
seconds(struct ts_column *column, const struct ts_view_model *model)
{
    char letters[64];
    struct ts_writer w = ts_writer_over(TS_ROOM_OF(letters));
    if (!model->time.counted)
        return;
    ts_write_seconds(&w, (model->time.left_ms + 999) / 1000);
    ts_column_text(column, ts_keep(column->drawing, &w), bold);
}

void
ts_view_code(struct ts_drawing *drawing, const struct ts_view_model *model,
             const struct ts_metrics *m)
{
    static const struct ts_colour dark = { 0, 0, 0, 255 };
    const struct ts_code_view *view = model->code;
    struct ts_tone tone = ts_theme_neutral();
    int side = side_of(view, m);
    struct ts_box code = { m->margin, m->margin, side, side };
    int left = m->portrait ? m->margin : 2 * m->margin + side;
    int top = m->portrait ? 2 * m->margin + side : m->margin;
    struct ts_box back = { left, m->height - m->bar - m->margin - m->target,
                           m->width - m->margin - left, m->target };
    struct ts_button button = { .icon = TS_ICON_BACK,
                                .icon_only = true,
                                .text = ts_span_text(ts_words(TS_PHRASE_BACK)),
                                .touch = { TS_ACTION_BACK, 0 } };
    struct ts_column column = {
        .drawing = drawing,
        .x = left,
        .y = top,
        .w = back.w,
        .em = m->em_least,
        .em_least = m->em_least,
        .ink = tone.ink,
    };
    ts_drawing_start(drawing, m, tone.ground);
    ts_draw_code(drawing, code, &view->code, dark);
    ts_column_text(&column, view->title, heading);
    ts_column_text(&column, view->note, plain);
    seconds(&column, model);
    ts_view_button(drawing, back, &button, tone, m);
    ts_view_time(drawing, model, m, tone);
}
