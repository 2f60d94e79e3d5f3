#include "kiosk/scan/front.h"

#include "firmware/base/limits.h"
#include "kiosk/scan/track.h"
#include "kiosk/scan/triplets.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { SMALLEST_PX = 21 }; /* a version 1 code at a pixel a module */

/* Codes that were read had 1.4 and more, most of what is none has less than 1. */
static const double promise_min = 1.2;

struct sighting {
    struct ts_triplet triplet;
    struct ts_pose found; /* By its finders alone, */
    struct ts_pose pose;  /* and as it was last read. */
    double promise;
};

struct ts_front {
    struct ts_grey grey; /* What was searched: the frame, or smaller. */
    double scale;        /* Pixels of the frame in one of its. */
    struct ts_finders finders;
    bool crowded;               /* There were more than codes have. */
    struct ts_finders gathered; /* By all searches in this frame, in its pixels. */
    struct sighting sightings[TS_FRONT_POSES];
    size_t count;
    struct ts_xy settled[TS_FRONT_CODES][4]; /* corners */
    size_t settled_count;
    struct ts_mesh mesh;
    struct ts_track track;
    struct ts_patch patch;
    uint8_t *dark, *half;
    int32_t words[TS_THRESHOLD_SCRATCH(TS_FRAME_WIDTH_MAX)];
};

enum ts_status
ts_front_open(struct ts_front **front)
{
    size_t frame = (size_t)TS_FRAME_WIDTH_MAX * TS_FRAME_HEIGHT_MAX;
    struct ts_front *made = calloc(1, sizeof(*made));
    if (!made)
        return TS_NO_SPACE;
    made->dark = malloc(frame);
    made->half = malloc(frame / 4 + frame / 16);
    if (!made->dark || !made->half) {
        ts_front_close(made);
        return TS_NO_SPACE;
    }
    *front = made;
    return TS_OK;
}

void
ts_front_close(struct ts_front *front)
{
    if (!front)
        return;
    free(front->dark);
    free(front->half);
    free(front);
}

static void
shrink(struct ts_front *front, const struct ts_grey *grey, unsigned halvings)
{
    uint8_t *room = front->half;
    front->grey = *grey;
    front->scale = 1;
    for (unsigned i = 0; i < halvings && i < 2; i++) {
        front->grey = ts_grey_halve(room, &front->grey);
        front->scale *= 2;
        room += (size_t)front->grey.width * front->grey.height;
    }
}

static void
add_sighting(struct ts_front *front, const struct ts_triplet *triplet)
{
    struct sighting made = { .triplet = *triplet };
    const struct ts_finder *at = front->finders.at;
    const struct ts_finder *const finders[3] = { &at[triplet->corner],
                                                 &at[triplet->right],
                                                 &at[triplet->below] };
    if (!ts_pose_find(&made.found, &front->grey, finders))
        return;
    made.pose = made.found;
    made.promise = ts_pose_promise(&made.pose);
    if (made.promise < 0)
        return;
    size_t place = front->count++;
    while (place > 0 && front->sightings[place - 1].promise < made.promise)
        place--;
    memmove(&front->sightings[place + 1], &front->sightings[place],
            (front->count - 1 - place) * sizeof(made));
    front->sightings[place] = made;
}

/* On the same side of all four edges. */
static bool
is_within(const struct ts_xy corners[4], struct ts_xy p)
{
    unsigned left = 0;
    for (size_t i = 0; i < 4; i++) {
        struct ts_xy edge = ts_xy_minus(corners[(i + 1) % 4], corners[i]);
        struct ts_xy to = ts_xy_minus(p, corners[i]);
        left += edge.x * to.y - edge.y * to.x > 0;
    }
    return left == 0 || left == 4;
}

static bool
is_settled(const struct ts_front *front, const struct ts_finder *finder)
{
    struct ts_xy at = { finder->x * front->scale, finder->y * front->scale };
    for (size_t i = 0; i < front->settled_count; i++)
        if (is_within(front->settled[i], at))
            return true;
    return false;
}

/* Of a code that was read nothing else is made. */
static void
leave_out_settled(struct ts_front *front)
{
    struct ts_finders *finders = &front->finders;
    size_t kept = 0;
    for (size_t i = 0; i < finders->count; i++)
        if (!is_settled(front, &finders->at[i]))
            finders->at[kept++] = finders->at[i];
    finders->count = kept;
}

static bool
is_crowded(const struct ts_finders *finders)
{
    enum { CLEAR = 3 }; /* rows; less is what noise looks like */
    size_t clear = 0;
    for (size_t i = 0; i < finders->count; i++)
        clear += finders->at[i].votes >= CLEAR;
    return clear > (size_t)3 * TS_FRONT_CODES;
}

static size_t
find_codes(struct ts_front *front)
{
    struct ts_triplet triplets[TS_FRONT_POSES];
    leave_out_settled(front);
    size_t count = ts_triplets_rank(triplets, TS_FRONT_POSES, front->finders.at,
                                    front->finders.count);
    for (size_t i = 0; i < count; i++)
        add_sighting(front, &triplets[i]);
    return front->count;
}

/* False: too small to hold a code. */
static bool
start(struct ts_front *front, const struct ts_grey *grey, unsigned halvings)
{
    TS_CHECK(grey->width <= TS_FRAME_WIDTH_MAX && grey->height <= TS_FRAME_HEIGHT_MAX);
    front->count = 0;
    front->finders.count = 0;
    front->crowded = false;
    shrink(front, grey, halvings);
    return front->grey.width >= SMALLEST_PX && front->grey.height >= SMALLEST_PX;
}

size_t
ts_front_search(struct ts_front *front, const struct ts_grey *grey,
                const struct ts_front_search *how)
{
    if (!start(front, grey, how->halvings))
        return 0;
    ts_threshold(front->dark, &front->grey, &how->threshold, front->words);
    ts_finders_search(&front->finders, front->dark, front->grey.width, front->grey.height,
                      front->words);
    front->crowded = is_crowded(&front->finders);
    ts_finders_join(&front->gathered, &front->finders, front->scale);
    return find_codes(front);
}

size_t
ts_front_gathered(struct ts_front *front, const struct ts_grey *grey)
{
    if (!start(front, grey, 0))
        return 0;
    front->finders = front->gathered;
    return find_codes(front);
}

bool
ts_front_follow(struct ts_front *front, size_t i, struct ts_grey *patch)
{
    /* All that is known fits where the pose has it: there is nothing to follow. */
    static const double flat = 0.93;
    TS_CHECK(i < front->count);
    struct ts_pose *pose = &front->sightings[i].pose;
    if (front->sightings[i].promise < promise_min)
        return false;
    *pose = front->sightings[i].found;
    front->mesh.side = 0;
    ts_patch_sample(&front->patch, &front->grey, pose, &front->mesh);
    bool fits = ts_patch_guess(&front->patch) >= flat;
    ts_patch_refine(&front->patch);
    if (!fits) {
        ts_track_follow(&front->track, &front->mesh, pose, &front->grey, &front->patch);
        ts_patch_sample(&front->patch, &front->grey, pose, &front->mesh);
        if (!ts_patch_decide(&front->patch))
            return false;
    }
    *patch = ts_patch_draw(&front->patch);
    return true;
}

bool
ts_front_patch(struct ts_front *front, size_t i, struct ts_grey *patch)
{
    TS_CHECK(i < front->count);
    struct ts_pose *pose = &front->sightings[i].pose;
    if (front->sightings[i].promise < promise_min)
        return false;
    *pose = front->sightings[i].found;
    ts_pose_align(pose, &front->grey);
    ts_mesh_find(&front->mesh, &front->grey, pose);
    ts_patch_sample(&front->patch, &front->grey, pose, &front->mesh);
    if (!ts_patch_decide(&front->patch))
        return false;
    *patch = ts_patch_draw(&front->patch);
    return true;
}

double
ts_front_promise(const struct ts_front *front, size_t i)
{
    TS_CHECK(i < front->count);
    return front->sightings[i].promise;
}

void
ts_front_sight(const struct ts_front *front, size_t i, struct ts_scan_sight *sight)
{
    TS_CHECK(i < front->count);
    ts_sight_measure(sight, &front->grey, &front->sightings[i].pose, front->scale);
}

void
ts_front_corners(const struct ts_front *front, size_t i, struct ts_xy corners[4])
{
    TS_CHECK(i < front->count);
    const struct ts_pose *pose = &front->sightings[i].pose;
    double far = pose->modules;
    const struct ts_xy places[4] = { { 0, 0 }, { far, 0 }, { far, far }, { 0, far } };
    for (size_t k = 0; k < 4; k++)
        corners[k] = ts_xy_times(ts_homography_map(&pose->map, places[k]), front->scale);
}

void
ts_front_begin(struct ts_front *front)
{
    front->settled_count = 0;
    front->gathered.count = 0;
}

void
ts_front_settle(struct ts_front *front, size_t i)
{
    if (front->settled_count < TS_FRONT_CODES)
        ts_front_corners(front, i, front->settled[front->settled_count++]);
}

bool
ts_front_is_open(const struct ts_front *front, size_t i)
{
    TS_CHECK(i < front->count);
    const struct ts_triplet *t = &front->sightings[i].triplet;
    const struct ts_finder *at = front->finders.at;
    return !is_settled(front, &at[t->corner]) && !is_settled(front, &at[t->right])
           && !is_settled(front, &at[t->below]);
}

bool
ts_front_is_crowded(const struct ts_front *front)
{
    return front->crowded;
}
