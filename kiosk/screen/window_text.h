#ifndef TS_SCREEN_WINDOW_TEXT_H
#define TS_SCREEN_WINDOW_TEXT_H

#include "kiosk/screen/clean_text.h"
#include "kiosk/screen/window_fonts.h"
#include "kiosk/screen/window_sdl.h"

/** How far letters may reach beyond their box, above and below: stacked marks do. */
int ts_text_overhang(int em_px);

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
