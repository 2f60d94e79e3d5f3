#ifndef TS_BOARD_LINUX_CHILD_H
#define TS_BOARD_LINUX_CHILD_H

#include "firmware/base/check.h"
#include "firmware/base/status.h"

#include <stdbool.h>
#include <sys/types.h>

/** A program whose standard output we read. */
struct ts_child {
    pid_t pid; /**< 0: none runs. */
    int out;   /**< Our end of the pipe, non-blocking; -1: none. */
};

#define TS_CHILD_NONE ((struct ts_child){ .pid = 0, .out = -1 })

/** What ts_child_stop() says of a program that a signal ended. */
#define TS_CHILD_KILLED 128

/** What a program gets besides its arguments. */
struct ts_child_setting {
    int in;        /**< Becomes its standard input; -1: /dev/null. Stays ours to close. */
    bool quiet;    /**< Its standard error goes to /dev/null instead of to ours. */
    bool confined; /**< At most 1 GiB of memory and 30 s of processor time. */
};

/**
 * Starts argv[0], looked up in PATH, in a process group of its own and with no
 * descriptor of ours but those three.
 *
 * Returns TS_OK, TS_ABSENT (no such program) or TS_IO. Stop what was started.
 */
TS_MUST_USE enum ts_status ts_child_start(struct ts_child *child, char *const argv[],
                                          struct ts_child_setting setting);

/**
 * Kills the whole process group, waits for its end and closes out. Harmless
 * when none runs. Returns the exit code, which is the program's own when its
 * output had been read to the end, else mostly TS_CHILD_KILLED.
 */
int ts_child_stop(struct ts_child *child);

#endif
