#include "tests/fake/kiosk/app/soak_held.h"

#include "tests/support/process.h"
#include "tests/support/support.h"

#include <stdio.h>
#include <sys/stat.h>

static void
expect_small(const char *path, const char *ending)
{
    struct stat file;
    char name[128];
    snprintf(name, sizeof(name), "%s%s", path, ending);
    if (stat(name, &file) == 0)
        assert_true(file.st_size <= SOAK_JOURNAL_MAX);
}

long long
soak_held_sample(struct soak_held *held, const char *journal)
{
    static struct soak_held first;
    *held = (struct soak_held){
        .heap = ts_test_heap_in_use(),
        .resident = ts_test_resident(),
        .threads = ts_test_threads(),
        .descriptors = ts_test_descriptors(),
    };
    if (first.threads == 0)
        first = *held;
    assert_true(held->heap <= first.heap + SOAK_HEAP_GROWTH_MAX);
    /* Under valgrind and sanitizers what is resident is mostly theirs. */
    assert_true(TS_TEST_SANITIZED || held->heap == 0
                || held->resident <= first.resident + SOAK_RESIDENT_GROWTH_MAX);
    assert_int_equal(held->threads, first.threads);
    assert_int_equal(held->descriptors, first.descriptors);
    expect_small(journal, "");
    expect_small(journal, "-wal");
    return (long long)held->heap - (long long)first.heap;
}
