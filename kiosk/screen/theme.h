#ifndef TS_SCREEN_THEME_H
#define TS_SCREEN_THEME_H

#include "firmware/base/span.h"
#include "kiosk/verdict/verdict.h"

/**
 * Colours and sizes. Every verdict has its own background, far from the others
 * for every type of colour vision; every text has a contrast of 8:1 or more.
 */
struct ts_colour {
    uint8_t r, g, b, a;
};

/** A background and what is drawn on it. */
struct ts_tone {
    struct ts_colour ground;
    struct ts_colour panel; /**< Groups rows; its contrast with ink is no lower. */
    struct ts_colour ink;
};

/** Scan, Start, Out of order and every page. */
struct ts_tone ts_theme_neutral(void);

/** Grey: a verdict that nobody must rely on. */
struct ts_tone ts_theme_demo(void);
struct ts_tone ts_theme_verdict(enum ts_verdict_kind kind);

/**
 * Sizes of one display in pixels. Heights of text are its em, of which a capital
 * of Noto Sans takes TS_CAP_PERMILLE.
 */
#define TS_CAP_PERMILLE 714

/** Capitals in tenths of a millimetre: wanted at least, and never under. */
#define TS_CAP_WANTED_MM10 73
#define TS_CAP_LEAST_MM10 48

/** What is touched, in tenths of a millimetre, at least; and with gloves on. */
#define TS_TARGET_MM10 200
#define TS_TARGET_GLOVES_MM10 250

/** What a display is taken for when nobody measured it: 7 inches at 800x480. */
#define TS_PX_PER_MM_USUAL 5.2

struct ts_metrics {
    int width, height;
    int margin;
    int gap;      /**< Between things that belong together. */
    int em_least; /**< Nothing is smaller. */
    int em_small; /**< For what is not read from afar. */
    int em_wanted;
    int em_most; /**< Larger helps nobody on this display. */
    int bar;     /**< Thickness of the time bar. */
    int target;  /**< Nothing that is touched is narrower or lower. */
    bool portrait;
};

/** px_per_mm outside 1 to 40 is taken for TS_PX_PER_MM_USUAL. */
struct ts_metrics ts_theme_metrics(int width_px, int height_px, double px_per_mm);

/** For whoever wears gloves, or reads with difficulty: nothing is then smaller than what
 * is otherwise wanted. */
void ts_theme_adapt(struct ts_metrics *metrics, double px_per_mm, bool gloves,
                    bool large_print);

/** From one baseline to the next; also the height of a line's box. */
int ts_line_height(int em_px);

#endif
