#include "kiosk/screen/view_parts.h"

static const struct ts_style heading = { 120, TS_WEIGHT_BOLD, TS_ALIGN_START, 2 };
static const struct ts_style bold = { 100, TS_WEIGHT_BOLD, TS_ALIGN_START, 2 };
static const struct ts_style plain = { 100, TS_WEIGHT_REGULAR, TS_ALIGN_START, 5 };

struct layout {
    struct ts_box code, words, back;
};

static int
smaller(int a, int b)
{
    return a < b ? a : b;
}

/* The way back stands below the code: the words need the height. */
static struct layout
lay(int side, const struct ts_metrics *m)
{
    struct layout l;
    int width = m->width - 2 * m->margin;
    int height = m->height - m->bar - 2 * m->margin;
    int above = height - m->target - m->gap;
    int foot = m->margin + above + m->gap;
    if (m->portrait) {
        int top = m->margin + side + m->margin;
        l.code = (struct ts_box){ m->margin, m->margin, width, side };
        l.words = (struct ts_box){ m->margin, top, width, m->margin + above - top };
        l.back = (struct ts_box){ m->margin, foot, width, m->target };
    } else {
        int left = m->margin + side + 2 * m->margin;
        l.code = (struct ts_box){ m->margin, m->margin, side, above };
        l.words = (struct ts_box){ left, m->margin, m->width - m->margin - left, height };
        l.back = (struct ts_box){ m->margin, foot, side, m->target };
    }
    return l;
}

static int
largest_side(const struct ts_metrics *m)
{
    int width = m->width - 2 * m->margin;
    int above = m->height - m->bar - 2 * m->margin - m->target - m->gap;
    return m->portrait ? smaller(width, above * 2 / 3) : smaller(above, width * 55 / 100);
}

struct words {
    ts_span title, verdict, job, moment, number;
};

static ts_span
phrase(enum ts_phrase which)
{
    return ts_span_text(ts_words(which));
}

static int
compose(struct ts_column column, const struct words *words, int gap)
{
    ts_column_text(&column, words->title, heading);
    column.y += words->title.len > 0 ? gap : 0;
    ts_column_text(&column, words->verdict, bold);
    ts_column_text(&column, words->job, plain);
    ts_column_text(&column, words->moment, plain);
    ts_column_text(&column, words->number, plain);
    column.y += gap;
    ts_column_text(&column, phrase(TS_PHRASE_RECEIPT_NOTE), plain);
    return column.y;
}

static struct ts_column
column_over(struct ts_box box, int em, const struct ts_metrics *m)
{
    return (struct ts_column){
        .x = box.x,
        .y = box.y,
        .w = box.w,
        .em = em,
        .em_least = m->em_least,
        .ink = ts_theme_neutral().ink,
    };
}

static bool
fits(const struct words *words, struct ts_box box, int em, const struct ts_metrics *m)
{
    return compose(column_over(box, em, m), words, m->gap) <= box.y + box.h;
}

/* A code as large as leaves room for the words, in whole pixels a module. */
static struct layout
choose(const struct ts_modules *code, const struct words *words,
       const struct ts_metrics *m)
{
    int step = code->width + 2 * TS_QUIET_ZONE;
    int side = largest_side(m) / step * step;
    while (side > TS_RECEIPT_MODULE_PX * step
           && !fits(words, lay(side, m).words, m->em_least, m))
        side -= step;
    return lay(side, m);
}

static void
say(struct ts_drawing *drawing, struct words words, struct ts_box box,
    const struct ts_metrics *m)
{
    int em = m->em_wanted;
    while (em > m->em_least && !fits(&words, box, em, m))
        em--;
    /* Where letters are large: the code says it too. */
    ts_span *const dropped[] = { &words.job, &words.title, &words.number, &words.moment };
    for (size_t i = 0; i < TS_COUNT(dropped) && !fits(&words, box, em, m); i++)
        *dropped[i] = (ts_span){ 0 };
    struct ts_column column = column_over(box, em, m);
    column.drawing = drawing;
    compose(column, &words, m->gap);
}

static ts_span
moment(struct ts_drawing *drawing, ts_utc time)
{
    char letters[128];
    struct ts_writer w = ts_writer_over(TS_ROOM_OF(letters));
    ts_write_moment(&w, time);
    return ts_keep(drawing, &w);
}

static ts_span
number(struct ts_drawing *drawing, ts_span of)
{
    char letters[128];
    struct ts_writer w = ts_writer_over(TS_ROOM_OF(letters));
    ts_write_receipt_number(&w, of);
    return ts_keep(drawing, &w);
}

void
ts_view_receipt(struct ts_drawing *drawing, const struct ts_view_model *model,
                const struct ts_metrics *m)
{
    static const struct ts_colour dark = { 0, 0, 0, 255 };
    const struct ts_receipt_view *r = model->receipt;
    struct ts_tone tone = ts_theme_neutral();
    struct ts_button back = {
        .icon = TS_ICON_BACK,
        .icon_only = true,
        .text = phrase(TS_PHRASE_BACK),
        .touch = { TS_ACTION_BACK, 0 },
    };
    ts_drawing_start(drawing, m, tone.ground);
    struct words words = {
        .title = phrase(TS_PHRASE_RECEIPT),
        .verdict = ts_span_text(r->let_in ? ts_words(TS_PHRASE_LET_IN)
                                          : ts_words_verdict(r->verdict)),
        .job = model->profile_name,
        .moment = moment(drawing, r->time),
        .number = number(drawing, r->number),
    };
    struct layout l = choose(&r->code, &words, m);
    ts_draw_code(drawing, l.code, &r->code, dark);
    say(drawing, words, l.words, m);
    ts_view_button(drawing, l.back, &back, tone, m);
    ts_view_time(drawing, model, m, tone);
}
