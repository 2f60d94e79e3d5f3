/* The C functions by which a program reaches a device, in front of the real ones. */

#define _GNU_SOURCE
#undef _FORTIFY_SOURCE /* its open() could not be replaced */

#include "tests/support/fake_v4l2.h"

#include <dlfcn.h>
#include <fcntl.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <unistd.h>

/* The function that this library stands in front of. */
static void
find(void *function, const char *name)
{
    void *found = dlsym(RTLD_NEXT, name);
    if (!found)
        abort();
    memcpy(function, &found, sizeof(found));
}

static bool
makes_a_file(int flags)
{
    return flags & O_CREAT || (flags & O_TMPFILE) == O_TMPFILE;
}

int
open(const char *path, int flags, ...)
{
    static int (*real)(const char *, int, ...);
    va_list rest;
    va_start(rest, flags);
    mode_t mode = makes_a_file(flags) ? va_arg(rest, mode_t) : 0;
    va_end(rest);
    if (fake_is_device(path))
        return fake_open();
    if (!real)
        find(&real, "open");
    return real(path, flags, mode);
}

int
open64(const char *path, int flags, ...)
{
    va_list rest;
    va_start(rest, flags);
    mode_t mode = makes_a_file(flags) ? va_arg(rest, mode_t) : 0;
    va_end(rest);
    return open(path, flags | O_LARGEFILE, mode);
}

int
ioctl(int fd, unsigned long request, ...)
{
    static int (*real)(int, unsigned long, ...);
    va_list rest;
    va_start(rest, request);
    void *argument = va_arg(rest, void *);
    va_end(rest);
    if (fake_is_open(fd))
        return fake_answer(request, argument);
    if (!real)
        find(&real, "ioctl");
    return real(fd, request, argument);
}

void *
mmap(void *at, size_t len, int protection, int flags, int fd, off_t offset)
{
    static void *(*real)(void *, size_t, int, int, int, off_t);
    if (!real)
        find(&real, "mmap");
    if (fake_is_open(fd))
        fd = fake_memory();
    return real(at, len, protection, flags, fd, offset);
}

void *
mmap64(void *at, size_t len, int protection, int flags, int fd, off64_t offset)
{
    return mmap(at, len, protection, flags, fd, offset);
}

int
close(int fd)
{
    static int (*real)(int);
    if (!real)
        find(&real, "close");
    if (fake_is_open(fd))
        fake_close();
    return real(fd);
}
