#include "kiosk/scan/mesh.h"

#include "kiosk/scan/alignment.h"

#include <math.h>
#include <stdbool.h>

enum { CONTRAST_MIN = 20 };

/* The finder that a node lies at the inner corner of; -1 for most. */
static int
finder_of(const struct ts_mesh *mesh, size_t i, size_t j)
{
    size_t last = mesh->side - 1;
    if (i == 0 && j == 0)
        return 0;
    if (i == 0 && j == last)
        return 1;
    return i == last && j == 0 ? 2 : -1;
}

static struct ts_xy
inner_corner(const struct ts_pose *pose, int finder)
{
    return ts_lattice_at(&pose->finders[finder], finder == 1 ? -3 : 3,
                         finder == 2 ? -3 : 3);
}

/* What the neighbours, which were looked for before, lead to. */
static struct ts_xy
expected_off(const struct ts_mesh *mesh, size_t i, size_t j)
{
    if (i > 0 && j > 0) {
        struct ts_xy both = ts_xy_add(mesh->off[i][j - 1], mesh->off[i - 1][j]);
        return ts_xy_minus(both, mesh->off[i - 1][j - 1]);
    }
    return i > 0 ? mesh->off[i - 1][j] : mesh->off[i][j - 1];
}

/* Modules that a node may be off from where its neighbours lead to. Those at the edge
 * have one neighbour only, which may be a finder far away. */
static double
reach_at(size_t i, size_t j)
{
    return i > 0 && j > 0 ? 1.6 : 2.4;
}

static void
find_node(struct ts_mesh *mesh, const struct ts_grey *grey, const struct ts_pose *pose,
          const size_t node[2], double contrast)
{
    size_t i = node[0];
    size_t j = node[1];
    struct ts_xy place = { mesh->at[j], mesh->at[i] };
    struct ts_lattice there = ts_homography_lattice(&pose->map, place);
    struct ts_xy planned = there.middle;
    int finder = finder_of(mesh, i, j);
    if (finder >= 0) {
        mesh->off[i][j] = ts_xy_minus(inner_corner(pose, finder), planned);
        return;
    }
    mesh->off[i][j] = expected_off(mesh, i, j);
    there.middle = ts_xy_add(there.middle, mesh->off[i][j]);
    struct ts_alignment found =
        ts_alignment_search(grey, &there, reach_at(i, j), 0.4, 0.12 * contrast);
    if (found.score < 0.16 * contrast)
        return;
    mesh->off[i][j] =
        ts_xy_minus(ts_lattice_at(&there, found.right, found.down), planned);
    mesh->found++;
}

void
ts_mesh_find(struct ts_mesh *mesh, const struct ts_grey *grey, const struct ts_pose *pose)
{
    unsigned at[TS_QR_ALIGNMENTS_MAX];
    const struct ts_lattice *corner = &pose->finders[0];
    double contrast =
        ts_grey_at(grey, ts_lattice_at(corner, 2, 0)) - ts_grey_at(grey, corner->middle);
    mesh->side = ts_qr_alignments(pose->version, at);
    mesh->found = 0;
    for (size_t i = 0; i < mesh->side; i++)
        mesh->at[i] = at[i] + 0.5;
    /* Along the diagonals, so that both neighbours are there before a node. */
    for (size_t sum = 0; sum + 1 < 2 * mesh->side; sum++)
        for (size_t i = 0; i <= sum && i < mesh->side; i++)
            if (sum - i < mesh->side)
                find_node(mesh, grey, pose, (const size_t[2]){ i, sum - i },
                          fmax(contrast, CONTRAST_MIN));
}

/* Outside the mesh it goes on for half a cell: nothing else is known there. */
size_t
ts_mesh_cell(const struct ts_mesh *mesh, float right, float *along)
{
    double place = (double)right;
    size_t cell = 0;
    while (cell + 2 < mesh->side && place > mesh->at[cell + 1])
        cell++;
    double part = (place - mesh->at[cell]) / (mesh->at[cell + 1] - mesh->at[cell]);
    *along = (float)fmin(fmax(part, -0.5), 1.5);
    return cell;
}

void
ts_mesh_row(const struct ts_mesh *mesh, double down, struct ts_xy row[TS_MESH_SIDE])
{
    float along;
    if (mesh->side < 2)
        return;
    size_t cell = ts_mesh_cell(mesh, (float)down, &along);
    for (size_t j = 0; j < mesh->side; j++) {
        struct ts_xy step = ts_xy_minus(mesh->off[cell + 1][j], mesh->off[cell][j]);
        row[j] = ts_xy_add(mesh->off[cell][j], ts_xy_times(step, (double)along));
    }
}
