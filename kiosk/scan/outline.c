#include "kiosk/scan/outline.h"

/* Between the middle of the finder (3.5 modules from its edge) and the neighbours. */
static const double look_from = 2.6;
static const double look_step = 0.1;

enum { LOOKS = 18, RAYS = 19, RAYS_MIDDLE = 9, RAYS_MIN = 7, CONTRAST_MIN = 12 };

/* Steps seen from the finder's middle, outwards and along the side, as the code sees
 * itself: upper, right, lower, left. */
static const double outwards[4][2] = { { 0, -1 }, { 1, 0 }, { 0, 1 }, { -1, 0 } };

static double
grey_at(const struct ts_grey *grey, const struct ts_lattice *lattice, double right,
        double down)
{
    return ts_grey_at(grey, ts_lattice_at(lattice, right, down));
}

/* Half way between the dark square in the middle and the light frame around all; less
 * than 0 when they are nearly the same. */
static double
middle_grey(const struct ts_grey *grey, const struct ts_lattice *lattice)
{
    static const double far = 4.1; /* into the separator, 0.6 from the edge */
    double dark = 0;
    double light = 0;
    for (int i = -1; i <= 1; i++)
        for (int j = -1; j <= 1; j++)
            dark += grey_at(grey, lattice, 0.8 * i, 0.8 * j) / 9;
    for (int i = -3; i <= 3; i++)
        for (int side = 0; side < 4; side++) {
            const double *out = outwards[side];
            light += grey_at(grey, lattice, out[0] * far + out[1] * i,
                             out[1] * far + out[0] * i)
                     / 28;
        }
    return light - dark < CONTRAST_MIN ? -1 : (light + dark) / 2;
}

/* Where the ray at along on that side turns from dark to light. */
static bool
find_edge(struct ts_xy *edge, const struct ts_grey *grey,
          const struct ts_lattice *lattice, const double ray[3], double threshold)
{
    const double *out = ray;
    double along = ray[2];
    double before = threshold;
    for (int i = 0; i <= LOOKS; i++) {
        double r = look_from + i * look_step;
        double now = grey_at(grey, lattice, out[0] * r + out[1] * along,
                             out[1] * r + out[0] * along);
        if (before < threshold && now >= threshold) {
            double at = r - look_step * (now - threshold) / (now - before);
            *edge = ts_lattice_at(lattice, out[0] * at + out[1] * along,
                                  out[1] * at + out[0] * along);
            return true;
        }
        before = now;
    }
    return false;
}

static bool
trace_side(struct ts_line *line, const struct ts_grey *grey,
           const struct ts_lattice *lattice, int side, double threshold)
{
    struct ts_xy edges[RAYS];
    size_t count = 0;
    for (int i = 0; i < RAYS; i++) {
        const double ray[3] = { outwards[side][0], outwards[side][1],
                                0.3 * (i - RAYS_MIDDLE) };
        count += find_edge(&edges[count], grey, lattice, ray, threshold);
    }
    return count >= RAYS_MIN && ts_line_fit(line, edges, count);
}

static struct ts_xy
mean_step(const struct ts_xy *c, int from, int to, int from2, int to2)
{
    struct ts_xy both =
        ts_xy_add(ts_xy_minus(c[to], c[from]), ts_xy_minus(c[to2], c[from2]));
    return ts_xy_times(both, 1.0 / 14);
}

bool
ts_outline_trace(struct ts_outline *outline, const struct ts_grey *grey,
                 const struct ts_lattice *guess)
{
    struct ts_line sides[4];
    struct ts_xy corners[4];
    struct ts_xy sum = { 0, 0 };
    double threshold = middle_grey(grey, guess);
    if (threshold < 0)
        return false;
    for (int side = 0; side < 4; side++)
        if (!trace_side(&sides[side], grey, guess, side, threshold))
            return false;
    for (int i = 0; i < 4; i++) {
        if (!ts_line_meet(&corners[i], sides[(i + 3) % 4], sides[i]))
            return false;
        sum = ts_xy_add(sum, corners[i]);
    }
    for (int i = 0; i < 4; i++)
        outline->corners[i] = corners[i];
    outline->lattice.middle = ts_xy_times(sum, 0.25);
    outline->lattice.right = mean_step(corners, 0, 1, 3, 2);
    outline->lattice.down = mean_step(corners, 0, 3, 1, 2);
    return true;
}
