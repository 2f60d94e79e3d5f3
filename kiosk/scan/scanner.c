#include "kiosk/scan/scanner.h"

#include "firmware/base/limits.h"
#include "kiosk/scan/front.h"
#include "kiosk/scan/symbols.h"

#include <math.h>
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
    /* The frame itself takes zbar longer than all else together, and the next frame
     * of a code that it can read is mostly one the front end can read. */
    WHOLE_LIVE = 4,
};

/* What was read in this frame, the largest first. */
struct haul {
    size_t count;
    struct ts_code codes[TS_SCAN_CODES_MAX];
    uint8_t *texts; /* TS_CODE_TEXT_MAX for each; which is whose may change. */
    bool partial;
    bool crowded; /* With finder patterns, by the hundreds: see read_whole(). */
};

struct ts_scanner {
    struct ts_symbols *symbols;
    struct ts_front *front;
    struct haul haul;
    struct ts_symbols_found found;
    uint8_t *copy; /* Of the largest frame; what was never touched costs nothing. */
    uint32_t inverted_every;
    uint32_t fruitless; /* Frames so far. */
};

/* In this order: what reads most in the least time first. While frames come, the last
 * is for one fruitless frame in so many, counted from the second on: the first and each
 * WHOLE_LIVE-th have enough to do. */
static const struct attempt {
    struct ts_front_search search;
    uint32_t live_every;
} attempts[] = {
    { { 0, { .window = 31, .percent = 8, .sharpen = 5, .amount = 2 } }, 1 },
    /* Large modules, and screens whose own pixels are in the way. */
    { { 1, { .window = 31, .percent = 8, .sharpen = 5, .amount = 2 } }, 1 },
    { { 2, { .window = 31, .percent = 8, .sharpen = 5, .amount = 2 } }, 1 },
    /* Shadows and creases near a finder. */
    { { 0, { .window = 63, .percent = 8, .sharpen = 7, .amount = 2 } }, 2 },
};

enum ts_status
ts_scanner_open(struct ts_scanner **scanner, uint32_t inverted_every)
{
    struct ts_scanner *made = calloc(1, sizeof(*made));
    if (!made)
        return TS_NO_SPACE;
    made->inverted_every = inverted_every;
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

/* Twice the area of the corners' quadrilateral. */
static int64_t
area(const struct ts_code *code)
{
    int64_t sum = 0;
    for (size_t i = 0; i < 4; i++) {
        struct ts_point a = code->corners[i];
        struct ts_point b = code->corners[(i + 1) % 4];
        sum += (int64_t)a.x * b.y - (int64_t)b.x * a.y;
    }
    return sum < 0 ? -sum : sum;
}

static struct ts_point
middle(const struct ts_code *code)
{
    struct ts_point sum = { 0, 0 };
    for (size_t i = 0; i < 4; i++) {
        sum.x += code->corners[i].x / 4;
        sum.y += code->corners[i].y / 4;
    }
    return sum;
}

/* The same code, read twice: in a patch and in the frame. */
static bool
is_same(const struct ts_code *a, const struct ts_code *b)
{
    int64_t x = middle(a).x - middle(b).x;
    int64_t y = middle(a).y - middle(b).y;
    return ts_span_equal(a->bytes, b->bytes) && (x * x + y * y) * 16 < area(a) + area(b);
}

/* Keeps the codes sorted, and of more than there is room for the largest. */
static void
keep(struct haul *haul, const struct ts_code *code)
{
    size_t at = 0;
    for (size_t i = 0; i < haul->count; i++) {
        if (is_same(&haul->codes[i], code))
            return;
        at += area(&haul->codes[i]) >= area(code);
    }
    if (at == TS_SCAN_CODES_MAX)
        return;
    if (haul->count < TS_SCAN_CODES_MAX)
        haul->count++;
    /* Texts stay where they are; the last place's is free or given up. */
    uint8_t *text = haul->texts + (haul->count - 1) * TS_CODE_TEXT_MAX;
    struct ts_code *last = &haul->codes[haul->count - 1];
    if (last->bytes.at)
        text = haul->texts + (last->bytes.at - haul->texts);
    memmove(haul->codes + at + 1, haul->codes + at,
            (haul->count - at - 1) * sizeof(*code));
    memcpy(text, code->bytes.at, code->bytes.len);
    haul->codes[at] = *code;
    haul->codes[at].bytes.at = text;
}

/* Whatever a pose may make of corners, they are pixels of some frame. */
static int32_t
pixel(double place)
{
    const double most = 4 * TS_FRAME_WIDTH_MAX;
    return place >= -most && place <= most ? (int32_t)lround(place) : 0;
}

/* How many codes the picture of candidate i holds, or -1 for TS_NO_SPACE. */
static int
read_patch(struct ts_scanner *scanner, size_t i)
{
    struct ts_xy corners[4];
    struct ts_grey patch = ts_front_patch(scanner->front, i);
    struct ts_symbols_found *found = &scanner->found;
    if (ts_symbols_read(scanner->symbols, found, &patch, LINES_PATCH) != TS_OK)
        return -1;
    scanner->haul.partial |= found->partial;
    ts_front_corners(scanner->front, i, corners);
    for (size_t k = 0; k < found->count; k++) {
        struct ts_code code = { .bytes = found->at[k].bytes };
        for (size_t c = 0; c < 4; c++)
            code.corners[c] =
                (struct ts_point){ pixel(corners[c].x), pixel(corners[c].y) };
        keep(&scanner->haul, &code);
    }
    if (found->count || found->partial)
        ts_front_settle(scanner->front, i);
    return found->count > 0;
}

static bool
read_patches(struct ts_scanner *scanner, const struct ts_grey *grey,
             const struct ts_front_search *how)
{
    unsigned misses = 0;
    size_t count = ts_front_search(scanner->front, grey, how);
    scanner->haul.crowded |= ts_front_is_crowded(scanner->front);
    for (size_t i = 0; i < count && misses < MISSES_MAX; i++) {
        if (!ts_front_is_open(scanner->front, i))
            continue;
        int read = read_patch(scanner, i);
        if (read < 0)
            return false;
        misses += read == 0;
    }
    return true;
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
    if (scanner->haul.crowded)
        return true;
    if (ts_symbols_read(scanner->symbols, found, grey, LINES_FRAME) != TS_OK)
        return false;
    for (size_t i = 0; i < found->count; i++)
        keep(&scanner->haul, &found->at[i]);
    return true;
}

/* Whether it is the turn of what is tried in one fruitless frame of so many only. */
static bool
is_turn(const struct ts_scanner *scanner, uint32_t every)
{
    return every > 0 && scanner->fruitless % every == 0;
}

/* There is no next frame, and the picture may be a page of codes of every size. */
static bool
is_still(const struct ts_scanner *scanner)
{
    return scanner->inverted_every == TS_SCAN_INVERTED_STILL;
}

static bool
wants_attempt(const struct ts_scanner *scanner, uint32_t live_every)
{
    return is_still(scanner) || scanner->fruitless % live_every == live_every - 1;
}

/* The frame itself, for codes of which the front end sees no three finders; and where
 * it saw a symbol of a set, which zbar puts together from one picture only. */
static bool
wants_whole(const struct ts_scanner *scanner)
{
    if (scanner->haul.partial || is_still(scanner))
        return true;
    return scanner->haul.count == 0 && is_turn(scanner, WHOLE_LIVE);
}

/* Each step only where the one before left something unread; in a still picture, all. */
static bool
climb(struct ts_scanner *scanner, const struct ts_grey *grey)
{
    const struct haul *haul = &scanner->haul;
    bool done = false;
    for (size_t i = 0; i < TS_COUNT(attempts) && !done; i++) {
        if (!wants_attempt(scanner, attempts[i].live_every))
            continue;
        if (!read_patches(scanner, grey, &attempts[i].search))
            return false;
        done =
            !is_still(scanner) && haul->count > 0 && !ts_front_has_more(scanner->front);
    }
    struct ts_grey whole = packed(scanner, grey);
    if (wants_whole(scanner) && !read_whole(scanner, &whole))
        return false;
    if (haul->count > 0)
        return true;
    bool turn = is_turn(scanner, scanner->inverted_every);
    scanner->fruitless++;
    if (!turn)
        return true;
    whole = inverted(scanner, &whole);
    return read_patches(scanner, &whole, &attempts[0].search)
           && read_whole(scanner, &whole);
}

enum ts_status
ts_scanner_scan(struct ts_scanner *scanner, const struct ts_frame *frame,
                struct ts_code *codes, size_t max, size_t *count)
{
    struct haul *haul = &scanner->haul;
    if (frame->width > TS_FRAME_WIDTH_MAX || frame->height > TS_FRAME_HEIGHT_MAX)
        return TS_OVER_LIMIT;
    TS_CHECK(frame->stride >= frame->width);
    memset(haul->codes, 0, sizeof(haul->codes));
    haul->count = 0;
    haul->partial = false;
    haul->crowded = false;
    struct ts_grey grey = { frame->grey, frame->width, frame->height, frame->stride };
    if (frame->width >= SMALLEST_PX && frame->height >= SMALLEST_PX
        && !climb(scanner, &grey))
        return TS_NO_SPACE;
    *count = haul->count < max ? haul->count : max;
    if (*count > 0)
        memcpy(codes, haul->codes, *count * sizeof(*codes));
    return TS_OK;
}
