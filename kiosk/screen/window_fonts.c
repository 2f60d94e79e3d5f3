#include "kiosk/screen/window_fonts.h"

#include "kiosk/screen/font_files.h"
#include "kiosk/screen/letters.h"
#include "kiosk/screen/words_language.h"

#include <stdio.h>

enum { CHOICES = 2 };

static const struct {
    const char *name;
    const char *files[CHOICES][TS_WEIGHT_COUNT]; /* the first that is there */
    const char *script;                          /* ISO 15924 */
} faces[TS_FACE_COUNT] = {
    [TS_FACE_SANS] = { "Noto Sans",
                       { { "NotoSans-Regular.ttf", "NotoSans-Bold.ttf" },
                         { "DejaVuSans.ttf", "DejaVuSans-Bold.ttf" } },
                       "Latn" },
    [TS_FACE_SYLLABICS] = { "Noto Sans Canadian Aboriginal",
                            { { "NotoSansCanadianAboriginal-Regular.ttf",
                                "NotoSansCanadianAboriginal-Bold.ttf" } },
                            "Cans" },
    [TS_FACE_ARABIC] = { "Noto Sans Arabic",
                         { { "NotoSansArabic-Regular.ttf", "NotoSansArabic-Bold.ttf" } },
                         "Arab" },
    [TS_FACE_HEBREW] = { "Noto Sans Hebrew",
                         { { "NotoSansHebrew-Regular.ttf", "NotoSansHebrew-Bold.ttf" } },
                         "Hebr" },
};

static bool
found(char path[static TS_FONT_PATH_SIZE], const char *folder, const char *file)
{
    return file && ts_font_file_find(path, folder, file);
}

static enum ts_status
open_font(struct ts_fonts *fonts, size_t face, enum ts_weight weight, const char *path,
          const char *script)
{
    const int em_px = 32; /* any: set anew before use */
    TTF_Font *font = TTF_OpenFont(path, em_px);
    if (!font) {
        fprintf(stderr, "screen: cannot open %s: %s\n", path, TTF_GetError());
        return TS_IO;
    }
    TTF_SetFontHinting(font, TTF_HINTING_LIGHT);
    TTF_SetFontDirection(font, TTF_DIRECTION_LTR);
    if (script && script[0])
        TTF_SetFontScriptName(font, script);
    fonts->open[face][weight] = font;
    fonts->em_px[face][weight] = em_px;
    return TS_OK;
}

/* A bold that is missing is no reason to show boxes. */
static enum ts_status
open_face(struct ts_fonts *fonts, const char *folder, enum ts_face face)
{
    char path[TS_FONT_PATH_SIZE];
    for (size_t choice = 0; choice < CHOICES; choice++) {
        const char *const *files = faces[face].files[choice];
        if (!found(path, folder, files[TS_WEIGHT_REGULAR]))
            continue;
        enum ts_status status =
            open_font(fonts, face, TS_WEIGHT_REGULAR, path, faces[face].script);
        if (status == TS_OK) {
            if (!found(path, folder, files[TS_WEIGHT_BOLD]))
                found(path, folder, files[TS_WEIGHT_REGULAR]);
            status = open_font(fonts, face, TS_WEIGHT_BOLD, path, faces[face].script);
        }
        return status;
    }
    return TS_ABSENT;
}

static bool
found_of_language(char path[static TS_FONT_PATH_SIZE], const char *folder,
                  const char *code, const char *file)
{
    char beside[TS_FONT_PATH_SIZE];
    snprintf(beside, sizeof(beside), "%s/%s", ts_words_folder(), code);
    return file[0] && (ts_font_file_in(path, beside, file) || found(path, folder, file));
}

static void
open_language(struct ts_fonts *fonts, const char *folder, const char *code)
{
    char path[TS_FONT_PATH_SIZE];
    struct ts_language_file file;
    size_t face = fonts->count;
    if (face == TS_FACES_MAX || !ts_language_file_load(&file, code)
        || file.fonts[TS_WEIGHT_REGULAR][0] == '\0')
        return;
    for (size_t weight = 0; weight < TS_WEIGHT_COUNT; weight++) {
        const char *wanted = file.fonts[weight][0] ? file.fonts[weight] : file.fonts[0];
        if (!found_of_language(path, folder, code, wanted))
            fprintf(stderr, "screen: the font %s of language %s is missing\n", wanted,
                    code);
        else if (open_font(fonts, face, (enum ts_weight)weight, path, file.script)
                 == TS_OK)
            fonts->count = face + 1;
    }
}

static void
open_languages(struct ts_fonts *fonts, const char *folder)
{
    struct ts_language languages[TS_LANGUAGES_MAX];
    size_t count = ts_words_languages(languages, TS_LANGUAGES_MAX, NULL);
    for (size_t i = 0; i < count; i++)
        open_language(fonts, folder, languages[i].code);
}

enum ts_status
ts_fonts_open(struct ts_fonts *fonts, const char *folder, struct ts_fault *fault)
{
    *fonts = (struct ts_fonts){ .count = TS_FACE_COUNT };
    for (size_t face = 0; face < TS_FACE_COUNT; face++) {
        enum ts_status status = open_face(fonts, folder, (enum ts_face)face);
        if (status == TS_OK)
            continue;
        if (face == TS_FACE_SANS) {
            ts_fonts_close(fonts);
            return ts_fault_set(fault, status, 0,
                                "the font Noto Sans is missing: install fonts-noto-core, "
                                "or set TOUCHSTONE_FONT_DIR");
        }
        fprintf(stderr,
                "screen: the font %s is missing, its letters are shown as boxes: install "
                "fonts-noto-core\n",
                faces[face].name);
    }
    open_languages(fonts, folder);
    return TS_OK;
}

void
ts_fonts_close(struct ts_fonts *fonts)
{
    for (size_t face = 0; face < TS_FACES_MAX; face++)
        for (size_t weight = 0; weight < TS_WEIGHT_COUNT; weight++)
            if (fonts->open[face][weight])
                TTF_CloseFont(fonts->open[face][weight]);
    *fonts = (struct ts_fonts){ 0 };
}

TTF_Font *
ts_fonts_at(struct ts_fonts *fonts, size_t face, enum ts_weight weight, int em_px)
{
    TTF_Font *font = fonts->open[face][weight];
    if (font && fonts->em_px[face][weight] != em_px) {
        TTF_SetFontSize(font, em_px);
        fonts->em_px[face][weight] = em_px;
    }
    return font;
}

static bool
covers(const struct ts_fonts *fonts, size_t face, uint32_t code)
{
    TTF_Font *font = fonts->open[face][TS_WEIGHT_REGULAR];
    return font && fonts->open[face][TS_WEIGHT_BOLD] && TTF_GlyphIsProvided32(font, code);
}

bool
ts_fonts_cover(const struct ts_fonts *fonts, uint32_t code)
{
    for (size_t face = 0; face < fonts->count; face++)
        if (covers(fonts, face, code))
            return true;
    return false;
}

/* A letter with its marks; joiners are instructions, which need no shape. */
static bool
covers_cluster(const struct ts_fonts *fonts, size_t face, ts_span cluster)
{
    size_t len;
    for (size_t at = 0; at < cluster.len; at += len) {
        uint32_t code = ts_letter(ts_span_part(cluster, at, cluster.len), &len);
        if (!ts_letter_is_joiner(code) && !covers(fonts, face, code))
            return false;
    }
    return true;
}

/* Digits, punctuation and marks, which go along with whatever they stand beside. */
static bool
is_neutral(uint32_t code)
{
    return code < 'A' || ts_letter_is_mark(code) || (code >= 0x2000 && code <= 0x206F);
}

static size_t
face_of(const struct ts_fonts *fonts, ts_span cluster, size_t before)
{
    size_t len;
    uint32_t base = ts_letter(cluster, &len);
    if (is_neutral(base) && covers_cluster(fonts, before, cluster))
        return before;
    for (size_t face = 0; face < fonts->count; face++)
        if (covers_cluster(fonts, face, cluster))
            return face;
    for (size_t face = 0; face < fonts->count; face++)
        if (covers(fonts, face, base))
            return face;
    return TS_FACE_SANS;
}

static size_t
split_part(const struct ts_fonts *fonts, struct ts_run *runs, struct ts_bidi_part part)
{
    size_t count = 0;
    size_t face = TS_FACE_SANS;
    size_t len;
    for (size_t at = 0; at < part.text.len; at += len) {
        ts_span rest = ts_span_part(part.text, at, part.text.len);
        len = ts_letter_cluster(rest);
        face = face_of(fonts, ts_span_part(rest, 0, len), face);
        if (count == 0 || runs[count - 1].face != face)
            runs[count++] = (struct ts_run){ face, part.rtl, { rest.at, 0 } };
        runs[count - 1].text.len += len;
    }
    for (size_t i = 0, j = count; part.rtl && i + 1 < j; i++) {
        struct ts_run kept = runs[i];
        runs[i] = runs[--j];
        runs[j] = kept;
    }
    return count;
}

size_t
ts_fonts_split(const struct ts_fonts *fonts, struct ts_run runs[static TS_RUNS_MAX],
               ts_span line, bool paragraph_is_rtl)
{
    struct ts_bidi_part parts[TS_BIDI_PARTS_MAX];
    size_t part_count = ts_bidi_split(parts, line, paragraph_is_rtl);
    size_t count = 0;
    for (size_t i = 0; i < part_count; i++)
        count += split_part(fonts, runs + count, parts[i]);
    return count;
}
