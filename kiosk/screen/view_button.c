#include "kiosk/screen/view_button.h"

#include "kiosk/screen/view_parts.h"

static int
smaller(int a, int b)
{
    return a < b ? a : b;
}

/* Only spaces break a label: its longest word must have room on one line. */
static bool
words_fit(ts_span text, int em, int width)
{
    size_t start = 0;
    for (size_t i = 0; i <= text.len; i++) {
        if (i < text.len && text.at[i] != ' ')
            continue;
        ts_span word = ts_span_part(text, start, i - start);
        if (ts_guess_px(word, TS_WEIGHT_BOLD, em) > width)
            return false;
        start = i + 1;
    }
    return true;
}

static bool
label_fits(ts_span text, int em, int width)
{
    return ts_lines_guess(text, TS_WEIGHT_BOLD, em, width) <= 2
           && words_fit(text, em, width);
}

static void
label(struct ts_drawing *drawing, struct ts_box box, ts_span text, struct ts_colour ink,
      const struct ts_metrics *m)
{
    int em = m->em_small;
    while (em > m->em_least
           && (!label_fits(text, em, box.w)
               || ts_lines_guess(text, TS_WEIGHT_BOLD, em, box.w) * ts_line_height(em)
                      > box.h))
        em--;
    int lines = ts_lines_guess(text, TS_WEIGHT_BOLD, em, box.w) > 1 ? 2 : 1;
    int height = lines * ts_line_height(em);
    if (lines > 1)
        box = (struct ts_box){ box.x, box.y + (box.h - height) / 2, box.w, height };
    ts_draw_text(
        drawing, box,
        (struct ts_text){ text, em, m->em_least, lines, TS_WEIGHT_BOLD, TS_ALIGN_CENTRE },
        ink);
}

/* The words below the sign, where both side by side would be cut. */
static void
below(struct ts_drawing *drawing, struct ts_box box, const struct ts_button *button,
      struct ts_colour ink, const struct ts_metrics *m)
{
    int words = smaller(2 * ts_line_height(m->em_small), box.h / 2);
    int sign = smaller(box.w / 2, box.h - words);
    int top = box.y + (box.h - sign - words) / 2;
    ts_draw_icon(drawing, (struct ts_box){ box.x + (box.w - sign) / 2, top, sign, sign },
                 button->icon, ink);
    label(drawing, (struct ts_box){ box.x, top + sign, box.w, words }, button->text, ink,
          m);
}

void
ts_view_button(struct ts_drawing *drawing, struct ts_box box,
               const struct ts_button *button, struct ts_tone tone,
               const struct ts_metrics *m)
{
    struct ts_colour ground = button->pressed ? tone.ink : tone.panel;
    struct ts_colour ink = button->pressed ? tone.panel : tone.ink;
    struct ts_box inside = { box.x + m->gap, box.y + m->gap / 2, box.w - 2 * m->gap,
                             box.h - m->gap };
    ts_draw_rectangle(drawing, box, ground, m->gap);
    ts_draw_target(drawing, box, button->touch, button->text);
    if (button->pressed)
        ts_draw_target_on(drawing);
    if (button->icon == TS_ICON_NONE) {
        label(drawing, inside, button->text, ink, m);
        return;
    }
    int sign = smaller(inside.w, inside.h) * (button->icon_only ? 70 : 50) / 100;
    if (button->icon_only) {
        ts_draw_icon(drawing,
                     (struct ts_box){ box.x + (box.w - sign) / 2,
                                      box.y + (box.h - sign) / 2, sign, sign },
                     button->icon, ink);
        return;
    }
    int beside = inside.w - sign - m->gap;
    int line = ts_line_height(m->em_least);
    if (ts_guess_px(button->text, TS_WEIGHT_BOLD, m->em_small) > beside
        && inside.h > 3 * line) {
        below(drawing, inside, button, ink, m);
        return;
    }
    ts_draw_icon(drawing,
                 (struct ts_box){ inside.x, box.y + (box.h - sign) / 2, sign, sign },
                 button->icon, ink);
    inside.x += sign + m->gap;
    inside.w -= sign + m->gap;
    label(drawing, inside, button->text, ink, m);
}

/* The narrowest that holds the button's words in two lines. */
static int
narrowest(const struct ts_button *button, const struct ts_metrics *m)
{
    int width = m->target;
    if (button->icon_only)
        return width;
    int sign = button->icon == TS_ICON_NONE ? 0 : m->target / 2 + m->gap;
    while (width < m->width
           && !label_fits(button->text, m->em_least, width - sign - 2 * m->gap))
        width += m->gap;
    return width;
}

/* How many of the buttons stand side by side in one line. */
static size_t
fit_in_line(int room, const struct ts_button *buttons, size_t count,
            const struct ts_metrics *m)
{
    int widest = 0;
    for (size_t i = 0; i < count; i++)
        widest = narrowest(&buttons[i], m) > widest ? narrowest(&buttons[i], m) : widest;
    int most = (room + m->gap) / (widest + m->gap);
    if (most < 1)
        most = 1;
    size_t lines = (count + (size_t)most - 1) / (size_t)most;
    return (count + lines - 1) / lines;
}

int
ts_view_button_row(struct ts_drawing *drawing, struct ts_box box,
                   const struct ts_button *buttons, size_t count, struct ts_tone tone,
                   const struct ts_metrics *m)
{
    if (count == 0)
        return 0;
    size_t each = fit_in_line(box.w, buttons, count, m);
    size_t lines = (count + each - 1) / each;
    int height = (int)lines * (m->target + m->gap);
    for (size_t i = 0; drawing && i < count; i++) {
        size_t line = i / each;
        size_t in_line = line + 1 == lines ? count - line * each : each;
        int width = (box.w - (int)(in_line - 1) * m->gap) / (int)in_line;
        struct ts_box place = { box.x + (int)(i % each) * (width + m->gap),
                                box.y + box.h - height + m->gap
                                    + (int)line * (m->target + m->gap),
                                width, m->target };
        ts_view_button(drawing, place, &buttons[i], tone, m);
    }
    return height;
}
