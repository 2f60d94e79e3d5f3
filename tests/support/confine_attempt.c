/*
 * Goes into the reader's sandbox and tries what its argument says; with a second one it
 * tries outside. Not built with sanitizers, whose own system calls would fail first.
 * Through syscall(), so that what is tried is what is named, whatever the C library makes
 * of it.
 */
#define _GNU_SOURCE /* MAP_ANONYMOUS, syscall() */

#include "kiosk/reader/confine.h"
#include "kiosk/sandbox/landlock.h"

#include <fcntl.h>
#include <pthread.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/ptrace.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>

enum { SUCCEEDED = 10, REFUSED = 11, NO_SANDBOX = 12, NO_SUCH_ATTEMPT = 13, NONE = 14 };

#define BYTES (256UL << 20)

/* Made before the sandbox. */
static int another, folder;
static void *page;
static bool (*attempt)(void);
static pthread_barrier_t inside;

#define TRY(name, call)     \
    static bool name(void)  \
    {                       \
        return (call) >= 0; \
    }

TRY(opens_a_file, syscall(SYS_openat, AT_FDCWD, "/etc/passwd", O_RDONLY))
TRY(opens_below_a_folder, syscall(SYS_openat, folder, "passwd", O_RDONLY))
TRY(makes_a_socket, syscall(SYS_socket, AF_INET, SOCK_STREAM, 0))
TRY(makes_a_unix_socket, syscall(SYS_socket, AF_UNIX, SOCK_STREAM, 0))
TRY(makes_a_netlink_socket, syscall(SYS_socket, AF_NETLINK, SOCK_RAW, 0))
TRY(starts_a_process, syscall(SYS_clone, SIGCHLD, 0, 0, 0, 0))
TRY(kills_its_parent, syscall(SYS_kill, getppid(), 0))
TRY(reads_another_descriptor, syscall(SYS_read, another, page, 1))
TRY(writes_another_descriptor, syscall(SYS_write, another, "", 0))
TRY(moves_a_descriptor, syscall(SYS_dup, STDIN_FILENO))
TRY(asks_for_its_limits, syscall(SYS_prlimit64, 0, 0, NULL, NULL))
TRY(makes_code_of_memory, syscall(SYS_mprotect, page, 4096, PROT_READ | PROT_EXEC))
TRY(controls_a_device, syscall(SYS_ioctl, another, 0, 0) + 1)
TRY(looks_into_its_parent, syscall(SYS_process_vm_readv, getppid(), NULL, 0, NULL, 0, 0))
TRY(traces, syscall(SYS_ptrace, PTRACE_TRACEME, 0, NULL, NULL))
TRY(asks_the_time, syscall(SYS_clock_gettime, CLOCK_MONOTONIC, page))
TRY(reads_a_socket_of_its_own, syscall(SYS_read, STDIN_FILENO, page, 1))

static bool
becomes_another_program(void)
{
    char *argv[] = { (char[]){ "true" }, NULL };
    return syscall(SYS_execve, "/bin/true", argv, NULL) >= 0;
}

static bool
maps(size_t bytes, int protection, int flags, int fd)
{
    return (void *)syscall(SYS_mmap, NULL, bytes, protection, flags, fd, 0) != MAP_FAILED;
}

static bool
maps_code(void)
{
    return maps(4096, PROT_READ | PROT_EXEC, MAP_PRIVATE | MAP_ANONYMOUS, -1);
}

static bool
maps_shared_memory(void)
{
    return maps(4096, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1);
}

static bool
maps_a_file(void)
{
    return maps(4096, PROT_READ, MAP_PRIVATE, another);
}

static bool
takes_too_much_memory(void)
{
    return maps(BYTES, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1);
}

static bool
takes_some_memory(void)
{
    return maps(BYTES / 2, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1);
}

/* The files part alone. */
static bool
is_kept_from_files_by_landlock(void)
{
    uint32_t generation;
    if (ts_landlock_generation() == 0)
        _exit(NONE);
    if (!ts_confine_files(&generation) || generation == 0)
        _exit(NO_SANDBOX);
    return !opens_a_file() && !opens_below_a_folder();
}

static const struct {
    const char *name;
    bool (*try)(void);
} attempts[] = {
    { "opens a file", opens_a_file },
    { "opens below a folder", opens_below_a_folder },
    { "makes a socket", makes_a_socket },
    { "makes a unix socket", makes_a_unix_socket },
    { "makes a netlink socket", makes_a_netlink_socket },
    { "starts a process", starts_a_process },
    { "becomes another program", becomes_another_program },
    { "kills its parent", kills_its_parent },
    { "reads another descriptor", reads_another_descriptor },
    { "writes another descriptor", writes_another_descriptor },
    { "moves a descriptor", moves_a_descriptor },
    { "asks for its limits", asks_for_its_limits },
    { "makes code of memory", makes_code_of_memory },
    { "controls a device", controls_a_device },
    { "looks into its parent", looks_into_its_parent },
    { "traces", traces },
    { "maps code", maps_code },
    { "maps shared memory", maps_shared_memory },
    { "maps a file", maps_a_file },
    { "takes too much memory", takes_too_much_memory },
    { "asks the time", asks_the_time },
    { "takes some memory", takes_some_memory },
    { "reads a socket of its own", reads_a_socket_of_its_own },
    { "is kept from files by Landlock", is_kept_from_files_by_landlock },
};

/* On a thread that was there before the filter was. */
static void *
try_there(void *context)
{
    (void)context;
    pthread_barrier_wait(&inside); /* it has begun */
    pthread_barrier_wait(&inside); /* and is confined */
    _exit(attempt() ? SUCCEEDED : REFUSED);
}

int
main(int argc, char **argv)
{
    pthread_t thread;
    uint32_t generation;
    const int descriptors[] = { STDIN_FILENO };
    const struct ts_confine_wish wish = { descriptors, 1, BYTES, false };
    bool outside = argc > 2 && strcmp(argv[2], "outside") == 0;
    another = open("/dev/zero", O_RDWR | O_CLOEXEC);
    folder = open("/etc", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    page = mmap(NULL, 4096, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    for (size_t i = 0; argc > 1 && i < TS_COUNT(attempts); i++)
        if (strcmp(attempts[i].name, argv[1]) == 0)
            attempt = attempts[i].try;
    if (!attempt)
        _exit(NO_SUCH_ATTEMPT);
    if (outside)
        _exit(attempt() ? SUCCEEDED : REFUSED);
    pthread_barrier_init(&inside, NULL, 2);
    if (pthread_create(&thread, NULL, try_there, NULL) != 0)
        _exit(NO_SANDBOX);
    pthread_barrier_wait(&inside);
    if (!ts_confine_files(&generation) || !ts_confine_calls(&wish))
        _exit(NO_SANDBOX);
    if (argc > 2)
        pthread_barrier_wait(&inside), pthread_join(thread, NULL);
    _exit(attempt() ? SUCCEEDED : REFUSED);
}
