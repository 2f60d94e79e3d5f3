#ifndef TS_TEST_SCENARIO_PROGRAMS_H
#define TS_TEST_SCENARIO_PROGRAMS_H

/* The programs that stand beside a test, as a shell runs them. */

#include "tests/support/support.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

/* What was said last, on either output. */
static char output[65536];

/* $bin: the folder of the programs. */
static inline void
name_programs(void)
{
    char path[1024];
    ssize_t len = readlink("/proc/self/exe", path, sizeof(path) - 1);
    assert_true(len > 0);
    path[len] = '\0';
    *strrchr(path, '/') = '\0';
    assert_int_equal(setenv("bin", path, 1), 0);
}

/* Runs a line of shell in the folder where, from nothing on standard input. Its exit
 * code. */
static inline int
shell_in(const char *where, const char *line)
{
    char command[4096];
    name_programs();
    int len = snprintf(command, sizeof(command), "cd %s && exec 2>&1 </dev/null; %s",
                       where, line);
    assert_true(len > 0 && (size_t)len < sizeof(command));
    FILE *run = popen(command, "r");
    assert_non_null(run);
    size_t used = fread(output, 1, sizeof(output) - 1, run);
    output[used] = '\0';
    int status = pclose(run);
    assert_true(WIFEXITED(status));
    return WEXITSTATUS(status);
}

static inline void
assert_says(const char *words)
{
    if (!strstr(output, words))
        fail_msg("no \"%s\" in:\n%s", words, output);
}

#endif
