#include "kiosk/scan/scanner.h"

#include "firmware/base/limits.h"
#include "firmware/board/clock.h"
#include "kiosk/scan/front.h"
#include "kiosk/scan/haul.h"
#include "kiosk/scan/symbols.h"

#include <stdlib.h>
#include <string.h>

enum {
    SMALLEST_PX = 21, /* A version 1 code; less need not be looked at. */
    /* Pixels of a finder's middle in a patch are 9, and zbar wants to see it in three
     * lines. */
    LINES_PATCH = 2,
    LINES_FRAME = 1,
    /* Patches in which nothing is read, for each search: after these it is more likely
     * that there is no code, or none that can be read yet. */
    MISSES_MAX = 2,
};

struct ts_scanner {
    struct ts_symbols *symbols;
    struct ts_front *front;
    struct ts_haul haul;
    struct ts_symbols_found found;
    uint8_t *copy; /* Of the largest frame; what was never touched costs nothing. */
    struct ts_scan_sight sight;
    double promise; /* Of what is in sight. */
    bool partial;   /* There was a symbol of a set. */
    bool crowded;   /* With finder patterns, by the hundreds: see read_whole(). */
    bool still;     /* There is no next frame. */
    struct ts_scan_turn turn;
    ts_mono begun;
    struct ts_xy view_at; /* Where in the frame what is searched lies, */
    double view_scale;    /* and the frame's pixels in one of its. */
};

/* In the order in which they are done: what reads most in the least time first. */
enum attempt_kind {
    PATCHES,  /* What the front end finds. */
    GATHERED, /* The same, from the finders of all searches before. */
    REGION,   /* The same where something was seen lately, at twice the size. */
    WHOLE,    /* The frame itself: for codes of which the front end sees no three finders,
               * and for those spread over several symbols, which zbar puts together from
               * one picture only. It takes longer than all else together. */
    INVERTED  /* Light modules on a dark ground. They are rare. */
};

static const struct attempt {
    enum attempt_kind kind;
    struct ts_front_search search;
    /* Live: in one frame of so many, and which; 0: in every one, whatever was read. */
    uint32_t every, turn;
} attempts[] = {
    { PATCHES, { 0, { .window = 31, .percent = 8, .sharpen = 7, .amount = 2 } }, 0, 0 },
    /* Large modules, and screens whose own pixels are in the way. */
    { PATCHES, { 1, { .window = 31, .percent = 8, .sharpen = 5, .amount = 2 } }, 0, 0 },
    { PATCHES, { 2, { .window = 31, .percent = 8, .sharpen = 5, .amount = 2 } }, 0, 0 },
    /* Strong blur; shadows and creases near a finder. */
    { PATCHES, { 0, { .window = 31, .percent = 8, .sharpen = 5, .amount = 4 } }, 1, 0 },
    /* A code whose three finders no single search saw: shadows, screens, strong tilt. */
    { GATHERED, { 0, { 0, 0, 0, 0 } }, 1, 0 },
    { PATCHES, { 0, { .window = 63, .percent = 8, .sharpen = 7, .amount = 2 } }, 2, 1 },
    { REGION, { 0, { .window = 63, .percent = 8, .sharpen = 9, .amount = 4 } }, 4, 2 },
    { WHOLE, { 0, { 0, 0, 0, 0 } }, 8, 2 },
    { INVERTED, { 0, { .window = 31, .percent = 8, .sharpen = 7, .amount = 2 } }, 16, 6 },
};

enum ts_status
ts_scanner_open(struct ts_scanner **scanner)
{
    struct ts_scanner *made = calloc(1, sizeof(*made));
    if (!made)
        return TS_NO_SPACE;
    made->copy = malloc((size_t)TS_FRAME_WIDTH_MAX * TS_FRAME_HEIGHT_MAX);
    made->haul.texts = malloc((size_t)TS_SCAN_CODES_MAX * TS_CODE_TEXT_MAX);
    if (!made->copy || !made->haul.texts || ts_symbols_open(&made->symbols) != TS_OK
        || ts_front_open(&made->front) != TS_OK) {
        ts_scanner_close(made);
        return TS_NO_SPACE;
    }
    *scanner = made;
    return TS_OK;
}

void
ts_scanner_close(struct ts_scanner *scanner)
{
    if (!scanner)
        return;
    ts_symbols_close(scanner->symbols);
    ts_front_close(scanner->front);
    free(scanner->haul.texts);
    free(scanner->copy);
    free(scanner);
}

/* What was read comes first. */
static void
take_sight(struct ts_scanner *scanner, size_t i, bool read)
{
    double promise = ts_front_promise(scanner->front, i) + (read ? 100 : 0);
    if (scanner->sight.seen && promise <= scanner->promise)
        return;
    scanner->promise = promise;
    ts_front_sight(scanner->front, i, &scanner->sight);
    scanner->sight.read = read;
}

static struct ts_point
in_frame(const struct ts_scanner *scanner, struct ts_xy at)
{
    at = ts_xy_add(ts_xy_times(at, scanner->view_scale), scanner->view_at);
    return (struct ts_point){ ts_sight_pixel(at.x), ts_sight_pixel(at.y) };
}

/* Following reads more, most of all of what is blurred or bent; what it loses its way in
 * is read by alignment patterns. False: TS_NO_SPACE. */
static bool
read_upright(struct ts_scanner *scanner, size_t i)
{
    struct ts_grey patch;
    struct ts_symbols_found *found = &scanner->found;
    found->count = 0;
    found->partial = false;
    if (ts_front_follow(scanner->front, i, &patch)
        && ts_symbols_read(scanner->symbols, found, &patch, LINES_PATCH) != TS_OK)
        return false;
    if (found->count || found->partial)
        return true;
    return !ts_front_patch(scanner->front, i, &patch)
           || ts_symbols_read(scanner->symbols, found, &patch, LINES_PATCH) == TS_OK;
}

/* How many codes the picture of candidate i holds, or -1 for TS_NO_SPACE. */
static int
read_patch(struct ts_scanner *scanner, size_t i)
{
    struct ts_xy corners[4];
    struct ts_symbols_found *found = &scanner->found;
    if (!read_upright(scanner, i))
        return -1;
    scanner->partial |= found->partial;
    ts_front_corners(scanner->front, i, corners);
    for (size_t k = 0; k < found->count; k++) {
        struct ts_code code = { .bytes = found->at[k].bytes };
        for (size_t c = 0; c < 4; c++)
            code.corners[c] = in_frame(scanner, corners[c]);
        ts_haul_keep(&scanner->haul, &code);
    }
    bool read = found->count || found->partial;
    if (scanner->view_scale == 1)
        take_sight(scanner, i, read);
    if (read)
        ts_front_settle(scanner->front, i);
    return found->count > 0;
}

static bool
is_out_of_time(const struct ts_scanner *scanner)
{
    uint32_t budget_us = scanner->turn.budget_us;
    return budget_us && (ts_clock_mono().ms - scanner->begun.ms) * 1000 >= budget_us;
}

static bool
read_candidates(struct ts_scanner *scanner, size_t count)
{
    unsigned misses = 0;
    for (size_t i = 0; i < count && misses < MISSES_MAX; i++) {
        if (i > 0 && is_out_of_time(scanner))
            return true;
        if (!ts_front_is_open(scanner->front, i))
            continue;
        int read = read_patch(scanner, i);
        if (read < 0)
            return false;
        misses += read == 0;
    }
    return true;
}

static bool
read_patches(struct ts_scanner *scanner, const struct ts_grey *grey,
             const struct ts_front_search *how)
{
    size_t count = ts_front_search(scanner->front, grey, how);
    scanner->crowded |= ts_front_is_crowded(scanner->front);
    return read_candidates(scanner, count);
}

/* zbar knows no stride: a frame with a gap after each row is packed. */
static struct ts_grey
packed(struct ts_scanner *scanner, const struct ts_grey *grey)
{
    if (grey->stride == grey->width)
        return *grey;
    for (size_t y = 0; y < grey->height; y++)
        memcpy(scanner->copy + y * grey->width, grey->at + y * grey->stride, grey->width);
    return (struct ts_grey){ scanner->copy, grey->width, grey->height, grey->width };
}

/* grey may be scanner->copy itself. */
static struct ts_grey
inverted(struct ts_scanner *scanner, const struct ts_grey *grey)
{
    size_t len = (size_t)grey->width * grey->height;
    for (size_t i = 0; i < len; i++)
        scanner->copy[i] = (uint8_t)(255 - grey->at[i]);
    return (struct ts_grey){ scanner->copy, grey->width, grey->height, grey->width };
}

/* zbar puts every three finder patterns together: the time goes with the cube of their
 * number, and a poster full of them would keep it busy for seconds. */
static bool
read_whole(struct ts_scanner *scanner, const struct ts_grey *grey)
{
    struct ts_symbols_found *found = &scanner->found;
    if (scanner->crowded)
        return true;
    if (ts_symbols_read(scanner->symbols, found, grey, LINES_FRAME) != TS_OK)
        return false;
    for (size_t i = 0; i < found->count; i++)
        ts_haul_keep(&scanner->haul, &found->at[i]);
    return true;
}

/* The part of the region that is in the frame, no larger than takes as long as a frame;
 * false for too little. */
static bool
cut_region(struct ts_grey *part, const struct ts_grey *grey,
           const struct ts_scan_region *region, struct ts_xy *at)
{
    enum { WIDTH_MAX = 640, HEIGHT_MAX = 480 };
    int64_t left = region->left > 0 ? region->left : 0;
    int64_t top = region->top > 0 ? region->top : 0;
    int64_t right = (int64_t)region->left + region->width;
    int64_t bottom = (int64_t)region->top + region->height;
    right = right < grey->width ? right : grey->width;
    bottom = bottom < grey->height ? bottom : grey->height;
    if (right - left < SMALLEST_PX || bottom - top < SMALLEST_PX)
        return false;
    *at = (struct ts_xy){ (double)left, (double)top };
    *part = *grey;
    part->at += (size_t)top * grey->stride + (size_t)left;
    part->width = (uint32_t)(right - left < WIDTH_MAX ? right - left : WIDTH_MAX);
    part->height = (uint32_t)(bottom - top < HEIGHT_MAX ? bottom - top : HEIGHT_MAX);
    return true;
}

static bool
read_region(struct ts_scanner *scanner, const struct ts_grey *grey,
            const struct ts_front_search *how)
{
    struct ts_grey part;
    if (!scanner->turn.has_region
        || !cut_region(&part, grey, &scanner->turn.region, &scanner->view_at))
        return true;
    part = ts_grey_double(scanner->copy, &part);
    scanner->view_scale = 0.5;
    bool done = read_patches(scanner, &part, how);
    scanner->view_scale = 1;
    scanner->view_at = (struct ts_xy){ 0, 0 };
    return done;
}

static bool
make_attempt(struct ts_scanner *scanner, const struct ts_grey *grey,
             const struct attempt *attempt)
{
    struct ts_grey whole;
    switch (attempt->kind) {
    case PATCHES: return read_patches(scanner, grey, &attempt->search);
    case GATHERED:
        return read_candidates(scanner, ts_front_gathered(scanner->front, grey));
    case REGION: return read_region(scanner, grey, &attempt->search);
    case WHOLE: whole = packed(scanner, grey); return read_whole(scanner, &whole);
    case INVERTED:
        whole = packed(scanner, grey);
        whole = inverted(scanner, &whole);
        return read_patches(scanner, &whole, &attempt->search)
               && (!scanner->still || read_whole(scanner, &whole));
    }
    return true;
}

/* Codes of all sizes are looked for in each frame; all else is for those in which
 * nothing was read. A still picture may be
 * a page of codes of every size. */
static bool
wants_attempt(const struct ts_scanner *scanner, const struct attempt *attempt)
{
    const struct ts_scan_turn *turn = &scanner->turn;
    size_t read = scanner->haul.count;
    if (scanner->still)
        return attempt->kind != INVERTED || read == 0;
    if (is_out_of_time(scanner))
        return false;
    if (attempt->kind == WHOLE && scanner->partial)
        return true;
    if (attempt->every == 0)
        return true;
    return read == 0 && turn->number % attempt->every == attempt->turn;
}

static bool
climb(struct ts_scanner *scanner, const struct ts_grey *grey)
{
    for (size_t i = 0; i < TS_COUNT(attempts); i++)
        if (wants_attempt(scanner, &attempts[i])
            && !make_attempt(scanner, grey, &attempts[i]))
            return false;
    return true;
}

static enum ts_status
scan(struct ts_scanner *scanner, const struct ts_frame *frame, struct ts_code *codes,
     size_t max, size_t *count)
{
    struct ts_haul *haul = &scanner->haul;
    if (frame->width > TS_FRAME_WIDTH_MAX || frame->height > TS_FRAME_HEIGHT_MAX)
        return TS_OVER_LIMIT;
    TS_CHECK(frame->stride >= frame->width);
    ts_haul_empty(haul);
    ts_front_begin(scanner->front);
    memset(&scanner->sight, 0, sizeof(scanner->sight));
    scanner->partial = false;
    scanner->crowded = false;
    scanner->view_scale = 1;
    scanner->begun = ts_clock_mono();
    struct ts_grey grey = { frame->grey, frame->width, frame->height, frame->stride };
    if (frame->width >= SMALLEST_PX && frame->height >= SMALLEST_PX
        && !climb(scanner, &grey))
        return TS_NO_SPACE;
    *count = haul->count < max ? haul->count : max;
    if (*count > 0)
        memcpy(codes, haul->codes, *count * sizeof(*codes));
    return TS_OK;
}

enum ts_status
ts_scanner_scan(struct ts_scanner *scanner, const struct ts_frame *frame,
                const struct ts_scan_turn *turn, struct ts_code *codes, size_t max,
                size_t *count)
{
    scanner->turn = *turn;
    scanner->still = false;
    return scan(scanner, frame, codes, max, count);
}

enum ts_status
ts_scanner_still(struct ts_scanner *scanner, const struct ts_frame *frame,
                 struct ts_code *codes, size_t max, size_t *count)
{
    scanner->turn = (struct ts_scan_turn){ 0 };
    scanner->still = true;
    return scan(scanner, frame, codes, max, count);
}

const struct ts_scan_sight *
ts_scanner_sight(const struct ts_scanner *scanner)
{
    return &scanner->sight;
}
