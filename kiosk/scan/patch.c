#include "kiosk/scan/patch.h"

#include "firmware/base/check.h"

#include <string.h>

enum { DARK = 0, LIGHT = 255 };

static uint32_t
modules_of(const struct ts_patch *patch)
{
    return patch->side / TS_PATCH_MODULE - 2 * TS_PATCH_QUIET;
}

/* A module's upper left pixel. */
static uint8_t *
module_at(const struct ts_patch *patch, size_t row, size_t column)
{
    return patch->pixels + (row + TS_PATCH_QUIET) * TS_PATCH_MODULE * patch->side
           + (column + TS_PATCH_QUIET) * TS_PATCH_MODULE;
}

/* A row of pixels: the pose's numerators and denominator grow evenly along it, and so
 * does what the mesh adds within a cell. */
static void
draw_row(uint8_t *out, const struct ts_grey *grey, const struct ts_pose *pose,
         const struct ts_mesh *mesh, double down)
{
    struct ts_xy row[TS_MESH_SIDE];
    const double *m = pose->map.at;
    ts_mesh_row(mesh, down, row);
    for (uint32_t x = 0; x < pose->modules * TS_PATCH_MODULE; x++) {
        double right = (x + 0.5) / TS_PATCH_MODULE;
        double depth = 1 / (m[6] * right + m[7] * down + m[8]);
        struct ts_xy off = ts_mesh_off(mesh, row, right);
        struct ts_xy at = { (m[0] * right + m[1] * down + m[2]) * depth + off.x,
                            (m[3] * right + m[4] * down + m[5]) * depth + off.y };
        out[x] = (uint8_t)(ts_grey_at(grey, at) + 0.5);
    }
}

void
ts_patch_draw(struct ts_patch *patch, const struct ts_grey *grey,
              const struct ts_pose *pose, const struct ts_mesh *mesh)
{
    TS_CHECK(pose->modules <= TS_QR_MODULES_MAX);
    patch->side = (pose->modules + 2 * TS_PATCH_QUIET) * TS_PATCH_MODULE;
    memset(patch->pixels, LIGHT, (size_t)patch->side * patch->side);
    for (size_t y = 0; y < (size_t)pose->modules * TS_PATCH_MODULE; y++)
        draw_row(module_at(patch, 0, 0) + y * patch->side, grey, pose, mesh,
                 ((double)y + 0.5) / TS_PATCH_MODULE);
}

static void
paint(struct ts_patch *patch, size_t row, size_t column, bool dark)
{
    uint8_t *at = module_at(patch, row, column);
    for (size_t y = 0; y < TS_PATCH_MODULE; y++)
        memset(at + y * patch->side, dark ? DARK : LIGHT, TS_PATCH_MODULE);
}

/* Squares in squares: from the middle outwards, a bit of dark is set for each that is
 * dark. What would lie outside the code is left out. */
static void
paint_squares(struct ts_patch *patch, int row, int column, int rings, unsigned dark)
{
    int last = (int)modules_of(patch) - 1;
    for (int i = 1 - rings; i < rings; i++)
        for (int j = 1 - rings; j < rings; j++) {
            int far_i = i < 0 ? -i : i;
            int far_j = j < 0 ? -j : j;
            int y = row + i;
            int x = column + j;
            if (x >= 0 && y >= 0 && x <= last && y <= last)
                paint(patch, (size_t)y, (size_t)x,
                      dark >> (far_i > far_j ? far_i : far_j) & 1);
        }
}

static void
paint_timing(struct ts_patch *patch)
{
    for (size_t i = 8; i + 8 < modules_of(patch); i++) {
        paint(patch, 6, i, i % 2 == 0);
        paint(patch, i, 6, i % 2 == 0);
    }
}

static void
paint_alignments(struct ts_patch *patch, unsigned version)
{
    unsigned at[TS_QR_ALIGNMENTS_MAX];
    size_t count = ts_qr_alignments(version, at);
    for (size_t i = 0; i < count; i++)
        for (size_t j = 0; j < count; j++)
            if ((i > 0 || (j > 0 && j + 1 < count)) && (j > 0 || i + 1 < count))
                paint_squares(patch, (int)at[i], (int)at[j], 3, 0x5);
}

static void
paint_version(struct ts_patch *patch, unsigned version)
{
    uint32_t bits = version >= 7 ? ts_qr_version_information(version) : 0;
    size_t far = modules_of(patch) - 11;
    for (size_t i = 0; i < 18 && version >= 7; i++) {
        paint(patch, i / 3, far + i % 3, bits >> i & 1);
        paint(patch, far + i % 3, i / 3, bits >> i & 1);
    }
}

void
ts_patch_repaint(struct ts_patch *patch, const struct ts_pose *pose)
{
    int far = (int)pose->modules - 4;
    paint_timing(patch);
    paint_alignments(patch, pose->version);
    paint_version(patch, pose->version);
    /* Three dark, one light, one dark ring, and the separator. */
    paint_squares(patch, 3, 3, 5, 0xb);
    paint_squares(patch, 3, far, 5, 0xb);
    paint_squares(patch, far, 3, 5, 0xb);
}

/* The mean of a module's pixels; its middle counts four times, its edges twice. */
static uint8_t
value_of(const struct ts_patch *patch, size_t row, size_t column)
{
    static const uint8_t weights[TS_PATCH_MODULE][TS_PATCH_MODULE] = {
        { 1, 2, 1 },
        { 2, 4, 2 },
        { 1, 2, 1 },
    };
    const uint8_t *at = module_at(patch, row, column);
    unsigned sum = 0;
    for (size_t y = 0; y < TS_PATCH_MODULE; y++)
        for (size_t x = 0; x < TS_PATCH_MODULE; x++)
            sum += (unsigned)weights[y][x] * at[y * patch->side + x];
    return (uint8_t)(sum / 16);
}

void
ts_patch_decide(struct ts_patch *patch, struct ts_patch_scratch *scratch)
{
    /* Measured on simulated frames: half the window, or half the amount, loses one code
     * in twenty; more of either gains nothing. */
    static const struct ts_threshold how = {
        .window = 21, .percent = 0, .sharpen = 3, .amount = 2.5
    };
    uint32_t modules = modules_of(patch);
    struct ts_grey values = { scratch->values, modules, modules, modules };
    for (size_t row = 0; row < modules; row++)
        for (size_t column = 0; column < modules; column++)
            scratch->values[row * modules + column] = value_of(patch, row, column);
    ts_threshold(scratch->dark, &values, &how, scratch->words);
    for (size_t row = 0; row < modules; row++)
        for (size_t column = 0; column < modules; column++)
            paint(patch, row, column, scratch->dark[row * modules + column]);
}
