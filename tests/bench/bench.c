#include "tests/bench/bench.h"

#include "firmware/base/check.h"
#include "tests/bench/wire_kiosk.h"

#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

enum { ROUNDS_MAX = 64 };

/* Every call to the heap in the whole process, foreign libraries included: the
 * program's own malloc stands before the C library's. */
static atomic_uint_fast64_t allocations;
void *__libc_malloc(size_t size);
void *__libc_calloc(size_t count, size_t size);
void *__libc_realloc(void *block, size_t size);
void *malloc(size_t size);
void *calloc(size_t count, size_t size);
void *realloc(void *block, size_t size);

void *
malloc(size_t size)
{
    allocations++;
    return __libc_malloc(size);
}

void *
calloc(size_t count, size_t size)
{
    allocations++;
    return __libc_calloc(count, size);
}

void *
realloc(void *block, size_t size)
{
    allocations++;
    return __libc_realloc(block, size);
}

uint64_t
ts_bench_allocations(void)
{
    return allocations;
}

double
ts_bench_cpu_us(void)
{
    struct timespec now;
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
    return (double)now.tv_sec * 1e6 + (double)now.tv_nsec / 1e3;
}

static double
time_calls(void (*call)(void *context), void *context, unsigned calls)
{
    double start = ts_bench_cpu_us();
    for (unsigned i = 0; i < calls; i++)
        call(context);
    return (ts_bench_cpu_us() - start) / calls;
}

static int
by_value(const void *a, const void *b)
{
    double x = *(const double *)a;
    double y = *(const double *)b;
    return (x > y) - (x < y);
}

static double
median(double *values, unsigned count)
{
    qsort(values, count, sizeof(*values), by_value);
    return values[count / 2];
}

struct ts_bench_pair
ts_bench_compare(void (*ours)(void *context), void (*peer)(void *context), void *context,
                 unsigned rounds, unsigned calls)
{
    double a[ROUNDS_MAX];
    double b[ROUNDS_MAX];
    double ratios[ROUNDS_MAX];
    struct ts_bench_pair result;

    TS_CHECK(rounds > 0 && rounds <= ROUNDS_MAX && calls > 0);
    time_calls(ours, context, calls); /* warm-up */
    time_calls(peer, context, calls);
    for (unsigned i = 0; i < rounds; i++) {
        a[i] = time_calls(ours, context, calls);
        b[i] = time_calls(peer, context, calls);
        ratios[i] = b[i] / a[i];
    }
    result.ours_us = median(a, rounds);
    result.peer_us = median(b, rounds);
    result.ratio = median(ratios, rounds);
    return result;
}

double
ts_bench_time(void (*call)(void *context), void *context, unsigned rounds, unsigned calls)
{
    double us[ROUNDS_MAX];
    TS_CHECK(rounds > 0 && rounds <= ROUNDS_MAX && calls > 0);
    time_calls(call, context, 1); /* warm-up */
    for (unsigned i = 0; i < rounds; i++)
        us[i] = time_calls(call, context, calls);
    return median(us, rounds);
}

int
main(int argc, char **argv)
{
    bool brief = argc > 1 && strcmp(argv[argc - 1], "--brief") == 0;
    const char *what = argc > 1 ? argv[1] : "";
    if (strcmp(what, "verify") == 0) {
        ts_bench_verify(brief);
    } else if (strcmp(what, "frame") == 0) {
        ts_bench_frame(brief);
    } else if (strcmp(what, "revocation") == 0) {
        ts_bench_revocation(brief);
    } else if (strcmp(what, "wire") == 0) {
        ts_bench_wire(brief);
    } else if (strcmp(what, "canonical") == 0) {
        ts_bench_canonical(brief);
    } else if (strcmp(what, "ui") == 0) {
        ts_bench_ui(brief);
    } else if (strcmp(what, "idle") == 0) {
        ts_bench_idle(brief);
    } else if (strcmp(what, "latency") == 0) {
        ts_bench_latency(brief);
    } else if (strcmp(what, "sequence") == 0 && argc == 3) {
        return ts_bench_sequence(NULL, argv[2]);
    } else if (strcmp(what, "sequence") == 0 && argc == 4
               && strcmp(argv[2], "--list") == 0) {
        return ts_bench_sequence(argv[3], NULL);
    } else if (strcmp(what, "decode") == 0 && argc == 3) {
        return ts_bench_decode(NULL, argv[2]);
    } else if (strcmp(what, "decode") == 0 && argc == 4
               && strcmp(argv[2], "--list") == 0) {
        return ts_bench_decode(argv[3], NULL);
    } else if (strcmp(what, "stages") == 0 && argc == 4) {
        return ts_bench_stages(argv[2], argv[3]);
    } else if (strcmp(what, "sync-once") == 0 && argc == 5) {
        return ts_wire_kiosk_main(argv[2], argv[3], argv[4]);
    } else {
        fputs("usage: touchstone-bench "
              "verify|frame|revocation|wire|canonical|idle|latency|ui "
              "[--brief]\n"
              "       touchstone-bench decode|sequence [--list FILE | DIR]\n"
              "       touchstone-bench stages PICTURE FOLDER\n",
              stderr);
        return 64;
    }
    return 0;
}
