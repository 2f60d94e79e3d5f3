#ifndef TS_SCREEN_WINDOW_SDL_H
#define TS_SCREEN_WINDOW_SDL_H

#include "firmware/board/camera.h"
#include "kiosk/screen/drawing.h"

/**
 * A window or the whole display, through SDL2: KMSDRM, X11, Wayland, offscreen or
 * dummy, as SDL finds or SDL_VIDEODRIVER says. Drawn in software where the display
 * allows it, through the GPU on KMSDRM and Wayland, or as SDL_RENDER_DRIVER says. All
 * calls on the thread that opened it.
 */
struct ts_window;

struct ts_window_options {
    const char *title;
    int width_px, height_px; /**< Of the window; fullscreen has the display's own. */
    bool fullscreen;
    int rotation_deg;        /**< How the display hangs: see turn.h. */
    bool mirrored;           /**< The live picture, for a camera that faces people. */
    double px_per_mm;        /**< 0: ask the display, which often does not know. */
    const char *font_folder; /**< NULL: TOUCHSTONE_FONT_DIR, else where distributions
                                  put Noto's fonts. */
};

/**
 * fault->rule says in plain words what failed, also what to install; SDL's own
 * words go to stderr. Returns TS_OK; TS_ABSENT (no fonts); TS_IO (SDL refused) or
 * TS_NO_SPACE. Close what was opened.
 */
TS_MUST_USE enum ts_status
ts_window_open(struct ts_window **window, const struct ts_window_options *options,
               struct ts_fault *fault);
void ts_window_close(struct ts_window *window);

/** What a view model wants to know, upright; may change after TS_INPUT_RESIZED. */
void ts_window_size(const struct ts_window *window, int *width_px, int *height_px,
                    double *px_per_mm);

/** "x11/opengl", "KMSDRM/opengles2", "dummy/software", for doctor. */
const char *ts_window_driver(const struct ts_window *window);

/** How the texts of a drawing came out. */
struct ts_fit_report {
    size_t texts;
    size_t shrunk;     /**< Set smaller than the drawing wished. */
    size_t ellipsised; /**< Cut: something was not shown. */
    int least_em_px;   /**< The smallest that was set; 0 without text. */
};

/**
 * Draws a picture, not yet visible. frame is the newest camera frame or NULL for
 * the one before; it is not looked at after the call. report may be NULL. Texts
 * and icons are kept as textures, so that the next similar picture costs little.
 */
void ts_window_draw(struct ts_window *window, const struct ts_drawing *drawing,
                    const struct ts_frame *frame, struct ts_fit_report *report);

/** Writes what was drawn last as PNG, as it is on the display; between draw and show.
 * TS_OK or TS_IO. */
TS_MUST_USE enum ts_status ts_window_save(struct ts_window *window, const char *path);

/** The same, 3 bytes a pixel, row by row; between draw and show. rgb.len is exactly that
 * of the display. TS_OK, TS_NO_SPACE or TS_IO. */
TS_MUST_USE enum ts_status ts_window_read(struct ts_window *window, ts_room rgb);

/** Makes what was drawn visible. Waits for the display only where the GPU draws: the
 * caller keeps the pace. */
void ts_window_show(struct ts_window *window);

/** Drops every texture of text, and the camera picture: after a wipe nothing of a
 * person stays in the window's memory either. */
void ts_window_forget(struct ts_window *window);

enum ts_input_kind {
    TS_INPUT_NONE = 0,
    TS_INPUT_QUIT,
    TS_INPUT_KEY,
    TS_INPUT_TOUCH,   /**< Finger or left mouse button, going down. */
    TS_INPUT_TEXT,    /**< A letter was typed on a keyboard, with whatever that takes. */
    TS_INPUT_RESIZED, /**< Also when the display was changed or lost its memory. */
};

enum ts_key {
    TS_KEY_OTHER = 0,
    TS_KEY_ESCAPE,
    TS_KEY_ENTER, /**< Stands for a touch; so does the space bar. */
    TS_KEY_SPACE, /**< Where somebody types, it comes as TEXT as well. */
    TS_KEY_ERASE,
    TS_KEY_FULLSCREEN,
    TS_KEY_LANGUAGE,
};

struct ts_input {
    enum ts_input_kind kind;
    int x, y; /**< TOUCH: in view coordinates. */
    enum ts_key key;
    uint32_t letter; /**< TEXT: a code point. */
};

/** The next input, waiting at most timeout_ms for it; false when there is none. */
bool
ts_window_poll(struct ts_window *window, struct ts_input *input, uint32_t timeout_ms);

/** Between window and whole display. TS_OK or TS_IO. */
TS_MUST_USE enum ts_status ts_window_toggle_fullscreen(struct ts_window *window);

#endif
