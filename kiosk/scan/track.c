#include "kiosk/scan/track.h"

#include "kiosk/scan/marks.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

enum {
    BLOCK = TS_TRACK_BLOCK,
    EDGE = TS_EQUALISER_REACH, /* around a block, for the filter */
    WIDE = BLOCK + 2 * EDGE,
    TAPS = 2 * EDGE + 1,
    NEAR = 3, /* blocks away is what leads to a block */
    LOOKS = 2,
    FINDERS = 3,
};

struct follower {
    struct ts_track *track;
    const struct ts_grey *grey;
    const struct ts_pose *pose;
    const struct ts_patch *patch;
    float kernel[TAPS][TAPS];
};

/* A block and the modules around it, as it was looked at. */
struct view {
    float values[WIDE][WIDE];   /* Grey, against the surroundings. */
    float filtered[WIDE][WIDE]; /* The block's: about -1 for dark, 1 for light. */
    float decided[WIDE][WIDE];  /* -1 or 1. */
};

/* In the order in which blocks are looked at. */
struct place {
    size_t far; /* squared, from the nearest finder */
    size_t row, column;
};

static size_t
far_from_finders(size_t row, size_t column, size_t last)
{
    size_t far[FINDERS] = {
        row * row + column * column,
        row * row + (last - column) * (last - column),
        (last - row) * (last - row) + column * column,
    };
    size_t least = far[0] < far[1] ? far[0] : far[1];
    return least < far[2] ? least : far[2];
}

static int
by_distance(const void *a, const void *b)
{
    const struct place *p = a;
    const struct place *q = b;
    if (p->far != q->far)
        return p->far < q->far ? -1 : 1;
    if (p->row != q->row)
        return p->row < q->row ? -1 : 1;
    return p->column < q->column ? -1 : 1;
}

static struct ts_xy
middle_of(const struct ts_track *track, size_t row, size_t column)
{
    return (struct ts_xy){ track->start[column] + BLOCK / 2.0,
                           track->start[row] + BLOCK / 2.0 };
}

/* Evenly spread; the last ones overlap where a side is no multiple of a block. */
static void
lay_out(struct ts_track *track, const struct ts_pose *pose)
{
    size_t cells = (size_t)pose->modules * pose->modules;
    track->side = (pose->modules + BLOCK - 1) / BLOCK;
    for (size_t i = 0; i < track->side; i++)
        track->start[i] = (uint32_t)(i * (pose->modules - BLOCK) / (track->side - 1));
    memset(track->blocks, 0, sizeof(track->blocks));
    /* What is painted comes out alike over both. */
    memset(track->painted[0], 0, cells);
    memset(track->painted[1], 1, cells);
    (void)ts_marks_paint(track->painted[0], pose->version);
    (void)ts_marks_paint(track->painted[1], pose->version);
}

/* The equaliser's terms are pairs of neighbours opposite each other. */
static void
unfold_filter(struct follower *f)
{
    const float *weight = f->patch->equaliser.weights;
    for (int y = -EDGE; y <= 0; y++)
        for (int x = -EDGE; x <= EDGE && (y < 0 || x < 0); x++, weight++) {
            f->kernel[EDGE + y][EDGE + x] = *weight / TS_EQUALISER_ONE;
            f->kernel[EDGE - y][EDGE - x] = *weight / TS_EQUALISER_ONE;
        }
    f->kernel[EDGE][EDGE] = *weight / TS_EQUALISER_ONE;
}

/* Where a module is in the code; false in its quiet zone. */
static bool
module_at(const struct follower *f, size_t *at, const size_t block[2], int y, int x)
{
    int row = (int)f->track->start[block[0]] + y - EDGE;
    int column = (int)f->track->start[block[1]] + x - EDGE;
    int modules = (int)f->pose->modules;
    *at = (size_t)row * (size_t)modules + (size_t)column;
    return row >= 0 && column >= 0 && row < modules && column < modules;
}

/* Perspective within a block is nothing: it is read along a lattice. */
static struct ts_lattice
lattice_of(const struct follower *f, const struct ts_track_block *b,
           const size_t block[2])
{
    struct ts_xy middle = middle_of(f->track, block[0], block[1]);
    struct ts_lattice there = ts_homography_lattice(&f->pose->map, middle);
    return (struct ts_lattice){ ts_xy_add(there.middle, b->off),
                                ts_xy_add(there.right, b->right),
                                ts_xy_add(there.down, b->down) };
}

/* Every module's grey: the mean of four points in it. */
static void
sample(struct view *view, const struct ts_grey *grey, const struct ts_lattice *lattice)
{
    const float right[2] = { (float)lattice->right.x / 2, (float)lattice->right.y / 2 };
    const float down[2] = { (float)lattice->down.x / 2, (float)lattice->down.y / 2 };
    struct ts_xy first = ts_lattice_at(lattice, 0.25 - WIDE / 2.0, 0.25 - WIDE / 2.0);
    memset(view->values, 0, sizeof(view->values));
    for (int y = 0; y < 2 * WIDE; y++) {
        float start[2] = { (float)first.x + (float)y * down[0],
                           (float)first.y + (float)y * down[1] };
        for (int x = 0; x < 2 * WIDE; x++)
            view->values[y / 2][x / 2] +=
                (float)ts_grey_near(grey, start[0] + (float)x * right[0],
                                    start[1] + (float)x * right[1])
                / 4;
    }
}

/* Grey becomes what it is against the surroundings; the quiet zone is light. */
static void
load(const struct follower *f, struct view *view, const size_t block[2])
{
    const struct ts_equaliser *equaliser = &f->patch->equaliser;
    int modules = (int)f->pose->modules;
    float light = equaliser->relief[0];
    for (int y = 0; y < WIDE; y++) {
        int row = (int)f->track->start[block[0]] + y - EDGE;
        for (int x = 0; x < WIDE; x++) {
            int column = (int)f->track->start[block[1]] + x - EDGE;
            if (row < 0 || column < 0 || row >= modules || column >= modules)
                view->values[y][x] = light;
            else
                view->values[y][x] -= ts_equaliser_mean(equaliser, f->patch->values,
                                                        f->pose->modules, row, column);
        }
    }
}

static float
filter_at(const struct follower *f, const struct view *view, int y, int x)
{
    float sum = f->patch->equaliser.weights[TS_EQUALISER_TERMS - 1];
    for (int i = 0; i < TAPS; i++)
        for (int j = 0; j < TAPS; j++)
            sum += f->kernel[i][j] * view->values[y - EDGE + i][x - EDGE + j];
    return sum;
}

static float
sign_of(const struct follower *f, float value, const size_t block[2], int y, int x)
{
    size_t at;
    if (!module_at(f, &at, block, y, x))
        return 1;
    const struct ts_track *track = f->track;
    if (track->painted[0][at] == track->painted[1][at])
        return track->painted[0][at] ? -1 : 1;
    return value < 0 ? -1 : 1;
}

/* Outside the block nothing is filtered: what it shows is near enough. */
static void
decide(const struct follower *f, struct view *view, const size_t block[2])
{
    for (int y = 0; y < WIDE; y++)
        for (int x = 0; x < WIDE; x++) {
            bool within = y >= EDGE && x >= EDGE && y < EDGE + BLOCK && x < EDGE + BLOCK;
            view->filtered[y][x] = within ? filter_at(f, view, y, x) : view->values[y][x];
            view->decided[y][x] = sign_of(f, view->filtered[y][x], block, y, x);
        }
}

/* By how many modules the block was looked at beside its place, and how well it fits
 * (Mueller and Mueller, Timing recovery in digital synchronous data receivers, 1976):
 * what is left over between dark and light says to which side. */
static double
compare(struct ts_xy *beside, const struct view *view)
{
    static const double few = 4; /* changes of colour that say little */
    double squares[3] = { few, few, 0 };
    struct ts_xy sum = { 0, 0 };
    const float(*d)[WIDE] = view->decided;
    for (int y = EDGE; y < EDGE + BLOCK; y++)
        for (int x = EDGE; x < EDGE + BLOCK; x++) {
            double right = (double)(d[y][x + 1] - d[y][x - 1]) / 2;
            double down = (double)(d[y + 1][x] - d[y - 1][x]) / 2;
            double left_over = (double)(view->filtered[y][x] - d[y][x]);
            left_over = fmax(-2, fmin(2, left_over));
            sum.x += right * left_over;
            sum.y += down * left_over;
            squares[0] += right * right;
            squares[1] += down * down;
            squares[2] += left_over * left_over;
        }
    *beside = (struct ts_xy){ sum.x / squares[0], sum.y / squares[1] };
    return 1 / (0.05 + squares[2] / (BLOCK * BLOCK));
}

static double
step_for(double beside)
{
    static const double most = 0.25; /* further away what is read is not to be believed */
    static const double gain = 0.7;  /* modules blur: slopes are steeper than assumed */
    return gain * fmax(-most, fmin(most, beside));
}

static void
look(const struct follower *f, struct ts_track_block *b, const size_t block[2])
{
    static const double near_enough = 0.06;
    struct view view;
    for (int i = 0; i < LOOKS; i++) {
        struct ts_xy beside;
        struct ts_lattice lattice = lattice_of(f, b, block);
        sample(&view, f->grey, &lattice);
        load(f, &view, block);
        decide(f, &view, block);
        b->weight = compare(&beside, &view);
        struct ts_xy right = ts_xy_times(lattice.right, step_for(beside.x));
        struct ts_xy down = ts_xy_times(lattice.down, step_for(beside.y));
        b->off = ts_xy_minus(b->off, ts_xy_add(right, down));
        if (fabs(beside.x) < near_enough && fabs(beside.y) < near_enough)
            break;
    }
}

/* Equations for a plane through what blocks are off: rows for it and its two slopes,
 * columns the same and both coordinates. */
struct plane {
    double at[3][5];
    double weight;
    struct ts_xy right, down; /* slopes of the blocks, weighted */
};

static void
add_block(struct plane *plane, const struct ts_track_block *b, struct ts_xy apart,
          double weight)
{
    const double row[5] = { 1, apart.x, apart.y, b->off.x, b->off.y };
    for (size_t i = 0; i < 3; i++)
        for (size_t j = 0; j < 5; j++)
            plane->at[i][j] += weight * row[i] * row[j];
    plane->weight += weight;
    plane->right = ts_xy_add(plane->right, ts_xy_times(b->right, weight));
    plane->down = ts_xy_add(plane->down, ts_xy_times(b->down, weight));
}

/* Slopes are about what they are in the blocks around: so much that is worth. */
static void
add_slopes(struct plane *plane, double worth)
{
    double each = worth / fmax(plane->weight, 1e-9);
    plane->at[0][0] += 1e-9;
    plane->at[1][1] += worth;
    plane->at[1][3] += each * plane->right.x;
    plane->at[1][4] += each * plane->right.y;
    plane->at[2][2] += worth;
    plane->at[2][3] += each * plane->down.x;
    plane->at[2][4] += each * plane->down.y;
}

/* Gauss and Jordan: the system is positive. */
static void
solve(struct plane *plane)
{
    double(*s)[5] = plane->at;
    for (size_t i = 0; i < 3; i++)
        for (size_t row = 0; row < 3; row++) {
            double factor = row == i ? 0 : s[row][i] / s[i][i];
            for (size_t j = i; j < 5; j++)
                s[row][j] -= factor * s[i][j];
        }
}

/* Where the blocks near it that were looked at lead to; itself included at the end. */
static struct ts_track_block
predict(const struct follower *f, const size_t block[2])
{
    const struct ts_track *track = f->track;
    struct plane plane = { .weight = 0 };
    double step = (double)(f->pose->modules - BLOCK) / (double)(track->side - 1);
    struct ts_xy here = middle_of(track, block[0], block[1]);
    size_t top = block[0] > NEAR ? block[0] - NEAR : 0;
    size_t left = block[1] > NEAR ? block[1] - NEAR : 0;
    for (size_t i = top; i < track->side && i <= block[0] + NEAR; i++)
        for (size_t j = left; j < track->side && j <= block[1] + NEAR; j++) {
            const struct ts_track_block *b = &track->blocks[i][j];
            struct ts_xy apart = ts_xy_minus(middle_of(track, i, j), here);
            double far = ts_xy_length(apart) / step;
            add_block(&plane, b, apart, b->weight / (0.7 + far * far));
        }
    add_slopes(&plane, 0.3 * step * step);
    solve(&plane);
    double(*s)[5] = plane.at;
    return (struct ts_track_block){
        .off = { s[0][3] / s[0][0], s[0][4] / s[0][0] },
        .right = { s[1][3] / s[1][1], s[1][4] / s[1][1] },
        .down = { s[2][3] / s[2][2], s[2][4] / s[2][2] },
    };
}

/* A finder's own slopes count half: they come from seven modules. */
static struct ts_track_block
start_at(const struct ts_pose *pose, int finder)
{
    static const double own = 0.5;
    static const double certain = 10;
    static const double middle = 3.5;
    double far = pose->modules - middle;
    struct ts_xy place = { finder == 1 ? far : middle, finder == 2 ? far : middle };
    struct ts_lattice there = ts_homography_lattice(&pose->map, place);
    const struct ts_lattice *seen = &pose->finders[finder];
    struct ts_track_block b = { .weight = certain };
    b.right = ts_xy_times(ts_xy_minus(seen->right, there.right), own);
    b.down = ts_xy_times(ts_xy_minus(seen->down, there.down), own);
    /* The block's middle lies half a module further inwards. */
    b.off = ts_xy_add(ts_xy_minus(seen->middle, there.middle),
                      ts_xy_add(ts_xy_times(b.right, finder == 1 ? -0.5 : 0.5),
                                ts_xy_times(b.down, finder == 2 ? -0.5 : 0.5)));
    return b;
}

static void
follow_all(const struct follower *f)
{
    struct place places[TS_TRACK_SIDE * TS_TRACK_SIDE];
    struct ts_track *track = f->track;
    size_t side = track->side;
    size_t count = 0;
    for (size_t i = 0; i < side; i++)
        for (size_t j = 0; j < side; j++)
            places[count++] = (struct place){ far_from_finders(i, j, side - 1), i, j };
    qsort(places, count, sizeof(places[0]), by_distance);
    for (int i = 0; i < FINDERS; i++)
        track->blocks[i == 2 ? side - 1 : 0][i == 1 ? side - 1 : 0] =
            start_at(f->pose, i);
    for (size_t i = 0; i < count; i++) {
        const size_t block[2] = { places[i].row, places[i].column };
        struct ts_track_block *b = &track->blocks[block[0]][block[1]];
        if (places[i].far > 0)
            *b = predict(f, block);
        look(f, b, block);
    }
}

/* The pose onto the four outermost blocks: what follows them is near it. */
static void
move_pose(const struct ts_track *track, struct ts_mesh *mesh, struct ts_pose *pose)
{
    struct ts_match matches[4];
    struct ts_homography flat = pose->map;
    size_t last = track->side - 1;
    for (size_t i = 0; i < 4; i++) {
        size_t row = i / 2 * last;
        size_t column = i % 2 * last;
        struct ts_xy from = middle_of(track, row, column);
        struct ts_xy to = ts_homography_map(&flat, from);
        matches[i] = (struct ts_match){ from, ts_xy_add(to, mesh->off[row][column]), 1 };
    }
    if (!ts_homography_fit(&pose->map, matches, 4))
        return;
    for (size_t i = 0; i <= last; i++)
        for (size_t j = 0; j <= last; j++) {
            struct ts_xy from = middle_of(track, i, j);
            struct ts_xy moved = ts_xy_minus(ts_homography_map(&pose->map, from),
                                             ts_homography_map(&flat, from));
            mesh->off[i][j] = ts_xy_minus(mesh->off[i][j], moved);
        }
}

void
ts_track_follow(struct ts_track *track, struct ts_mesh *mesh, struct ts_pose *pose,
                const struct ts_grey *grey, const struct ts_patch *patch)
{
    struct follower f = { track, grey, pose, patch, { { 0 } } };
    lay_out(track, pose);
    unfold_filter(&f);
    follow_all(&f);
    mesh->side = track->side;
    mesh->found = 0;
    for (size_t i = 0; i < track->side; i++) {
        mesh->at[i] = track->start[i] + BLOCK / 2.0;
        for (size_t j = 0; j < track->side; j++)
            mesh->off[i][j] = predict(&f, (const size_t[2]){ i, j }).off;
    }
    move_pose(track, mesh, pose);
}
