#ifndef TS_TEST_PROCESS_H
#define TS_TEST_PROCESS_H

#include <stdbool.h>
#include <stddef.h>

/* What this process holds, to be compared with what it held before. */

/** Built with AddressSanitizer, whose allocator keeps what was freed. */
#if defined(__SANITIZE_ADDRESS__)
#define TS_TEST_SANITIZED 1
#elif defined(__has_feature)
#if __has_feature(address_sanitizer)
#define TS_TEST_SANITIZED 1
#endif
#endif
#ifndef TS_TEST_SANITIZED
#define TS_TEST_SANITIZED 0
#endif

/** Bytes of heap in use. Under valgrind, which has an allocator of its own, always 0. */
size_t ts_test_heap_in_use(void);

/** Bytes of memory that are there for this process; proc(5) statm. */
size_t ts_test_resident(void);

/** How many there are; proc(5) fd, task. */
size_t ts_test_descriptors(void);
size_t ts_test_threads(void);

#endif
