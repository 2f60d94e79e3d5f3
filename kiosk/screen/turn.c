#include "kiosk/screen/turn.h"

bool
ts_turn_is_sideways(struct ts_turn turn)
{
    return turn.degrees == 90 || turn.degrees == 270;
}

int
ts_turn_width(struct ts_turn turn)
{
    return ts_turn_is_sideways(turn) ? turn.height_px : turn.width_px;
}

int
ts_turn_height(struct ts_turn turn)
{
    return ts_turn_is_sideways(turn) ? turn.width_px : turn.height_px;
}

void
ts_turn_point(struct ts_turn turn, int *x, int *y)
{
    int right = turn.width_px - 1 - *x;
    int below = turn.height_px - 1 - *y;
    int from_left = *x;
    switch (turn.degrees) {
    case 90:
        *x = *y;
        *y = right;
        break;
    case 180:
        *x = right;
        *y = below;
        break;
    case 270:
        *x = below;
        *y = from_left;
        break;
    default: break;
    }
}
