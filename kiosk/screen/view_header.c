#include "kiosk/screen/view_parts.h"

enum ts_icon
ts_verdict_icon(enum ts_verdict_kind kind)
{
    switch (kind) {
    case TS_VERDICT_READY: return TS_ICON_TICK;
    case TS_VERDICT_NOT_YET: return TS_ICON_TRIANGLE;
    case TS_VERDICT_STOP: return TS_ICON_CROSS;
    case TS_VERDICT_CANNOT_TELL: break;
    }
    return TS_ICON_QUESTION;
}

static int
larger(int a, int b)
{
    return a > b ? a : b;
}

static void
end_line(struct ts_drawing *drawing, struct ts_box box, ts_span text,
         const struct ts_metrics *m, struct ts_header header)
{
    struct ts_text item = { text, m->em_small,    m->em_least,
                            1,    TS_WEIGHT_BOLD, TS_ALIGN_END };
    ts_draw_text(drawing, box, item, header.tone.ink);
}

static void
start_line(struct ts_drawing *drawing, struct ts_box box, const struct ts_header *header,
           const struct ts_metrics *m)
{
    struct ts_text item = { header->first,  m->em_small,   m->em_least, 1,
                            TS_WEIGHT_BOLD, TS_ALIGN_START };
    ts_draw_text(drawing, box, item, header->tone.ink);
}

/* Both lines side by side below the word, where the display is narrow; below each other
 * where it is narrower still. */
static int
lines_below(struct ts_drawing *drawing, const struct ts_header *header,
            const struct ts_metrics *m, int top)
{
    int width = m->width - 2 * m->margin;
    int line = ts_line_height(m->em_small);
    int first = ts_guess_px(header->first, TS_WEIGHT_BOLD, m->em_small);
    int second = ts_guess_px(header->second, TS_WEIGHT_BOLD, m->em_small);
    bool stacked = second > 1 && first + m->gap + second > width;
    struct ts_box start = { m->margin, top, stacked ? width : first, line };
    struct ts_box end = { m->margin + first + m->gap, top, width - first - m->gap, line };
    if (stacked)
        end = (struct ts_box){ m->margin, top + line, width, line };
    if (drawing) {
        start_line(drawing, start, header, m);
        end_line(drawing, end, header->second, m, *header);
    }
    return stacked ? top + 2 * line : top + line;
}

static void
lines_beside(struct ts_drawing *drawing, const struct ts_header *header,
             const struct ts_metrics *m, struct ts_box box)
{
    int line = ts_line_height(m->em_small);
    int count = header->second.len > 0 ? 2 : 1;
    int y = box.y + (box.h - count * line) / 2;
    end_line(drawing, (struct ts_box){ box.x, y, box.w, line }, header->first, m,
             *header);
    end_line(drawing, (struct ts_box){ box.x, y + line, box.w, line }, header->second, m,
             *header);
}

struct word {
    ts_span text;
    int x, width; /* what it may take */
    int sign;     /* smaller than the band where a long word needs the room */
    int em;
    bool alone; /* the lines are below it */
};

static struct word
size_word(const struct ts_header *header, const struct ts_metrics *m, int height)
{
    struct word word = { .text = header->word };
    if (word.text.len == 0)
        word.text = ts_span_text(ts_words_verdict(header->kind));
    int side = larger(ts_guess_px(header->first, TS_WEIGHT_BOLD, m->em_small),
                      ts_guess_px(header->second, TS_WEIGHT_BOLD, m->em_small));
    int most = height * 9 / 10;
    word.sign = height;
    while (word.sign > m->em_least
           && ts_guess_px(word.text, TS_WEIGHT_BOLD, m->em_least)
                  > m->width - 2 * m->margin - word.sign - m->gap * 2)
        word.sign--;
    word.x = m->margin + word.sign + m->gap * 2;
    int room = m->width - m->margin - word.x;
    word.width = room - side - 2 * m->gap;
    word.em = ts_em_to_fit(word.text, TS_WEIGHT_BOLD, most, m->em_least, word.width);
    int lines = (header->second.len > 0 ? 2 : 1) * ts_line_height(m->em_small);
    word.alone = word.em < m->em_wanted * 9 / 10 || lines > height;
    if (word.alone) {
        word.width = room;
        word.em = ts_em_to_fit(word.text, TS_WEIGHT_BOLD, most, m->em_least, room);
    }
    return word;
}

bool
ts_view_header_fills(const struct ts_header *header, const struct ts_metrics *m,
                     int height)
{
    return size_word(header, m, height).em == height * 9 / 10;
}

int
ts_view_header(struct ts_drawing *drawing, const struct ts_header *header,
               const struct ts_metrics *m, int height)
{
    struct ts_colour ink = header->tone.ink;
    struct word word = size_word(header, m, height);
    int bottom = m->margin + height;
    if (drawing) {
        struct ts_box sign = { m->margin, m->margin + (height - word.sign) / 2, word.sign,
                               word.sign };
        struct ts_box box = { word.x, m->margin, word.width, height };
        int end = m->width - m->margin;
        ts_draw_icon(drawing, sign,
                     header->sign == TS_ICON_NONE ? ts_verdict_icon(header->kind)
                                                  : header->sign,
                     ink);
        ts_draw_text(drawing, box,
                     (struct ts_text){ word.text, word.em, m->em_least, 1, TS_WEIGHT_BOLD,
                                       TS_ALIGN_START },
                     ink);
        if (!word.alone)
            lines_beside(
                drawing, header, m,
                (struct ts_box){ box.x + box.w, box.y, end - box.x - box.w, height });
    }
    return word.alone ? lines_below(drawing, header, m, bottom) : bottom;
}

void
ts_view_time(struct ts_drawing *drawing, const struct ts_view_model *model,
             const struct ts_metrics *m, struct ts_tone tone)
{
    struct ts_box box = { 0, m->height - m->bar, m->width, m->bar };
    int permille = 1000;
    if (model->time.total_ms > 0)
        permille = (int)((uint64_t)model->time.left_ms * 1000 / model->time.total_ms);
    ts_draw_rectangle(drawing, box, tone.panel, 0);
    ts_draw_bar(drawing, box, permille, tone.ink);
}
