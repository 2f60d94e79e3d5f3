#ifndef TS_SCREEN_ICON_SHAPES_H
#define TS_SCREEN_ICON_SHAPES_H

#include "kiosk/screen/icons.h"

/*
 * What icons are made of. Every icon is a signed distance: negative inside, in a square
 * from -1 to 1 with y downwards. Only operations that IEEE 754 rounds exactly are used,
 * so that two machines draw the same pixels.
 */
struct ts_icon_point {
    double x, y;
};

double ts_icon_smaller(double a, double b);
double ts_icon_larger(double a, double b);
double ts_icon_length(double x, double y);
double ts_icon_disc(struct ts_icon_point p, double x, double y, double radius);

/** From a to b with round ends. */
double ts_icon_stroke(struct ts_icon_point p, struct ts_icon_point a,
                      struct ts_icon_point b, double radius);
double ts_icon_plate(struct ts_icon_point p, struct ts_icon_point centre,
                     struct ts_icon_point half, double radius);

/** Of any icon; 2 for none. */
double ts_icon_distance(struct ts_icon_point p, enum ts_icon icon);

/** The signs of what is touched (icons_touched.c). */
double ts_icon_touched(struct ts_icon_point p, enum ts_icon icon);

#endif
