#ifndef TS_SCREEN_TURN_H
#define TS_SCREEN_TURN_H

#include <stdbool.h>

/**
 * A display that hangs on its side: what is drawn upright is turned clockwise onto it,
 * and touches back. Display drivers do not do it.
 */
struct ts_turn {
    int degrees;             /**< 0, 90, 180 or 270; anything else is 0. */
    int width_px, height_px; /**< Of the display. */
};

/** Width and height change places. */
bool ts_turn_is_sideways(struct ts_turn turn);

/** Of the picture that is drawn. */
int ts_turn_width(struct ts_turn turn);
int ts_turn_height(struct ts_turn turn);

/** Where in the picture a place of the display is. */
void ts_turn_point(struct ts_turn turn, int *x, int *y);

#endif
