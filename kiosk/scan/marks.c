#include "kiosk/scan/marks.h"

#include <math.h>

enum { RIGHT = 1, BELOW = 2 };

static double
timing_part(const struct ts_grey *grey, const struct ts_homography *map, unsigned modules,
            const bool side[2])
{
    enum { NEXT = 14, TIMING = 6, FIRST = 8 };
    unsigned count = modules - 2 * FIRST;
    double fits = 0;
    double all = 0;
    double before = 0;
    for (unsigned i = 0; i < count && i < NEXT; i++) {
        double along = side[1] ? modules - FIRST - 0.5 - i : FIRST + 0.5 + i;
        struct ts_xy at = { along, TIMING + 0.5 };
        if (side[0])
            at = (struct ts_xy){ at.y, at.x };
        double now = ts_grey_at(grey, ts_homography_map(map, at));
        if (i > 0) {
            fits += i % 2 ? now - before : before - now;
            all += fabs(now - before);
        }
        before = now;
    }
    return all > 0 ? fits / all : 0;
}

double
ts_marks_timing(const struct ts_grey *grey, const struct ts_homography *map,
                unsigned modules)
{
    double sum = 0;
    for (int i = 0; i < 4; i++)
        sum += timing_part(grey, map, modules, (const bool[2]){ i & 1, i & 2 });
    return sum / 4;
}

static void
normalise(float values[TS_QR_VERSION_BITS])
{
    float sum = 0;
    float squares = 0;
    for (int i = 0; i < TS_QR_VERSION_BITS; i++)
        sum += values[i] / TS_QR_VERSION_BITS;
    for (int i = 0; i < TS_QR_VERSION_BITS; i++) {
        values[i] -= sum;
        squares += values[i] * values[i];
    }
    for (int i = 0; i < TS_QR_VERSION_BITS; i++)
        values[i] /= sqrtf(squares) + 1;
}

/* The 3 x 6 modules before the finder on the right, or above the one below; both are
 * each other's mirror image. */
void
ts_marks_read_version(struct ts_marks_version *read, const struct ts_grey *grey,
                      const struct ts_lattice finders[3])
{
    for (int i = 0; i < TS_QR_VERSION_BITS; i++) {
        int row = i / 3;
        double near = -7 + i % 3;
        double along = -3 + row;
        read->at[0][i] =
            (float)ts_grey_at(grey, ts_lattice_at(&finders[RIGHT], near, along));
        read->at[1][i] =
            (float)ts_grey_at(grey, ts_lattice_at(&finders[BELOW], along, near));
    }
    normalise(read->at[0]);
    normalise(read->at[1]);
}

double
ts_marks_version(const struct ts_marks_version *read, unsigned version)
{
    struct ts_marks_version painted;
    uint32_t bits = ts_qr_version_information(version);
    double best = -1;
    for (int i = 0; i < TS_QR_VERSION_BITS; i++)
        painted.at[0][i] = bits >> i & 1 ? 0 : 255;
    normalise(painted.at[0]);
    for (int side = 0; side < 2; side++) {
        double fits = 0;
        for (int i = 0; i < TS_QR_VERSION_BITS; i++)
            fits += read->at[side][i] * painted.at[0][i];
        best = fmax(best, fits);
    }
    return best;
}

/* A code that is painted over. */
struct canvas {
    uint8_t *dark;
    int modules;
    unsigned painted, right;
};

static void
paint(struct canvas *canvas, int row, int column, bool dark)
{
    uint8_t *at = canvas->dark + (size_t)row * (size_t)canvas->modules + (size_t)column;
    canvas->painted++;
    canvas->right += *at == dark;
    *at = dark;
}

/* Squares in squares: from the middle outwards, a bit of dark is set for each that is
 * dark. What would lie outside the code is left out. */
static void
paint_squares(struct canvas *canvas, int row, int column, int rings, unsigned dark)
{
    int last = canvas->modules - 1;
    for (int i = 1 - rings; i < rings; i++)
        for (int j = 1 - rings; j < rings; j++) {
            int far_i = i < 0 ? -i : i;
            int far_j = j < 0 ? -j : j;
            int y = row + i;
            int x = column + j;
            if (x >= 0 && y >= 0 && x <= last && y <= last)
                paint(canvas, y, x, dark >> (far_i > far_j ? far_i : far_j) & 1);
        }
}

static void
paint_timing(struct canvas *canvas)
{
    for (int i = 8; i + 8 < canvas->modules; i++) {
        paint(canvas, 6, i, i % 2 == 0);
        paint(canvas, i, 6, i % 2 == 0);
    }
}

static void
paint_alignments(struct canvas *canvas, unsigned version)
{
    unsigned at[TS_QR_ALIGNMENTS_MAX];
    size_t count = ts_qr_alignments(version, at);
    for (size_t i = 0; i < count; i++)
        for (size_t j = 0; j < count; j++)
            if ((i > 0 || (j > 0 && j + 1 < count)) && (j > 0 || i + 1 < count))
                paint_squares(canvas, (int)at[i], (int)at[j], 3, 0x5);
}

static void
paint_version(struct canvas *canvas, unsigned version)
{
    uint32_t bits = ts_qr_version_information(version);
    int far = canvas->modules - 11;
    for (int i = 0; i < TS_QR_VERSION_BITS; i++) {
        paint(canvas, i / 3, far + i % 3, bits >> i & 1);
        paint(canvas, far + i % 3, i / 3, bits >> i & 1);
    }
}

double
ts_marks_paint(uint8_t *dark, unsigned version)
{
    struct canvas canvas = { .modules = (int)ts_qr_modules(version) };
    int far = canvas.modules - 4;
    canvas.dark = dark;
    paint_timing(&canvas);
    paint_alignments(&canvas, version);
    if (version >= TS_QR_VERSION_FIRST)
        paint_version(&canvas, version);
    double share = (double)canvas.right / canvas.painted;
    /* Three dark, one light, one dark ring, and the separator. */
    paint_squares(&canvas, 3, 3, 5, 0xb);
    paint_squares(&canvas, 3, far, 5, 0xb);
    paint_squares(&canvas, far, 3, 5, 0xb);
    return share;
}
