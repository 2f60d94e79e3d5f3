#include "kiosk/enrol/install.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum { DEPTH_MAX = 16, PATH_SIZE = 4096 };

static bool remove_at(int folder, const char *name, int depth);

static bool
is_dots(const char *name)
{
    return strcmp(name, ".") == 0 || strcmp(name, "..") == 0;
}

static bool
empty(int fd, int depth)
{
    DIR *listing = fdopendir(fd);
    bool good = true;
    if (!listing) {
        close(fd);
        return false;
    }
    for (struct dirent *e = readdir(listing); good && e; e = readdir(listing))
        if (!is_dots(e->d_name))
            good = remove_at(dirfd(listing), e->d_name, depth + 1);
    closedir(listing);
    return good;
}

static bool
remove_at(int folder, const char *name, int depth)
{
    if (unlinkat(folder, name, 0) == 0 || errno == ENOENT)
        return true;
    if ((errno != EISDIR && errno != EPERM) || depth > DEPTH_MAX)
        return false;
    int fd = openat(folder, name, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
    return fd >= 0 && empty(fd, depth) && unlinkat(folder, name, AT_REMOVEDIR) == 0;
}

bool
ts_tree_remove(const char *path)
{
    return remove_at(AT_FDCWD, path, 0);
}

static bool
sync_above(const char *path)
{
    char above[PATH_SIZE];
    const char *slash = strrchr(path, '/');
    snprintf(above, sizeof(above), "%.*s", slash ? (int)(slash - path) : 1,
             slash ? path : ".");
    int fd = open(above[0] ? above : "/", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    bool synced = fd >= 0 && fsync(fd) == 0;
    if (fd >= 0)
        close(fd);
    return synced;
}

bool
ts_tree_rename(const char *from, const char *to)
{
    return rename(from, to) == 0 && sync_above(to);
}

bool
ts_tree_is_there(const char *path)
{
    struct stat about;
    if (lstat(path, &about) != 0)
        return false;
    DIR *folder = S_ISDIR(about.st_mode) ? opendir(path) : NULL;
    if (!folder)
        return true;
    const struct dirent *entry = readdir(folder);
    while (entry && is_dots(entry->d_name))
        entry = readdir(folder);
    closedir(folder);
    return entry != NULL;
}
