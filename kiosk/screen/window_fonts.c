#include "kiosk/screen/window_fonts.h"

#include "kiosk/screen/letters.h"

#include <stdio.h>
#include <unistd.h>

static const struct {
    const char *files[TS_WEIGHT_COUNT];
    const char *missing; /* NULL: it may be */
    TTF_Direction direction;
    const char *script; /* ISO 15924 */
} faces[TS_FACE_COUNT] = {
    [TS_FACE_SANS] = { { "NotoSans-Regular.ttf", "NotoSans-Bold.ttf" },
                       "the font Noto Sans is missing: install fonts-noto-core, or set "
                       "TOUCHSTONE_FONT_DIR",
                       TTF_DIRECTION_LTR,
                       "Latn" },
    [TS_FACE_SYLLABICS] = { { "NotoSansCanadianAboriginal-Regular.ttf",
                              "NotoSansCanadianAboriginal-Bold.ttf" },
                            "the font Noto Sans Canadian Aboriginal is missing: install "
                            "fonts-noto-core, or set TOUCHSTONE_FONT_DIR",
                            TTF_DIRECTION_LTR,
                            "Cans" },
    [TS_FACE_ARABIC] = { { "NotoSansArabic-Regular.ttf", "NotoSansArabic-Bold.ttf" },
                         NULL,
                         TTF_DIRECTION_RTL,
                         "Arab" },
    [TS_FACE_HEBREW] = { { "NotoSansHebrew-Regular.ttf", "NotoSansHebrew-Bold.ttf" },
                         NULL,
                         TTF_DIRECTION_RTL,
                         "Hebr" },
};

static enum ts_status
open_one(struct ts_fonts *fonts, const char *folder, enum ts_face face,
         enum ts_weight weight)
{
    char path[4096];
    const int em_px = 32; /* any: set anew before use */
    int len = snprintf(path, sizeof(path), "%s/%s", folder, faces[face].files[weight]);
    if (len < 0 || (size_t)len >= sizeof(path) || access(path, R_OK) != 0)
        return TS_ABSENT;
    TTF_Font *font = TTF_OpenFont(path, em_px);
    if (!font) {
        fprintf(stderr, "screen: cannot open %s: %s\n", path, TTF_GetError());
        return TS_IO;
    }
    TTF_SetFontHinting(font, TTF_HINTING_LIGHT);
    TTF_SetFontDirection(font, faces[face].direction);
    TTF_SetFontScriptName(font, faces[face].script);
    fonts->open[face][weight] = font;
    fonts->em_px[face][weight] = em_px;
    return TS_OK;
}

enum ts_status
ts_fonts_open(struct ts_fonts *fonts, const char *folder, struct ts_fault *fault)
{
    *fonts = (struct ts_fonts){ 0 };
    for (size_t face = 0; face < TS_FACE_COUNT; face++) {
        for (size_t weight = 0; weight < TS_WEIGHT_COUNT; weight++) {
            enum ts_status status =
                open_one(fonts, folder, (enum ts_face)face, (enum ts_weight)weight);
            if (status == TS_OK || !faces[face].missing)
                continue;
            ts_fonts_close(fonts);
            return ts_fault_set(fault, status, 0, faces[face].missing);
        }
    }
    return TS_OK;
}

void
ts_fonts_close(struct ts_fonts *fonts)
{
    for (size_t face = 0; face < TS_FACE_COUNT; face++)
        for (size_t weight = 0; weight < TS_WEIGHT_COUNT; weight++)
            if (fonts->open[face][weight])
                TTF_CloseFont(fonts->open[face][weight]);
    *fonts = (struct ts_fonts){ 0 };
}

TTF_Font *
ts_fonts_at(struct ts_fonts *fonts, enum ts_face face, enum ts_weight weight, int em_px)
{
    TTF_Font *font = fonts->open[face][weight];
    if (font && fonts->em_px[face][weight] != em_px) {
        TTF_SetFontSize(font, em_px);
        fonts->em_px[face][weight] = em_px;
    }
    return font;
}

static bool
covers(const struct ts_fonts *fonts, enum ts_face face, uint32_t code)
{
    TTF_Font *font = fonts->open[face][TS_WEIGHT_REGULAR];
    return font && fonts->open[face][TS_WEIGHT_BOLD] && TTF_GlyphIsProvided32(font, code);
}

/* Digits, punctuation and marks, which go along with whatever they stand beside. */
static bool
is_neutral(uint32_t code)
{
    return code < 'A' || ts_letter_is_mark(code) || (code >= 0x2000 && code <= 0x206F);
}

static enum ts_face
face_of(const struct ts_fonts *fonts, uint32_t code, enum ts_face before)
{
    if (is_neutral(code) && covers(fonts, before, code))
        return before;
    for (size_t face = 0; face < TS_FACE_COUNT; face++)
        if (covers(fonts, (enum ts_face)face, code))
            return (enum ts_face)face;
    return TS_FACE_SANS;
}

/* Cuts the spaces off the end of the last run into one of their own. */
static size_t
part_spaces(struct ts_run *runs, size_t count)
{
    struct ts_run *last = &runs[count - 1];
    size_t end = last->text.len;
    while (end > 0 && last->text.at[end - 1] == ' ')
        end--;
    if (end == 0 || end == last->text.len || count == TS_RUNS_MAX)
        return count;
    runs[count] =
        (struct ts_run){ TS_FACE_SANS, ts_span_part(last->text, end, last->text.len) };
    last->text.len = end;
    return count + 1;
}

size_t
ts_fonts_split(struct ts_fonts *fonts, struct ts_run runs[static TS_RUNS_MAX],
               ts_span text, bool *rtl)
{
    size_t count = 0;
    size_t len = 0;
    enum ts_face face = TS_FACE_SANS;
    bool started = false;
    *rtl = false;
    for (size_t at = 0; at < text.len; at += len) {
        uint32_t code = ts_letter(ts_span_part(text, at, text.len), &len);
        enum ts_face next = face_of(fonts, code, face);
        if (!started && !is_neutral(code)) {
            *rtl = faces[next].direction == TTF_DIRECTION_RTL;
            started = true;
        }
        if (count == 0 || next != face) {
            if (count > 0)
                count = part_spaces(runs, count);
            if (count == TS_RUNS_MAX)
                return count;
            runs[count++] = (struct ts_run){ next, { text.at + at, 0 } };
            face = next;
        }
        runs[count - 1].text.len += len;
    }
    return count;
}
