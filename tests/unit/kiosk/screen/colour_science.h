#ifndef TS_TEST_COLOUR_SCIENCE_H
#define TS_TEST_COLOUR_SCIENCE_H

/* How people see colours, for checking a palette. */

#include "kiosk/screen/theme.h"

#include <math.h>

static inline double
linear(uint8_t channel)
{
    double v = channel / 255.0;
    return v <= 0.04045 ? v / 12.92 : pow((v + 0.055) / 1.055, 2.4);
}

/** WCAG 2.2, relative luminance. */
static inline double
luminance(struct ts_colour c)
{
    return 0.2126 * linear(c.r) + 0.7152 * linear(c.g) + 0.0722 * linear(c.b);
}

/** WCAG 2.2, contrast ratio: 1 to 21. */
static inline double
contrast(struct ts_colour a, struct ts_colour b)
{
    double la = luminance(a) + 0.05;
    double lb = luminance(b) + 0.05;
    return la > lb ? la / lb : lb / la;
}

enum vision { NORMAL, PROTAN, DEUTAN, TRITAN };

struct lab {
    double l, a, b;
};

static inline double
lab_curve(double t)
{
    return t > 216.0 / 24389 ? cbrt(t) : (24389.0 / 27 * t + 16) / 116;
}

/**
 * A colour as somebody with a kind of colour vision sees it, in CIE L*a*b*
 * (D65). Machado, Oliveira, Fernandes 2009, severity 1.0, on linear light.
 */
static inline struct lab
seen(struct ts_colour c, enum vision vision)
{
    static const double eyes[][3][3] = {
        [NORMAL] = { { 1, 0, 0 }, { 0, 1, 0 }, { 0, 0, 1 } },
        [PROTAN] = { { 0.152286, 1.052583, -0.204868 },
                     { 0.114503, 0.786281, 0.099216 },
                     { -0.003882, -0.048116, 1.051998 } },
        [DEUTAN] = { { 0.367322, 0.860646, -0.227968 },
                     { 0.280085, 0.672501, 0.047413 },
                     { -0.011820, 0.042940, 0.968881 } },
        [TRITAN] = { { 1.255528, -0.076749, -0.178779 },
                     { -0.078411, 0.930809, 0.147602 },
                     { 0.004733, 0.691367, 0.303900 } },
    };
    const double rgb[3] = { linear(c.r), linear(c.g), linear(c.b) };
    double v[3];
    for (int i = 0; i < 3; i++) {
        const double *row = eyes[vision][i];
        double light = row[0] * rgb[0] + row[1] * rgb[1] + row[2] * rgb[2];
        v[i] = light < 0 ? 0 : light > 1 ? 1 : light;
    }
    double x =
        lab_curve((0.4124564 * v[0] + 0.3575761 * v[1] + 0.1804375 * v[2]) / 0.95047);
    double y = lab_curve(0.2126729 * v[0] + 0.7151522 * v[1] + 0.0721750 * v[2]);
    double z =
        lab_curve((0.0193339 * v[0] + 0.1191920 * v[1] + 0.9503041 * v[2]) / 1.08883);
    return (struct lab){ 116 * y - 16, 500 * (x - y), 200 * (y - z) };
}

/** CIE 1976 colour difference. */
static inline double
difference(struct lab p, struct lab q)
{
    return sqrt((p.l - q.l) * (p.l - q.l) + (p.a - q.a) * (p.a - q.a)
                + (p.b - q.b) * (p.b - q.b));
}

#endif
