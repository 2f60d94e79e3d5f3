#include "kiosk/scan/geometry.h"

#include "firmware/base/check.h"

#include <math.h>
#include <string.h>

enum { UNKNOWNS = 8, COLUMNS = UNKNOWNS + 1 };

/* How both planes are brought to about -1..1, without which squares of pixels and
 * modules stand beside ones and the equations lose their digits. */
struct scale {
    struct ts_xy middle;
    double size;
};

double
ts_xy_length(struct ts_xy step)
{
    return hypot(step.x, step.y);
}

struct ts_xy
ts_lattice_at(const struct ts_lattice *lattice, double right, double down)
{
    return (struct ts_xy){
        lattice->middle.x + right * lattice->right.x + down * lattice->down.x,
        lattice->middle.y + right * lattice->right.y + down * lattice->down.y,
    };
}

static struct scale
scale_of(const struct ts_match *matches, size_t count, bool to)
{
    struct scale scale = { { 0, 0 }, 0 };
    for (size_t i = 0; i < count; i++) {
        struct ts_xy p = to ? matches[i].to : matches[i].from;
        scale.middle = ts_xy_add(scale.middle, ts_xy_times(p, 1.0 / (double)count));
    }
    for (size_t i = 0; i < count; i++) {
        struct ts_xy p = ts_xy_minus(to ? matches[i].to : matches[i].from, scale.middle);
        scale.size = fmax(scale.size, fmax(fabs(p.x), fabs(p.y)));
    }
    return scale;
}

static struct ts_xy
scaled(struct ts_xy p, const struct scale *scale)
{
    return ts_xy_times(ts_xy_minus(p, scale->middle), 1 / scale->size);
}

static void
add_equation(double normal[UNKNOWNS][COLUMNS], const double row[COLUMNS], double weight)
{
    for (size_t i = 0; i < UNKNOWNS; i++)
        for (size_t j = 0; j < COLUMNS; j++)
            normal[i][j] += weight * row[i] * row[j];
}

static void
add_match(double normal[UNKNOWNS][COLUMNS], struct ts_xy from, struct ts_xy to,
          double weight)
{
    double u = from.x;
    double v = from.y;
    const double across[COLUMNS] = { u, v, 1, 0, 0, 0, -u * to.x, -v * to.x, to.x };
    const double along[COLUMNS] = { 0, 0, 0, u, v, 1, -u * to.y, -v * to.y, to.y };
    add_equation(normal, across, weight);
    add_equation(normal, along, weight);
}

/* Gauss and Jordan, with the largest of each column to divide by. */
static bool
solve(double system[UNKNOWNS][COLUMNS], double solution[UNKNOWNS])
{
    for (size_t i = 0; i < UNKNOWNS; i++) {
        size_t pivot = i;
        for (size_t row = i + 1; row < UNKNOWNS; row++)
            if (fabs(system[row][i]) > fabs(system[pivot][i]))
                pivot = row;
        if (!(fabs(system[pivot][i]) > 1e-9))
            return false;
        double held[COLUMNS];
        memcpy(held, system[pivot], sizeof(held));
        memcpy(system[pivot], system[i], sizeof(held));
        memcpy(system[i], held, sizeof(held));
        for (size_t row = 0; row < UNKNOWNS; row++) {
            double factor = row == i ? 0 : system[row][i] / held[i];
            for (size_t j = i; j < COLUMNS; j++)
                system[row][j] -= factor * held[j];
        }
    }
    for (size_t i = 0; i < UNKNOWNS; i++)
        solution[i] = system[i][UNKNOWNS] / system[i][i];
    return true;
}

/* map = back to the size of "to" * small * to the size of "from". */
static void
unscale(struct ts_homography *map, const double small[COLUMNS], const struct scale *from,
        const struct scale *to)
{
    double half[9];
    for (size_t row = 0; row < 3; row++) {
        const double *s = small + 3 * row;
        half[3 * row] = s[0] / from->size;
        half[3 * row + 1] = s[1] / from->size;
        half[3 * row + 2] =
            s[2] - (s[0] * from->middle.x + s[1] * from->middle.y) / from->size;
    }
    for (size_t i = 0; i < 3; i++) {
        map->at[i] = half[i] * to->size + half[6 + i] * to->middle.x;
        map->at[3 + i] = half[3 + i] * to->size + half[6 + i] * to->middle.y;
        map->at[6 + i] = half[6 + i];
    }
}

bool
ts_homography_fit(struct ts_homography *map, const struct ts_match *matches, size_t count)
{
    double normal[UNKNOWNS][COLUMNS] = { { 0 } };
    double small[COLUMNS];
    if (count < 4)
        return false;
    struct scale from = scale_of(matches, count, false);
    struct scale to = scale_of(matches, count, true);
    if (!(from.size > 1e-9 && to.size > 1e-9))
        return false;
    for (size_t i = 0; i < count; i++)
        add_match(normal, scaled(matches[i].from, &from), scaled(matches[i].to, &to),
                  matches[i].weight);
    if (!solve(normal, small))
        return false;
    small[UNKNOWNS] = 1;
    unscale(map, small, &from, &to);
    return true;
}

struct ts_xy
ts_homography_map(const struct ts_homography *map, struct ts_xy p)
{
    const double *m = map->at;
    double depth = m[6] * p.x + m[7] * p.y + m[8];
    return (struct ts_xy){ (m[0] * p.x + m[1] * p.y + m[2]) / depth,
                           (m[3] * p.x + m[4] * p.y + m[5]) / depth };
}

struct ts_lattice
ts_homography_lattice(const struct ts_homography *map, struct ts_xy from)
{
    struct ts_xy middle = ts_homography_map(map, from);
    struct ts_xy right = ts_homography_map(map, (struct ts_xy){ from.x + 1, from.y });
    struct ts_xy down = ts_homography_map(map, (struct ts_xy){ from.x, from.y + 1 });
    return (struct ts_lattice){ middle, ts_xy_minus(right, middle),
                                ts_xy_minus(down, middle) };
}

static double
distance(const struct ts_line *line, struct ts_xy p)
{
    return fabs(line->a * p.x + line->b * p.y - line->c);
}

/* Through the middle of the points, along the axis on which they are spread most. */
static void
line_through(struct ts_line *line, const struct ts_xy *points, size_t count)
{
    struct ts_xy middle = { 0, 0 };
    double xx = 0;
    double xy = 0;
    double yy = 0;
    for (size_t i = 0; i < count; i++)
        middle = ts_xy_add(middle, ts_xy_times(points[i], 1.0 / (double)count));
    for (size_t i = 0; i < count; i++) {
        struct ts_xy p = ts_xy_minus(points[i], middle);
        xx += p.x * p.x;
        xy += p.x * p.y;
        yy += p.y * p.y;
    }
    double angle = 0.5 * atan2(2 * xy, xx - yy);
    line->a = -sin(angle);
    line->b = cos(angle);
    line->c = line->a * middle.x + line->b * middle.y;
}

static size_t
keep_near(struct ts_xy *points, size_t count, const struct ts_line *line)
{
    /* Points that fit to a twentieth of a pixel need no sorting out. */
    static const double near_enough = 0.05;
    double squares = 0;
    size_t kept = 0;
    for (size_t i = 0; i < count; i++)
        squares += distance(line, points[i]) * distance(line, points[i]);
    double limit = fmax(1.5 * sqrt(squares / (double)count), near_enough);
    for (size_t i = 0; i < count; i++)
        if (distance(line, points[i]) <= limit)
            points[kept++] = points[i];
    return kept;
}

bool
ts_line_fit(struct ts_line *line, const struct ts_xy *points, size_t count)
{
    enum { ROUNDS = 3, FEWEST = 5 };
    struct ts_xy kept[TS_LINE_POINTS_MAX];
    struct ts_line fit;
    TS_CHECK(count <= TS_LINE_POINTS_MAX);
    memcpy(kept, points, count * sizeof(*kept));
    for (int round = 0; round < ROUNDS; round++) {
        if (count < FEWEST)
            return false;
        line_through(&fit, kept, count);
        count = keep_near(kept, count, &fit);
    }
    *line = fit;
    return true;
}

bool
ts_line_meet(struct ts_xy *point, struct ts_line p, struct ts_line q)
{
    double det = p.a * q.b - q.a * p.b;
    if (!(fabs(det) > 0.2)) /* the sine of the angle between them */
        return false;
    point->x = (p.c * q.b - q.c * p.b) / det;
    point->y = (p.a * q.c - q.a * p.c) / det;
    return true;
}
