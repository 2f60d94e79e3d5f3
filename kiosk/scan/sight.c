#include "kiosk/scan/sight.h"

#include "firmware/base/limits.h"

#include <math.h>

enum { FINDERS = 3, CORNERS = 4, WHITE = 250 };

int32_t
ts_sight_pixel(double place)
{
    const double most = 4 * TS_FRAME_WIDTH_MAX;
    return place >= -most && place <= most ? (int32_t)lround(place) : 0;
}

static struct ts_xy
corner_of(const struct ts_pose *pose, int i)
{
    double far = pose->modules;
    return (struct ts_xy){ i == 1 || i == 2 ? far : 0, i >= 2 ? far : 0 };
}

static void
place(struct ts_scan_sight *sight, const struct ts_grey *grey, const struct ts_pose *pose,
      double scale)
{
    sight->module_px = INFINITY;
    for (int i = 0; i < CORNERS; i++) {
        struct ts_lattice at = ts_homography_lattice(&pose->map, corner_of(pose, i));
        double module = fmin(ts_xy_length(at.right), ts_xy_length(at.down));
        sight->module_px = fmin(sight->module_px, module * scale);
        sight->corners[i] = (struct ts_point){ ts_sight_pixel(at.middle.x * scale),
                                               ts_sight_pixel(at.middle.y * scale) };
        /* Its last module may be cut: it is read all the same. */
        sight->cut_off |= at.middle.x < -module || at.middle.x > grey->width + module
                          || at.middle.y < -module || at.middle.y > grey->height + module;
    }
}

/* The light ring of a finder is a module wide: the more of it is left, the less blur. A
 * Gaussian leaves erf(0.5 / (sqrt(2) * deviation)). */
static double
deviation_for(double left)
{
    double least = 0.15;
    double most = 1.5;
    for (int i = 0; i < 16; i++) {
        double middle = (least + most) / 2;
        if (erf(0.5 / (sqrt(2) * middle)) > left)
            least = middle;
        else
            most = middle;
    }
    return least;
}

/* Dark in the middle of finders, light in their rings and in the quiet zone before their
 * outer corner. */
static void
compare_finders(struct ts_scan_sight *sight, const struct ts_grey *grey,
                const struct ts_pose *pose)
{
    static const double out[FINDERS][2] = { { -1, -1 }, { 1, -1 }, { -1, 1 } };
    double left = 0;
    for (int i = 0; i < FINDERS; i++) {
        const struct ts_lattice *finder = &pose->finders[i];
        double dark = ts_grey_at(grey, finder->middle);
        double light =
            ts_grey_at(grey, ts_lattice_at(finder, 5.5 * out[i][0], 5.5 * out[i][1]));
        double ring = 0;
        for (int k = -1; k <= 1; k += 2) {
            ring += ts_grey_at(grey, ts_lattice_at(finder, 2 * k, 0)) / 4;
            ring += ts_grey_at(grey, ts_lattice_at(finder, 0, 2 * k)) / 4;
        }
        sight->contrast += fmax(0, fmax(light, ring) - dark) / FINDERS;
        left += (ring - dark) / fmax(1, fmax(light, ring) - dark) / FINDERS;
    }
    sight->blur = deviation_for(left);
}

/* Data is dark and light within any few modules: where nothing is dark, something
 * shines. */
static void
look_for_shine(struct ts_scan_sight *sight, const struct ts_grey *grey,
               const struct ts_pose *pose)
{
    enum { BLOCKS = 12, POINTS = 5 };
    unsigned shining = 0;
    double step = (double)pose->modules / (BLOCKS * POINTS);
    for (unsigned block = 0; block < BLOCKS * BLOCKS; block++) {
        double darkest = 255;
        for (unsigned i = 0; i < POINTS * POINTS; i++) {
            unsigned right = block % BLOCKS * POINTS + i % POINTS;
            unsigned down = block / BLOCKS * POINTS + i / POINTS;
            struct ts_xy at = { (right + 0.5) * step, (down + 0.5) * step };
            darkest = fmin(darkest, ts_grey_at(grey, ts_homography_map(&pose->map, at)));
        }
        shining += darkest >= WHITE;
    }
    sight->shine = (double)shining / (BLOCKS * BLOCKS);
}

void
ts_sight_measure(struct ts_scan_sight *sight, const struct ts_grey *grey,
                 const struct ts_pose *pose, double scale)
{
    *sight = (struct ts_scan_sight){ .seen = true };
    place(sight, grey, pose, scale);
    compare_finders(sight, grey, pose);
    look_for_shine(sight, grey, pose);
}
