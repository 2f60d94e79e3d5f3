/* pipe2() and close_range(): without them a fork in another thread could hand
 * the pipe to a stranger, who would keep it open for ever. F_SETPIPE_SZ. */
#define _GNU_SOURCE

#include "firmware/board/linux/child.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#define MEMORY_MAX (1024UL * 1024 * 1024)
#define PROCESSOR_S_MAX 30

/* As much as an ordinary user may have: a frame in two turns instead of twenty. */
#define PIPE_BYTES (1024 * 1024)

/* Read end first, as pipe() has it. */
struct pipes {
    int out[2];
    int verdict[2]; /* carries errno when exec fails, nothing when it succeeds */
};

static void
close_both(const int ends[2])
{
    close(ends[0]);
    close(ends[1]);
}

static bool
make_pipes(struct pipes *pipes)
{
    if (pipe2(pipes->out, O_CLOEXEC) != 0)
        return false;
    if (pipe2(pipes->verdict, O_CLOEXEC) == 0)
        return true;
    close_both(pipes->out);
    return false;
}

/* Everything from here to exec may only do what a signal handler may: another
 * thread of ours may have held any lock at the moment of the fork. */

static void
confine(void)
{
    const struct rlimit memory = { MEMORY_MAX, MEMORY_MAX };
    const struct rlimit processor = { PROCESSOR_S_MAX, PROCESSOR_S_MAX };
    setrlimit(RLIMIT_AS, &memory);
    setrlimit(RLIMIT_CPU, &processor);
}

/* Signals that are ignored or blocked here would stay so there. */
static void
forget_signals(void)
{
    struct sigaction normal = { .sa_handler = SIG_DFL };
    sigset_t none;
    sigemptyset(&none);
    sigaction(SIGPIPE, &normal, NULL);
    sigaction(SIGCHLD, &normal, NULL);
    sigprocmask(SIG_SETMASK, &none, NULL);
}

static void
place_descriptors(int in, int out, bool quiet)
{
    int null = open("/dev/null", O_RDWR | O_CLOEXEC);
    /* Out of the way first: one of them may sit where another has to go. */
    int from = fcntl(in >= 0 ? in : null, F_DUPFD_CLOEXEC, 3);
    int to = fcntl(out, F_DUPFD_CLOEXEC, 3);
    int mute = fcntl(null, F_DUPFD_CLOEXEC, 3);
    dup2(from, STDIN_FILENO);
    dup2(to, STDOUT_FILENO);
    if (quiet)
        dup2(mute, STDERR_FILENO);
    close_range(3, ~0U, CLOSE_RANGE_CLOEXEC);
}

static _Noreturn void
become(char *const argv[], const struct pipes *pipes,
       const struct ts_child_setting *setting)
{
    int verdict = fcntl(pipes->verdict[1], F_DUPFD_CLOEXEC, 3);
    setpgid(0, 0);
    forget_signals();
    place_descriptors(setting->in, pipes->out[1], setting->quiet);
    if (setting->confined)
        confine();
    execvp(argv[0], argv);
    int why = errno;
    ssize_t told = write(verdict, &why, sizeof(why));
    _exit(told < 0 ? 126 : 127);
}

/* What stopped exec: 0 when nothing did. Ends at exec, which closes the pipe. */
static int
read_verdict(int fd)
{
    int why = 0;
    ssize_t got;
    do
        got = read(fd, &why, sizeof(why));
    while (got < 0 && errno == EINTR);
    return got == 0 ? 0 : got == (ssize_t)sizeof(why) ? why : EIO;
}

enum ts_status
ts_child_start(struct ts_child *child, char *const argv[],
               struct ts_child_setting setting)
{
    struct pipes pipes;
    *child = TS_CHILD_NONE;
    if (!make_pipes(&pipes))
        return TS_IO;
    pid_t pid = fork();
    if (pid == 0)
        become(argv, &pipes, &setting);
    close(pipes.out[1]);
    close(pipes.verdict[1]);
    int why = pid < 0 ? errno : read_verdict(pipes.verdict[0]);
    close(pipes.verdict[0]);
    if (pid < 0) {
        close(pipes.out[0]);
        return TS_IO;
    }
    *child = (struct ts_child){ .pid = pid, .out = pipes.out[0] };
    fcntl(child->out, F_SETPIPE_SZ, PIPE_BYTES);
    if (why == 0 && fcntl(child->out, F_SETFL, O_NONBLOCK) == 0)
        return TS_OK;
    ts_child_stop(child);
    return why == ENOENT ? TS_ABSENT : TS_IO;
}

int
ts_child_stop(struct ts_child *child)
{
    if (child->pid == 0)
        return 0;
    int status = 0;
    pid_t gone;
    kill(-child->pid, SIGKILL);
    do
        gone = waitpid(child->pid, &status, 0);
    while (gone < 0 && errno == EINTR);
    close(child->out);
    *child = TS_CHILD_NONE;
    return gone > 0 && WIFEXITED(status) ? WEXITSTATUS(status) : TS_CHILD_KILLED;
}
