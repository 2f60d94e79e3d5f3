#include "kiosk/screen/icon_shapes.h"

#include <math.h>

static double
ring(struct ts_icon_point p, double radius, double pen)
{
    return fabs(ts_icon_disc(p, 0, 0, radius)) - pen;
}

/* A bent arrowhead that points up, or with y turned down. */
static double
chevron(struct ts_icon_point p)
{
    struct ts_icon_point one = { fabs(p.x), p.y };
    return ts_icon_stroke(one, (struct ts_icon_point){ 0, -0.34 },
                          (struct ts_icon_point){ 0.64, 0.3 }, 0.15);
}

static double
back(struct ts_icon_point p)
{
    struct ts_icon_point turned = { p.y, p.x + 0.22 };
    double shaft = ts_icon_stroke(p, (struct ts_icon_point){ -0.56, 0 },
                                  (struct ts_icon_point){ 0.7, 0 }, 0.14);
    return ts_icon_smaller(shaft, chevron(turned));
}

static double
plus(struct ts_icon_point p, bool both)
{
    static const struct ts_icon_point middle = { 0, 0 };
    double d = ts_icon_stroke((struct ts_icon_point){ fabs(p.x), p.y }, middle,
                              (struct ts_icon_point){ 0.58, 0 }, 0.15);
    if (!both)
        return d;
    return ts_icon_smaller(d, ts_icon_stroke((struct ts_icon_point){ p.x, fabs(p.y) },
                                             middle, (struct ts_icon_point){ 0, 0.58 },
                                             0.15));
}

static double
globe(struct ts_icon_point p)
{
    /* Meridians are circles squeezed to 0.45 of their width. */
    struct ts_icon_point squeezed = { p.x / 0.45, p.y };
    double meridian = (fabs(ts_icon_length(squeezed.x, squeezed.y) - 0.8)) * 0.45 - 0.05;
    double line = ts_icon_smaller(fabs(p.x), fabs(p.y)) - 0.05;
    double parallel = fabs(fabs(p.y) - 0.42) - 0.05;
    double inside = ts_icon_disc(p, 0, 0, 0.8);
    double grid = ts_icon_smaller(ts_icon_smaller(meridian, line), parallel);
    return ts_icon_smaller(ring(p, 0.8, 0.07), ts_icon_larger(inside, grid));
}

static double
gear(struct ts_icon_point p)
{
    static const double diagonal = 0.70710678;
    struct ts_icon_point turned = { (p.x + p.y) * diagonal, (p.x - p.y) * diagonal };
    struct ts_icon_point folded[2] = { { fabs(p.x), fabs(p.y) },
                                       { fabs(turned.x), fabs(turned.y) } };
    double d = ts_icon_disc(p, 0, 0, 0.6);
    for (int i = 0; i < 2; i++) {
        struct ts_icon_point q = folded[i];
        if (q.y > q.x)
            q = (struct ts_icon_point){ q.y, q.x };
        d = ts_icon_smaller(d, ts_icon_plate(q, (struct ts_icon_point){ 0.66, 0 },
                                             (struct ts_icon_point){ 0.2, 0.15 }, 0.05));
    }
    return ts_icon_larger(d, -ts_icon_disc(p, 0, 0, 0.28));
}

static double
person(struct ts_icon_point p, double x, double size)
{
    struct ts_icon_point q = { (p.x - x) / size, p.y / size };
    double body = ts_icon_larger(ts_icon_disc(q, 0, 0.72, 0.56), q.y - 0.72);
    return ts_icon_smaller(ts_icon_disc(q, 0, -0.3, 0.34), body) * size;
}

static double
people(struct ts_icon_point p)
{
    double front = person(p, 0, 0.9);
    struct ts_icon_point side = { fabs(p.x), p.y + 0.08 };
    return ts_icon_smaller(front, ts_icon_larger(person(side, 0.6, 0.66), 0.09 - front));
}

static double
erase(struct ts_icon_point p)
{
    struct ts_icon_point q = { fabs(p.x - 0.16), fabs(p.y) };
    double plate = ts_icon_plate(p, (struct ts_icon_point){ 0.18, 0 },
                                 (struct ts_icon_point){ 0.66, 0.5 }, 0.1);
    double tip = fabs(p.y) - 0.5 - (p.x + 0.42) * 1.05;
    double body = ts_icon_larger(ts_icon_smaller(plate, ts_icon_larger(tip / 1.45, p.x)),
                                 tip / 1.45);
    double mark = ts_icon_stroke(q, (struct ts_icon_point){ 0, 0 },
                                 (struct ts_icon_point){ 0.22, 0.22 }, 0.09);
    return ts_icon_larger(body, -mark);
}

static double
shift(struct ts_icon_point p)
{
    double head = (0.8 * fabs(p.x) - 0.75 * (p.y + 0.72)) / 1.1;
    double arrow = ts_icon_larger(head, p.y - 0.06);
    return ts_icon_smaller(arrow,
                           ts_icon_plate(p, (struct ts_icon_point){ 0, 0.3 },
                                         (struct ts_icon_point){ 0.28, 0.4 }, 0.04));
}

static double
code(struct ts_icon_point p)
{
    static const struct ts_icon_point eyes[] = { { -0.46, -0.46 },
                                                 { 0.46, -0.46 },
                                                 { -0.46, 0.46 } };
    static const struct ts_icon_point dots[] = {
        { 0.22, 0.22 }, { 0.7, 0.22 }, { 0.46, 0.46 }, { 0.22, 0.7 }, { 0.7, 0.7 }
    };
    double d = 2;
    for (int i = 0; i < 3; i++) {
        double eye =
            ts_icon_plate(p, eyes[i], (struct ts_icon_point){ 0.36, 0.36 }, 0.02);
        d = ts_icon_smaller(d, ts_icon_larger(eye, -(eye + 0.13)));
        d = ts_icon_smaller(
            d, ts_icon_plate(p, eyes[i], (struct ts_icon_point){ 0.12, 0.12 }, 0));
    }
    for (int i = 0; i < 5; i++)
        d = ts_icon_smaller(
            d, ts_icon_plate(p, dots[i], (struct ts_icon_point){ 0.11, 0.11 }, 0));
    return d;
}

/* Raised, with four fingers and a thumb. */
static double
hand(struct ts_icon_point p)
{
    static const struct {
        struct ts_icon_point root, tip;
    } fingers[] = {
        { { -0.28, 0.1 }, { -0.36, -0.52 } }, { { -0.09, 0.1 }, { -0.1, -0.72 } },
        { { 0.1, 0.1 }, { 0.16, -0.66 } },    { { 0.28, 0.14 }, { 0.4, -0.42 } },
        { { -0.24, 0.5 }, { -0.66, 0.06 } },
    };
    double d = ts_icon_plate(p, (struct ts_icon_point){ 0, 0.42 },
                             (struct ts_icon_point){ 0.38, 0.4 }, 0.26);
    for (int i = 0; i < 5; i++)
        d = ts_icon_smaller(d, ts_icon_stroke(p, fingers[i].root, fingers[i].tip, 0.105));
    return d;
}

double
ts_icon_touched(struct ts_icon_point p, enum ts_icon icon)
{
    switch (icon) {
    case TS_ICON_BACK: return back(p);
    case TS_ICON_UP: return chevron(p);
    case TS_ICON_DOWN: return chevron((struct ts_icon_point){ p.x, -p.y });
    case TS_ICON_PLUS: return plus(p, true);
    case TS_ICON_MINUS: return plus(p, false);
    case TS_ICON_GLOBE: return globe(p);
    case TS_ICON_GEAR: return gear(p);
    case TS_ICON_PEOPLE: return people(p);
    case TS_ICON_ERASE: return erase(p);
    case TS_ICON_SHIFT: return shift(p);
    case TS_ICON_CODE: return code(p);
    case TS_ICON_HAND: return hand(p);
    case TS_ICON_NONE:
    case TS_ICON_TICK:
    case TS_ICON_TRIANGLE:
    case TS_ICON_CROSS:
    case TS_ICON_QUESTION:
    case TS_ICON_DOTS:
    case TS_ICON_AIM:
    case TS_ICON_CARD:
    case TS_ICON_BARRED:
    case TS_ICON_DISC: break;
    }
    return 2;
}
