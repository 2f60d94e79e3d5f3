#include "kiosk/screen/view_parts.h"

static const struct ts_style title = { 140, TS_WEIGHT_BOLD, TS_ALIGN_START, 1 };
static const struct ts_style line = { 100, TS_WEIGHT_REGULAR, TS_ALIGN_START, 4 };
static const struct ts_style strong = { 110, TS_WEIGHT_BOLD, TS_ALIGN_START, 3 };

enum { LINES_OF_START = TS_SELF_TEST_COUNT + 6 };

static struct ts_column
page(struct ts_drawing *drawing, const struct ts_metrics *metrics, int em)
{
    int side = 2 * metrics->margin;
    return (struct ts_column){
        .drawing = drawing,
        .x = side,
        .y = side,
        .w = metrics->width - 2 * side,
        .em = em,
        .em_least = metrics->em_least,
        .ink = ts_theme_neutral().ink,
    };
}

static enum ts_icon
test_icon(enum ts_finding finding)
{
    return finding == TS_UNKNOWN ? TS_ICON_DOTS : ts_finding_icon(finding);
}

/* One below the other; in pairs where a low display has large letters. */
static void
test_rows(struct ts_column *column, const struct ts_view_model *model)
{
    int height = ts_line_height(column->em);
    bool pairs = LINES_OF_START * ts_line_height(column->em_least) > model->height_px;
    int width = pairs ? column->w / 2 : column->w;
    for (size_t i = 0; i < TS_SELF_TEST_COUNT; i++) {
        bool is_second = pairs && i % 2;
        struct ts_box mark = { column->x + (is_second ? width : 0), column->y, height,
                               height };
        struct ts_column beside = *column;
        beside.x = mark.x + height + height / 3;
        beside.w = width - height - height / 3;
        if (column->drawing)
            ts_draw_icon(column->drawing, mark, test_icon(model->self_tests[i]),
                         column->ink);
        ts_column_text(&beside, ts_span_text(ts_words_self_test((enum ts_self_test)i)),
                       line);
        if (!pairs || is_second || i + 1 == TS_SELF_TEST_COUNT)
            column->y += height;
    }
}

static int
start_page(struct ts_column *column, const struct ts_view_model *model, int gap)
{
    ts_column_text(column, ts_span_text(ts_words(TS_PHRASE_TITLE)), title);
    ts_column_text(column, ts_span_text(ts_words(TS_PHRASE_STARTING)), line);
    column->y += gap;
    test_rows(column, model);
    column->y += gap;
    ts_column_text(column, ts_span_text(ts_words_log(model->log)), line);
    return column->y;
}

static int
trouble_page(struct ts_column *column, const struct ts_view_model *model, int gap)
{
    ts_column_text(column, ts_span_text(ts_words_trouble(model->trouble)), strong);
    column->y += gap;
    ts_column_text(column, ts_span_text(ts_words(TS_PHRASE_PAPER)), line);
    ts_column_text(column, model->contact, line);
    column->y += gap;
    ts_column_text(column, ts_span_text(ts_words(TS_PHRASE_RECOVERS)), line);
    return column->y;
}

typedef int
fill_page(struct ts_column *column, const struct ts_view_model *model, int gap);

struct band {
    int top, bottom;
};

/* The largest text at which the page fits, then that page. */
static void
fill(struct ts_drawing *drawing, const struct ts_view_model *model,
     const struct ts_metrics *metrics, fill_page *fill_with, struct band band)
{
    int em = metrics->em_most + 1;
    int top = band.top;
    int bottom = band.bottom;
    int used = 0;
    do {
        struct ts_column trial = page(NULL, metrics, --em);
        trial.y = top;
        used = fill_with(&trial, model, em / 2);
    } while (used > bottom && em > metrics->em_least);
    struct ts_column column = page(drawing, metrics, em);
    column.y = top + (used < bottom ? (bottom - used) / 3 : 0);
    fill_with(&column, model, em / 2);
}

void
ts_view_start(struct ts_drawing *drawing, const struct ts_view_model *model,
              const struct ts_metrics *metrics)
{
    ts_drawing_start(drawing, metrics, ts_theme_neutral().ground);
    if (!metrics->portrait) {
        int third = metrics->width / 3;
        struct ts_box right = { metrics->width - third - 2 * metrics->margin, 0, third,
                                metrics->height };
        ts_draw_icon(drawing, right, TS_ICON_CARD, ts_theme_neutral().ink);
    }
    fill(drawing, model, metrics, start_page,
         (struct band){ 2 * metrics->margin, metrics->height - 2 * metrics->margin });
}

void
ts_view_out_of_order(struct ts_drawing *drawing, const struct ts_view_model *model,
                     const struct ts_metrics *metrics)
{
    struct ts_tone tone = ts_theme_neutral();
    int height = metrics->height / (metrics->portrait ? 9 : 5);
    int sign = height - 2 * metrics->margin;
    ts_span words = ts_span_text(ts_words(TS_PHRASE_OUT_OF_ORDER));
    struct ts_box box = { 3 * metrics->margin + sign, 0,
                          metrics->width - 5 * metrics->margin - sign, height };
    int em =
        ts_em_to_fit(words, TS_WEIGHT_BOLD, height * 6 / 10, metrics->em_least, box.w);
    ts_drawing_start(drawing, metrics, tone.ground);
    ts_draw_rectangle(drawing, (struct ts_box){ 0, 0, metrics->width, height },
                      tone.panel, 0);
    ts_draw_icon(drawing,
                 (struct ts_box){ 2 * metrics->margin, metrics->margin, sign, sign },
                 TS_ICON_BARRED, tone.ink);
    ts_draw_text(drawing, box,
                 (struct ts_text){ words, em, metrics->em_least, 1, TS_WEIGHT_BOLD,
                                   TS_ALIGN_START },
                 tone.ink);
    struct ts_box foot = { 2 * metrics->margin, 0, metrics->width - 4 * metrics->margin,
                           metrics->height - metrics->margin };
    struct ts_button offered[TS_OFFERS_MAX];
    size_t count = ts_view_offers(offered, model);
    int below = ts_view_button_row(drawing, foot, offered, count, tone, metrics);
    fill(drawing, model, metrics, trouble_page,
         (struct band){ height + metrics->margin,
                        metrics->height - 2 * metrics->margin - below });
}
