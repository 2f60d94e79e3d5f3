#include "kiosk/screen/icons.h"

#include <math.h>
#include <stddef.h>

/*
 * Every icon is a signed distance: negative inside, in a square from -1 to 1
 * with y downwards. Only operations that IEEE 754 rounds exactly are used, so
 * that two machines draw the same pixels.
 */
struct point {
    double x, y;
};

static double
smaller(double a, double b)
{
    return a < b ? a : b;
}

static double
larger(double a, double b)
{
    return a > b ? a : b;
}

static double
length(double x, double y)
{
    return sqrt(x * x + y * y);
}

static double
disc(struct point p, double x, double y, double radius)
{
    return length(p.x - x, p.y - y) - radius;
}

/* A stroke from a to b with round ends. */
static double
stroke(struct point p, struct point a, struct point b, double radius)
{
    double dx = b.x - a.x;
    double dy = b.y - a.y;
    double along = ((p.x - a.x) * dx + (p.y - a.y) * dy) / (dx * dx + dy * dy);
    along = smaller(larger(along, 0), 1);
    return length(p.x - a.x - along * dx, p.y - a.y - along * dy) - radius;
}

static double
plate(struct point p, struct point centre, struct point half, double radius)
{
    double x = fabs(p.x - centre.x) - half.x + radius;
    double y = fabs(p.y - centre.y) - half.y + radius;
    double outside = length(larger(x, 0), larger(y, 0));
    return outside + smaller(larger(x, y), 0) - radius;
}

static double
tick(struct point p)
{
    static const struct point left = { -0.66, 0.08 };
    static const struct point low = { -0.22, 0.54 };
    static const struct point high = { 0.68, -0.54 };
    return smaller(stroke(p, left, low, 0.18), stroke(p, low, high, 0.18));
}

static double
cross(struct point p)
{
    struct point one = { fabs(p.x), fabs(p.y) };
    return stroke(one, (struct point){ 0, 0 }, (struct point){ 0.6, 0.6 }, 0.19);
}

static double
triangle(struct point p)
{
    /* Half of it, mirrored: the slope runs from (0, -0.72) to (0.8, 0.68). */
    double slope = (1.4 * fabs(p.x) - 0.8 * (p.y + 0.72)) / length(1.4, 0.8);
    double body = larger(slope, p.y - 0.68) - 0.14;
    double mark = stroke(p, (struct point){ 0, -0.2 }, (struct point){ 0, 0.22 }, 0.105);
    return larger(body, -smaller(mark, disc(p, 0, 0.55, 0.125)));
}

static double
question(struct point p)
{
    const double y = -0.36;
    const double radius = 0.4;
    const double pen = 0.165;
    double bow = fabs(disc(p, 0, y, radius)) - pen;
    if (p.x < 0 && p.y > y)
        bow = disc(p, -radius, y, pen);
    double stem =
        stroke(p, (struct point){ 0, y + radius }, (struct point){ 0, 0.26 }, pen);
    return smaller(smaller(bow, stem), disc(p, 0, 0.72, 0.19));
}

static double
dots(struct point p)
{
    return smaller(disc(p, 0, 0, 0.2),
                   disc((struct point){ fabs(p.x), p.y }, 0.62, 0, 0.2));
}

static double
aim(struct point p)
{
    static const struct point corner = { 0.94, 0.94 };
    struct point one = { fabs(p.x), fabs(p.y) };
    return smaller(stroke(one, corner, (struct point){ 0.94, 0.6 }, 0.035),
                   stroke(one, corner, (struct point){ 0.6, 0.94 }, 0.035));
}

/* A badge with a code on it. */
static double
badge(struct point p)
{
    static const struct point centre = { -0.48, 0 };
    static const struct point finders[] = { { -0.62, -0.06 },
                                            { -0.34, -0.06 },
                                            { -0.62, 0.22 } };
    double d = fabs(plate(p, centre, (struct point){ 0.4, 0.58 }, 0.1)) - 0.045;
    for (size_t i = 0; i < sizeof(finders) / sizeof(finders[0]); i++) {
        double eye = plate(p, finders[i], (struct point){ 0.095, 0.095 }, 0.01);
        d = smaller(d, larger(eye, -(eye + 0.045)));
        d = smaller(d, plate(p, finders[i], (struct point){ 0.03, 0.03 }, 0));
    }
    d = smaller(
        d, plate(p, (struct point){ -0.39, 0.17 }, (struct point){ 0.035, 0.035 }, 0));
    d = smaller(
        d, plate(p, (struct point){ -0.29, 0.27 }, (struct point){ 0.035, 0.035 }, 0));
    d = smaller(
        d, plate(p, (struct point){ -0.29, 0.12 }, (struct point){ 0.025, 0.025 }, 0));
    return smaller(d, stroke(p, (struct point){ -0.62, -0.36 },
                             (struct point){ -0.34, -0.36 }, 0.045));
}

static double
card(struct point p)
{
    struct point folded = { p.x, fabs(p.y) };
    double lens = larger(disc(p, 0.72, 0, 0.19), -disc(p, 0.72, 0, 0.09));
    double body =
        fabs(plate(p, (struct point){ 0.72, 0 }, (struct point){ 0.24, 0.4 }, 0.1));
    double arrow = stroke(p, (struct point){ 0.05, 0 }, (struct point){ 0.34, 0 }, 0.045);
    arrow = smaller(arrow, stroke(folded, (struct point){ 0.34, 0 },
                                  (struct point){ 0.22, 0.12 }, 0.045));
    return smaller(badge(p), smaller(arrow, smaller(lens, body - 0.045)));
}

static double
barred(struct point p)
{
    double ring = fabs(disc(p, 0, 0, 0.76)) - 0.12;
    double bar =
        stroke(p, (struct point){ -0.5, -0.5 }, (struct point){ 0.5, 0.5 }, 0.12);
    return smaller(ring, bar);
}

static double
distance(struct point p, enum ts_icon icon)
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
    case TS_ICON_DISC: return disc(p, 0, 0, 1);
    }
    return 2;
}

/* Where an arc from the top ends. Along a diamond instead of a circle, which needs no
 * sine: right at every quarter, and a few degrees off between them. */
static struct point
arc_end(int permille)
{
    double turn = permille * 4 / 1000.0;
    int quarter = (int)turn;
    double f = turn - quarter;
    struct point end = { f, f - 1 };
    if (quarter == 1)
        end = (struct point){ 1 - f, f };
    else if (quarter == 2)
        end = (struct point){ -f, 1 - f };
    else if (quarter == 3)
        end = (struct point){ f - 1, -f };
    double len = length(end.x, end.y);
    return (struct point){ end.x / len, end.y / len };
}

static double
arc(struct point p, int permille)
{
    double ring = fabs(disc(p, 0, 0, 0.84)) - 0.14;
    if (permille <= 0)
        return 2;
    if (permille >= 1000)
        return ring;
    struct point end = arc_end(permille);
    double before = end.x * p.y - end.y * p.x;
    double wedge = permille <= 500 ? larger(-p.x, before) : smaller(-p.x, before);
    return larger(ring, wedge);
}

static void
cover(uint8_t *coverage, double distance, double pixel)
{
    double inside = smaller(larger(0.5 - distance / pixel, 0), 1);
    *coverage = (uint8_t)(inside * 255 + 0.5);
}

void
ts_icon_rasterise(uint8_t *coverage, int size_px, enum ts_icon icon)
{
    double pixel = 2.0 / size_px;
    for (int y = 0; y < size_px; y++) {
        for (int x = 0; x < size_px; x++) {
            struct point p = { (x + 0.5) * pixel - 1, (y + 0.5) * pixel - 1 };
            cover(coverage++, distance(p, icon), pixel);
        }
    }
}

void
ts_ring_rasterise(uint8_t *coverage, int size_px, int permille)
{
    double pixel = 2.0 / size_px;
    for (int y = 0; y < size_px; y++) {
        for (int x = 0; x < size_px; x++) {
            struct point p = { (x + 0.5) * pixel - 1, (y + 0.5) * pixel - 1 };
            cover(coverage++, arc(p, permille), pixel);
        }
    }
}
