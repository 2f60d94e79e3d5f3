#ifndef TS_SCREEN_WINDOW_FONTS_H
#define TS_SCREEN_WINDOW_FONTS_H

#include "kiosk/screen/bidi.h"
#include "kiosk/screen/drawing.h"

#include <SDL_ttf.h>

/* SDL_ttf sets a string in one font and one direction; these choose both for each part
 * of a text. */

/** Faces that are always looked for; those of languages (words_language.h) follow. */
enum ts_face {
    TS_FACE_SANS = 0,
    TS_FACE_SYLLABICS,
    TS_FACE_ARABIC,
    TS_FACE_HEBREW,
};
enum { TS_FACE_COUNT = TS_FACE_HEBREW + 1, TS_FACES_MAX = 16 };

struct ts_fonts {
    TTF_Font *open[TS_FACES_MAX][TS_WEIGHT_COUNT]; /**< NULL: not installed. */
    int em_px[TS_FACES_MAX][TS_WEIGHT_COUNT];
    size_t count; /**< Of faces. */
};

/**
 * Opens the fonts below folder; where that is NULL below TOUCHSTONE_FONT_DIR, else where
 * distributions put them; and the fonts of the languages there are. There must be a Sans
 * (Noto, else DejaVu); of every other face that is missing one line on stderr tells what
 * to install, and its letters become boxes. TS_OK, TS_ABSENT (fault->rule names the
 * font) or TS_IO.
 */
TS_MUST_USE enum ts_status
ts_fonts_open(struct ts_fonts *fonts, const char *folder, struct ts_fault *fault);
void ts_fonts_close(struct ts_fonts *fonts);

/** The font at a size; NULL where the face is not installed. */
TTF_Font *
ts_fonts_at(struct ts_fonts *fonts, size_t face, enum ts_weight weight, int em_px);

/** Whether some face has this letter. */
bool ts_fonts_cover(const struct ts_fonts *fonts, uint32_t code);

/** A piece of text in one face and one direction, in logical order. */
struct ts_run {
    size_t face;
    bool rtl;
    ts_span text;
};

enum { TS_RUNS_MAX = TS_BIDI_PARTS_MAX };

/**
 * Splits a line of well-formed text, at most TS_RUNS_MAX bytes, into runs to be drawn
 * from left to right, by direction and by what the faces cover. A letter, its marks and
 * what is joined to it stay together. Letters that no face has stay in Sans, which draws
 * its empty box.
 */
size_t
ts_fonts_split(const struct ts_fonts *fonts, struct ts_run runs[static TS_RUNS_MAX],
               ts_span line, bool paragraph_is_rtl);

#endif
