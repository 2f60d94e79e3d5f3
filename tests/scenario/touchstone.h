#ifndef TS_TEST_SCENARIO_TOUCHSTONE_H
#define TS_TEST_SCENARIO_TOUCHSTONE_H

/* The program that stands beside a test, run in the folder that the test names: define
 * static char folder[] before this is included. */

#include "tests/scenario/programs.h"

/* Its exit code. */
static inline int
touchstone(const char *arguments)
{
    char line[2048];
    int len = snprintf(line, sizeof(line),
                       "[ ! -f leaks ] || export LSAN_OPTIONS=suppressions=leaks; "
                       "$bin/touchstone %s",
                       arguments);
    assert_true(len > 0 && (size_t)len < sizeof(line));
    return shell_in(folder, line);
}

static inline void
ends(int want, const char *arguments)
{
    int got = touchstone(arguments);
    if (got != want)
        fail_msg("touchstone %s: exit code %d\n%s", arguments, got, output);
}

static inline void
does(const char *arguments)
{
    ends(0, arguments);
}

static inline void
write_bytes(const char *name, ts_span bytes)
{
    char path[128];
    snprintf(path, sizeof(path), "%s/%s", folder, name);
    FILE *file = fopen(path, "wb");
    assert_non_null(file);
    assert_int_equal(fwrite(bytes.at, 1, bytes.len, file), bytes.len);
    assert_int_equal(fclose(file), 0);
}

static inline void
write_file(const char *name, const char *text)
{
    write_bytes(name, ts_span_text(text));
}

#endif
