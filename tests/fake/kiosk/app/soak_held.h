#ifndef TS_TEST_SOAK_HELD_H
#define TS_TEST_SOAK_HELD_H

#include <stddef.h>

/* What the process holds, asked now and then, and held to what it held at first. */

enum {
    SOAK_HEAP_GROWTH_MAX = 64 * 1024,            /* what libraries keep for later */
    SOAK_RESIDENT_GROWTH_MAX = 16 * 1024 * 1024, /* arenas used further than before */
    SOAK_JOURNAL_MAX = 1024 * 1024,              /* of two days, and of its log */
};

struct soak_held {
    size_t heap, resident, threads, descriptors;
};

/** Asks; no thread and no descriptor more or less than the first time, and the journal's
 * files are small. The difference of heap to the first time. */
long long soak_held_sample(struct soak_held *held, const char *journal);

#endif
