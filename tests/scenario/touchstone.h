#ifndef TS_TEST_SCENARIO_TOUCHSTONE_H
#define TS_TEST_SCENARIO_TOUCHSTONE_H

/* The program that stands beside a test, run in the folder that the test names: define
 * static char folder[] before this is included. */

#include "tests/unit/keys/authority/fixture.h"

#include <sys/wait.h>

static char output[65536];
static struct ts_arena arena;

/* Runs the program that stands beside this one, in the folder. Its exit code. */
static inline int
touchstone(const char *arguments)
{
    char command[2048];
    char path[1024];
    ssize_t len = readlink("/proc/self/exe", path, sizeof(path) - 1);
    assert_true(len > 0);
    path[len] = '\0';
    *(strrchr(path, '/') + 1) = '\0';
    snprintf(command, sizeof(command),
             "cd %s && LSAN_OPTIONS=suppressions=leaks %stouchstone %s </dev/null 2>&1",
             folder, path, arguments);
    FILE *run = popen(command, "r");
    assert_non_null(run);
    size_t used = fread(output, 1, sizeof(output) - 1, run);
    output[used] = '\0';
    int status = pclose(run);
    assert_true(WIFEXITED(status));
    return WEXITSTATUS(status);
}

static inline void
does(const char *arguments)
{
    if (touchstone(arguments) != 0)
        fail_msg("touchstone %s:\n%s", arguments, output);
}

static inline void
assert_says(const char *words)
{
    if (!strstr(output, words))
        fail_msg("no \"%s\" in:\n%s", words, output);
}

static inline void
write_file(const char *name, const char *text)
{
    char path[128];
    snprintf(path, sizeof(path), "%s/%s", folder, name);
    FILE *file = fopen(path, "wb");
    assert_non_null(file);
    assert_int_equal(fwrite(text, 1, strlen(text), file), strlen(text));
    assert_int_equal(fclose(file), 0);
}

#endif
