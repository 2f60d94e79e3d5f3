#include "kiosk/scan/patch.h"

#include "firmware/base/check.h"
#include "kiosk/scan/marks.h"

#include <string.h>

enum {
    DARK = 0,
    LIGHT = 255,
    ACROSS = 3, /* Points in which a module is looked at, each way. */
    POINTS_MAX = TS_QR_MODULES_MAX * ACROSS,
};

/* A row of points, and where in the picture they are. */
struct row {
    float x[POINTS_MAX], y[POINTS_MAX];
    float along[POINTS_MAX];  /* How far in a cell of the mesh, */
    uint8_t cell[POINTS_MAX]; /* and which. */
    uint16_t sums[POINTS_MAX];
};

static float
place_of(uint32_t point)
{
    return ((float)point + 0.5F) / ACROSS;
}

/* The pose's numerators and denominator grow evenly along a row. */
static void
place_row(struct row *row, uint32_t points, const struct ts_pose *pose, double down)
{
    const double *m = pose->map.at;
    const float top[3] = { (float)(m[1] * down + m[2]), (float)(m[4] * down + m[5]),
                           (float)(m[7] * down + m[8]) };
    const float step[3] = { (float)m[0], (float)m[3], (float)m[6] };
    for (uint32_t i = 0; i < points; i++) {
        float right = place_of(i);
        float depth = 1 / (step[2] * right + top[2]);
        row->x[i] = (step[0] * right + top[0]) * depth;
        row->y[i] = (step[1] * right + top[1]) * depth;
    }
}

static void
bend_row(struct row *row, uint32_t points, const struct ts_mesh *mesh, double down)
{
    struct ts_xy off[TS_MESH_SIDE];
    float x[TS_MESH_SIDE];
    float y[TS_MESH_SIDE];
    if (mesh->side < 2)
        return;
    ts_mesh_row(mesh, down, off);
    for (size_t i = 0; i < mesh->side; i++) {
        x[i] = (float)off[i].x;
        y[i] = (float)off[i].y;
    }
    for (uint32_t i = 0; i < points; i++) {
        const size_t cell = row->cell[i];
        row->x[i] += x[cell] + (x[cell + 1] - x[cell]) * row->along[i];
        row->y[i] += y[cell] + (y[cell + 1] - y[cell]) * row->along[i];
    }
}

static void
add_points(struct row *row, uint32_t points, const struct ts_grey *grey, unsigned weight)
{
    for (uint32_t i = 0; i < points; i++)
        row->sums[i] =
            (uint16_t)(row->sums[i] + weight * ts_grey_near(grey, row->x[i], row->y[i]));
}

void
ts_patch_sample(struct ts_patch *patch, const struct ts_grey *grey,
                const struct ts_pose *pose, const struct ts_mesh *mesh)
{
    static const unsigned weights[ACROSS] = { 1, 2, 1 };
    struct row row;
    uint32_t points = pose->modules * ACROSS;
    TS_CHECK(pose->modules <= TS_QR_MODULES_MAX);
    patch->version = pose->version;
    patch->modules = pose->modules;
    for (uint32_t i = 0; i < points && mesh->side >= 2; i++)
        row.cell[i] = (uint8_t)ts_mesh_cell(mesh, place_of(i), &row.along[i]);
    for (uint32_t y = 0; y < pose->modules; y++) {
        uint8_t *values = patch->values + (size_t)y * pose->modules;
        memset(row.sums, 0, sizeof(row.sums));
        for (uint32_t i = 0; i < ACROSS; i++) {
            double down = (double)place_of(y * ACROSS + i);
            place_row(&row, points, pose, down);
            bend_row(&row, points, mesh, down);
            add_points(&row, points, grey, weights[i]);
        }
        for (uint32_t x = 0; x < pose->modules; x++) {
            const uint16_t *s = row.sums + (size_t)x * ACROSS;
            values[x] = (uint8_t)((s[0] + 2 * s[1] + s[2]) / 16);
        }
    }
}

double
ts_patch_guess(struct ts_patch *patch)
{
    /* Measured on simulated frames: half the window, or half the amount, loses one code
     * in twenty; more of either gains nothing. */
    static const struct ts_threshold how = {
        .window = 21, .percent = 0, .sharpen = 3, .amount = 2.5
    };
    struct ts_grey values = { patch->values, patch->modules, patch->modules,
                              patch->modules };
    ts_threshold(patch->dark, &values, &how, patch->words);
    return ts_marks_paint(patch->dark, patch->version);
}

void
ts_patch_refine(struct ts_patch *patch)
{
    enum { ROUNDS = 2 }; /* a third gains one code in three hundred */
    ts_equaliser_load(&patch->equaliser, patch->values, patch->modules);
    for (int round = 0; round < ROUNDS; round++) {
        if (!ts_equaliser_decide(&patch->equaliser, patch->dark, patch->modules))
            break;
        (void)ts_marks_paint(patch->dark, patch->version);
    }
}

bool
ts_patch_decide(struct ts_patch *patch)
{
    static const double likely = 0.6; /* codes that can be read have 0.8 and more */
    if (ts_patch_guess(patch) < likely)
        return false;
    ts_patch_refine(patch);
    return true;
}

struct ts_grey
ts_patch_draw(struct ts_patch *patch)
{
    enum { MODULE = TS_PATCH_MODULE, QUIET = TS_PATCH_QUIET * MODULE };
    patch->side = patch->modules * MODULE + 2 * QUIET;
    memset(patch->pixels, LIGHT, (size_t)patch->side * patch->side);
    for (size_t y = 0; y < patch->modules; y++) {
        uint8_t *out = patch->pixels + (QUIET + y * MODULE) * patch->side + QUIET;
        for (size_t x = 0; x < patch->modules; x++)
            if (patch->dark[y * patch->modules + x])
                memset(out + x * MODULE, DARK, MODULE);
        for (size_t i = 1; i < MODULE; i++)
            memcpy(out + i * patch->side, out, (size_t)patch->modules * MODULE);
    }
    return (struct ts_grey){ patch->pixels, patch->side, patch->side, patch->side };
}
