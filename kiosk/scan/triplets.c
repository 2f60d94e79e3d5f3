#include "kiosk/scan/triplets.h"

#include <math.h>
#include <stdbool.h>
#include <string.h>

/* How far a code may be from lying flat before the camera. */
static const double modules_differ = 1.8;
static const double sides_differ = 2.2;
static const double cosine_max = 0.6;

/* Between the middles of two finders: 14 modules in version 1, 170 in version 40;
 * modules measured along the rows of a turned code are up to 1.42 times too large. */
static const double side_min = 9;
static const double side_max = 200;

static double
apart(const struct ts_finder *a, const struct ts_finder *b)
{
    return hypot(a->x - b->x, a->y - b->y);
}

/* The corner is opposite the longest side. */
static void
find_corner(struct ts_triplet *t, const struct ts_finder *f)
{
    double to_right = apart(&f[t->corner], &f[t->right]);
    double to_below = apart(&f[t->corner], &f[t->below]);
    double across = apart(&f[t->right], &f[t->below]);
    size_t corner = t->corner;
    if (to_right >= across && to_right >= to_below) {
        t->corner = t->below;
        t->below = corner;
    } else if (to_below >= across) {
        t->corner = t->right;
        t->right = corner;
    }
}

/* Which is right and which below: a code is not seen from behind. */
static void
find_hand(struct ts_triplet *t, const struct ts_finder *f)
{
    const struct ts_finder *a = &f[t->corner];
    const struct ts_finder *b = &f[t->right];
    const struct ts_finder *c = &f[t->below];
    if ((b->x - a->x) * (c->y - a->y) - (b->y - a->y) * (c->x - a->x) < 0) {
        size_t right = t->right;
        t->right = t->below;
        t->below = right;
    }
}

static bool
assess(struct ts_triplet *t, const struct ts_finder *f)
{
    const struct ts_finder *a = &f[t->corner];
    const struct ts_finder *b = &f[t->right];
    const struct ts_finder *c = &f[t->below];
    double least = fmin(a->module, fmin(b->module, c->module));
    double most = fmax(a->module, fmax(b->module, c->module));
    double right = apart(a, b);
    double below = apart(a, c);
    double module = (least + most) / 2;
    if (most > modules_differ * least || fmin(right, below) < side_min * module
        || fmax(right, below) > side_max * module
        || fmax(right, below) > sides_differ * fmin(right, below))
        return false;
    double cosine = fabs(((b->x - a->x) * (c->x - a->x) + (b->y - a->y) * (c->y - a->y))
                         / (right * below));
    uint32_t votes = a->votes < b->votes ? a->votes : b->votes;
    votes = votes < c->votes ? votes : c->votes;
    t->cost = 1.5 * cosine + fabs(log(right / below)) + 1.5 * log(most / least)
              - 0.15 * log(1.0 + votes);
    return cosine <= cosine_max;
}

static size_t
insert(struct ts_triplet *triplets, size_t max, size_t count, const struct ts_triplet *t)
{
    size_t at = count;
    while (at > 0 && triplets[at - 1].cost > t->cost)
        at--;
    if (at == max)
        return count;
    if (count == max)
        count--;
    memmove(triplets + at + 1, triplets + at, (count - at) * sizeof(*triplets));
    triplets[at] = *t;
    return count + 1;
}

size_t
ts_triplets_rank(struct ts_triplet *triplets, size_t max, const struct ts_finder *finders,
                 size_t count)
{
    size_t found = 0;
    if (count > TS_TRIPLETS_FINDERS)
        count = TS_TRIPLETS_FINDERS;
    for (size_t i = 0; i < count; i++)
        for (size_t j = i + 1; j < count; j++)
            for (size_t k = j + 1; k < count; k++) {
                struct ts_triplet t = { i, j, k, 0 };
                find_corner(&t, finders);
                find_hand(&t, finders);
                if (assess(&t, finders))
                    found = insert(triplets, max, found, &t);
            }
    return found;
}
