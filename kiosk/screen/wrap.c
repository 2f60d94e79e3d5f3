#include "kiosk/screen/wrap.h"

static ts_span
trimmed(ts_span text)
{
    while (text.len > 0 && text.at[0] == ' ')
        text = (ts_span){ text.at + 1, text.len - 1 };
    while (text.len > 0 && text.at[text.len - 1] == ' ')
        text.len--;
    return text;
}

/* The longest start of text that ends at a space and fits; at least one word. */
static size_t
line_end(ts_span text, int width, ts_width_of *width_of, void *context)
{
    size_t end = ts_span_index(text, ' ');
    while (end < text.len) {
        size_t next = end + 1 + ts_span_index(ts_span_part(text, end + 1, text.len), ' ');
        if (width_of(context, ts_span_part(text, 0, next)) > width)
            break;
        end = next;
    }
    return end;
}

size_t
ts_wrap(ts_span *lines, size_t max, ts_span text, int width, ts_width_of *width_of,
        void *context)
{
    size_t count = 0;
    text = trimmed(text);
    while (text.len > 0) {
        size_t end = line_end(text, width, width_of, context);
        if (count < max)
            lines[count] = count + 1 == max ? text : trimmed(ts_span_part(text, 0, end));
        count++;
        text = trimmed(ts_span_part(text, end, text.len));
    }
    return count;
}

/* Advance widths of Noto Sans 2.013 from U+0020 to U+007E, in hundredths of an em. */
static const uint8_t widths[TS_WEIGHT_COUNT][95] = {
    [TS_WEIGHT_REGULAR] = {
        26, 27, 41, 65, 57, 83, 73, 23, 30, 30, 55, 57, 27, 32, 27, 37, 57, 57, 57,
        57, 57, 57, 57, 57, 57, 57, 27, 27, 57, 57, 57, 43, 90, 64, 65, 63, 73, 56,
        52, 73, 74, 34, 27, 62, 52, 91, 76, 78, 61, 78, 62, 55, 56, 73, 60, 93, 59,
        57, 57, 33, 37, 33, 57, 44, 28, 56, 62, 48, 62, 56, 34, 62, 62, 26, 26, 53,
        26, 94, 62, 61, 62, 62, 41, 48, 36, 62, 51, 79, 53, 51, 47, 38, 55, 38, 57,
    },
    [TS_WEIGHT_BOLD] = {
        26, 29, 47, 65, 57, 90, 75, 27, 34, 34, 55, 57, 29, 32, 29, 41, 57, 57, 57,
        57, 57, 57, 57, 57, 57, 57, 29, 29, 57, 57, 57, 48, 90, 69, 67, 64, 74, 56,
        55, 72, 77, 39, 33, 66, 57, 94, 81, 80, 63, 80, 66, 55, 58, 76, 65, 97, 67,
        62, 58, 33, 41, 33, 57, 41, 36, 60, 63, 51, 63, 59, 39, 63, 66, 31, 31, 62,
        31, 98, 66, 62, 63, 63, 45, 50, 43, 66, 57, 86, 58, 57, 49, 39, 55, 39, 57,
    },
};

/* What U+00C0 to U+017F are without their marks, or as wide as. */
static const char unmarked[] =
    "AAAAAAWCEEEEIIIIDNOOOOO+OUUUUYPBaaaaaamceeeeiiiionooooo+ouuuuypy"
    "AaAaAaCcCcCcCcDdDdEeEeEeEeEeGgGgGgGgHhHhIiIiIiIiIiMwJjKkkLlLlLlL"
    "lLlNnNnNnmNnOoOoOoWWRrRrRrSsSsSsSsTtTtTtUuUuUuUuUuUuWwYyYZzZzZzf";

/* Thousandths of an em of the character at the start of text. */
static int
letter_width(ts_span text, enum ts_weight weight)
{
    uint8_t lead = text.at[0];
    if (lead >= ' ' && lead <= '~')
        return 10 * widths[weight][lead - ' '];
    if (ts_span_starts_with(text, TS_SPAN_LIT("\u2019")))
        return 220;
    if (lead == 0xC2)
        return 290; /* the no-break space, the middle dot */
    if (lead >= 0xC3 && lead <= 0xC5 && text.len > 1) {
        unsigned letter = (lead & 0x1FU) << 6 | (text.at[1] & 0x3FU);
        return 10 * widths[weight][unmarked[letter - 0xC0] - ' '];
    }
    /* Other Latin and Greek are near 0.65 em, syllabics go up to 0.85. */
    return lead < 0xE1 ? 650 : 850;
}

int
ts_width_guess(ts_span text, enum ts_weight weight)
{
    int64_t width = 0;
    for (size_t i = 0; i < text.len && width < INT16_MAX * 1000; i++)
        if (text.at[i] != 0 && (text.at[i] & 0xC0) != 0x80)
            width += letter_width(ts_span_part(text, i, 3), weight);
    /* The rounding of every letter to whole pixels adds up. */
    return (int)(width + width / 100);
}

static int
guess(void *context, ts_span text)
{
    const enum ts_weight *weight = context;
    return ts_width_guess(text, *weight);
}

int
ts_lines_guess(ts_span text, enum ts_weight weight, int em_px, int width_px)
{
    /* Nobody lays out more; a word of 2,000 letters is not worth the time. */
    ts_span start = ts_span_part(text, 0, 600);
    int width = (int)((int64_t)width_px * 1000 / em_px);
    return (int)ts_wrap(NULL, 0, start, width, guess, &weight);
}
