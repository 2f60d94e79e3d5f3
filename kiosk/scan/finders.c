#include "kiosk/scan/finders.h"

#include <math.h>
#include <stdbool.h>
#include <stdlib.h>

enum { RUNS = 5, ARM = 3 };

struct search {
    struct ts_finders *finders;
    const uint8_t *dark;
    int32_t width, height;
    uint32_t steps;
};

/* Module size of five runs 1:1:3:1:1, or 0. What blur and ink take from one run they
 * give to the next, so that small ones may be off by most of a pixel. */
static double
module_of(const int32_t runs[RUNS])
{
    int32_t sum = 0;
    for (int i = 0; i < RUNS; i++)
        sum += runs[i];
    double module = sum / 7.0;
    double slack = 0.5 * module + 0.5;
    if (sum < 7 || fabs(runs[2] - 3 * module) > 2 * slack)
        return 0;
    for (int i = 0; i < RUNS; i++)
        if (i != 2 && fabs(runs[i] - module) > slack)
            return 0;
    return module;
}

static bool
inside(const struct search *s, int32_t x, int32_t y)
{
    return x >= 0 && y >= 0 && x < s->width && y < s->height;
}

/* Three runs outwards from a dark pixel, which is not counted: dark, light, dark. The
 * last may be cut by the border: a close crop has no more. */
static bool
walk_arm(struct search *s, int32_t arm[ARM], const int32_t start[2], const int step[2],
         int32_t longest)
{
    int32_t x = start[0] + step[0];
    int32_t y = start[1] + step[1];
    for (int i = 0; i < ARM; i++) {
        uint8_t colour = i != 1;
        arm[i] = 0;
        while (inside(s, x, y)
               && s->dark[(size_t)y * (size_t)s->width + (size_t)x] == colour
               && arm[i] <= longest) {
            x += step[0];
            y += step[1];
            arm[i]++;
        }
        s->steps += (uint32_t)arm[i];
        if (arm[i] > longest || (i > 0 && arm[i] == 0))
            return false;
    }
    return true;
}

/* The module size on the line through a point, or 0; off is how far along the line the
 * pattern's middle is. */
static double
cross(struct search *s, double x, double y, const int step[2], double largest,
      double *off)
{
    int32_t ahead[ARM];
    int32_t back[ARM];
    const int32_t start[2] = { (int32_t)x, (int32_t)y };
    const int other[2] = { -step[0], -step[1] };
    int32_t longest = (int32_t)(3 * largest) + 3;
    if (!inside(s, start[0], start[1])
        || !s->dark[(size_t)start[1] * (size_t)s->width + (size_t)start[0]]
        || !walk_arm(s, ahead, start, step, longest)
        || !walk_arm(s, back, start, other, longest))
        return 0;
    const int32_t runs[RUNS] = { back[2], back[1], back[0] + 1 + ahead[0], ahead[1],
                                 ahead[2] };
    *off = (ahead[0] + ahead[1] + ahead[2] - back[0] - back[1] - back[2]) / 2.0;
    return module_of(runs);
}

static bool
is_same(const struct ts_finder *f, double x, double y, double module)
{
    return fabs(f->x - x) < 2 * f->module && fabs(f->y - y) < 2 * f->module
           && module < 1.6 * f->module && module > 0.6 * f->module;
}

/* Rows go downwards: what was seen once, further up, will not be seen again. */
static void
forget_single(struct ts_finders *finders, double y)
{
    size_t kept = 0;
    for (size_t i = 0; i < finders->count; i++) {
        const struct ts_finder *f = &finders->at[i];
        if (f->votes > 2 || f->y + 4 * f->module > y)
            finders->at[kept++] = *f;
    }
    finders->count = kept;
}

static void
vote(struct ts_finders *finders, double x, double y, double module)
{
    for (size_t i = 0; i < finders->count; i++) {
        struct ts_finder *f = &finders->at[i];
        if (!is_same(f, x, y, module))
            continue;
        f->votes++;
        f->x += (x - f->x) / f->votes;
        f->y += (y - f->y) / f->votes;
        f->module += (module - f->module) / f->votes;
        return;
    }
    if (finders->count == TS_FINDERS_MAX)
        forget_single(finders, y);
    if (finders->count < TS_FINDERS_MAX)
        finders->at[finders->count++] = (struct ts_finder){ x, y, module, 1 };
}

/* A row says so; do the column, the row through the column's middle, and a diagonal? */
static void
check(struct search *s, double x, double y, double module)
{
    static const int downwards[2] = { 0, 1 };
    static const int across[2] = { 1, 0 };
    static const int falling[2] = { 1, 1 };
    static const int rising[2] = { 1, -1 };
    double off = 0;
    double unused = 0;
    double tall = cross(s, x, y, downwards, 2 * module, &off);
    if (tall < 0.45 * module || tall > 2.2 * module)
        return;
    y += off;
    double wide = cross(s, x, y, across, 2 * module, &off);
    if (wide <= 0)
        return;
    x += off;
    /* One is enough: the other may lie in a reflection. */
    if (cross(s, x, y, falling, 2 * module, &unused) > 0
        || cross(s, x, y, rising, 2 * module, &unused) > 0)
        vote(s->finders, x, y, (tall + wide) / 2);
}

/* Where the colour changes, from the first dark pixel on; and the end of the row. */
static size_t
list_edges(int32_t *edges, const uint8_t *row, int32_t width)
{
    size_t count = 0;
    edges[count] = 0;
    count += row[0];
    for (int32_t x = 1; x < width; x++) {
        edges[count] = x;
        count += row[x] != row[x - 1];
    }
    edges[count++] = width;
    return count;
}

static void
search_row(struct search *s, int32_t y, int32_t *edges)
{
    size_t count = list_edges(edges, s->dark + (size_t)y * (size_t)s->width, s->width);
    for (size_t i = 0; i + RUNS < count; i += 2) {
        const int32_t *e = edges + i;
        int32_t runs[RUNS];
        for (int k = 0; k < RUNS; k++)
            runs[k] = e[k + 1] - e[k];
        if (runs[2] <= runs[1] || runs[2] <= runs[3])
            continue;
        double module = module_of(runs);
        if (module > 0 && s->steps < TS_FINDERS_STEPS_MAX)
            check(s, (e[2] + e[3]) / 2.0, y + 0.5, module);
    }
}

static int
by_votes(const void *a, const void *b)
{
    const struct ts_finder *p = a;
    const struct ts_finder *q = b;
    return (p->votes < q->votes) - (p->votes > q->votes);
}

void
ts_finders_search(struct ts_finders *finders, const uint8_t *dark, uint32_t width,
                  uint32_t height, int32_t *scratch)
{
    struct search s = { .finders = finders,
                        .dark = dark,
                        .width = (int32_t)width,
                        .height = (int32_t)height };
    finders->count = 0;
    if (width == 0)
        return;
    for (int32_t y = 0; y < s.height; y++)
        search_row(&s, y, scratch);
    qsort(finders->at, finders->count, sizeof(finders->at[0]), by_votes);
}

static void
join(struct ts_finders *finders, const struct ts_finder *other)
{
    for (size_t i = 0; i < finders->count; i++) {
        struct ts_finder *f = &finders->at[i];
        if (!is_same(f, other->x, other->y, other->module))
            continue;
        if (other->votes > f->votes)
            *f = *other;
        return;
    }
    if (finders->count < TS_FINDERS_MAX)
        finders->at[finders->count++] = *other;
}

void
ts_finders_join(struct ts_finders *finders, const struct ts_finders *others, double scale)
{
    for (size_t i = 0; i < others->count; i++) {
        struct ts_finder other = others->at[i];
        other.x *= scale;
        other.y *= scale;
        other.module *= scale;
        join(finders, &other);
    }
    qsort(finders->at, finders->count, sizeof(finders->at[0]), by_votes);
}
