#ifndef TS_TEST_SUPPORT_H
#define TS_TEST_SUPPORT_H

/* cmocka.h needs these four before it. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "firmware/base/arena.h"
#include "firmware/base/span.h"
#include "firmware/base/status.h"

/* Only tests use the heap this freely; a failure here ends the program. */

/** A fresh arena of size bytes from the heap; ts_test_arena_free() gives it back. */
struct ts_arena ts_test_arena(size_t size);
void ts_test_arena_free(struct ts_arena *arena);

/** Bytes from hex digits, white space ignored; they live in the arena. */
ts_span ts_test_hex(struct ts_arena *arena, const char *hex);

/**
 * A copy in a heap block of exactly that size, so that a sanitizer sees a read
 * one past the end. free() it.
 */
uint8_t *ts_test_exact_copy(ts_span bytes);

/** A whole file in the arena; false when it cannot be read. */
bool ts_test_read_file(struct ts_arena *arena, ts_span *bytes, const char *path);

/**
 * The path of a file or folder of the published vectors ("cbor/appendix_a.json")
 * below TOUCHSTONE_VECTORS, else ../shared/vectors. When it is absent, says
 * "skipped: ..." aloud and marks the running cmocka test skipped.
 */
const char *ts_test_vector(const char *name);

/** The same for TOUCHSTONE_PICTURES, else ../shared/pictures. */
const char *ts_test_picture(const char *name);

/** Calls each(path, context) for every file in folder whose name ends so, sorted. */
void ts_test_each_file(const char *folder, const char *ending,
                       void (*each)(const char *path, void *context), void *context);

/** Names the table row the next assertions belong to; printed when one fails. */
void ts_test_row(const char *name);

#define assert_status(got, want) \
    ts_test_assert_status((got), (want), #got, __FILE__, __LINE__)
#define assert_span_equal(got, want) \
    ts_test_assert_span((got), (want), #got, __FILE__, __LINE__)

void ts_test_assert_status(enum ts_status got, enum ts_status want, const char *what,
                           const char *file, int line);
void ts_test_assert_span(ts_span got, ts_span want, const char *what, const char *file,
                         int line);

#endif
