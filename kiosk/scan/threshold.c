#include "kiosk/scan/threshold.h"

#include <string.h>

/* The sums of a square window, kept up from row to row: first of each column's pixels
 * that are in it, then of side columns side by side. */
struct window {
    uint32_t side;
    uint32_t top;     /* The first row that is in columns. */
    int32_t *columns; /* One a column. */
    int32_t *sums;    /* One a pixel of the row. */
};

static uint32_t
at_most(uint32_t value, uint32_t most)
{
    return value < most ? value : most;
}

/* Where a window around place begins when it has to stay within length. */
static uint32_t
window_start(uint32_t place, uint32_t side, uint32_t length)
{
    uint32_t half = side / 2;
    return place < half ? 0 : at_most(place - half, length - side);
}

static void
add_row(int32_t *columns, const uint8_t *row, uint32_t width)
{
    for (uint32_t x = 0; x < width; x++)
        columns[x] += row[x];
}

static void
swap_rows(int32_t *columns, const uint8_t *in, const uint8_t *out, uint32_t width)
{
    for (uint32_t x = 0; x < width; x++)
        columns[x] += in[x] - out[x];
}

static struct window
window_over(const struct ts_grey *grey, uint32_t side, int32_t *scratch)
{
    struct window window = { .columns = scratch, .sums = scratch + grey->width };
    window.side = at_most(at_most(side, grey->width), grey->height);
    memset(scratch, 0, grey->width * sizeof(*scratch));
    for (uint32_t y = 0; y < window.side; y++)
        add_row(scratch, grey->at + y * grey->stride, grey->width);
    return window;
}

static void
window_move(struct window *window, const struct ts_grey *grey, uint32_t y)
{
    uint32_t top = window_start(y, window->side, grey->height);
    for (; window->top < top; window->top++) {
        const uint8_t *out = grey->at + window->top * grey->stride;
        swap_rows(window->columns, out + window->side * grey->stride, out, grey->width);
    }
}

/* before[x] is what the columns left of x hold together; taking the difference in a
 * loop of its own lets the compiler do several pixels at once. */
static void
window_sum(struct window *window, int32_t *before, uint32_t width)
{
    uint32_t side = window->side;
    uint32_t half = side / 2;
    uint32_t last = width - side;
    int32_t *sums = window->sums;
    before[0] = 0;
    for (uint32_t x = 0; x < width; x++)
        before[x + 1] = before[x] + window->columns[x];
    for (uint32_t x = 0; x <= last; x++)
        sums[half + x] = before[x + side] - before[x];
    for (uint32_t x = 0; x < half; x++)
        sums[x] = sums[half];
    for (uint32_t x = half + last + 1; x < width; x++)
        sums[x] = sums[half + last];
}

void
ts_threshold(uint8_t *dark, const struct ts_grey *grey, const struct ts_threshold *how,
             int32_t *scratch)
{
    uint32_t width = grey->width;
    int32_t *before = scratch + 4 * (size_t)width;
    if (width == 0 || grey->height == 0)
        return;
    struct window wide = window_over(grey, how->window, scratch);
    struct window near = window_over(grey, how->sharpen, scratch + 2 * (size_t)width);
    float own = (float)(1 + how->amount);
    float less = (float)(how->amount / ((double)near.side * near.side));
    float limit = (float)((100.0 - how->percent) / 100 / ((double)wide.side * wide.side));
    for (uint32_t y = 0; y < grey->height; y++) {
        const uint8_t *row = grey->at + y * grey->stride;
        uint8_t *out = dark + (size_t)y * width;
        window_move(&wide, grey, y);
        window_move(&near, grey, y);
        window_sum(&wide, before, width);
        window_sum(&near, before, width);
        for (uint32_t x = 0; x < width; x++)
            out[x] = (float)row[x] * own - (float)near.sums[x] * less
                     < (float)wide.sums[x] * limit;
    }
}
