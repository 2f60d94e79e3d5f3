#define _GNU_SOURCE /* memfd_create(), seals */

#include "kiosk/reader/frame_memory.h"

#include <fcntl.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

enum ts_status
ts_frame_memory_open(struct ts_frame_memory *memory, size_t bytes)
{
    /* After our own mapping: from then on nobody can map it for writing. */
    const int seals = F_SEAL_SHRINK | F_SEAL_GROW | F_SEAL_FUTURE_WRITE | F_SEAL_SEAL;
    *memory = (struct ts_frame_memory){ .fd = -1 };
    int fd = memfd_create("frames", MFD_CLOEXEC | MFD_ALLOW_SEALING);
    if (fd < 0)
        return TS_NO_SPACE;
    void *at = MAP_FAILED;
    if (ftruncate(fd, (off_t)bytes) == 0)
        at = mmap(NULL, bytes, PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);
    if (at != MAP_FAILED && fcntl(fd, F_ADD_SEALS, seals) == 0) {
        *memory = (struct ts_frame_memory){ .room = { at, bytes }, .fd = fd };
        return TS_OK;
    }
    if (at != MAP_FAILED)
        munmap(at, bytes);
    close(fd);
    return TS_NO_SPACE;
}

void
ts_frame_memory_close(struct ts_frame_memory *memory)
{
    if (memory->fd < 0)
        return;
    munmap(memory->room.at, memory->room.len);
    close(memory->fd);
    *memory = (struct ts_frame_memory){ .fd = -1 };
}

enum ts_status
ts_frame_memory_map(ts_span *view, int fd, uint64_t bytes)
{
    struct stat about;
    void *at = MAP_FAILED;
    if (bytes > 0 && bytes <= SIZE_MAX && fstat(fd, &about) == 0
        && about.st_size == (off_t)bytes)
        at = mmap(NULL, (size_t)bytes, PROT_READ, MAP_SHARED, fd, 0);
    close(fd);
    if (at == MAP_FAILED)
        return TS_IO;
    *view = (ts_span){ at, (size_t)bytes };
    return TS_OK;
}
