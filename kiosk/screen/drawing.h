#ifndef TS_SCREEN_DRAWING_H
#define TS_SCREEN_DRAWING_H

#include "firmware/board/portrait.h"
#include "kiosk/screen/icons.h"
#include "kiosk/screen/page.h"
#include "kiosk/screen/theme.h"

/**
 * What one picture of the screen consists of: a list, drawn in order. Made by
 * view.h, carried out by window_sdl.h, looked at by tests.
 */
struct ts_box {
    int x, y, w, h;
};

enum {
    TS_MODULES_MAX = 97, /**< Version 20: what a kiosk shows is smaller. */
    TS_QUIET_ZONE = 4,   /**< Modules, ISO/IEC 18004:2015 6.3.8. */
};

enum ts_weight {
    TS_WEIGHT_REGULAR = 0,
    TS_WEIGHT_BOLD,
};
enum { TS_WEIGHT_COUNT = TS_WEIGHT_BOLD + 1 };

enum ts_align {
    TS_ALIGN_START = 0,
    TS_ALIGN_CENTRE,
    TS_ALIGN_END,
};

/**
 * Text in a box, wrapped at spaces; a single line (max_lines 1) in the middle of
 * its height, a paragraph at the top. Drawn with em_px, or
 * as much smaller as it takes to fit, down to em_least_px; what does not fit even
 * then ends in an ellipsis.
 */
struct ts_text {
    ts_span text; /**< UTF-8; views the model, the words or the drawing's letters. */
    int em_px, em_least_px;
    int max_lines;
    enum ts_weight weight;
    enum ts_align align;
};

enum ts_item_kind {
    TS_ITEM_RECTANGLE = 0,
    TS_ITEM_ICON,
    TS_ITEM_TEXT,
    TS_ITEM_PICTURE, /**< The newest camera frame, cropped to fill the box. */
    TS_ITEM_BAR,     /**< A rectangle of colour over the first permille of the box. */
    TS_ITEM_RING,    /**< The first permille of a ring in the middle of the box. */
    TS_ITEM_PHOTO,   /**< All of a face, as large as the box lets it. */
    TS_ITEM_CODE,    /**< A QR code, its modules as large as the box lets them. */
};

/** The modules of a QR code, row by row; with its quiet zone it is drawn dark on white.
 */
struct ts_modules {
    int width;                                     /**< 0: there is none. */
    uint8_t dark[TS_MODULES_MAX * TS_MODULES_MAX]; /**< Not 0: dark. */
};

struct ts_item {
    enum ts_item_kind kind;
    struct ts_box box;
    struct ts_colour colour;
    int radius;                    /**< RECTANGLE: of its corners. */
    enum ts_icon icon;             /**< ICON: drawn in the middle of the box, square. */
    int permille;                  /**< BAR, RING */
    struct ts_text text;           /**< TEXT */
    const struct ts_photo *photo;  /**< PHOTO: its owner's; never kept. */
    const struct ts_modules *code; /**< CODE: its owner's. */
};

/** Where it can be touched, what that means, and what to call it where that is not
 * drawn; label is empty otherwise. */
struct ts_touch_target {
    struct ts_box box;
    struct ts_touch touch;
    ts_span label;
    size_t items_before; /**< Of the drawing: what belongs to it was drawn later. */
    bool on;             /**< It is pressed or chosen. */
};

enum {
    TS_DRAWING_ITEMS = 240,
    TS_DRAWING_TARGETS = 80, /**< A keyboard has 50 keys. */
    TS_DRAWING_LETTERS = 8192,
};

struct ts_drawing {
    struct ts_item items[TS_DRAWING_ITEMS];
    size_t count;
    struct ts_item lost; /**< Takes what does not fit. */
    struct ts_touch_target targets[TS_DRAWING_TARGETS];
    size_t target_count;
    char letters[TS_DRAWING_LETTERS]; /**< Text that was put together for this picture. */
    size_t letters_used;
    bool full; /**< Something did not fit in; the picture lacks it. */
};

/** Nothing drawn on ground. */
void ts_drawing_start(struct ts_drawing *drawing, const struct ts_metrics *metrics,
                      struct ts_colour ground);

void ts_draw_rectangle(struct ts_drawing *drawing, struct ts_box box,
                       struct ts_colour colour, int radius);
void ts_draw_icon(struct ts_drawing *drawing, struct ts_box box, enum ts_icon icon,
                  struct ts_colour colour);
void ts_draw_picture(struct ts_drawing *drawing, struct ts_box box);
void ts_draw_bar(struct ts_drawing *drawing, struct ts_box box, int permille,
                 struct ts_colour colour);

void ts_draw_ring(struct ts_drawing *drawing, struct ts_box box, int permille,
                  struct ts_colour colour);

void ts_draw_photo(struct ts_drawing *drawing, struct ts_box box,
                   const struct ts_photo *photo);

void ts_draw_code(struct ts_drawing *drawing, struct ts_box box,
                  const struct ts_modules *code, struct ts_colour dark);

/** The box can be touched. Draws nothing. */
void ts_draw_target(struct ts_drawing *drawing, struct ts_box box, struct ts_touch touch,
                    ts_span label);

/** The target drawn last is pressed or chosen, which its looks say as well. */
void ts_draw_target_on(struct ts_drawing *drawing);

/** What a touch at a point of this picture means. Of targets above each other the one
 * that was drawn last. */
struct ts_touch ts_drawing_touched(const struct ts_drawing *drawing, int x, int y);

/** Empty text draws nothing. */
void ts_draw_text(struct ts_drawing *drawing, struct ts_box box, struct ts_text text,
                  struct ts_colour colour);

/** Of what is drawn, the camera's frame left out: the same for the same picture, and
 * hardly ever for another one. Says nothing of what the texts were. */
uint64_t ts_drawing_digest(const struct ts_drawing *drawing);

/** Copies text into the drawing's letters; cut between two characters when full. */
ts_span ts_drawing_keep(struct ts_drawing *drawing, ts_span text);

#endif
