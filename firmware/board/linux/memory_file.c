#define _GNU_SOURCE /* memfd_create() */

#include "firmware/board/linux/memory_file.h"

#include <errno.h>
#include <sys/mman.h>
#include <unistd.h>

enum ts_status
ts_memory_file(int *fd, ts_span bytes)
{
    *fd = -1;
    int file = memfd_create("input", MFD_CLOEXEC);
    if (file < 0)
        return TS_IO;
    while (bytes.len > 0) {
        ssize_t n = write(file, bytes.at, bytes.len);
        if (n < 0 && errno == EINTR)
            continue;
        if (n <= 0) {
            bool full = n < 0 && (errno == ENOSPC || errno == ENOMEM);
            close(file);
            return full ? TS_NO_SPACE : TS_IO;
        }
        bytes.at += n;
        bytes.len -= (size_t)n;
    }
    if (lseek(file, 0, SEEK_SET) == 0) {
        *fd = file;
        return TS_OK;
    }
    close(file);
    return TS_IO;
}
