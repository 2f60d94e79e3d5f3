#ifndef TS_BENCH_H
#define TS_BENCH_H

#include <stdbool.h>
#include <stdint.h>

/**
 * Two ways to do a thing, timed in turn so that a machine that slows down slows
 * both. CPU time of this thread; the median over rounds counts.
 */
struct ts_bench_pair {
    double ours_us, peer_us; /**< Medians a call. */
    double ratio;            /**< Median of peer / ours, round by round. */
};

struct ts_bench_pair
ts_bench_compare(void (*ours)(void *context), void (*peer)(void *context), void *context,
                 unsigned rounds, unsigned calls);

/** Microseconds a call, where there is no peer: the median over rounds. */
double ts_bench_time(void (*call)(void *context), void *context, unsigned rounds,
                     unsigned calls);

/** CPU time of this thread, in microseconds. */
double ts_bench_cpu_us(void);

/** Blocks our own code asked the heap for since the program began (see bench.c). */
uint64_t ts_bench_allocations(void);

/* One a subcommand; brief does little more than show that it works. */
void ts_bench_verify(bool brief);
void ts_bench_frame(bool brief);
void ts_bench_revocation(bool brief);
void ts_bench_wire(bool brief);
void ts_bench_canonical(bool brief);
void ts_bench_ui(bool brief);
void ts_bench_idle(bool brief);
void ts_bench_latency(bool brief);

/** What is read of the pictures in a list, or, where that is NULL, in a folder (those
 * its expected.tsv names, else all of it). Returns the program's exit status. */
int ts_bench_decode(const char *list, const char *folder);

/** How soon frames that follow each other are read; a folder has an expected.tsv. */
int ts_bench_sequence(const char *list, const char *folder);

/** Draws what each stage of the front end makes of a picture: threshold.png and others
 * in an existing folder. Returns the program's exit status. */
int ts_bench_stages(const char *path, const char *folder);

#endif
