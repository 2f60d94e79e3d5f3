#ifndef TS_SCAN_GEOMETRY_H
#define TS_SCAN_GEOMETRY_H

#include "kiosk/scan/grey.h"

#include <stdbool.h>

static inline struct ts_xy
ts_xy_add(struct ts_xy a, struct ts_xy b)
{
    return (struct ts_xy){ a.x + b.x, a.y + b.y };
}

static inline struct ts_xy
ts_xy_minus(struct ts_xy a, struct ts_xy b)
{
    return (struct ts_xy){ a.x - b.x, a.y - b.y };
}

static inline struct ts_xy
ts_xy_times(struct ts_xy a, double factor)
{
    return (struct ts_xy){ a.x * factor, a.y * factor };
}

double ts_xy_length(struct ts_xy step);

/** How a module and its neighbours lie in the picture: its middle, and one module's
 * step to the right and down (as seen by the code). */
struct ts_lattice {
    struct ts_xy middle, right, down;
};

/** The point that lies so many modules from the middle. */
struct ts_xy ts_lattice_at(const struct ts_lattice *lattice, double right, double down);

/** What a camera does to a plane: 3 x 3, row by row. */
struct ts_homography {
    double at[9];
};

struct ts_match {
    struct ts_xy from, to;
    double weight;
};

/** The homography that takes from to to, with the least squares of what is left over
 * for more than four. False: fewer than four, or they do not say (three on a line). */
bool ts_homography_fit(struct ts_homography *map, const struct ts_match *matches,
                       size_t count);

struct ts_xy ts_homography_map(const struct ts_homography *map, struct ts_xy from);

/** The lattice around a point of the plane. */
struct ts_lattice
ts_homography_lattice(const struct ts_homography *map, struct ts_xy from);

/** All points with a x + b y = c; a, b has length 1. */
struct ts_line {
    double a, b, c;
};

enum { TS_LINE_POINTS_MAX = 32 };

/** The line nearest to the points, those that lie far off left aside. False: fewer than
 * five are left. count is at most TS_LINE_POINTS_MAX. */
bool ts_line_fit(struct ts_line *line, const struct ts_xy *points, size_t count);

/** False: they are nearly parallel. */
bool ts_line_meet(struct ts_xy *point, struct ts_line p, struct ts_line q);

#endif
