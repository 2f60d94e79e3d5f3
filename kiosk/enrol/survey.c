#include "kiosk/enrol/install.h"

#include <dirent.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum { DEPTH_MAX = 4 }; /* targets/profiles/NAME; ours have two */

struct survey {
    uint64_t bytes;
    unsigned entries;
    enum ts_status status;
};

static void count_folder(struct survey *s, int fd, unsigned depth);

static void
count(struct survey *s, int folder, const char *name, unsigned depth)
{
    struct stat about;
    if (++s->entries > TS_INSTALL_ENTRIES_MAX) {
        s->status = TS_OVER_LIMIT;
        return;
    }
    if (fstatat(folder, name, &about, AT_SYMLINK_NOFOLLOW) != 0) {
        s->status = TS_IO;
        return;
    }
    if (S_ISREG(about.st_mode)) {
        s->bytes += (uint64_t)about.st_size;
        if (s->bytes > TS_INSTALL_BYTES_MAX)
            s->status = TS_OVER_LIMIT;
        return;
    }
    if (!S_ISDIR(about.st_mode) || depth == DEPTH_MAX) {
        s->status = TS_UNTRUSTED;
        return;
    }
    count_folder(s, openat(folder, name, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC),
                 depth + 1);
}

/* Closes fd. */
static void
count_folder(struct survey *s, int fd, unsigned depth)
{
    DIR *listing = fd >= 0 ? fdopendir(fd) : NULL;
    if (!listing) {
        s->status = TS_IO;
        if (fd >= 0)
            close(fd);
        return;
    }
    for (struct dirent *e = readdir(listing); e && s->status == TS_OK;
         e = readdir(listing))
        if (strcmp(e->d_name, ".") != 0 && strcmp(e->d_name, "..") != 0)
            count(s, dirfd(listing), e->d_name, depth);
    closedir(listing);
}

static bool
is_metadata(const char *name)
{
    size_t len = strlen(name);
    return len > 5 && strcmp(name + len - 5, ".json") == 0;
}

enum ts_status
ts_install_survey(const char *stick_path)
{
    struct survey s = { .status = TS_OK };
    DIR *top = opendir(stick_path);
    if (!top)
        return TS_IO;
    for (struct dirent *e = readdir(top); e && s.status == TS_OK; e = readdir(top))
        if (is_metadata(e->d_name) || strcmp(e->d_name, "targets") == 0)
            count(&s, dirfd(top), e->d_name, 0);
    closedir(top);
    return s.status;
}
