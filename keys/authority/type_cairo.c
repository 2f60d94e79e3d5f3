#include "keys/authority/type_cairo.h"

#include "firmware/base/utf8.h"
#include "keys/authority/script.h"

#include <string.h>

#define LINES_MAX 10
#define SHRINK_STEP 0.92

static const char ELLIPSIS[] = "\xE2\x80\xA6";

static void
choose_font(cairo_t *cr, const struct ts_type *type, double size, bool syllabic)
{
    cairo_select_font_face(cr, syllabic ? "Noto Sans Canadian Aboriginal" : "Noto Sans",
                           CAIRO_FONT_SLANT_NORMAL,
                           type->bold ? CAIRO_FONT_WEIGHT_BOLD
                                      : CAIRO_FONT_WEIGHT_NORMAL);
    cairo_set_font_size(cr, size);
}

static bool
is_common(uint32_t code)
{
    return code < 0x80 && !((code >= 'A' && code <= 'Z') || (code >= 'a' && code <= 'z'));
}

/** The beginning of text that one font can set; signs go with what precedes. */
static ts_span
first_run(ts_span text, bool *syllabic)
{
    size_t len = 0;
    *syllabic = ts_character_is_syllabic(ts_character_first(text).code);
    while (len < text.len) {
        struct ts_character c = ts_character_first(ts_span_part(text, len, text.len));
        if (!is_common(c.code) && ts_character_is_syllabic(c.code) != *syllabic)
            break;
        len += c.len;
    }
    return ts_span_part(text, 0, len);
}

/** Calls cairo with pieces it can take: NUL-terminated, in one font. Gives the
 * width; draws from the current point on when draw is set. */
static double
set_run(cairo_t *cr, const struct ts_type *type, double size, ts_span text, bool draw)
{
    double width = 0;
    while (text.len) {
        char piece[128];
        bool syllabic;
        cairo_text_extents_t extents;
        ts_span run = ts_utf8_prefix(first_run(text, &syllabic), sizeof(piece) - 1);
        if (run.len == 0)
            break;
        memcpy(piece, run.at, run.len);
        piece[run.len] = '\0';
        choose_font(cr, type, size, syllabic);
        cairo_text_extents(cr, piece, &extents);
        width += extents.x_advance;
        if (draw)
            cairo_show_text(cr, piece);
        text = ts_span_part(text, run.len, text.len);
    }
    return width;
}

/** As much of text as one line holds: whole words, or, of a word that is wider
 * than the line, as many characters as go in. */
static ts_span
first_line(cairo_t *cr, const struct ts_type *type, double size, double width,
           ts_span text)
{
    size_t fits = 0;
    size_t end_of_word = 0;
    while (fits < text.len) {
        size_t next = fits + ts_character_first(ts_span_part(text, fits, text.len)).len;
        if (set_run(cr, type, size, ts_span_part(text, 0, next), false) > width)
            break;
        if (text.at[fits] == ' ')
            end_of_word = fits;
        fits = next;
    }
    if (fits == text.len)
        return text;
    if (text.at[fits] == ' ' || end_of_word == 0)
        end_of_word = fits;
    if (end_of_word == 0)
        end_of_word = ts_character_first(text).len;
    return ts_span_part(text, 0, end_of_word);
}

static ts_span
without_spaces(ts_span text)
{
    while (text.len && text.at[0] == ' ')
        text = ts_span_part(text, 1, text.len);
    return text;
}

struct lines {
    ts_span line[LINES_MAX];
    unsigned count;
    bool whole; /**< Nothing was left over. */
    bool split; /**< A word had to be broken. */
};

static struct lines
break_lines(cairo_t *cr, const struct ts_type *type, double size,
            const struct ts_column_of_text *column, ts_span text)
{
    struct lines lines = { 0 };
    /* Smaller lines, more of them in the same height. */
    unsigned max = (unsigned)(column->lines * type->size / size);
    if (max > LINES_MAX)
        max = LINES_MAX;
    text = without_spaces(text);
    while (text.len && lines.count < max) {
        ts_span line = first_line(cr, type, size, column->width, text);
        lines.line[lines.count++] = line;
        text = ts_span_part(text, line.len, text.len);
        lines.split = lines.split || (text.len && text.at[0] != ' ');
        text = without_spaces(text);
    }
    lines.whole = text.len == 0;
    return lines;
}

double
ts_type_set(cairo_t *cr, const struct ts_type *type,
            const struct ts_column_of_text *column, ts_span text)
{
    double size = type->size;
    struct lines lines = break_lines(cr, type, size, column, text);
    while ((!lines.whole || lines.split) && size * SHRINK_STEP >= type->size_min) {
        size *= SHRINK_STEP;
        lines = break_lines(cr, type, size, column, text);
    }
    cairo_set_source_rgb(cr, type->grey, type->grey, type->grey);
    for (unsigned i = 0; i < lines.count; i++) {
        cairo_move_to(cr, column->x, column->y + size * (1 + TS_TYPE_LINE_HEIGHT * i));
        (void)set_run(cr, type, size, lines.line[i], true);
    }
    if (!lines.whole)
        (void)set_run(cr, type, size, ts_span_text(ELLIPSIS), true);
    return column->y + size * TS_TYPE_LINE_HEIGHT * lines.count;
}
