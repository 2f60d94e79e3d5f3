#ifndef TS_SCREEN_WINDOW_ITEMS_H
#define TS_SCREEN_WINDOW_ITEMS_H

#include "kiosk/screen/window_cache.h"

/* What window_sdl.c draws with. */

struct ts_painter {
    SDL_Renderer *renderer;
    struct ts_fonts fonts;
    struct ts_cache cache;
    SDL_Texture *picture; /* the camera's, scaled to picture_box */
    struct ts_box picture_box;
    bool has_picture;
    bool mirrored;
};

void ts_paint_rectangle(struct ts_painter *painter, const struct ts_item *item);
void ts_paint_bar(struct ts_painter *painter, const struct ts_item *item);
void ts_paint_icon(struct ts_painter *painter, const struct ts_item *item);
void ts_paint_picture(struct ts_painter *painter, const struct ts_item *item,
                      const struct ts_frame *frame);
void ts_paint_code(struct ts_painter *painter, const struct ts_item *item);
void ts_paint_photo(struct ts_painter *painter, const struct ts_item *item);
void ts_paint_text(struct ts_painter *painter, const struct ts_item *item,
                   struct ts_fit_report *report);

#endif
