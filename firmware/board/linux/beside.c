#include "firmware/board/linux/beside.h"

#include <string.h>
#include <unistd.h>

/* Linux: proc(5) exe. */
bool
ts_beside(char path[TS_BESIDE_PATH_BYTES], const char *name)
{
    size_t size = strlen(name) + 1;
    ssize_t len = readlink("/proc/self/exe", path, TS_BESIDE_PATH_BYTES);
    if (len <= 0 || len >= TS_BESIDE_PATH_BYTES)
        return false;
    path[len] = '\0';
    char *slash = strrchr(path, '/');
    if (!slash || (size_t)(slash + 1 - path) + size > TS_BESIDE_PATH_BYTES)
        return false;
    memcpy(slash + 1, name, size);
    return true;
}
