#include "firmware/base/check.h"
#include "firmware/board/linux/beside.h"
#include "tests/support/support.h"

#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

/* Each attempt is made by tests/support/confine_attempt.c, in a process of its own. */

enum { SUCCEEDED = 10, REFUSED = 11, NONE = 14 };

static char program[TS_BESIDE_PATH_BYTES];
static int ends[2];

/* How it ended: its exit code, or the negative of the signal that killed it. */
static int
end_of(const char *attempt, const char *where)
{
    char name[64];
    char place[16];
    int status = 0;
    snprintf(name, sizeof(name), "%s", attempt);
    snprintf(place, sizeof(place), "%s", where ? where : "");
    char *argv[] = { program, name, where ? place : NULL, NULL };
    pid_t pid = fork();
    assert_true(pid >= 0);
    if (pid == 0) {
        dup2(ends[0], STDIN_FILENO);
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
    { "opens below a folder", REFUSED, SUCCEEDED },
    { "makes a socket", -SIGSYS, 0 },
    { "makes a unix socket", -SIGSYS, SUCCEEDED },
    { "makes a netlink socket", -SIGSYS, SUCCEEDED },
    { "starts a process", -SIGSYS, SUCCEEDED },
    { "becomes another program", -SIGSYS, 0 },
    { "kills its parent", -SIGSYS, SUCCEEDED },
    { "reads another descriptor", -SIGSYS, SUCCEEDED },
    { "writes another descriptor", -SIGSYS, SUCCEEDED },
    { "moves a descriptor", -SIGSYS, SUCCEEDED },
    { "asks for its limits", -SIGSYS, SUCCEEDED },
    { "makes code of memory", -SIGSYS, SUCCEEDED },
    { "controls a device", -SIGSYS, 0 },
    { "looks into its parent", -SIGSYS, 0 },
    { "traces", -SIGSYS, 0 },
    { "maps code", -SIGSYS, SUCCEEDED },
    { "maps shared memory", -SIGSYS, SUCCEEDED },
    { "maps a file", -SIGSYS, SUCCEEDED },
    { "takes too much memory", REFUSED, SUCCEEDED },
};

/* Outside the sandbox it can be done, or the table would prove nothing. */
static void
everything_else_is_forbidden(void **state)
{
    (void)state;
    for (size_t i = 0; i < TS_COUNT(attempts); i++) {
        ts_test_row(attempts[i].attempt);
        assert_int_equal(end_of(attempts[i].attempt, NULL), attempts[i].inside);
        if (attempts[i].outside)
            assert_int_equal(end_of(attempts[i].attempt, "outside"), attempts[i].outside);
    }
}

/* A thread that had begun before is confined like the one that did it: another's crime
 * is everybody's end, too. */
static void
on_every_thread(void **state)
{
    (void)state;
    for (size_t i = 0; i < TS_COUNT(attempts); i++) {
        ts_test_row(attempts[i].attempt);
        assert_int_equal(end_of(attempts[i].attempt, "on a thread"), attempts[i].inside);
    }
}

static void
what_looking_needs_is_left(void **state)
{
    (void)state;
    static const char *const left[] = { "asks the time", "takes some memory",
                                        "reads a socket of its own" };
    for (size_t i = 0; i < TS_COUNT(left); i++) {
        ts_test_row(left[i]);
        assert_int_equal(write(ends[1], "xx", 2), 2);
        assert_int_equal(end_of(left[i], NULL), SUCCEEDED);
        assert_int_equal(end_of(left[i], "on a thread"), SUCCEEDED);
    }
}

static void
landlock_alone_keeps_it_from_files(void **state)
{
    (void)state;
    int end = end_of("is kept from files by Landlock", "outside");
    if (end == NONE) {
        print_message("skipped: this kernel has no Landlock\n");
        skip();
    }
    assert_int_equal(end, SUCCEEDED);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(everything_else_is_forbidden),
        cmocka_unit_test(on_every_thread),
        cmocka_unit_test(what_looking_needs_is_left),
        cmocka_unit_test(landlock_alone_keeps_it_from_files),
    };
    TS_CHECK(ts_beside(program, "confine-attempt") && pipe(ends) == 0);
    return cmocka_run_group_tests(tests, NULL, NULL);
}
