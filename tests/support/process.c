#include "tests/support/process.h"

#include <dirent.h>
#include <malloc.h>
#include <stdio.h>
#include <unistd.h>

#if TS_TEST_SANITIZED
size_t __sanitizer_get_current_allocated_bytes(void);
#endif

size_t
ts_test_heap_in_use(void)
{
#if TS_TEST_SANITIZED
    return __sanitizer_get_current_allocated_bytes();
#else
    struct mallinfo2 info = mallinfo2();
    return info.uordblks + info.hblkhd;
#endif
}

size_t
ts_test_resident(void)
{
    unsigned long size = 0;
    unsigned long resident = 0;
    FILE *file = fopen("/proc/self/statm", "r");
    if (file && fscanf(file, "%lu %lu", &size, &resident) != 2)
        resident = 0;
    if (file)
        fclose(file);
    return resident * (size_t)sysconf(_SC_PAGESIZE);
}

static size_t
entries(const char *folder)
{
    size_t count = 0;
    DIR *dir = opendir(folder);
    const struct dirent *entry;
    while (dir && (entry = readdir(dir)) != NULL)
        count += entry->d_name[0] != '.';
    if (dir)
        closedir(dir);
    return count;
}

size_t
ts_test_descriptors(void)
{
    return entries("/proc/self/fd");
}

size_t
ts_test_threads(void)
{
    return entries("/proc/self/task");
}
