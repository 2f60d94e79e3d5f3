#define _GNU_SOURCE /* O_TMPFILE's neighbours, mkdtemp() */

#include "kiosk/sandbox/landlock.h"
#include "tests/support/support.h"

#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

/* What was given up is given up for good: every attempt is a process of its own. */

enum { DONE = 0, REFUSED = 1, OTHERWISE = 2, NOT_ENTERED = 3 };

static char folder[] = "/tmp/ts-landlock-XXXXXX";
static char allowed[64], other[64], file[80];

static int
end_of(const struct ts_landlock_wish *wish, int (*attempt)(void))
{
    int status = 0;
    pid_t pid = fork();
    assert_true(pid >= 0);
    if (pid == 0) {
        if (wish && ts_landlock_restrict(wish) != TS_OK)
            _exit(NOT_ENTERED);
        int error = attempt();
        _exit(error == 0                          ? DONE
              : error == EACCES || error == EPERM ? REFUSED
                                                  : OTHERWISE);
    }
    assert_int_equal(waitpid(pid, &status, 0), pid);
    assert_true(WIFEXITED(status));
    return WEXITSTATUS(status);
}

static int
open_as(const char *path, int flags)
{
    int fd = open(path, flags | O_CLOEXEC, 0600);
    return fd < 0 ? errno : close(fd);
}

static int
reads(void)
{
    return open_as(file, O_RDONLY);
}

static int
lists(void)
{
    return open_as(allowed, O_RDONLY | O_DIRECTORY);
}

static int
writes(void)
{
    return open_as(file, O_WRONLY);
}

static int
truncates(void)
{
    return truncate(file, 0) == 0 ? 0 : errno;
}

static int
makes(void)
{
    char path[96];
    snprintf(path, sizeof(path), "%s/new", allowed);
    int error = open_as(path, O_WRONLY | O_CREAT | O_EXCL);
    unlink(path);
    return error;
}

static int
renames(void)
{
    char path[96];
    snprintf(path, sizeof(path), "%s/renamed", allowed);
    int error = rename(file, path) == 0 ? 0 : errno;
    if (error == 0)
        error = rename(path, file) == 0 ? 0 : errno;
    return error;
}

static int
reads_another(void)
{
    return open_as(other, O_RDONLY | O_DIRECTORY);
}

static int
reads_what_is_everybodys(void)
{
    return open_as("/etc/passwd", O_RDONLY);
}

static int
runs(void)
{
    char *argv[] = { (char[]){ "true" }, NULL };
    int status = 0;
    pid_t pid = fork();
    if (pid == 0) {
        execv("/bin/true", argv);
        _exit(errno);
    }
    waitpid(pid, &status, 0);
    return WEXITSTATUS(status);
}

/* Nobody listens there: refused by whoever it would reach is not by the sandbox. */
static int
connects(void)
{
    struct sockaddr_in at = { .sin_family = AF_INET, .sin_port = htons(9) };
    at.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    int fd = socket(AF_INET, SOCK_STREAM, 0);
    int error =
        fd >= 0 && connect(fd, (struct sockaddr *)&at, sizeof(at)) == 0 ? 0 : errno;
    return error == ECONNREFUSED ? 0 : error;
}

static int
signals_its_parent(void)
{
    return kill(getppid(), 0) == 0 ? 0 : errno;
}

static const struct {
    const char *what;
    int (*attempt)(void);
    unsigned rights;     /* That are needed for it, below the allowed folder. */
    uint32_t generation; /* From which on it is refused without. */
} rows[] = {
    { "reads a file", reads, TS_LANDLOCK_READ, 1 },
    { "lists a folder", lists, TS_LANDLOCK_READ, 1 },
    { "writes a file", writes, TS_LANDLOCK_WRITE, 1 },
    { "truncates a file", truncates, TS_LANDLOCK_WRITE, 3 },
    { "makes a file", makes, TS_LANDLOCK_CHANGE | TS_LANDLOCK_WRITE, 1 },
    { "renames a file", renames, TS_LANDLOCK_CHANGE, 1 },
};

static bool
has_landlock(void)
{
    if (ts_landlock_generation() > 0)
        return true;
    print_message("skipped: this kernel has no Landlock\n");
    skip();
    return false;
}

static void
a_right_that_is_not_given_is_missed(void **state)
{
    (void)state;
    if (!has_landlock())
        return;
    for (size_t i = 0; i < TS_COUNT(rows); i++) {
        struct ts_landlock_rule with = { allowed, rows[i].rights };
        struct ts_landlock_rule without = { allowed, 31U & ~rows[i].rights };
        struct ts_landlock_wish wish = { &with, 1, .tcp = true };
        ts_test_row(rows[i].what);
        assert_int_equal(end_of(NULL, rows[i].attempt), DONE);
        assert_int_equal(end_of(&wish, rows[i].attempt), DONE);
        wish.rules = &without;
        if (ts_landlock_generation() >= rows[i].generation)
            assert_int_equal(end_of(&wish, rows[i].attempt), REFUSED);
    }
}

static void
a_right_to_one_folder_is_none_to_another(void **state)
{
    (void)state;
    if (!has_landlock())
        return;
    const struct ts_landlock_rule all = { allowed, 31 };
    const struct ts_landlock_wish wish = { &all, 1, .tcp = true };
    static int (*const attempts[])(void) = { reads_another, reads_what_is_everybodys,
                                             runs };
    for (size_t i = 0; i < TS_COUNT(attempts); i++) {
        assert_int_equal(end_of(NULL, attempts[i]), DONE);
        assert_int_equal(end_of(&wish, attempts[i]), REFUSED);
    }
}

static void
one_file_can_be_allowed_and_what_is_not_there_is_left_out(void **state)
{
    (void)state;
    if (!has_landlock())
        return;
    const struct ts_landlock_rule some[] = {
        { file, 31 }, { NULL, 31 }, { "/nonexistent/path", 31 }, { "", 31 }
    };
    const struct ts_landlock_wish wish = { some, TS_COUNT(some), .tcp = true };
    assert_int_equal(end_of(&wish, reads), DONE);
    assert_int_equal(end_of(&wish, writes), DONE);
    assert_int_equal(end_of(&wish, lists), REFUSED);
    assert_int_equal(end_of(&wish, makes), REFUSED);
}

static void
the_network_and_others_are_given_up(void **state)
{
    (void)state;
    if (!has_landlock())
        return;
    const struct ts_landlock_wish nothing = { .count = 0 };
    const struct ts_landlock_wish but_tcp = { .tcp = true };
    if (ts_landlock_generation() >= 4) {
        assert_int_equal(end_of(NULL, connects), DONE);
        assert_int_equal(end_of(&but_tcp, connects), DONE);
        assert_int_equal(end_of(&nothing, connects), REFUSED);
    }
    if (ts_landlock_generation() >= 6) {
        assert_int_equal(end_of(NULL, signals_its_parent), DONE);
        assert_int_equal(end_of(&nothing, signals_its_parent), REFUSED);
    }
}

static int
set_up(void **state)
{
    (void)state;
    assert_non_null(mkdtemp(folder));
    snprintf(allowed, sizeof(allowed), "%s/allowed", folder);
    snprintf(other, sizeof(other), "%s/other", folder);
    snprintf(file, sizeof(file), "%s/file", allowed);
    assert_int_equal(mkdir(allowed, 0700), 0);
    assert_int_equal(mkdir(other, 0700), 0);
    assert_int_equal(open_as(file, O_WRONLY | O_CREAT), 0);
    return 0;
}

static int
tear_down(void **state)
{
    (void)state;
    unlink(file);
    rmdir(allowed);
    rmdir(other);
    return rmdir(folder);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_right_that_is_not_given_is_missed),
        cmocka_unit_test(a_right_to_one_folder_is_none_to_another),
        cmocka_unit_test(one_file_can_be_allowed_and_what_is_not_there_is_left_out),
        cmocka_unit_test(the_network_and_others_are_given_up),
    };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
