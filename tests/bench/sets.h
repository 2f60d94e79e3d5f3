#ifndef TS_BENCH_SETS_H
#define TS_BENCH_SETS_H

#include <stddef.h>
#include <stdint.h>

/* Sets of positions to code, and what others make of them. Drawn from a fixed seed; the
 * heap is the caller's to free(). */

struct ts_set {
    uint64_t size;
    uint64_t *positions; /**< Ascending, each below size. */
    size_t count;
};

/** 0 to bound - 1. */
uint64_t ts_set_below(uint64_t bound);

/** count positions; run: how many neighbours are drawn together, nine of ten of which
 * are set; 1: each for itself. */
struct ts_set ts_set_draw(uint64_t size, size_t count, unsigned run);

/** High bit first, size / 8 + 1 bytes; and back, into room for all of them. */
uint8_t *ts_set_bitmap(const struct ts_set *set);
void ts_set_collect(struct ts_set *set, const uint8_t *bits);

/** log2 C(size, count), in bytes. */
double ts_set_bound(double size, double count);

/** The best Rice code, without an escape or a container, in bytes. */
uint64_t ts_set_rice(const struct ts_set *set);

/** Gaps as varints under zstd -19, in bytes. */
size_t ts_set_varint_zstd(const struct ts_set *set);

size_t ts_bench_zstd_19(const uint8_t *bytes, size_t len);
size_t ts_bench_zlib_9(const uint8_t *bytes, size_t len);

#endif
