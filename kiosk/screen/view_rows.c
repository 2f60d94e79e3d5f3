#include "kiosk/screen/view_parts.h"

static const struct ts_style label_style = { 100, TS_WEIGHT_REGULAR, TS_ALIGN_START, 2 };
static const struct ts_style whole_label = { 100, TS_WEIGHT_REGULAR, TS_ALIGN_START, 9 };
static const struct ts_style note_style = { 100, TS_WEIGHT_REGULAR, TS_ALIGN_END, 2 };

static enum ts_icon
row_icon(const struct ts_row *row)
{
    if (row->state == TS_PASS && row->warns)
        return TS_ICON_TRIANGLE;
    if (row->state != TS_PASS && row->why == TS_REASON_MISSING)
        return TS_ICON_DOTS; /* it may still come */
    return ts_finding_icon(row->state);
}

/* What stands at the end of a row: a date, or why not. */
static void
write_note(struct ts_writer *w, const struct ts_row *row)
{
    bool dated = row->until.s != TS_UTC_NEVER.s && row->until.s != TS_UTC_ALWAYS.s;
    if (row->state == TS_PASS) {
        if (dated)
            ts_write_until(w, row->until);
    } else if (dated && row->why == TS_REASON_EXPIRED) {
        ts_write_expired(w, row->until);
    } else if (dated && row->why == TS_REASON_EXPIRES_TOO_SOON) {
        ts_write_until(w, row->until);
    } else {
        ts_write_text(w, ts_words_short_reason(row->why));
    }
}

struct places {
    struct ts_box mark;
    struct ts_column label, note;
    int height;
};

/* The note beside the label, or below it where that takes less height. */
static struct places
place(const struct ts_column *column, ts_span label, ts_span note)
{
    int line = ts_line_height(column->em);
    int indent = line + line / 4;
    int wide = note.len > 0 ? ts_guess_px(note, TS_WEIGHT_REGULAR, column->em) : 0;
    struct places at = { { column->x, column->y, line, line }, *column, *column, 0 };
    at.label.x = column->x + indent;
    at.label.w = column->w - indent;
    int label_height = ts_column_height(&at.label, label, label_style);
    int below = label_height + ts_column_height(&at.note, note, note_style);

    struct ts_column narrow = at.label;
    narrow.w -= wide + line / 3;
    int beside = ts_column_height(&narrow, label, label_style);
    /* A label that would be cut beside the note is not put there. */
    bool whole = narrow.w > 3 * line
                 && (ts_column_height(&narrow, label, whole_label) == beside
                     || ts_column_height(&at.label, label, whole_label) > label_height);
    if (whole && beside <= below) {
        at.label = narrow;
        at.note.x = narrow.x + narrow.w;
        at.note.w = column->x + column->w - at.note.x;
        at.height = beside > line ? beside : line;
    } else {
        at.note.y += label_height;
        at.height = below;
    }
    return at;
}

static void
add_row(struct ts_column *column, const struct ts_row *row)
{
    char letters[512];
    struct ts_writer w = ts_writer_over(TS_ROOM_OF(letters));
    write_note(&w, row);
    ts_span note = ts_writer_span(&w);
    ts_span label = ts_row_label(row, ts_span_text(ts_words_language()));
    struct places at = place(column, label, note);
    if (column->drawing) {
        ts_draw_icon(column->drawing, at.mark, row_icon(row), column->ink);
        ts_column_text(&at.label, label, label_style);
        ts_column_text(&at.note, ts_drawing_keep(column->drawing, note), note_style);
    }
    column->y += at.height;
}

static void
add_more(struct ts_column *column, size_t count)
{
    char letters[64];
    struct ts_writer w = ts_writer_over(TS_ROOM_OF(letters));
    ts_write_more(&w, count);
    ts_span text = ts_writer_span(&w);
    if (column->drawing)
        text = ts_keep(column->drawing, &w);
    ts_column_text(column, text, note_style);
}

static void
add_rows_in(struct ts_column *column, const struct ts_verdict *verdict, bool proven,
            size_t *left)
{
    for (size_t i = 0; i<verdict->row_count && * left> 0; i++) {
        bool is_proven = verdict->rows[i].state == TS_PASS;
        if (is_proven != proven)
            continue;
        add_row(column, &verdict->rows[i]);
        (*left)--;
    }
}

static int
fill(struct ts_column *column, const struct ts_verdict *verdict, size_t max)
{
    size_t left = max;
    if (max >= verdict->row_count) {
        for (size_t i = 0; i < verdict->row_count; i++)
            add_row(column, &verdict->rows[i]);
        return column->y;
    }
    /* What is missing matters most when not everything can be seen. */
    add_rows_in(column, verdict, false, &left);
    add_rows_in(column, verdict, true, &left);
    add_more(column, verdict->row_count - max);
    return column->y;
}

void
ts_view_rows(struct ts_column *column, const struct ts_verdict *verdict, size_t max,
             struct ts_tone tone)
{
    if (verdict->row_count == 0)
        return;
    int pad = column->em / 4;
    struct ts_column inside = *column;
    inside.x += pad;
    inside.w -= 2 * pad;
    inside.y += pad / 2;
    inside.drawing = NULL;
    struct ts_column trial = inside;
    int height = fill(&trial, verdict, max) + pad / 2 - column->y;
    if (column->drawing) {
        ts_draw_rectangle(column->drawing,
                          (struct ts_box){ column->x, column->y, column->w, height },
                          tone.panel, pad);
        inside.drawing = column->drawing;
        fill(&inside, verdict, max);
    }
    column->y += height;
}
