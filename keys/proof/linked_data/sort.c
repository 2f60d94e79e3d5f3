#include "keys/proof/linked_data/sort.h"

#include <string.h>

/* Runs this short are sorted by insertion, which is faster there. */
enum { SHORT_RUN = 8 };

static void
insert(uint32_t *numbers, size_t count, ts_ld_order *order, const void *context)
{
    for (size_t i = 1; i < count; i++) {
        uint32_t moved = numbers[i];
        size_t at = i;
        for (; at > 0 && order(moved, numbers[at - 1], context) < 0; at--)
            numbers[at] = numbers[at - 1];
        numbers[at] = moved;
    }
}

/* The first left ones and the rest of them are in order each. */
static void
merge(uint32_t *numbers, uint32_t *spare, size_t left, size_t count, ts_ld_order *order,
      const void *context)
{
    size_t a = 0;
    size_t b = left;
    size_t out = 0;
    if (order(numbers[left - 1], numbers[left], context) <= 0)
        return;
    memcpy(spare, numbers, left * sizeof(*numbers));
    while (a < left && b < count)
        numbers[out++] =
            order(numbers[b], spare[a], context) < 0 ? numbers[b++] : spare[a++];
    memcpy(numbers + out, spare + a, (left - a) * sizeof(*numbers));
}

void
ts_ld_sort(uint32_t *numbers, uint32_t *spare, size_t count, ts_ld_order *order,
           const void *context)
{
    for (size_t at = 0; at < count; at += SHORT_RUN)
        insert(numbers + at, count - at < SHORT_RUN ? count - at : SHORT_RUN, order,
               context);
    for (size_t run = SHORT_RUN; run < count; run *= 2)
        for (size_t at = 0; count - at > run; at += 2 * run) {
            size_t both = count - at < 2 * run ? count - at : 2 * run;
            merge(numbers + at, spare, run, both, order, context);
            if (both < 2 * run)
                break;
        }
}
