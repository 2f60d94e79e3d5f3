#include "kiosk/scan/alignment.h"

#include <math.h>

enum { RING = 8, FRAME = 16, CONTRAST_MIN = 10 };

static const int8_t ring[RING][2] = { { -1, -1 }, { 0, -1 }, { 1, -1 }, { 1, 0 },
                                      { 1, 1 },   { 0, 1 },  { -1, 1 }, { -1, 0 } };
static const int8_t frame[FRAME][2] = {
    { -2, -2 }, { -1, -2 }, { 0, -2 }, { 1, -2 },  { 2, -2 }, { 2, -1 },
    { 2, 0 },   { 2, 1 },   { 2, 2 },  { 1, 2 },   { 0, 2 },  { -1, 2 },
    { -2, 2 },  { -2, 1 },  { -2, 0 }, { -2, -1 },
};

static double
grey_at(const struct ts_grey *grey, const struct ts_lattice *lattice, const int8_t at[2])
{
    return ts_grey_at(grey, ts_lattice_at(lattice, at[0], at[1]));
}

double
ts_alignment_score(const struct ts_grey *grey, const struct ts_lattice *lattice)
{
    double middle = ts_grey_at(grey, lattice->middle);
    double light = 0;
    double dark = 0;
    double lightest = 0;
    for (int i = 0; i < RING; i++)
        light += grey_at(grey, lattice, ring[i]) / RING;
    if (light - middle < CONTRAST_MIN)
        return 0; /* most places end here, with half of the work */
    for (int i = 0; i < FRAME; i++) {
        double outer = grey_at(grey, lattice, frame[i]);
        lightest = fmax(lightest, outer);
        dark += outer / FRAME;
    }
    /* Among data, one light module in the frame is what gives a false one away. */
    double gap = fmax(0, lightest - (light + middle) / 2);
    return light - (middle + dark) / 2 - gap / 4;
}

static void
try_around(struct ts_alignment *best, const struct ts_grey *grey,
           const struct ts_lattice *expected, const double grid[3])
{
    struct ts_alignment around = *best;
    int steps = (int)(grid[0] / grid[1] + 0.5);
    for (int i = -steps; i <= steps; i++)
        for (int j = -steps; j <= steps; j++) {
            double right = around.right + j * grid[1];
            double down = around.down + i * grid[1];
            struct ts_lattice there = *expected;
            there.middle = ts_lattice_at(expected, right, down);
            double score =
                ts_alignment_score(grey, &there) - grid[2] * hypot(right, down);
            if (score > best->score)
                *best = (struct ts_alignment){ right, down, score };
        }
}

struct ts_alignment
ts_alignment_search(const struct ts_grey *grey, const struct ts_lattice *expected,
                    double reach, double step, double a_module)
{
    struct ts_alignment best = { 0, 0, 0 };
    const double coarse[3] = { reach, step, a_module };
    const double fine[3] = { step / 2, step / 4, a_module };
    try_around(&best, grey, expected, coarse);
    if (best.score > 0)
        try_around(&best, grey, expected, fine);
    return best;
}
