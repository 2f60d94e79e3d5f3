/*
 * Goes into the portrait's sandbox and tries what its argument says; with a second one
 * it tries outside. Not built with sanitizers, whose own system calls would fail first.
 * Through syscall(), so that what is tried is what is named, whatever the C library
 * makes of it.
 */
#define _GNU_SOURCE /* MAP_ANONYMOUS, syscall() */

#include "kiosk/portrait/sandbox.h"

#include <fcntl.h>
#include <signal.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <unistd.h>

enum { SUCCEEDED = 10, REFUSED = 11, NO_SANDBOX = 12, NO_SUCH_ATTEMPT = 13 };

/* Made before the sandbox. */
static int another;
static void *page;

static bool
no_error(long result)
{
    return result >= 0;
}

static bool
opens_a_file(void)
{
    return no_error(syscall(SYS_openat, AT_FDCWD, "/etc/passwd", O_RDONLY));
}

static bool
makes_a_socket(void)
{
    return no_error(syscall(SYS_socket, AF_INET, SOCK_STREAM, 0));
}

static bool
makes_a_unix_socket(void)
{
    return no_error(syscall(SYS_socket, AF_UNIX, SOCK_STREAM, 0));
}

static bool
starts_a_process(void)
{
    return no_error(syscall(SYS_clone, SIGCHLD, 0, 0, 0, 0));
}

static bool
becomes_another_program(void)
{
    char *argv[] = { (char[]){ "true" }, NULL };
    return no_error(syscall(SYS_execve, "/bin/true", argv, NULL));
}

static bool
kills_its_parent(void)
{
    return no_error(syscall(SYS_kill, getppid(), 0));
}

static bool
reads_another_descriptor(void)
{
    char byte;
    return no_error(syscall(SYS_read, another, &byte, 1));
}

static bool
writes_another_descriptor(void)
{
    return no_error(syscall(SYS_write, STDERR_FILENO, "", 0));
}

static bool
moves_a_descriptor(void)
{
    return no_error(syscall(SYS_dup, STDIN_FILENO));
}

static bool
maps_code(void)
{
    return (void *)syscall(SYS_mmap, NULL, 4096, PROT_READ | PROT_EXEC,
                           MAP_PRIVATE | MAP_ANONYMOUS, -1, 0)
           != MAP_FAILED;
}

static bool
makes_code_of_memory(void)
{
    return no_error(syscall(SYS_mprotect, page, 4096, PROT_READ | PROT_EXEC));
}

static bool
maps_shared_memory(void)
{
    return (void *)syscall(SYS_mmap, NULL, 4096, PROT_READ | PROT_WRITE,
                           MAP_SHARED | MAP_ANONYMOUS, -1, 0)
           != MAP_FAILED;
}

static bool
takes_too_much_memory(void)
{
    return (void *)syscall(SYS_mmap, NULL, TS_SANDBOX_BYTES_MAX, PROT_READ | PROT_WRITE,
                           MAP_PRIVATE | MAP_ANONYMOUS, -1, 0)
           != MAP_FAILED;
}

static bool
asks_for_its_limits(void)
{
    return no_error(syscall(SYS_prlimit64, 0, 0, NULL, NULL));
}

static bool
takes_some_memory(void)
{
    return (void *)syscall(SYS_mmap, NULL, 65536, PROT_READ | PROT_WRITE,
                           MAP_PRIVATE | MAP_ANONYMOUS, -1, 0)
           != MAP_FAILED;
}

static bool
reads_and_writes_what_it_was_given(void)
{
    char byte = 0;
    return syscall(SYS_read, STDIN_FILENO, &byte, 1) == 1 && byte == 'x'
           && syscall(SYS_write, STDOUT_FILENO, &byte, 1) == 1;
}

static const struct {
    const char *name;
    bool (*try)(void);
} attempts[] = {
    { "opens a file", opens_a_file },
    { "makes a socket", makes_a_socket },
    { "makes a unix socket", makes_a_unix_socket },
    { "starts a process", starts_a_process },
    { "becomes another program", becomes_another_program },
    { "kills its parent", kills_its_parent },
    { "reads another descriptor", reads_another_descriptor },
    { "writes another descriptor", writes_another_descriptor },
    { "moves a descriptor", moves_a_descriptor },
    { "maps code", maps_code },
    { "makes code of memory", makes_code_of_memory },
    { "maps shared memory", maps_shared_memory },
    { "takes too much memory", takes_too_much_memory },
    { "asks for its limits", asks_for_its_limits },
    { "takes some memory", takes_some_memory },
    { "reads and writes what it was given", reads_and_writes_what_it_was_given },
};

int
main(int argc, char **argv)
{
    another = open("/dev/zero", O_RDONLY | O_CLOEXEC);
    page = mmap(NULL, 4096, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    if (argc < 3 && !ts_sandbox_enter())
        _exit(NO_SANDBOX);
    for (size_t i = 0; argc > 1 && i < TS_COUNT(attempts); i++)
        if (strcmp(attempts[i].name, argv[1]) == 0)
            _exit(attempts[i].try() ? SUCCEEDED : REFUSED);
    _exit(NO_SUCH_ATTEMPT);
}
