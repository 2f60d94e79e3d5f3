#ifndef TS_SCREEN_WINDOW_FONTS_H
#define TS_SCREEN_WINDOW_FONTS_H

#include "kiosk/screen/drawing.h"

#include <SDL_ttf.h>

/* SDL_ttf sets a string in one font; these choose the font for each part of it. */

enum ts_face {
    TS_FACE_SANS = 0,
    TS_FACE_SYLLABICS,
    TS_FACE_ARABIC,
    TS_FACE_HEBREW,
};
enum { TS_FACE_COUNT = TS_FACE_HEBREW + 1 };

struct ts_fonts {
    TTF_Font *open[TS_FACE_COUNT][TS_WEIGHT_COUNT]; /**< NULL: not installed. */
    int em_px[TS_FACE_COUNT][TS_WEIGHT_COUNT];
};

/**
 * Opens the Noto fonts below folder; Sans and Canadian Aboriginal must be there,
 * Arabic and Hebrew may. TS_OK, TS_ABSENT (fault->rule names the file) or TS_IO.
 */
TS_MUST_USE enum ts_status
ts_fonts_open(struct ts_fonts *fonts, const char *folder, struct ts_fault *fault);
void ts_fonts_close(struct ts_fonts *fonts);

/** The font at a size; NULL where the face is not installed. */
TTF_Font *
ts_fonts_at(struct ts_fonts *fonts, enum ts_face face, enum ts_weight weight, int em_px);

/** A piece of text in one face, in logical order. */
struct ts_run {
    enum ts_face face;
    ts_span text;
};

enum { TS_RUNS_MAX = 64 };

/**
 * Splits well-formed text into runs by what the faces cover. Letters that none has
 * stay in Sans, which draws its empty box. Spaces between two runs are a run of
 * their own. Where there are more than TS_RUNS_MAX the rest is left out. rtl tells
 * that the first letter is written from right to left: draw the last run first.
 */
size_t ts_fonts_split(struct ts_fonts *fonts, struct ts_run runs[static TS_RUNS_MAX],
                      ts_span text, bool *rtl);

#endif
