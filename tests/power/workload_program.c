#include "firmware/base/check.h"
#include "tests/power/workload_lists.h"

#include <fcntl.h>
#include <spawn.h>
#include <stdio.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

/* The real touchstone-sync, which lies beside this program: once, from a folder. */

extern char **environ;

static void
name_program(char path[static TS_POWER_PATH_SIZE])
{
    char self[TS_POWER_PATH_SIZE - 32] = { 0 };
    TS_CHECK(readlink("/proc/self/exe", self, sizeof(self) - 1) > 0);
    char *slash = strrchr(self, '/');
    TS_CHECK(slash);
    *slash = '\0';
    snprintf(path, TS_POWER_PATH_SIZE, "%s/touchstone-sync", self);
}

/* Its exit code; -1 when it did not come to one. What it prints is nobody's. */
static int
run(char *const *arguments)
{
    posix_spawn_file_actions_t actions;
    pid_t child;
    int ended = 0;
    TS_CHECK(posix_spawn_file_actions_init(&actions) == 0);
    for (int fd = STDOUT_FILENO; fd <= STDERR_FILENO; fd++)
        TS_CHECK(posix_spawn_file_actions_addopen(&actions, fd, "/dev/null", O_WRONLY, 0)
                 == 0);
    bool is_run =
        posix_spawn(&child, arguments[0], &actions, NULL, arguments, environ) == 0
        && waitpid(child, &ended, 0) == child;
    posix_spawn_file_actions_destroy(&actions);
    return is_run && WIFEXITED(ended) ? WEXITSTATUS(ended) : -1;
}

static bool
synchronise(const char *folder, uint64_t number)
{
    static char from_option[] = "--from";
    static char to_option[] = "--to";
    static char root_option[] = "--root";
    static char once_option[] = "--once";
    char program[TS_POWER_PATH_SIZE];
    char repository[TS_POWER_PATH_SIZE];
    char trust[TS_POWER_PATH_SIZE];
    char root[TS_POWER_PATH_SIZE + 16];
    name_program(program);
    ts_power_repository(repository, number);
    snprintf(root, sizeof(root), "%s/1.root.json", repository);
    snprintf(trust, sizeof(trust), "%s/trust", folder);
    char *const arguments[] = { program,     from_option, repository,  to_option, trust,
                                root_option, root,        once_option, NULL };
    return run(arguments) == 0;
}

static enum ts_power_finding
look(const char *folder, uint64_t acknowledged)
{
    return ts_power_look_at_lists(folder, acknowledged, synchronise);
}

const struct ts_workload ts_workload_program = { "program", synchronise, look };
