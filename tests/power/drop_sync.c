/* The control: preloaded into a program, it makes fsync() (and fdatasync()) a lie, of
 * folders (TS_DROP_SYNC=folder) or of files (TS_DROP_SYNC=file). A proof of power cuts
 * that does not notice is none. */

#define _GNU_SOURCE /* syscall */

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

static bool
is_a_lie(int fd)
{
    struct stat found;
    const char *what = getenv("TS_DROP_SYNC");
    if (!what || fstat(fd, &found) != 0)
        return false;
    return strcmp(what, S_ISDIR(found.st_mode) ? "folder" : "file") == 0;
}

int
fsync(int fd)
{
    return is_a_lie(fd) ? 0 : (int)syscall(SYS_fsync, fd);
}

/* SQLite's. */
int
fdatasync(int fd)
{
    return is_a_lie(fd) ? 0 : (int)syscall(SYS_fdatasync, fd);
}
