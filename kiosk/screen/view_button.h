#ifndef TS_SCREEN_VIEW_BUTTON_H
#define TS_SCREEN_VIEW_BUTTON_H

#include "kiosk/screen/drawing.h"

/* What is touched, as the files view_*.c draw it. */

struct ts_button {
    enum ts_icon icon; /**< NONE: the text alone. */
    ts_span text;
    bool icon_only; /**< The text is what the icon is called. */
    bool pressed;   /**< It is on, or chosen: ink and ground change places. */
    struct ts_touch touch;
};

void ts_view_button(struct ts_drawing *drawing, struct ts_box box,
                    const struct ts_button *button, struct ts_tone tone,
                    const struct ts_metrics *metrics);

/**
 * Buttons side by side at the foot of box, in as many lines as it takes; none when count
 * is 0. With drawing NULL only measures. Gives the height they take, with a gap above.
 */
int ts_view_button_row(struct ts_drawing *drawing, struct ts_box box,
                       const struct ts_button *buttons, size_t count, struct ts_tone tone,
                       const struct ts_metrics *metrics);

#endif
