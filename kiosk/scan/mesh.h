#ifndef TS_SCAN_MESH_H
#define TS_SCAN_MESH_H

#include "kiosk/scan/pose.h"

/** Nodes a side: one for every eight modules at most. */
enum { TS_MESH_SIDE = (TS_QR_MODULES_MAX + 7) / 8 };

/**
 * How far a code that is bent or creased lies off its pose: known at nodes, such as its
 * alignment patterns, even between them.
 */
struct ts_mesh {
    size_t side;             /**< Nodes a side; 0: nothing is known, nothing is off. */
    size_t found;            /**< Alignment patterns that were found. */
    double at[TS_MESH_SIDE]; /**< Module coordinates of the nodes, both ways. */
    struct ts_xy off[TS_MESH_SIDE][TS_MESH_SIDE]; /**< Pixels, by row and column. */
};

/** Looks for every alignment pattern about where those before it lead to. */
void ts_mesh_find(struct ts_mesh *mesh, const struct ts_grey *grey,
                  const struct ts_pose *pose);

/** What is off at each column of nodes, on the line of modules down from the top. */
void ts_mesh_row(const struct ts_mesh *mesh, double down, struct ts_xy row[TS_MESH_SIDE]);

/** Between which columns of nodes a place right lies, and how far from the first to the
 * second; a little outside them for what lies outside. There are two columns at least. */
size_t ts_mesh_cell(const struct ts_mesh *mesh, float right, float *along);

#endif
