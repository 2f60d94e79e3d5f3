#include "kiosk/screen/view_parts.h"

static const struct ts_style bold = { 110, TS_WEIGHT_BOLD, TS_ALIGN_START, 2 };
static const struct ts_style question = { 110, TS_WEIGHT_BOLD, TS_ALIGN_START, 4 };
static const struct ts_style plain = { 100, TS_WEIGHT_REGULAR, TS_ALIGN_START, 1 };

struct layout {
    struct ts_box photo, words, yes, no;
};

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

/* Two answers side by side at the foot of the box, and what is above them. */
static void
split(struct layout *layout, struct ts_box box, const struct ts_metrics *m)
{
    int height = larger(m->target * 5 / 4, box.h / 4);
    int width = (box.w - m->margin) / 2;
    int top = box.y + box.h - height;
    layout->yes = (struct ts_box){ box.x, top, width, height };
    layout->no = (struct ts_box){ box.x + box.w - width, top, width, height };
    layout->words = (struct ts_box){ box.x, box.y, box.w, box.h - height - m->margin };
}

static struct layout
lay(const struct ts_metrics *m)
{
    struct layout layout;
    int width = m->width - 2 * m->margin;
    int height = m->height - m->bar - 2 * m->margin;
    if (m->portrait) {
        int side = smaller(width, height * 45 / 100);
        int below = side + m->margin;
        layout.photo = (struct ts_box){ m->margin, m->margin, width, side };
        split(&layout,
              (struct ts_box){ m->margin, m->margin + below, width, height - below }, m);
    } else {
        int side = smaller(height, width * 45 / 100);
        int beside = side + 2 * m->margin;
        layout.photo = (struct ts_box){ m->margin, m->margin, side, height };
        split(&layout,
              (struct ts_box){ m->margin + beside, m->margin, width - beside, height },
              m);
    }
    return layout;
}

static void
answer(struct ts_drawing *drawing, struct ts_box box, enum ts_phrase phrase,
       enum ts_icon icon, enum ts_verdict_kind kind, const struct ts_metrics *m)
{
    bool yes = phrase == TS_PHRASE_YES;
    struct ts_tone tone = ts_theme_verdict(kind);
    ts_span text = ts_span_text(ts_words(phrase));
    int sign = smaller(box.h - 2 * m->gap, box.w * 2 / 5);
    struct ts_box mark = { box.x + m->gap, box.y + (box.h - sign) / 2, sign, sign };
    struct ts_box beside = { mark.x + sign + m->gap, box.y, box.w - sign - 3 * m->gap,
                             box.h };
    int em = ts_em_to_fit(text, TS_WEIGHT_BOLD, larger(m->em_most, box.h / 2),
                          m->em_least, beside.w);
    ts_draw_rectangle(drawing, box, tone.ground, m->margin);
    ts_draw_target(drawing, box,
                   (struct ts_touch){ yes ? TS_ACTION_YES : TS_ACTION_NO, 0 }, text);
    ts_draw_icon(drawing, mark, icon, tone.ink);
    ts_draw_text(
        drawing, beside,
        (struct ts_text){ text, em, m->em_least, 1, TS_WEIGHT_BOLD, TS_ALIGN_START },
        tone.ink);
}

struct words {
    ts_span person, profile, seconds;
};

/* From the top: who it is said to be, the question, what it is asked for. */
static int
compose(struct ts_column column, const struct words *words, int gap)
{
    ts_column_text(&column, words->person, bold);
    column.y += words->person.len > 0 ? gap : 0;
    ts_column_text(&column, ts_span_text(ts_words(TS_PHRASE_SAME_PERSON)), question);
    column.y += gap;
    ts_column_text(&column, words->profile, plain);
    ts_column_text(&column, words->seconds, plain);
    return column.y;
}

static void
ask(struct ts_drawing *drawing, struct words words, struct ts_box box,
    const struct ts_metrics *m)
{
    struct ts_column column = {
        .x = box.x,
        .y = box.y,
        .w = box.w,
        .em = m->em_most,
        .em_least = m->em_least,
        .ink = ts_theme_neutral().ink,
    };
    int bottom = box.y + box.h;
    while (column.em > m->em_least && compose(column, &words, m->gap) > bottom)
        column.em--;
    if (compose(column, &words, m->gap) > bottom)
        words.profile = (ts_span){ 0 }; /* it was shown when the card was asked for */
    int spare = bottom - compose(column, &words, m->gap);
    column.drawing = drawing;
    column.y += spare > 0 ? spare / 3 : 0;
    compose(column, &words, m->gap);
}

bool
ts_view_compares(const struct ts_view_model *model)
{
    const struct ts_verdict *v = model->verdict;
    return model->photo && model->photo->width > 0 && v && v->identity_due && v->card
           && v->card->credential;
}

void
ts_view_identity(struct ts_drawing *drawing, const struct ts_view_model *model,
                 const struct ts_metrics *m)
{
    struct layout layout = lay(m);
    struct ts_tone tone = ts_theme_neutral();
    char letters[64];
    struct ts_writer w = ts_writer_over(TS_ROOM_OF(letters));
    ts_drawing_start(drawing, m, tone.ground);
    if (model->time.counted)
        ts_write_seconds(&w, (model->time.left_ms + 999) / 1000);
    struct words words = {
        .person = ts_view_person(drawing, model->verdict),
        .profile = model->profile_name,
        .seconds = ts_keep(drawing, &w),
    };
    ts_draw_photo(drawing, layout.photo, model->photo);
    ask(drawing, words, layout.words, m);
    answer(drawing, layout.yes, TS_PHRASE_YES, TS_ICON_TICK, TS_VERDICT_READY, m);
    answer(drawing, layout.no, TS_PHRASE_NO, TS_ICON_CROSS, TS_VERDICT_NOT_YET, m);
    ts_view_time(drawing, model, m, tone);
}
