/* The control: preloaded into a program, it makes fsync() a lie, of folders
 * (TS_DROP_SYNC=folder) or of files (TS_DROP_SYNC=file). A proof of power cuts that does
 * not notice is none. */

#define _GNU_SOURCE /* syscall */

#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

int
fsync(int fd)
{
    struct stat found;
    const char *what = getenv("TS_DROP_SYNC");
    if (what && fstat(fd, &found) == 0) {
        const char *is = S_ISDIR(found.st_mode) ? "folder" : "file";
        if (strcmp(what, is) == 0)
            return 0;
    }
    return (int)syscall(SYS_fsync, fd);
}
