#ifndef TS_COMMAND_REPORT_H
#define TS_COMMAND_REPORT_H

#include "firmware/base/arena.h"
#include "firmware/base/check.h"
#include "firmware/base/status.h"

/** One line on standard error, with the name of the program before it. */
void ts_report(const char *format, ...) __attribute__((format(printf, 1, 2)));

/** "does not exist", "is not well-formed", ...: what a status means for a file. */
const char *ts_status_words(enum ts_status status);

/** The exit code for a status met while reading, or while writing. */
int ts_exit_reading(enum ts_status status);
int ts_exit_writing(enum ts_status status);

/** Enough for the lists of a large authority, read whole; what is not touched
 * costs nothing. */
#define TS_COMMAND_MEMORY ((size_t)512 * 1024 * 1024)

/** Memory for one run, from the heap, given back when the program ends; four times
 * at most. Ends the program when there is none. */
struct ts_arena ts_command_memory(size_t size);

/**
 * A file named on the command line, whole, in the arena; "-" is the standard
 * input. False after a report of its own: it is not there, is not readable, or is larger
 * than max.
 */
bool
ts_input_read(struct ts_arena *arena, ts_span *content, const char *path, size_t max);

#endif
