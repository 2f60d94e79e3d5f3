#include "kiosk/screen/icon_shapes.h"

#include <math.h>

double
ts_icon_smaller(double a, double b)
{
    return a < b ? a : b;
}

double
ts_icon_larger(double a, double b)
{
    return a > b ? a : b;
}

double
ts_icon_length(double x, double y)
{
    return sqrt(x * x + y * y);
}

double
ts_icon_disc(struct ts_icon_point p, double x, double y, double radius)
{
    return ts_icon_length(p.x - x, p.y - y) - radius;
}

/* A stroke from a to b with round ends. */
double
ts_icon_stroke(struct ts_icon_point p, struct ts_icon_point a, struct ts_icon_point b,
               double radius)
{
    double dx = b.x - a.x;
    double dy = b.y - a.y;
    double along = ((p.x - a.x) * dx + (p.y - a.y) * dy) / (dx * dx + dy * dy);
    along = ts_icon_smaller(ts_icon_larger(along, 0), 1);
    return ts_icon_length(p.x - a.x - along * dx, p.y - a.y - along * dy) - radius;
}

double
ts_icon_plate(struct ts_icon_point p, struct ts_icon_point centre,
              struct ts_icon_point half, double radius)
{
    double x = fabs(p.x - centre.x) - half.x + radius;
    double y = fabs(p.y - centre.y) - half.y + radius;
    double outside = ts_icon_length(ts_icon_larger(x, 0), ts_icon_larger(y, 0));
    return outside + ts_icon_smaller(ts_icon_larger(x, y), 0) - radius;
}
