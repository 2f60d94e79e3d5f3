#ifndef TS_LINKED_DATA_SORT_H
#define TS_LINKED_DATA_SORT_H

#include <stddef.h>
#include <stdint.h>

/** <0, 0 or >0: what the numbers a and b stand for, in order. */
typedef int ts_ld_order(uint32_t a, uint32_t b, const void *context);

/**
 * Merge sort of numbers, stable: n log n comparisons whatever they stand for, about
 * n of what is in order already. spare has room for count numbers.
 */
void ts_ld_sort(uint32_t *numbers, uint32_t *spare, size_t count, ts_ld_order *order,
                const void *context);

#endif
