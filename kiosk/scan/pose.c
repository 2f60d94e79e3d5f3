#include "kiosk/scan/pose.h"

#include "firmware/base/check.h"
#include "kiosk/scan/alignment.h"
#include "kiosk/scan/marks.h"
#include "kiosk/scan/outline.h"

#include <math.h>
#include <string.h>

enum { CORNER = 0, RIGHT = 1, BELOW = 2, FINDERS = 3 };

/* From the edge of a code to a finder's middle. */
static const double finder_at = 3.5;

struct fit {
    struct ts_match matches[5 * FINDERS];
    size_t count;
};

static struct ts_xy
place_of(int finder, unsigned modules)
{
    double far = modules - finder_at;
    return (struct ts_xy){ finder == RIGHT ? far : finder_at,
                           finder == BELOW ? far : finder_at };
}

/* Modules were measured along rows and columns: how long is one along the side? */
static struct ts_xy
module_along(const struct ts_finder *from, const struct ts_finder *to, double module)
{
    struct ts_xy side = { to->x - from->x, to->y - from->y };
    double straight = fmax(fabs(side.x), fabs(side.y));
    double length = ts_xy_length(side);
    return ts_xy_times(side, module * straight / (length * length));
}

/* Twice, since the first edges were looked for along a guess. True: it was traced. */
static bool
trace(struct ts_outline *outline, const struct ts_grey *grey,
      const struct ts_lattice *guess)
{
    outline->lattice = *guess;
    if (!ts_outline_trace(outline, grey, guess))
        return false;
    struct ts_lattice better = outline->lattice;
    if (ts_outline_trace(outline, grey, &better))
        return true;
    outline->lattice = *guess;
    return false;
}

/* Modules a side, between the middles of two finders, and the size of the modules at
 * both ends. */
static double
count_modules(const struct ts_pose *pose, int to)
{
    const struct ts_lattice *a = &pose->finders[CORNER];
    const struct ts_lattice *b = &pose->finders[to];
    double module = to == RIGHT ? ts_xy_length(a->right) + ts_xy_length(b->right)
                                : ts_xy_length(a->down) + ts_xy_length(b->down);
    return 2 * ts_xy_length(ts_xy_minus(b->middle, a->middle)) / module + 7;
}

static bool
guess_version(struct ts_pose *pose)
{
    double across = count_modules(pose, RIGHT);
    double down = count_modules(pose, BELOW);
    double modules = (across + down) / 2;
    if (!(modules > 15 && modules < 230 && across < 1.7 * down && down < 1.7 * across))
        return false;
    double version = fmin(fmax(floor((modules - 17) / 4 + 0.5), 1), 40);
    pose->version = (unsigned)version;
    return true;
}

/* The parallelogram of three middles: without perspective, but never far off. */
static struct ts_homography
flat_map(const struct ts_pose *pose)
{
    struct ts_xy middle = pose->finders[CORNER].middle;
    double count = pose->modules - 2 * finder_at;
    struct ts_xy u =
        ts_xy_times(ts_xy_minus(pose->finders[RIGHT].middle, middle), 1 / count);
    struct ts_xy v =
        ts_xy_times(ts_xy_minus(pose->finders[BELOW].middle, middle), 1 / count);
    return (struct ts_homography){ { u.x, v.x, middle.x - finder_at * (u.x + v.x), u.y,
                                     v.y, middle.y - finder_at * (u.y + v.y), 0, 0, 1 } };
}

static void
add_finder(struct fit *fit, const struct ts_pose *pose, const struct ts_outline *outline,
           int finder)
{
    static const double sign[4][2] = { { -1, -1 }, { 1, -1 }, { 1, 1 }, { -1, 1 } };
    struct ts_xy place = place_of(finder, pose->modules);
    fit->matches[fit->count++] = (struct ts_match){ place, outline->lattice.middle, 2 };
    for (int i = 0; i < 4; i++) {
        struct ts_xy corner = { place.x + finder_at * sign[i][0],
                                place.y + finder_at * sign[i][1] };
        fit->matches[fit->count++] = (struct ts_match){ corner, outline->corners[i], 1 };
    }
}

/* Twelve corners lie close together by threes: what they say of the fourth corner is
 * taken only where it is not absurd. */
static bool
is_sound(const struct ts_homography *map, const struct ts_homography *flat,
         double modules)
{
    struct ts_xy far = { modules, modules };
    struct ts_xy a = ts_homography_map(map, far);
    struct ts_xy b = ts_homography_map(flat, far);
    double side = ts_xy_length(
        ts_xy_minus(b, ts_homography_map(flat, (struct ts_xy){ 0, modules })));
    double depth = (map->at[6] + map->at[7]) * modules + map->at[8];
    return ts_xy_length(ts_xy_minus(a, b)) < 0.45 * side && depth > 0.2;
}

/* How far around a place its alignment pattern is looked for, in modules. */
static double
reach_of(unsigned modules)
{
    return 3.5 + 0.03 * modules;
}

/* Whether the search around one guess does not cover the other. */
static bool
is_elsewhere(unsigned modules, const struct ts_homography *a,
             const struct ts_homography *b)
{
    struct ts_xy far = { modules - 6.5, modules - 6.5 };
    struct ts_lattice place = ts_homography_lattice(a, far);
    struct ts_xy apart = ts_xy_minus(ts_homography_map(b, far), place.middle);
    return ts_xy_length(apart) > 0.7 * reach_of(modules) * ts_xy_length(place.right);
}

/* With the fourth corner known, four points far apart say more than the edges. */
static void
align(struct ts_pose *pose, const struct ts_grey *grey, const struct ts_homography *guess,
      double *best)
{
    enum { SCORE_MIN = 16 };
    double far = pose->modules - 6.5;
    struct ts_lattice expected = ts_homography_lattice(guess, (struct ts_xy){ far, far });
    struct ts_alignment found =
        ts_alignment_search(grey, &expected, reach_of(pose->modules), 0.4, 0.6);
    if (!(found.score > SCORE_MIN && found.score > *best))
        return;
    struct ts_match matches[4];
    struct ts_homography map;
    for (int i = 0; i < FINDERS; i++)
        matches[i] =
            (struct ts_match){ place_of(i, pose->modules), pose->finders[i].middle, 1 };
    matches[3] = (struct ts_match){ { far, far },
                                    ts_lattice_at(&expected, found.right, found.down),
                                    1 };
    if (!ts_homography_fit(&map, matches, 4))
        return;
    *best = found.score;
    pose->map = map;
    pose->aligned = true;
}

/* The map as the finders have it, and how well the timing patterns fit to it. */
static void
fit_finders(struct ts_pose *pose, const struct ts_grey *grey,
            const struct ts_outline *const outlines[FINDERS])
{
    struct fit fit = { .count = 0 };
    struct ts_homography flat = flat_map(pose);
    for (int i = 0; i < FINDERS; i++)
        if (outlines[i])
            add_finder(&fit, pose, outlines[i], i);
    if (fit.count < 10 || !ts_homography_fit(&pose->map, fit.matches, fit.count)
        || !is_sound(&pose->map, &flat, pose->modules))
        pose->map = flat;
    pose->aligned = false;
    pose->timing = ts_marks_timing(grey, &pose->map, pose->modules);
}

void
ts_pose_align(struct ts_pose *pose, const struct ts_grey *grey)
{
    double best = 0;
    struct ts_homography guess = pose->map;
    struct ts_homography flat = flat_map(pose);
    if (pose->version == 1)
        return;
    align(pose, grey, &guess, &best);
    if (is_elsewhere(pose->modules, &guess, &flat))
        align(pose, grey, &flat, &best);
    if (pose->aligned)
        pose->timing = ts_marks_timing(grey, &pose->map, pose->modules);
}

/* What speaks for the version: timing patterns that are out of step in all others, and
 * what it says of itself, which a bend leaves alone. */
static double
evidence_of(const struct ts_pose *pose)
{
    return pose->timing + 1.5 * pose->version_fit;
}

/* Blur takes from a finder's outer ring, so that modules seem smaller than they are and
 * the code a version or two larger; a tilt adds to it, a bend takes away. */
static void
choose_version(struct ts_pose *pose, const struct ts_grey *grey,
               const struct ts_outline *const outlines[FINDERS])
{
    static const double certain = 0.9;
    static const int others[] = { 0, -1, 1, -2, 2, -3 };
    struct ts_marks_version read;
    unsigned guess = pose->version;
    double best = -2;
    ts_marks_read_version(&read, grey, pose->finders);
    for (size_t i = 0; i < TS_COUNT(others); i++) {
        struct ts_pose other = *pose;
        int version = (int)guess + others[i];
        if (version < 1 || version > 40)
            continue;
        other.version = (unsigned)version;
        other.modules = ts_qr_modules(other.version);
        fit_finders(&other, grey, outlines);
        other.version_fit = version < TS_QR_VERSION_FIRST
                                ? other.timing / 2
                                : ts_marks_version(&read, other.version);
        if (evidence_of(&other) <= best)
            continue;
        *pose = other;
        best = evidence_of(pose);
        if (pose->timing > certain && pose->version_fit > certain / 2)
            break;
    }
}

bool
ts_pose_find(struct ts_pose *pose, const struct ts_grey *grey,
             const struct ts_finder *const finders[3])
{
    struct ts_outline outlines[FINDERS];
    const struct ts_outline *traced[FINDERS];
    double module =
        (finders[0]->module + finders[1]->module + finders[2]->module) / FINDERS;
    struct ts_xy right = module_along(finders[CORNER], finders[RIGHT], 1);
    struct ts_xy down = module_along(finders[CORNER], finders[BELOW], 1);
    for (int i = 0; i < FINDERS; i++) {
        double own = (finders[i]->module + module) / 2;
        struct ts_lattice guess = { { finders[i]->x, finders[i]->y },
                                    ts_xy_times(right, own),
                                    ts_xy_times(down, own) };
        traced[i] = trace(&outlines[i], grey, &guess) ? &outlines[i] : NULL;
        pose->finders[i] = outlines[i].lattice;
    }
    if (!guess_version(pose))
        return false;
    choose_version(pose, grey, traced);
    return true;
}

double
ts_pose_promise(const struct ts_pose *pose)
{
    static const double least = 0.6;
    double evidence = evidence_of(pose);
    if (evidence < least)
        return -1;
    return evidence;
}
