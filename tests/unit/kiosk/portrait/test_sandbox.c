#include "firmware/base/check.h"
#include "tests/support/support.h"

#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

/* Each attempt is made by tests/support/sandbox_attempt.c, in a process of its own. */

#define PROGRAM "sandbox-attempt"

enum { SUCCEEDED = 10, REFUSED = 11 };

static char program[4096];
static int pipe_in[2], pipe_out[2];

/* How it ended: its exit code, or the negative of the signal that killed it. */
static int
end_of(const char *attempt, bool outside)
{
    char name[64];
    int status = 0;
    snprintf(name, sizeof(name), "%s", attempt);
    char *argv[] = { program, name, outside ? (char[]){ "outside" } : NULL, NULL };
    pid_t pid = fork();
    assert_true(pid >= 0);
    if (pid == 0) {
        dup2(pipe_in[0], STDIN_FILENO);
        dup2(pipe_out[1], STDOUT_FILENO);
        execv(program, argv);
        _exit(127);
    }
    assert_int_equal(waitpid(pid, &status, 0), pid);
    return WIFSIGNALED(status) ? -WTERMSIG(status) : WEXITSTATUS(status);
}

static const struct {
    const char *attempt;
    int inside, outside; /* 0: not tried, it depends on the machine */
} attempts[] = {
    { "opens a file", REFUSED, SUCCEEDED },
    { "makes a socket", -SIGSYS, 0 },
    { "makes a unix socket", -SIGSYS, SUCCEEDED },
    { "starts a process", -SIGSYS, SUCCEEDED },
    { "becomes another program", -SIGSYS, 0 },
    { "kills its parent", -SIGSYS, SUCCEEDED },
    { "reads another descriptor", -SIGSYS, SUCCEEDED },
    { "writes another descriptor", -SIGSYS, SUCCEEDED },
    { "moves a descriptor", -SIGSYS, SUCCEEDED },
    { "maps code", -SIGSYS, SUCCEEDED },
    { "makes code of memory", -SIGSYS, SUCCEEDED },
    { "maps shared memory", -SIGSYS, SUCCEEDED },
    { "takes too much memory", REFUSED, SUCCEEDED },
    { "asks for its limits", -SIGSYS, SUCCEEDED },
};

/* Outside the sandbox all of it can be done, or the table would prove nothing. */
static void
everything_else_is_forbidden(void **state)
{
    (void)state;
    for (size_t i = 0; i < TS_COUNT(attempts); i++) {
        ts_test_row(attempts[i].attempt);
        assert_int_equal(end_of(attempts[i].attempt, false), attempts[i].inside);
        if (attempts[i].outside)
            assert_int_equal(end_of(attempts[i].attempt, true), attempts[i].outside);
    }
}

static void
what_decoding_needs_is_left(void **state)
{
    (void)state;
    char byte = 0;
    assert_int_equal(write(pipe_in[1], "x", 1), 1);
    assert_int_equal(end_of("reads and writes what it was given", false), SUCCEEDED);
    assert_int_equal(read(pipe_out[0], &byte, 1), 1);
    assert_int_equal(byte, 'x');
    assert_int_equal(end_of("takes some memory", false), SUCCEEDED);
}

static void
find_program(void)
{
    ssize_t len = readlink("/proc/self/exe", program, sizeof(program) - 1);
    TS_CHECK(len > 0 && (size_t)len + sizeof(PROGRAM) < sizeof(program));
    program[len] = '\0';
    memcpy(strrchr(program, '/') + 1, PROGRAM, sizeof(PROGRAM));
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(everything_else_is_forbidden),
        cmocka_unit_test(what_decoding_needs_is_left),
    };
    find_program();
    TS_CHECK(pipe(pipe_in) == 0 && pipe(pipe_out) == 0);
    return cmocka_run_group_tests(tests, NULL, NULL);
}
