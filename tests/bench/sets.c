#include "tests/bench/sets.h"

#include "firmware/base/check.h"

#include <math.h>
#include <stdlib.h>
#include <zlib.h>
#include <zstd.h>

static uint64_t seed = 88172645463325252;

static uint64_t
draw(void)
{
    seed ^= seed << 13;
    seed ^= seed >> 7;
    seed ^= seed << 17;
    return seed * UINT64_C(0x2545F4914F6CDD1D);
}

uint64_t
ts_set_below(uint64_t bound)
{
    return draw() % bound;
}

uint8_t *
ts_set_bitmap(const struct ts_set *set)
{
    uint8_t *bits = calloc(1, set->size / 8 + 1);
    TS_CHECK(bits);
    for (size_t i = 0; i < set->count; i++)
        bits[set->positions[i] / 8] |= (uint8_t)(0x80 >> set->positions[i] % 8);
    return bits;
}

void
ts_set_collect(struct ts_set *set, const uint8_t *bits)
{
    set->count = 0;
    for (uint64_t i = 0; i < set->size; i++)
        if (bits[i / 8] & 0x80 >> i % 8)
            set->positions[set->count++] = i;
}

/* count positions; run: how many neighbours are drawn together, nine of ten set. */
struct ts_set
ts_set_draw(uint64_t size, size_t count, unsigned run)
{
    struct ts_set set = { size, calloc(count, sizeof(uint64_t)), 0 };
    uint8_t *bits = calloc(1, size / 8 + 1);
    TS_CHECK(set.positions && bits);
    for (size_t drawn = 0; drawn < count;) {
        uint64_t at = ts_set_below(size);
        for (unsigned i = 0; i < run && at < size && drawn < count; i++, at++) {
            uint8_t bit = (uint8_t)(0x80 >> at % 8);
            if ((run > 1 && ts_set_below(10) == 0) || bits[at / 8] & bit)
                continue;
            bits[at / 8] |= bit;
            drawn++;
        }
    }
    ts_set_collect(&set, bits);
    free(bits);
    return set;
}

double
ts_set_bound(double size, double count)
{
    return (lgamma(size + 1) - lgamma(count + 1) - lgamma(size - count + 1)) / log(2) / 8;
}

/* The best Rice code without an escape, a container, or anything else. */
uint64_t
ts_set_rice(const struct ts_set *set)
{
    uint64_t best = UINT64_MAX;
    for (unsigned k = 0; k < 40; k++) {
        uint64_t bits = 0;
        uint64_t next = 0;
        for (size_t i = 0; i < set->count; i++) {
            bits += ((set->positions[i] - next) >> k) + 1 + k;
            next = set->positions[i] + 1;
        }
        if (bits / 8 + 1 < best)
            best = bits / 8 + 1;
    }
    return best;
}

size_t
ts_bench_zstd_19(const uint8_t *bytes, size_t len)
{
    size_t room = ZSTD_compressBound(len);
    uint8_t *out = malloc(room);
    TS_CHECK(out);
    size_t coded = ZSTD_compress(out, room, bytes, len, 19);
    TS_CHECK(!ZSTD_isError(coded));
    free(out);
    return coded;
}

size_t
ts_bench_zlib_9(const uint8_t *bytes, size_t len)
{
    uLongf coded = compressBound(len);
    uint8_t *out = malloc(coded);
    TS_CHECK(out && compress2(out, &coded, bytes, len, 9) == Z_OK);
    free(out);
    return coded;
}

size_t
ts_set_varint_zstd(const struct ts_set *set)
{
    uint8_t *bytes = malloc(set->count * 10 + 1);
    size_t len = 0;
    uint64_t next = 0;
    TS_CHECK(bytes);
    for (size_t i = 0; i < set->count; i++) {
        uint64_t gap = set->positions[i] - next;
        for (; gap >= 0x80; gap >>= 7)
            bytes[len++] = (uint8_t)(gap | 0x80);
        bytes[len++] = (uint8_t)gap;
        next = set->positions[i] + 1;
    }
    size_t coded = ts_bench_zstd_19(bytes, len);
    free(bytes);
    return coded;
}
