#define _GNU_SOURCE /* mkdtemp(), setenv() */

#include "kiosk/app/confined.h"
#include "kiosk/sandbox/landlock.h"
#include "kiosk/sandbox/sanitizers.h"
#include "tests/support/support.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

/* A kiosk's files, and what its configuration leaves of them: each attempt in a process
 * of its own. */

static char folder[] = "/tmp/ts-confined-XXXXXX";

/* Below the folder; long enough to stand until the options were read. */
static const char *
at(const char *name)
{
    static char paths[8][96];
    static size_t next;
    char *path = paths[next++ % TS_COUNT(paths)];
    snprintf(path, sizeof(paths[0]), "%s/%s", folder, name);
    return path;
}

/* 0, or why not. */
static int
open_as(const char *path, int flags)
{
    int fd = open(path, flags | O_CLOEXEC, 0600);
    return fd < 0 ? errno : close(fd);
}

struct attempt {
    const char *what;
    const char *path;
    int flags;
    bool allowed;
};

static void
confine(const struct ts_app_options *options, const struct attempt *attempts,
        size_t count)
{
    for (size_t i = 0; i < count; i++) {
        int status = 0;
        char path[128];
        const struct attempt *a = &attempts[i];
        snprintf(path, sizeof(path), "%s%s%s", a->path[0] == '/' ? "" : folder,
                 a->path[0] == '/' ? "" : "/", a->path);
        pid_t pid = fork();
        assert_true(pid >= 0);
        if (pid == 0)
            _exit(ts_app_confine(options) ? open_as(path, a->flags) : 255);
        ts_test_row(a->what);
        assert_int_equal(waitpid(pid, &status, 0), pid);
        assert_true(WIFEXITED(status));
        assert_int_equal(WEXITSTATUS(status), a->allowed ? 0 : EACCES);
        if (a->flags & O_CREAT)
            unlink(path);
    }
}

static bool
can_be_confined(void)
{
    if (TS_SANDBOX_IS_BUILT && ts_landlock_generation() > 0)
        return true;
    print_message("skipped: %s\n", TS_SANDBOX_IS_BUILT ? "this kernel has no Landlock"
                                                       : "a build with sanitizers");
    skip();
    return false;
}

enum { READ = O_RDONLY, WRITE = O_WRONLY, MAKE = O_WRONLY | O_CREAT | O_EXCL };

static void
what_is_configured_is_left(void **state)
{
    (void)state;
    static const struct attempt attempts[] = {
        { "reads the lists", "here/lists/root.json", READ, true },
        { "changes the lists", "here/lists/root.json", WRITE, false },
        { "adds to the lists", "here/lists/new", MAKE, false },
        { "reads what lies beside them", "here/other", READ, true },
        { "keeps its state", "state/new", MAKE, true },
        { "writes the journal", "journals/j.db", WRITE, true },
        { "makes the journal's log", "journals/j.db-wal", MAKE, true },
        { "says how it does", "status/status.json", MAKE, true },
        { "reads a picture", "pictures/1.png", READ, true },
        { "changes a picture", "pictures/1.png", WRITE, false },
        { "reads fonts", "/usr/share", READ, true },
        { "writes where programs are", "/usr/bin/ts-test-new", MAKE, false },
        { "uses a device", "/dev/null", O_RDWR, true },
        { "reads its configuration", "/etc/passwd", READ, true },
        { "changes the configuration", "/etc/ts-test-new", MAKE, false },
        { "looks around", "secret", READ, false },
        { "writes elsewhere", "new", MAKE, false },
        { "writes into /tmp", "/tmp/ts-test-new", MAKE, false },
    };
    if (!can_be_confined())
        return;
    const struct ts_app_options options = {
        .trust_dir = at("here/lists"),
        .state_dir = at("state"),
        .status_dir = at("status"),
        .journal_file = at("journals/j.db"),
        .camera = strcat((char[128]){ "files:" }, at("pictures,3")),
    };
    confine(&options, attempts, TS_COUNT(attempts));
}

static void
what_is_not_there_yet_can_be_made(void **state)
{
    (void)state;
    static const struct attempt attempts[] = {
        { "where state will be", "later/new", MAKE, true },
        { "in another folder", "state/new", MAKE, false },
        { "somewhere else", "new", MAKE, false },
    };
    if (!can_be_confined())
        return;
    const struct ts_app_options options = { .state_dir = at("later/state/of/kiosk") };
    confine(&options, attempts, TS_COUNT(attempts));
}

static void
nothing_configured_leaves_nothing(void **state)
{
    (void)state;
    static const struct attempt attempts[] = {
        { "lists", "here/lists/root.json", READ, false },
        { "state", "state/new", MAKE, false },
        { "pictures", "pictures/1.png", READ, false },
        { "a camera", "/dev/null", O_RDWR, true },
    };
    if (!can_be_confined())
        return;
    const struct ts_app_options options = { .camera = "v4l2:" };
    confine(&options, attempts, TS_COUNT(attempts));
}

/* What may be run: not the shell, unless the camera is a command. */
static int
run_under(const char *camera, const char *program)
{
    const struct ts_app_options options = { .camera = camera };
    int status = 0;
    pid_t pid = fork();
    assert_true(pid >= 0);
    if (pid == 0) {
        if (!ts_app_confine(&options))
            _exit(255);
        execl(program, program, "-c", "exit 7", (char *)NULL);
        _exit(errno == EACCES ? 13 : 254);
    }
    assert_int_equal(waitpid(pid, &status, 0), pid);
    return WEXITSTATUS(status);
}

static void
programs_are_run_only_where_they_are_needed(void **state)
{
    (void)state;
    if (!can_be_confined())
        return;
    assert_int_equal(run_under("v4l2:", "/bin/sh"), 13);
    assert_int_equal(run_under("files:/tmp", "/bin/sh"), 13);
    assert_int_equal(run_under("pipe:8x8,grey,cat", "/bin/sh"), 7);
}

static int
set_up(void **state)
{
    (void)state;
    static const char *const folders[] = { "here",     "here/lists", "state", "status",
                                           "journals", "pictures",   "later" };
    static const char *const files[] = { "here/lists/root.json", "here/other",
                                         "journals/j.db", "pictures/1.png", "secret" };
    assert_non_null(mkdtemp(folder));
    for (size_t i = 0; i < TS_COUNT(folders); i++)
        assert_int_equal(mkdir(at(folders[i]), 0700), 0);
    for (size_t i = 0; i < TS_COUNT(files); i++)
        assert_int_equal(open_as(at(files[i]), MAKE), 0);
    /* This program's own session must not be among what is tried. */
    unsetenv("HOME");
    unsetenv("XDG_RUNTIME_DIR");
    unsetenv("TOUCHSTONE_LOCALE_DIR");
    return 0;
}

static int
tear_down(void **state)
{
    (void)state;
    char command[64];
    snprintf(command, sizeof(command), "rm -r %s", folder);
    assert_memory_equal(folder, "/tmp/ts-confined-", 17);
    return system(command);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_is_configured_is_left),
        cmocka_unit_test(what_is_not_there_yet_can_be_made),
        cmocka_unit_test(nothing_configured_leaves_nothing),
        cmocka_unit_test(programs_are_run_only_where_they_are_needed),
    };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
