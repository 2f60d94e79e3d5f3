#include "kiosk/scan/equaliser.h"

#include <stdlib.h>
#include <string.h>

enum {
    REACH = TS_EQUALISER_REACH,
    TERMS = TS_EQUALISER_TERMS,
    PITCH = TS_EQUALISER_PITCH,
    MEAN = 10, /* modules on each side that say what is light and dark there */
    ONE = TS_EQUALISER_ONE, /* the last term: the same everywhere */
};

struct system {
    double at[TERMS][TERMS + 1];
};

/* The sum of each column over the rows around one, and then the mean of what is within
 * reach on the left and right. */
static void
add_row(int32_t *columns, const uint8_t *row, uint32_t modules, int32_t times)
{
    for (uint32_t x = 0; x < modules; x++)
        columns[x] += times * row[x];
}

static void
load_row(int16_t *relief, const uint8_t *row, const int32_t *columns, uint32_t modules,
         uint32_t rows)
{
    int32_t sum = 0;
    uint32_t left = 0;
    uint32_t right = 0;
    for (uint32_t x = 0; x < modules; x++) {
        for (; right < modules && right <= x + MEAN; right++)
            sum += columns[right];
        for (; left + MEAN < x; left++)
            sum -= columns[left];
        int32_t summed = (int32_t)((right - left) * rows);
        relief[x] = (int16_t)(row[x] - (summed > 0 ? sum / summed : 0));
    }
}

static int16_t *
relief_at(struct ts_equaliser *equaliser, uint32_t row)
{
    return equaliser->relief + (size_t)(row + REACH) * PITCH + REACH;
}

/* As light as what is light beside it, at least on the average. */
static void
load_quiet_zone(struct ts_equaliser *equaliser, uint32_t modules)
{
    int64_t sum = 0;
    for (uint32_t y = 0; y < modules; y++)
        for (uint32_t x = 0; x < modules; x++)
            sum += abs(relief_at(equaliser, y)[x]);
    int16_t light = (int16_t)(sum / ((int64_t)modules * modules));
    for (uint32_t y = 0; y < modules + 2 * REACH; y++) {
        int16_t *row = equaliser->relief + (size_t)y * PITCH;
        bool out = y < REACH || y >= modules + REACH;
        for (uint32_t x = 0; x < modules + 2 * REACH; x++)
            if (out || x < REACH || x >= modules + REACH)
                row[x] = light;
    }
}

void
ts_equaliser_load(struct ts_equaliser *equaliser, const uint8_t *values, uint32_t modules)
{
    uint32_t top = 0;
    uint32_t bottom = 0;
    if (modules == 0)
        return;
    memset(equaliser->columns, 0, sizeof(equaliser->columns));
    for (uint32_t y = 0; y < modules; y++) {
        for (; bottom < modules && bottom <= y + MEAN; bottom++)
            add_row(equaliser->columns, values + (size_t)bottom * modules, modules, 1);
        for (; top + MEAN < y; top++)
            add_row(equaliser->columns, values + (size_t)top * modules, modules, -1);
        load_row(relief_at(equaliser, y), values + (size_t)y * modules,
                 equaliser->columns, modules, bottom - top);
    }
    load_quiet_zone(equaliser, modules);
}

float
ts_equaliser_mean(const struct ts_equaliser *equaliser, const uint8_t *values,
                  uint32_t modules, int row, int column)
{
    const uint8_t *value = values + (size_t)row * modules + (size_t)column;
    return (float)(*value - equaliser->relief[(row + REACH) * PITCH + column + REACH]);
}

/* Blur looks alike from both sides, so that neighbours opposite each other are one
 * term; the module itself is the one before the last. */
static void
find_terms(struct ts_equaliser *equaliser, uint32_t row, uint32_t modules)
{
    const int16_t *middle = relief_at(equaliser, row);
    int16_t(*term)[TS_QR_MODULES_MAX] = equaliser->terms;
    for (int y = -REACH; y <= 0; y++)
        for (int x = -REACH; x <= REACH && (y < 0 || x < 0); x++, term++) {
            const ptrdiff_t off = (ptrdiff_t)y * PITCH + x;
            const int16_t *one = middle + off;
            const int16_t *other = middle - off;
            for (uint32_t i = 0; i < modules; i++)
                (*term)[i] = (int16_t)(one[i] + other[i]);
        }
    memcpy(*term, middle, modules * sizeof(*middle));
    for (uint32_t i = 0; i < modules; i++)
        equaliser->terms[TERMS - 1][i] = ONE;
}

static int32_t
product(const int16_t *a, const int16_t *b, uint32_t modules)
{
    int32_t sum = 0;
    for (uint32_t i = 0; i < modules; i++)
        sum += a[i] * b[i];
    return sum;
}

static void
add_equations(struct system *system, const struct ts_equaliser *equaliser,
              const uint8_t *dark, uint32_t modules)
{
    int16_t wanted[TS_QR_MODULES_MAX];
    for (uint32_t i = 0; i < modules; i++)
        wanted[i] = dark[i] ? -ONE : ONE;
    for (size_t i = 0; i < TERMS; i++) {
        for (size_t j = i; j < TERMS; j++)
            system->at[i][j] +=
                product(equaliser->terms[i], equaliser->terms[j], modules);
        system->at[i][TERMS] += product(equaliser->terms[i], wanted, modules);
    }
}

/* Cholesky's way: the system is symmetric, and positive unless terms depend on each
 * other; a little is added to what is nearly so. */
static bool
solve(struct system *system, float weights[TERMS])
{
    double(*a)[TERMS + 1] = system->at;
    for (size_t i = 0; i < TERMS; i++)
        a[i][i] = a[i][i] * 1.001 + 1;
    for (size_t i = 0; i < TERMS; i++) {
        if (!(a[i][i] > 0))
            return false;
        for (size_t row = i + 1; row < TERMS; row++) {
            double factor = a[i][row] / a[i][i];
            for (size_t j = row; j <= TERMS; j++)
                a[row][j] -= factor * a[i][j];
        }
    }
    for (size_t i = TERMS; i-- > 0;) {
        double rest = a[i][TERMS];
        for (size_t j = i + 1; j < TERMS; j++)
            rest -= a[i][j] * weights[j];
        weights[i] = (float)(rest / a[i][i]);
    }
    return true;
}

static void
decide_row(const struct ts_equaliser *equaliser, uint8_t *dark, uint32_t modules)
{
    float sums[TS_QR_MODULES_MAX] = { 0 };
    for (size_t t = 0; t < TERMS; t++) {
        float weight = equaliser->weights[t];
        const int16_t *term = equaliser->terms[t];
        for (uint32_t i = 0; i < modules; i++)
            sums[i] += weight * (float)term[i];
    }
    for (uint32_t i = 0; i < modules; i++)
        dark[i] = sums[i] < 0;
}

bool
ts_equaliser_decide(struct ts_equaliser *equaliser, uint8_t *dark, uint32_t modules)
{
    struct system system = { { { 0 } } };
    for (uint32_t y = 0; y < modules; y++) {
        find_terms(equaliser, y, modules);
        add_equations(&system, equaliser, dark + (size_t)y * modules, modules);
    }
    if (!solve(&system, equaliser->weights))
        return false;
    for (uint32_t y = 0; y < modules; y++) {
        find_terms(equaliser, y, modules);
        decide_row(equaliser, dark + (size_t)y * modules, modules);
    }
    return true;
}
