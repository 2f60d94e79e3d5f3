#include "kiosk/screen/window_text.h"

#include "kiosk/screen/letters.h"
#include "kiosk/screen/wrap.h"

#include <string.h>

enum {
    LINES_MAX = 6,
    STEPS = 24, /* sizes that are tried between the wanted and the least */
};

static const char ellipsis[] = "…";

struct setter {
    struct ts_fonts *fonts;
    enum ts_weight weight;
    int em_px;
    bool rtl; /* the paragraph */
};

int
ts_text_overhang(int em_px)
{
    return em_px * 2 / 5;
}

/* SDL_ttf wants a NUL at the end. */
static const char *
terminated(char copy[static TS_TEXT_BYTES + 8], ts_span text)
{
    TS_CHECK(text.len < TS_TEXT_BYTES + 8);
    if (text.len > 0)
        memcpy(copy, text.at, text.len);
    copy[text.len] = '\0';
    return copy;
}

static TTF_Font *
font_of(const struct setter *setter, struct ts_run run)
{
    TTF_Font *font = ts_fonts_at(setter->fonts, run.face, setter->weight, setter->em_px);
    if (font)
        TTF_SetFontDirection(font, run.rtl ? TTF_DIRECTION_RTL : TTF_DIRECTION_LTR);
    return font;
}

static int
run_width(const struct setter *setter, struct ts_run run)
{
    char copy[TS_TEXT_BYTES + 8];
    int width = 0;
    TTF_Font *font = font_of(setter, run);
    if (font)
        TTF_SizeUTF8(font, terminated(copy, run.text), &width, NULL);
    return width;
}

static int
line_width(void *context, ts_span line)
{
    const struct setter *setter = context;
    struct ts_run runs[TS_RUNS_MAX];
    int width = 0;
    size_t count = ts_fonts_split(setter->fonts, runs, line, setter->rtl);
    for (size_t i = 0; i < count; i++)
        width += run_width(setter, runs[i]);
    return width;
}

struct lines {
    ts_span at[LINES_MAX];
    size_t count;
    char ends[LINES_MAX][TS_TEXT_BYTES + 8]; /* of lines that were cut */
};

static size_t
lines_allowed(const struct ts_item *item, int em_px)
{
    int fit = item->box.h / ts_line_height(em_px);
    int max = item->text.max_lines < fit ? item->text.max_lines : fit;
    return max < 1 ? 1 : max > LINES_MAX ? LINES_MAX : (size_t)max;
}

static bool
fits(struct setter *setter, struct lines *lines, ts_span text, const struct ts_item *item)
{
    size_t max = lines_allowed(item, setter->em_px);
    size_t count = ts_wrap(lines->at, max, text, item->box.w, line_width, setter);
    lines->count = count < max ? count : max;
    bool fit = count <= max;
    for (size_t i = 0; i < lines->count; i++)
        fit = fit && line_width(setter, lines->at[i]) <= item->box.w;
    return fit;
}

/* Even lines instead of a full one and a lonely word. */
static void
balance(struct setter *setter, struct lines *lines, ts_span text, int width)
{
    int least = width / (int)lines->count;
    while (width - least > 1) {
        int middle = least + (width - least) / 2;
        if (ts_wrap(NULL, 0, text, middle, line_width, setter) > lines->count)
            least = middle;
        else
            width = middle;
    }
    ts_wrap(lines->at, lines->count, text, width, line_width, setter);
}

static ts_span
shortened(struct lines *lines, size_t i, ts_span line)
{
    char *end = lines->ends[i];
    if (line.len > 0)
        memcpy(end, line.at, line.len);
    memcpy(end + line.len, ellipsis, sizeof(ellipsis));
    return ts_span_text(end);
}

/* The longest start that fits with an ellipsis, found by halving: a long name in
 * a complex script is slow to measure. */
static void
cut_line(struct setter *setter, struct lines *lines, size_t i, int width)
{
    ts_span whole = ts_letters_prefix(lines->at[i], TS_TEXT_BYTES);
    size_t fitting = 0;
    size_t too_long = whole.len + 1;
    while (too_long - fitting > 1) {
        size_t middle = fitting + (too_long - fitting) / 2;
        ts_span trial = shortened(lines, i, ts_letters_prefix(whole, middle));
        if (line_width(setter, trial) <= width)
            fitting = middle;
        else
            too_long = middle;
    }
    lines->at[i] = shortened(lines, i, ts_letters_prefix(whole, fitting));
}

static void
cut_lines(struct setter *setter, struct lines *lines, bool rest_is_left,
          const struct ts_item *item)
{
    for (size_t i = 0; i < lines->count; i++) {
        bool last = i + 1 == lines->count;
        if (line_width(setter, lines->at[i]) > item->box.w || (last && rest_is_left))
            cut_line(setter, lines, i, item->box.w);
    }
}

/* Finds size and lines; smaller text first, an ellipsis only when that fails. */
static bool
choose(struct setter *setter, struct lines *lines, ts_span text, bool cut,
       const struct ts_item *item)
{
    int step = item->text.em_px / STEPS + 1;
    int em = item->text.em_px;
    while (!cut) {
        setter->em_px = em;
        if (fits(setter, lines, text, item)) {
            if (lines->count > 1)
                balance(setter, lines, text, item->box.w);
            return false;
        }
        if (em <= item->text.em_least_px)
            break;
        em = em - step > item->text.em_least_px ? em - step : item->text.em_least_px;
    }
    setter->em_px = item->text.em_least_px;
    fits(setter, lines, text, item);
    cut_lines(setter, lines, cut, item);
    return true;
}

static int
baseline_in_line(int em_px)
{
    /* Capitals stand in the middle of their line. */
    return (ts_line_height(em_px) + em_px * TS_CAP_PERMILLE / 1000) / 2;
}

static void
draw_run(const struct setter *setter, struct ts_run run, SDL_Surface *picture, int x,
         int baseline, struct ts_colour colour)
{
    char copy[TS_TEXT_BYTES + 8];
    SDL_Color ink = { colour.r, colour.g, colour.b, colour.a };
    TTF_Font *font = font_of(setter, run);
    SDL_Surface *letters =
        font ? TTF_RenderUTF8_Blended(font, terminated(copy, run.text), ink) : NULL;
    if (!letters)
        return;
    SDL_Rect at = { x, baseline - TTF_FontAscent(font), letters->w, letters->h };
    SDL_SetSurfaceBlendMode(letters, SDL_BLENDMODE_BLEND);
    SDL_BlitSurface(letters, NULL, picture, &at);
    SDL_FreeSurface(letters);
}

static void
draw_line(struct setter *setter, ts_span line, SDL_Surface *picture, int x, int baseline,
          struct ts_colour colour)
{
    struct ts_run runs[TS_RUNS_MAX];
    size_t count = ts_fonts_split(setter->fonts, runs, line, setter->rtl);
    for (size_t i = 0; i < count; i++) {
        draw_run(setter, runs[i], picture, x, baseline, colour);
        x += run_width(setter, runs[i]);
    }
}

static int
indent(enum ts_align align, int room)
{
    switch (align) {
    case TS_ALIGN_START: return 0;
    case TS_ALIGN_CENTRE: return room / 2;
    case TS_ALIGN_END: return room;
    }
    return 0;
}

static SDL_Surface *
draw_lines(struct setter *setter, const struct lines *lines, const struct ts_item *item,
           struct ts_setting *setting)
{
    int overhang = ts_text_overhang(setter->em_px);
    int height = ts_line_height(setter->em_px);
    int widest = 1;
    for (size_t i = 0; i < lines->count; i++) {
        int width = line_width(setter, lines->at[i]);
        widest = width > widest ? width : widest;
    }
    setting->width = widest;
    setting->height = (int)lines->count * height + 2 * overhang;
    SDL_Surface *picture = SDL_CreateRGBSurfaceWithFormat(
        0, setting->width, setting->height, 32, SDL_PIXELFORMAT_ARGB8888);
    if (!picture)
        return NULL;
    /* Transparent, but of the letters' colour: blending onto it leaves no fringe. */
    struct ts_colour ink = item->colour;
    SDL_FillRect(picture, NULL, SDL_MapRGBA(picture->format, ink.r, ink.g, ink.b, 0));
    for (size_t i = 0; i < lines->count; i++) {
        int room = widest - line_width(setter, lines->at[i]);
        draw_line(setter, lines->at[i], picture, indent(item->text.align, room),
                  overhang + (int)i * height + baseline_in_line(setter->em_px), ink);
    }
    return picture;
}

SDL_Surface *
ts_text_set(struct ts_fonts *fonts, const struct ts_item *item,
            struct ts_setting *setting)
{
    char clean[TS_TEXT_BYTES];
    struct lines lines = { 0 };
    struct setter setter = { fonts, item->text.weight, item->text.em_px, false };
    bool cut;
    ts_span text = ts_text_clean(clean, item->text.text, &cut);
    setter.rtl = ts_bidi_is_rtl(text);
    setting->ellipsised = choose(&setter, &lines, text, cut, item);
    setting->em_px = setter.em_px;
    return lines.count > 0 ? draw_lines(&setter, &lines, item, setting) : NULL;
}
