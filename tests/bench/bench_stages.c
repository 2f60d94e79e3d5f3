#include "firmware/base/arena.h"
#include "firmware/base/check.h"
#include "firmware/board/picture.h"
#include "kiosk/scan/track.h"
#include "kiosk/scan/triplets.h"
#include "tests/bench/bench.h"
#include "tests/support/pictures.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* One picture for each stage of the front end, to be looked at. */

struct stages {
    const char *folder;
    struct ts_arena arena;
    struct ts_grey grey;
    struct ts_finders finders;
    struct ts_pose pose;
    struct ts_mesh mesh;
    struct ts_patch patch;
    struct ts_track track;
};

static bool
write_picture(struct stages *stages, const char *name, const uint8_t *pixels,
              uint32_t width, uint32_t height)
{
    char path[4096];
    size_t used = stages->arena.used;
    ts_span png = ts_test_png(&stages->arena, pixels, width, height);
    snprintf(path, sizeof(path), "%s/%s.png", stages->folder, name);
    FILE *file = fopen(path, "wb");
    bool done = file && fwrite(png.at, 1, png.len, file) == png.len;
    if (file)
        done = fclose(file) == 0 && done;
    ts_arena_rewind(&stages->arena, used);
    return done;
}

/* The frame, paler, so that what is drawn on it is seen. */
static uint8_t *
pale_frame(struct stages *stages)
{
    const struct ts_grey *grey = &stages->grey;
    uint8_t *pale = ts_arena_take(&stages->arena, (size_t)grey->width * grey->height);
    TS_CHECK(pale);
    for (size_t y = 0; y < grey->height; y++)
        for (size_t x = 0; x < grey->width; x++)
            pale[y * grey->width + x] =
                (uint8_t)(120 + grey->at[y * grey->stride + x] / 2);
    return pale;
}

static void
dot(const struct stages *stages, uint8_t *pixels, struct ts_xy at, int reach)
{
    int width = (int)stages->grey.width;
    int height = (int)stages->grey.height;
    for (int y = (int)at.y - reach; y <= (int)at.y + reach; y++)
        for (int x = (int)at.x - reach; x <= (int)at.x + reach; x++)
            if (x >= 0 && y >= 0 && x < width && y < height)
                pixels[(size_t)y * (size_t)width + (size_t)x] = 0;
}

static void
line(const struct stages *stages, uint8_t *pixels, struct ts_xy from, struct ts_xy to)
{
    enum { STEPS = 400 };
    for (int i = 0; i <= STEPS; i++) {
        double part = (double)i / STEPS;
        struct ts_xy at = { from.x + (to.x - from.x) * part,
                            from.y + (to.y - from.y) * part };
        dot(stages, pixels, at, 0);
    }
}

static bool
show_threshold(struct stages *stages)
{
    static const struct ts_threshold how = { 31, 8, 7, 2 };
    const struct ts_grey *grey = &stages->grey;
    size_t len = (size_t)grey->width * grey->height;
    uint8_t *dark = ts_arena_take(&stages->arena, len);
    int32_t *words = ts_arena_take_array(
        &stages->arena, TS_THRESHOLD_SCRATCH(grey->width), sizeof(*words));
    TS_CHECK(dark && words);
    ts_threshold(dark, grey, &how, words);
    ts_finders_search(&stages->finders, dark, grey->width, grey->height, words);
    for (size_t i = 0; i < len; i++)
        dark[i] = dark[i] ? 0 : 255;
    return write_picture(stages, "threshold", dark, grey->width, grey->height);
}

static bool
show_finders(struct stages *stages)
{
    uint8_t *pixels = pale_frame(stages);
    for (size_t i = 0; i < stages->finders.count; i++) {
        const struct ts_finder *f = &stages->finders.at[i];
        double reach = 3.5 * f->module;
        struct ts_xy c[4] = { { f->x - reach, f->y - reach },
                              { f->x + reach, f->y - reach },
                              { f->x + reach, f->y + reach },
                              { f->x - reach, f->y + reach } };
        for (int k = 0; k < 4 && f->votes > 1; k++)
            line(stages, pixels, c[k], c[(k + 1) % 4]);
    }
    return write_picture(stages, "finders", pixels, stages->grey.width,
                         stages->grey.height);
}

static bool
find_pose(struct stages *stages)
{
    struct ts_triplet triplets[8];
    const struct ts_finder *at = stages->finders.at;
    double best = -1;
    size_t count = ts_triplets_rank(triplets, 8, at, stages->finders.count);
    for (size_t i = 0; i < count; i++) {
        struct ts_pose pose;
        const struct ts_finder *const three[3] = { &at[triplets[i].corner],
                                                   &at[triplets[i].right],
                                                   &at[triplets[i].below] };
        if (!ts_pose_find(&pose, &stages->grey, three) || ts_pose_promise(&pose) <= best)
            continue;
        best = ts_pose_promise(&pose);
        stages->pose = pose;
    }
    return best > 0;
}

static struct ts_xy
node(const struct stages *stages, size_t i, size_t j)
{
    const struct ts_mesh *mesh = &stages->mesh;
    struct ts_xy flat = { mesh->at[j], mesh->at[i] };
    return ts_xy_add(ts_homography_map(&stages->pose.map, flat), mesh->off[i][j]);
}

static bool
show_mesh(struct stages *stages)
{
    uint8_t *pixels = pale_frame(stages);
    stages->mesh.side = 0;
    ts_patch_sample(&stages->patch, &stages->grey, &stages->pose, &stages->mesh);
    (void)ts_patch_guess(&stages->patch);
    ts_patch_refine(&stages->patch);
    ts_track_follow(&stages->track, &stages->mesh, &stages->pose, &stages->grey,
                    &stages->patch);
    for (size_t i = 0; i < stages->mesh.side; i++)
        for (size_t j = 0; j < stages->mesh.side; j++) {
            dot(stages, pixels, node(stages, i, j), 2);
            if (j > 0)
                line(stages, pixels, node(stages, i, j - 1), node(stages, i, j));
            if (i > 0)
                line(stages, pixels, node(stages, i - 1, j), node(stages, i, j));
        }
    return write_picture(stages, "mesh", pixels, stages->grey.width, stages->grey.height);
}

static bool
show_patch(struct stages *stages)
{
    ts_patch_sample(&stages->patch, &stages->grey, &stages->pose, &stages->mesh);
    bool done = write_picture(stages, "modules", stages->patch.values,
                              stages->patch.modules, stages->patch.modules);
    if (!ts_patch_decide(&stages->patch))
        return false;
    struct ts_grey drawn = ts_patch_draw(&stages->patch);
    return done && write_picture(stages, "patch", drawn.at, drawn.width, drawn.height);
}

int
ts_bench_stages(const char *path, const char *folder)
{
    static struct stages stages;
    struct ts_picture *picture = NULL;
    struct ts_frame frame;
    stages.folder = folder;
    stages.arena = ts_arena_over((ts_room){ malloc(256 << 20), 256 << 20 });
    TS_CHECK(stages.arena.at);
    bool done = ts_picture_open(&picture, path) == TS_OK
                && ts_picture_next(picture, &frame) == TS_OK;
    if (done) {
        stages.grey =
            (struct ts_grey){ frame.grey, frame.width, frame.height, frame.stride };
        done = show_threshold(&stages) && show_finders(&stages) && find_pose(&stages)
               && show_mesh(&stages) && show_patch(&stages);
    }
    if (!done)
        fprintf(stderr, "no picture, no code in it, or no folder to write to\n");
    ts_picture_close(picture);
    free(stages.arena.at);
    return done ? 0 : 66;
}
