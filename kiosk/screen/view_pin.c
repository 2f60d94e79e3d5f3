#include "kiosk/screen/view_parts.h"

static const struct ts_style heading = { 110, TS_WEIGHT_BOLD, TS_ALIGN_START, 3 };
static const struct ts_style plain = { 100, TS_WEIGHT_REGULAR, TS_ALIGN_START, 3 };
static const struct ts_style bold = { 100, TS_WEIGHT_BOLD, TS_ALIGN_START, 2 };

/* Digits, erase and enter, as near to a square as the display lets them. */
enum { KEYS = TS_PIN_PAD_DIGITS + 2 };

struct layout {
    struct ts_box words, back, dots;
    struct ts_box keys;
    int columns, w, h, gap;
};

static int
smaller(int a, int b)
{
    return a < b ? a : b;
}

static void
fit_keys(struct layout *l, struct ts_box room, const struct ts_metrics *m)
{
    int most = 2 * m->target;
    l->columns = 3;
    while (l->columns < KEYS
           && (room.h + l->gap) / (m->target + l->gap)
                  < (KEYS + l->columns - 1) / l->columns)
        l->columns++;
    int rows = (KEYS + l->columns - 1) / l->columns;
    l->w = smaller((room.w + l->gap) / l->columns - l->gap, most);
    l->h = smaller((room.h + l->gap) / rows - l->gap, most);
    int width = l->columns * (l->w + l->gap) - l->gap;
    int height = rows * (l->h + l->gap) - l->gap;
    l->keys = (struct ts_box){ room.x + (room.w - width) / 2,
                               room.y + (room.h - height) / 2, width, height };
}

/* Words above the pad, and the way back below it; beside the words where the pad needs
 * that room. */
static void
lay_tall(struct layout *l, struct ts_box all, const struct ts_metrics *m)
{
    int top = all.h * 3 / 10;
    int below = all.h - top - m->target - m->margin;
    bool fits = (below + l->gap) / (m->target + l->gap) >= KEYS / 3;
    l->words = (struct ts_box){ all.x, all.y + m->gap, all.w, top - m->gap };
    l->back = (struct ts_box){ all.x, all.y + all.h - m->target,
                               m->target + m->target / 2, m->target };
    if (!fits) {
        below = KEYS / 3 * (m->target + l->gap) - l->gap;
        top = all.h - below;
        l->back =
            (struct ts_box){ all.x + all.w - m->target, all.y, m->target, m->target };
        l->words.w = all.w - m->target - m->margin;
        l->words.h = top - m->gap;
    }
    fit_keys(l, (struct ts_box){ all.x, all.y + top, all.w, below }, m);
}

/* As wide as three keys, four where they would not stand above each other. */
static void
lay_wide(struct layout *l, struct ts_box all, const struct ts_metrics *m)
{
    int columns = (all.h + l->gap) / (m->target + l->gap) >= KEYS / 3 ? 3 : 4;
    int pad = columns * (m->target + l->gap) - l->gap;
    if (pad < all.w / 2)
        pad = all.w / 2;
    l->words = (struct ts_box){ all.x, all.y + m->gap, all.w - pad - m->margin,
                                all.h - m->target - 2 * m->gap };
    l->back = (struct ts_box){ all.x, all.y + all.h - m->target,
                               m->target + m->target / 2, m->target };
    fit_keys(l, (struct ts_box){ all.x + all.w - pad, all.y, pad, all.h }, m);
}

static struct layout
lay(const struct ts_metrics *m)
{
    struct layout l = { .gap = m->gap };
    struct ts_box all = { m->margin, m->gap, m->width - 2 * m->margin,
                          m->height - m->bar - 2 * m->gap };
    if (m->portrait)
        lay_tall(&l, all, m);
    else
        lay_wide(&l, all, m);
    if (l.back.w > l.words.w)
        l.back.w = m->target;
    return l;
}

static struct ts_box
place(const struct layout *l, int at)
{
    return (struct ts_box){ l->keys.x + at % l->columns * (l->w + l->gap),
                            l->keys.y + at / l->columns * (l->h + l->gap), l->w, l->h };
}

static void
digit_key(struct ts_drawing *drawing, struct ts_box box, uint8_t digit,
          const struct ts_metrics *m)
{
    struct ts_tone tone = ts_theme_neutral();
    const uint8_t letter = (uint8_t)('0' + digit);
    ts_span text = ts_drawing_keep(drawing, (ts_span){ &letter, 1 });
    int em = smaller(box.h * 6 / 10, box.w * 6 / 10);
    ts_draw_rectangle(drawing, box, tone.panel, m->gap);
    ts_draw_target(drawing, box, (struct ts_touch){ TS_ACTION_KEY, letter }, text);
    ts_draw_text(drawing, box,
                 (struct ts_text){ text, em > m->em_least ? em : m->em_least, m->em_least,
                                   1, TS_WEIGHT_BOLD, TS_ALIGN_CENTRE },
                 tone.ink);
}

static struct ts_button
icon_key(enum ts_icon icon, enum ts_phrase phrase, enum ts_action action)
{
    return (struct ts_button){ .icon = icon,
                               .icon_only = true,
                               .text = ts_span_text(ts_words(phrase)),
                               .touch = { action, 0 } };
}

static void
keys(struct ts_drawing *drawing, const struct ts_pin_pad *pad, const struct layout *l,
     const struct ts_metrics *m)
{
    /* Erase and enter keep their places at the ends of the last row. */
    int at = 0;
    for (int digit = 0; digit < TS_PIN_PAD_DIGITS; at++) {
        if (at == KEYS - l->columns || at == KEYS - 1)
            continue;
        digit_key(drawing, place(l, at), pad->order[digit++], m);
    }
    struct ts_button erase =
        icon_key(TS_ICON_ERASE, TS_PHRASE_KEY_ERASE, TS_ACTION_ERASE);
    struct ts_button enter = icon_key(TS_ICON_TICK, TS_PHRASE_KEY_ENTER, TS_ACTION_ENTER);
    enter.pressed = pad->len >= TS_PIN_DIGITS_MIN;
    ts_view_button(drawing, place(l, KEYS - l->columns), &erase, ts_theme_neutral(), m);
    ts_view_button(drawing, place(l, KEYS - 1), &enter, ts_theme_neutral(), m);
}

static void
dots(struct ts_drawing *drawing, const struct ts_pin_pad *pad, struct ts_box box,
     const struct ts_metrics *m)
{
    struct ts_colour ink = ts_theme_neutral().ink;
    int side = smaller(ts_line_height(m->em_least) * 6 / 10,
                       (box.w - m->gap) / TS_PIN_DIGITS_MAX - m->gap / 2);
    ts_draw_rectangle(drawing, box, ts_theme_neutral().panel, m->gap / 2);
    for (size_t i = 0; i < pad->len; i++)
        ts_draw_icon(drawing,
                     (struct ts_box){ box.x + m->gap + (int)i * (side + m->gap / 2),
                                      box.y + (box.h - side) / 2, side, side },
                     TS_ICON_DISC, ink);
}

static ts_span
waiting(struct ts_drawing *drawing, const struct ts_pin_pad *pad)
{
    char letters[64];
    struct ts_writer w = ts_writer_over(TS_ROOM_OF(letters));
    ts_write_wait(&w, (pad->wait_ms + 999) / 1000);
    return ts_keep(drawing, &w);
}

static ts_span
seconds(struct ts_drawing *drawing, const struct ts_view_model *model)
{
    char letters[64];
    struct ts_writer w = ts_writer_over(TS_ROOM_OF(letters));
    if (model->time.counted)
        ts_write_seconds(&w, (model->time.left_ms + 999) / 1000);
    return ts_keep(drawing, &w);
}

static void
words(struct ts_drawing *drawing, const struct ts_view_model *model, struct ts_box box,
      const struct ts_metrics *m)
{
    const struct ts_pin_pad *pad = model->pin_pad;
    struct ts_column column = {
        .drawing = drawing,
        .x = box.x,
        .y = box.y,
        .w = box.w,
        .em = m->em_small,
        .em_least = m->em_least,
        .ink = ts_theme_neutral().ink,
    };
    ts_column_text(&column, pad->title, heading);
    column.y += m->gap;
    if (pad->wait_ms > 0) {
        ts_column_text(&column, ts_span_text(ts_words(TS_PHRASE_PIN_TOO_MANY)), plain);
        ts_column_text(&column, waiting(drawing, pad), bold);
        return;
    }
    int height = ts_line_height(m->em_least);
    dots(drawing, pad, (struct ts_box){ box.x, column.y, box.w, height }, m);
    column.y += height + m->gap;
    if (pad->checking)
        ts_column_text(&column, ts_span_text(ts_words(TS_PHRASE_CHECKING)), plain);
    else if (pad->wrong)
        ts_column_text(&column, ts_span_text(ts_words(TS_PHRASE_PIN_WRONG)), plain);
    ts_column_text(&column, seconds(drawing, model), bold);
}

void
ts_view_pin(struct ts_drawing *drawing, const struct ts_view_model *model,
            const struct ts_metrics *metrics)
{
    struct layout l = lay(metrics);
    ts_drawing_start(drawing, metrics, ts_theme_neutral().ground);
    words(drawing, model, l.words, metrics);
    if (model->pin_pad->wait_ms == 0)
        keys(drawing, model->pin_pad, &l, metrics);
    struct ts_button back = icon_key(TS_ICON_BACK, TS_PHRASE_BACK, TS_ACTION_BACK);
    ts_view_button(drawing, l.back, &back, ts_theme_neutral(), metrics);
    ts_view_time(drawing, model, metrics, ts_theme_neutral());
}
