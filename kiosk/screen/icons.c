#include "kiosk/screen/icons.h"

#include "kiosk/screen/icon_shapes.h"

#include <math.h>
#include <stdbool.h>
#include <stddef.h>
#include <string.h>

static double
tick(struct ts_icon_point p)
{
    static const struct ts_icon_point left = { -0.66, 0.08 };
    static const struct ts_icon_point low = { -0.22, 0.54 };
    static const struct ts_icon_point high = { 0.68, -0.54 };
    return ts_icon_smaller(ts_icon_stroke(p, left, low, 0.18),
                           ts_icon_stroke(p, low, high, 0.18));
}

static double
cross(struct ts_icon_point p)
{
    struct ts_icon_point one = { fabs(p.x), fabs(p.y) };
    return ts_icon_stroke(one, (struct ts_icon_point){ 0, 0 },
                          (struct ts_icon_point){ 0.6, 0.6 }, 0.19);
}

static double
triangle(struct ts_icon_point p)
{
    /* Half of it, mirrored: the slope runs from (0, -0.72) to (0.8, 0.68). */
    double slope = (1.4 * fabs(p.x) - 0.8 * (p.y + 0.72)) / ts_icon_length(1.4, 0.8);
    double body = ts_icon_larger(slope, p.y - 0.68) - 0.14;
    double mark = ts_icon_stroke(p, (struct ts_icon_point){ 0, -0.2 },
                                 (struct ts_icon_point){ 0, 0.22 }, 0.105);
    return ts_icon_larger(body, -ts_icon_smaller(mark, ts_icon_disc(p, 0, 0.55, 0.125)));
}

static double
question(struct ts_icon_point p)
{
    const double y = -0.36;
    const double radius = 0.4;
    const double pen = 0.165;
    double bow = fabs(ts_icon_disc(p, 0, y, radius)) - pen;
    if (p.x < 0 && p.y > y)
        bow = ts_icon_disc(p, -radius, y, pen);
    double stem = ts_icon_stroke(p, (struct ts_icon_point){ 0, y + radius },
                                 (struct ts_icon_point){ 0, 0.26 }, pen);
    return ts_icon_smaller(ts_icon_smaller(bow, stem), ts_icon_disc(p, 0, 0.72, 0.19));
}

static double
dots(struct ts_icon_point p)
{
    return ts_icon_smaller(
        ts_icon_disc(p, 0, 0, 0.2),
        ts_icon_disc((struct ts_icon_point){ fabs(p.x), p.y }, 0.62, 0, 0.2));
}

static double
aim(struct ts_icon_point p)
{
    static const struct ts_icon_point corner = { 0.94, 0.94 };
    struct ts_icon_point one = { fabs(p.x), fabs(p.y) };
    return ts_icon_smaller(
        ts_icon_stroke(one, corner, (struct ts_icon_point){ 0.94, 0.6 }, 0.035),
        ts_icon_stroke(one, corner, (struct ts_icon_point){ 0.6, 0.94 }, 0.035));
}

/* A badge with a code on it. */
static double
badge(struct ts_icon_point p)
{
    static const struct ts_icon_point centre = { -0.48, 0 };
    static const struct ts_icon_point finders[] = { { -0.62, -0.06 },
                                                    { -0.34, -0.06 },
                                                    { -0.62, 0.22 } };
    double d =
        fabs(ts_icon_plate(p, centre, (struct ts_icon_point){ 0.4, 0.58 }, 0.1)) - 0.045;
    for (size_t i = 0; i < sizeof(finders) / sizeof(finders[0]); i++) {
        double eye =
            ts_icon_plate(p, finders[i], (struct ts_icon_point){ 0.095, 0.095 }, 0.01);
        d = ts_icon_smaller(d, ts_icon_larger(eye, -(eye + 0.045)));
        d = ts_icon_smaller(
            d, ts_icon_plate(p, finders[i], (struct ts_icon_point){ 0.03, 0.03 }, 0));
    }
    d = ts_icon_smaller(d, ts_icon_plate(p, (struct ts_icon_point){ -0.39, 0.17 },
                                         (struct ts_icon_point){ 0.035, 0.035 }, 0));
    d = ts_icon_smaller(d, ts_icon_plate(p, (struct ts_icon_point){ -0.29, 0.27 },
                                         (struct ts_icon_point){ 0.035, 0.035 }, 0));
    d = ts_icon_smaller(d, ts_icon_plate(p, (struct ts_icon_point){ -0.29, 0.12 },
                                         (struct ts_icon_point){ 0.025, 0.025 }, 0));
    return ts_icon_smaller(d,
                           ts_icon_stroke(p, (struct ts_icon_point){ -0.62, -0.36 },
                                          (struct ts_icon_point){ -0.34, -0.36 }, 0.045));
}

static double
card(struct ts_icon_point p)
{
    struct ts_icon_point folded = { p.x, fabs(p.y) };
    double lens =
        ts_icon_larger(ts_icon_disc(p, 0.72, 0, 0.19), -ts_icon_disc(p, 0.72, 0, 0.09));
    double body = fabs(ts_icon_plate(p, (struct ts_icon_point){ 0.72, 0 },
                                     (struct ts_icon_point){ 0.24, 0.4 }, 0.1));
    double arrow = ts_icon_stroke(p, (struct ts_icon_point){ 0.05, 0 },
                                  (struct ts_icon_point){ 0.34, 0 }, 0.045);
    arrow = ts_icon_smaller(arrow,
                            ts_icon_stroke(folded, (struct ts_icon_point){ 0.34, 0 },
                                           (struct ts_icon_point){ 0.22, 0.12 }, 0.045));
    return ts_icon_smaller(badge(p),
                           ts_icon_smaller(arrow, ts_icon_smaller(lens, body - 0.045)));
}

static double
barred(struct ts_icon_point p)
{
    double ring = fabs(ts_icon_disc(p, 0, 0, 0.76)) - 0.12;
    double bar = ts_icon_stroke(p, (struct ts_icon_point){ -0.5, -0.5 },
                                (struct ts_icon_point){ 0.5, 0.5 }, 0.12);
    return ts_icon_smaller(ring, bar);
}

double
ts_icon_distance(struct ts_icon_point p, enum ts_icon icon)
{
    switch (icon) {
    case TS_ICON_NONE: break;
    case TS_ICON_TICK: return tick(p);
    case TS_ICON_TRIANGLE: return triangle(p);
    case TS_ICON_CROSS: return cross(p);
    case TS_ICON_QUESTION: return question(p);
    case TS_ICON_DOTS: return dots(p);
    case TS_ICON_AIM: return aim(p);
    case TS_ICON_CARD: return card(p);
    case TS_ICON_BARRED: return barred(p);
    case TS_ICON_DISC: return ts_icon_disc(p, 0, 0, 1);
    case TS_ICON_BACK:
    case TS_ICON_UP:
    case TS_ICON_DOWN:
    case TS_ICON_PLUS:
    case TS_ICON_MINUS:
    case TS_ICON_GLOBE:
    case TS_ICON_GEAR:
    case TS_ICON_PEOPLE:
    case TS_ICON_ERASE:
    case TS_ICON_SHIFT:
    case TS_ICON_CODE:
    case TS_ICON_HAND: return ts_icon_touched(p, icon);
    }
    return 2;
}

/* Where an arc from the top ends. Along a diamond instead of a circle, which needs no
 * sine: right at every quarter, and a few degrees off between them. */
static struct ts_icon_point
arc_end(int permille)
{
    double turn = permille * 4 / 1000.0;
    int quarter = (int)turn;
    double f = turn - quarter;
    struct ts_icon_point end = { f, f - 1 };
    if (quarter == 1)
        end = (struct ts_icon_point){ 1 - f, f };
    else if (quarter == 2)
        end = (struct ts_icon_point){ -f, 1 - f };
    else if (quarter == 3)
        end = (struct ts_icon_point){ f - 1, -f };
    double len = ts_icon_length(end.x, end.y);
    return (struct ts_icon_point){ end.x / len, end.y / len };
}

static double
arc(struct ts_icon_point p, int permille)
{
    double ring = fabs(ts_icon_disc(p, 0, 0, 0.84)) - 0.14;
    if (permille <= 0)
        return 2;
    if (permille >= 1000)
        return ring;
    struct ts_icon_point end = arc_end(permille);
    double before = end.x * p.y - end.y * p.x;
    double wedge =
        permille <= 500 ? ts_icon_larger(-p.x, before) : ts_icon_smaller(-p.x, before);
    return ts_icon_larger(ring, wedge);
}

static void
cover(uint8_t *coverage, double distance, double pixel)
{
    double inside = ts_icon_smaller(ts_icon_larger(0.5 - distance / pixel, 0), 1);
    *coverage = (uint8_t)(inside * 255 + 0.5);
}

/* A shape at a size: an icon's, or the ring's. */
struct canvas {
    uint8_t *coverage;
    int size;
    double pixel;
    enum ts_icon icon; /* NONE: the ring of permille */
    int permille;
};

static double
canvas_distance(const struct canvas *c, double x, double y)
{
    struct ts_icon_point p = { x * c->pixel - 1, y * c->pixel - 1 };
    return c->icon == TS_ICON_NONE ? arc(p, c->permille) : ts_icon_distance(p, c->icon);
}

struct square {
    int left, top, side;
};

/* As much of it as lies on the canvas. */
static void
draw_square(const struct canvas *c, struct square s)
{
    for (int y = s.top; y < s.top + s.side && y < c->size; y++)
        for (int x = s.left; x < s.left + s.side && x < c->size; x++)
            cover(c->coverage + (size_t)y * (size_t)c->size + (size_t)x,
                  canvas_distance(c, x + 0.5, y + 0.5), c->pixel);
}

static void
fill_square(const struct canvas *c, struct square s, bool inside)
{
    int width = c->size - s.left < s.side ? c->size - s.left : s.side;
    for (int y = s.top; y < s.top + s.side && y < c->size; y++)
        memset(c->coverage + (size_t)y * (size_t)c->size + (size_t)s.left,
               inside ? 255 : 0, (size_t)width);
}

/* All of it lies on one side of every edge. Twice the way to its corners: some shapes are
 * not quite a distance. */
static bool
is_even(const struct canvas *c, struct square s, bool *inside)
{
    double reach = (s.side * 0.7072 + 1) * c->pixel * 2;
    double middle = canvas_distance(c, s.left + s.side / 2.0, s.top + s.side / 2.0);
    *inside = middle < 0;
    return fabs(middle) > reach;
}

enum { LARGE = 32, SMALL = 4 };

static void
rasterise_large(const struct canvas *c, struct square large)
{
    bool inside;
    for (int y = large.top; y < large.top + LARGE && y < c->size; y += SMALL) {
        for (int x = large.left; x < large.left + LARGE && x < c->size; x += SMALL) {
            struct square small = { x, y, SMALL };
            if (is_even(c, small, &inside))
                fill_square(c, small, inside);
            else
                draw_square(c, small);
        }
    }
}

/* A large sign has hundreds of thousands of pixels, few of them at an edge. */
static void
rasterise(const struct canvas *c)
{
    bool inside;
    for (int top = 0; top < c->size; top += LARGE) {
        for (int left = 0; left < c->size; left += LARGE) {
            struct square large = { left, top, LARGE };
            if (is_even(c, large, &inside))
                fill_square(c, large, inside);
            else
                rasterise_large(c, large);
        }
    }
}

void
ts_icon_rasterise(uint8_t *coverage, int size_px, enum ts_icon icon)
{
    const struct canvas canvas = {
        .coverage = coverage, .size = size_px, .pixel = 2.0 / size_px, .icon = icon
    };
    if (icon == TS_ICON_NONE)
        memset(coverage, 0, (size_t)size_px * (size_t)size_px);
    else
        rasterise(&canvas);
}

void
ts_ring_rasterise(uint8_t *coverage, int size_px, int permille)
{
    struct canvas canvas = { .size = size_px,
                             .pixel = 2.0 / size_px,
                             .permille = permille };
    canvas.coverage = coverage;
    rasterise(&canvas);
}
