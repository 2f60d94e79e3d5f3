#include "firmware/base/check.h"
#include "keys/trust/revocation.h"
#include "tests/bench/bench.h"
#include "tests/bench/sets.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

/*
 * How long the revocation container is: beside the bound log2 C(N, n), bare Rice
 * codes, varint gaps under zstd, and the bitmaps that issuers' own lists carry; and how
 * long it takes to load and to ask. The positions are drawn with fixed seeds.
 */

enum {
    ARENA = 192 << 20,
    LOOKUPS = 1000000,
    NAME_MAX_LEN = 64,
    SNAPSHOT_SETS = 54, /* where the head tells the length of the sets */
    DELTA_SETS = 94,
};

static struct ts_revocation_input
input_of(const struct ts_set *set, const char *url, const char *issuer)
{
    return (struct ts_revocation_input){
        .list = { .url = ts_span_text(url),
                  .issuer = ts_span_text(issuer),
                  .kind = TS_STATUS_BITSTRING,
                  .purpose = TS_REVOCATION_WITHDRAWN,
                  .bits = 1,
                  .size = set->size },
        .positions = set->positions,
        .count = set->count,
    };
}

static struct ts_arena
new_arena(size_t size)
{
    struct ts_arena arena = ts_arena_over((ts_room){ malloc(size), size });
    TS_CHECK(arena.at);
    return arena;
}

static ts_span
write_state(struct ts_arena *arena, const struct ts_revocation_input *inputs,
            size_t count, uint64_t epoch)
{
    struct ts_revocation_release release = { epoch,
                                             { 1780272000 + (int64_t)epoch },
                                             TS_REVOCATION_BEST };
    ts_span bytes;
    TS_CHECK(ts_revocations_write(arena, &bytes, inputs, count, release) == TS_OK);
    return bytes;
}

static struct ts_revocations
load_state(struct ts_arena *arena, ts_span bytes)
{
    ts_verified source = { bytes }; /* only a test may say so */
    struct ts_revocations state;
    TS_CHECK(ts_revocations_load(arena, &state, source, NULL) == TS_OK);
    return state;
}

static ts_span
write_one(struct ts_arena *arena, const struct ts_set *set, uint64_t epoch)
{
    struct ts_revocation_input input =
        input_of(set, "https://status.example/1", "did:web:issuer.example");
    return write_state(arena, &input, 1, epoch);
}

/* Of the container, what is sets (keys/FORMAT.md 6.1): the rest is the head, with its
 * hash, and the table, with the names; of one list 120 bytes. */
static size_t
sets_len(ts_span container, size_t at)
{
    size_t len = 0;
    for (size_t i = 0; i < 4; i++)
        len = len << 8 | container.at[at + i];
    return len;
}

static void
compare_sizes(uint64_t size, double share, unsigned run)
{
    struct ts_arena arena = new_arena(ARENA);
    struct ts_set set = ts_set_draw(size, (size_t)((double)size * share), run);
    uint8_t *bits = ts_set_bitmap(&set);
    double bound = ts_set_bound((double)size, (double)set.count);
    ts_span ours = write_one(&arena, &set, 1);
    size_t sets = sets_len(ours, SNAPSHOT_SETS);
    size_t rice = ts_set_rice(&set);
    size_t varint = ts_set_varint_zstd(&set);
    printf("%5.0e %4.1f %% %-9s %9.0f %9zu %9zu %7.4f %9zu %9zu %7.4f %9zu %9zu\n",
           (double)size, share * 100, run > 1 ? "clustered" : "random", bound, ours.len,
           sets, (double)sets / bound, rice, varint,
           (double)sets / (double)(rice < varint ? rice : varint),
           ts_bench_zlib_9(bits, size / 8), ts_bench_zstd_19(bits, size / 8));
    free(bits);
    free(set.positions);
    free(arena.at);
}

static double
seconds(void)
{
    struct timespec now;
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
    return (double)now.tv_sec + (double)now.tv_nsec / 1e9;
}

static struct ts_set
next_day(const struct ts_set *today, size_t new_ones, size_t lifted)
{
    struct ts_set next = { today->size, calloc(today->count + new_ones, sizeof(uint64_t)),
                           0 };
    uint8_t *bits = ts_set_bitmap(today);
    TS_CHECK(next.positions);
    while (lifted > 0) {
        uint64_t at = today->positions[ts_set_below(today->count)];
        lifted -= (bits[at / 8] & 0x80 >> at % 8) != 0;
        bits[at / 8] &= (uint8_t) ~(0x80 >> at % 8);
    }
    while (new_ones > 0) {
        uint64_t at = ts_set_below(today->size);
        new_ones -= (bits[at / 8] & 0x80 >> at % 8) == 0;
        bits[at / 8] |= (uint8_t)(0x80 >> at % 8);
    }
    ts_set_collect(&next, bits);
    free(bits);
    return next;
}

static size_t
xor_zstd(const struct ts_set *a, const struct ts_set *b)
{
    uint8_t *x = ts_set_bitmap(a);
    uint8_t *y = ts_set_bitmap(b);
    for (uint64_t i = 0; i < a->size / 8; i++)
        x[i] ^= y[i];
    size_t coded = ts_bench_zstd_19(x, a->size / 8);
    free(x);
    free(y);
    return coded;
}

static void
compare_delta(const struct ts_set *today, const struct ts_revocations *base,
              size_t new_ones, size_t lifted)
{
    struct ts_arena arena = new_arena(ARENA);
    struct ts_arena kiosk = new_arena(16 << 20);
    struct ts_set next = next_day(today, new_ones, lifted);
    struct ts_revocations to = load_state(&arena, write_one(&arena, &next, 2));
    struct ts_revocation_result result;
    ts_span delta;
    TS_CHECK(ts_revocation_delta_write(&arena, &delta, base, &to, TS_REVOCATION_BEST)
             == TS_OK);
    ts_verified source = { delta }; /* only a test may say so */
    double start = seconds();
    TS_CHECK(ts_revocations_apply(&kiosk, &result, base, source, NULL) == TS_OK);
    double apply = seconds() - start;
    TS_CHECK(memcmp(result.state.hash, to.hash, sizeof(to.hash)) == 0);
    TS_CHECK(result.set == new_ones && result.lifted == lifted);
    printf("%6zu %6zu %8.0f %8zu %8zu %8zu %9.0f ms %8.1f MiB\n", new_ones, lifted,
           ts_set_bound((double)today->size, (double)(new_ones + lifted)), delta.len,
           sets_len(delta, DELTA_SETS), xor_zstd(today, &next), apply * 1e3,
           (double)kiosk.used / (1 << 20));
    free(next.positions);
    free(kiosk.at);
    free(arena.at);
}

static void
time_lookups(const struct ts_revocations *state, const struct ts_set *set)
{
    uint64_t *asked = calloc(LOOKUPS, sizeof(*asked));
    size_t found = 0;
    TS_CHECK(asked);
    for (size_t i = 0; i < LOOKUPS; i++)
        asked[i] =
            i % 2 ? ts_set_below(set->size) : set->positions[ts_set_below(set->count)];
    double start = seconds();
    for (size_t i = 0; i < LOOKUPS; i++)
        found += ts_revocation_contains(&state->segments[0], asked[i]);
    double spent = seconds() - start;
    TS_CHECK(found >= LOOKUPS / 2);
    printf("  look-up %.0f ns (goal 1000)\n", spent * 1e9 / LOOKUPS);
    free(asked);
}

static void
measure_use(uint64_t size, double share, unsigned run, bool with_deltas)
{
    struct ts_arena arena = new_arena(ARENA);
    struct ts_arena kiosk = new_arena(ARENA);
    struct ts_set set = ts_set_draw(size, (size_t)((double)size * share), run);
    ts_span bytes = write_one(&arena, &set, 1);
    double start = seconds();
    struct ts_revocations state = load_state(&kiosk, bytes);
    printf("%.0e entries, %.1f %% %s: snapshot %zu, load %.0f ms (goal 2000), memory "
           "beside it %.2f MiB\n",
           (double)size, share * 100, run > 1 ? "clustered" : "random", bytes.len,
           (seconds() - start) * 1e3, (double)kiosk.used / (1 << 20));
    time_lookups(&state, &set);
    if (with_deltas) {
        printf("  a day's delta; the memory holds the next snapshot and its directory\n");
        printf("%6s %6s %8s %8s %8s %8s %12s %12s\n", "new", "lifted", "bound", "ours",
               "sets", "zstd xor", "apply", "memory");
        compare_delta(&set, &state, 50, 0);
        compare_delta(&set, &state, 500, 0);
        compare_delta(&set, &state, 2740, 0);
        compare_delta(&set, &state, 450, 50);
    }
    free(set.positions);
    free(kiosk.at);
    free(arena.at);
}

/* Bytes of all lists, each for itself in the container that its standard has. */
struct peers {
    double bound;
    size_t rice, zlib, zstd;
};

static void
add_peers(struct peers *peers, const struct ts_set *set)
{
    uint8_t *bits = ts_set_bitmap(set);
    peers->bound += ts_set_bound((double)set->size, (double)set->count);
    peers->rice += ts_set_rice(set);
    peers->zlib += ts_bench_zlib_9(bits, set->size / 8);
    peers->zstd += ts_bench_zstd_19(bits, set->size / 8);
    free(bits);
}

/* A day of so many new withdrawals, wherever they fall. */
static void
print_spread_delta(struct ts_revocation_input *inputs, struct ts_set *sets,
                   size_t issuers, const struct ts_revocations *base, size_t new_ones)
{
    struct ts_arena arena = new_arena(ARENA);
    size_t *days = calloc(issuers, sizeof(*days));
    ts_span delta;
    TS_CHECK(days);
    for (size_t i = 0; i < new_ones; i++)
        days[ts_set_below(issuers)]++;
    for (size_t i = 0; i < issuers; i++) {
        struct ts_set next = next_day(&sets[i], days[i], 0);
        free(sets[i].positions);
        sets[i] = next;
        inputs[i].positions = next.positions;
        inputs[i].count = next.count;
    }
    struct ts_revocations to =
        load_state(&arena, write_state(&arena, inputs, issuers, 2));
    TS_CHECK(ts_revocation_delta_write(&arena, &delta, base, &to, TS_REVOCATION_BEST)
             == TS_OK);
    printf("  a day's delta of %zu over all of them: %zu, bound %.0f\n", new_ones,
           delta.len, ts_set_bound((double)issuers * 20000, (double)new_ones));
    free(days);
    free(arena.at);
}

static void
measure_issuers(size_t issuers)
{
    struct ts_arena arena = new_arena(ARENA);
    struct ts_set *sets = calloc(issuers, sizeof(*sets));
    struct ts_revocation_input *inputs = calloc(issuers, sizeof(*inputs));
    char(*names)[2][NAME_MAX_LEN] = calloc(issuers, sizeof(*names));
    struct peers peers = { 0 };
    TS_CHECK(sets && inputs && names);
    for (size_t i = 0; i < issuers; i++) {
        unsigned long long host = ts_set_below(UINT64_C(1) << 32);
        sets[i] = ts_set_draw(20000, 100 + ts_set_below(200), 1);
        snprintf(names[i][0], NAME_MAX_LEN, "https://i%05zu.%llx.example/status/1", i,
                 host);
        snprintf(names[i][1], NAME_MAX_LEN, "did:web:i%05zu.%llx.example", i, host);
        inputs[i] = input_of(&sets[i], names[i][0], names[i][1]);
        add_peers(&peers, &sets[i]);
    }
    ts_span bytes = write_state(&arena, inputs, issuers, 1);
    double start = seconds();
    struct ts_revocations state = load_state(&arena, bytes);
    double spent = seconds() - start;
    size_t sets_bytes = sets_len(bytes, SNAPSHOT_SETS);
    printf("%zu issuers of 20000 entries, 0.5 to 1.5 %% withdrawn: bound %.0f, ours %zu, "
           "its "
           "sets %zu (%.4f), Rice %zu, zlib maps %zu, zstd maps %zu, load %.0f ms\n",
           issuers, peers.bound, bytes.len, sets_bytes, (double)sets_bytes / peers.bound,
           peers.rice, peers.zlib, peers.zstd, spent * 1e3);
    print_spread_delta(inputs, sets, issuers, &state, issuers / 10);
    for (size_t i = 0; i < issuers; i++)
        free(sets[i].positions);
    free(sets);
    free(inputs);
    free(names);
    free(arena.at);
}

void
ts_bench_revocation(bool brief)
{
    printf("revocation container: snapshot of one list, in bytes. Goals, of its sets: at "
           "most 1.02 of the bound where random, 1.1 of the better coding\n");
    printf("%5s %6s %-9s %9s %9s %9s %7s %9s %9s %7s %9s %9s\n", "size", "", "", "bound",
           "ours", "sets", "/bound", "Rice", "varint+z", "/best", "zlib map", "zstd map");
    static const double shares[] = { 0.001, 0.01, 0.05 };
    for (size_t i = 0; i < TS_COUNT(shares); i++)
        compare_sizes(1000000, shares[i], 1);
    for (size_t i = 0; i < TS_COUNT(shares); i++)
        compare_sizes(1000000, shares[i], 200);
    compare_sizes(100000000, shares[0], 1);
    for (size_t i = 1; i < TS_COUNT(shares) && !brief; i++)
        compare_sizes(100000000, shares[i], 1);
    for (size_t i = 0; i < TS_COUNT(shares) && !brief; i++)
        compare_sizes(100000000, shares[i], 200);
    measure_use(100000000, brief ? 0.001 : 0.01, 1, true);
    if (!brief) {
        measure_use(100000000, 0.01, 200, false);
        measure_use(100000000, 0.05, 1, true);
    }
    measure_issuers(brief ? 500 : 5000);
}
