#ifndef TS_SCAN_GREY_H
#define TS_SCAN_GREY_H

#include <stddef.h>
#include <stdint.h>

/**
 * A grey picture lent from elsewhere. Its coordinates are continuous: the pixel in
 * column 0 reaches from 0 to 1, and its middle is at 0.5.
 */
struct ts_grey {
    const uint8_t *at;
    uint32_t width, height;
    size_t stride; /**< At least width. */
};

/** A point, or a step from one to another. */
struct ts_xy {
    double x, y;
};

/** value, or the nearer of 0 and last. */
static inline double
ts_grey_within(double value, double last)
{
    if (value > last)
        return last;
    return value > 0 ? value : 0;
}

/** The grey at a point, between its four pixels. Outside it is as at the border. The
 * picture has 2 x 2 pixels or more; what is not a number is taken for 0. */
static inline double
ts_grey_at(const struct ts_grey *grey, struct ts_xy point)
{
    double x = ts_grey_within(point.x - 0.5, grey->width - 1.001);
    double y = ts_grey_within(point.y - 0.5, grey->height - 1.001);
    int32_t column = (int32_t)x; /* converted faster than an unsigned one */
    int32_t row = (int32_t)y;
    const uint8_t *above = grey->at + (size_t)row * grey->stride + (size_t)column;
    const uint8_t *below = above + grey->stride;
    double right = x - column;
    double top = above[0] + (above[1] - above[0]) * right;
    double bottom = below[0] + (below[1] - below[0]) * right;
    return top + (bottom - top) * (y - row);
}

/** As ts_grey_at(), in 256ths of a pixel, which is closer than a code is known. */
static inline unsigned
ts_grey_near(const struct ts_grey *grey, float x, float y)
{
    float limit_x = (float)grey->width - 1.01F;
    float limit_y = (float)grey->height - 1.01F;
    x = x - 0.5F > 0 ? x - 0.5F : 0;
    y = y - 0.5F > 0 ? y - 0.5F : 0;
    uint32_t at_x = (uint32_t)(int32_t)((x < limit_x ? x : limit_x) * 256);
    uint32_t at_y = (uint32_t)(int32_t)((y < limit_y ? y : limit_y) * 256);
    const uint8_t *above = grey->at + (at_y >> 8) * grey->stride + (at_x >> 8);
    const uint8_t *below = above + grey->stride;
    unsigned right = at_x & 255;
    unsigned lower = at_y & 255;
    unsigned top = above[0] * (256 - right) + above[1] * right;
    unsigned bottom = below[0] * (256 - right) + below[1] * right;
    return (top * (256 - lower) + bottom * lower) >> 16;
}

/**
 * Half the size, each pixel the mean of four; a last odd row or column is left out.
 * half holds (width / 2) * (height / 2) bytes, packed.
 */
struct ts_grey ts_grey_halve(uint8_t *half, const struct ts_grey *grey);

/** Twice the size, between the pixels; twice holds four bytes for each, packed. The
 * picture has 2 x 2 pixels or more. */
struct ts_grey ts_grey_double(uint8_t *twice, const struct ts_grey *grey);

#endif
