#ifndef TS_SCREEN_WINDOW_TEXT_H
#define TS_SCREEN_WINDOW_TEXT_H

#include "kiosk/screen/window_fonts.h"
#include "kiosk/screen/window_sdl.h"

/** Bytes of one text that are looked at; what is longer is cut. */
enum { TS_TEXT_BYTES = 512 };

/** How far letters may reach beyond their box, above and below: stacked marks do. */
int ts_text_overhang(int em_px);

/**
 * What a text becomes before it is set: control characters and line ends become
 * spaces, characters that would turn the reading direction or are invisible are
 * left out (a name must not rearrange what stands beside it), ill-formed bytes
 * become U+FFFD; of many marks on one letter four stay. cut tells that text was longer
 * than TS_TEXT_BYTES.
 */
ts_span ts_text_clean(char clean[static TS_TEXT_BYTES], ts_span text, bool *cut);

/** What a box can hold of a text, and how. */
struct ts_setting {
    int em_px;
    bool ellipsised;
    int width, height; /**< Of the picture, with overhang. */
};

/**
 * Sets a text into a picture for a box: as wide as its widest line, at most
 * box.w. NULL when SDL refuses, or nothing is left to see.
 */
SDL_Surface *ts_text_set(struct ts_fonts *fonts, const struct ts_item *item,
                         struct ts_setting *setting);

#endif
