/* A disk that remembers: a folder with one file, "disk", backed by an image. Every write
 * and every flush of that file is logged before it is done. With a loop device on it,
 * the log is what the file system asked of its disk.
 *
 * usage: power-log-disk IMAGE LOG MOUNTPOINT      (in the foreground, until unmounted) */

#define FUSE_USE_VERSION 31

#include "tests/power/disk_log.h"

#include <errno.h>
#include <fcntl.h>
#include <fuse.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static const char disk_path[] = "/disk";
static int image;
static int event_log;

static void
put(const void *bytes, size_t len)
{
    /* Half a log is worse than none: whoever reads it would see cuts that never were. */
    if (write(event_log, bytes, len) != (ssize_t)len)
        abort();
}

static void
record(enum ts_disk_event what, off_t offset, const char *bytes, size_t len)
{
    struct ts_disk_record head = { (uint64_t)what, (uint64_t)offset, len };
    put(&head, sizeof(head));
    if (len > 0)
        put(bytes, len);
}

static int
disk_getattr(const char *path, struct stat *about, struct fuse_file_info *info)
{
    (void)info;
    memset(about, 0, sizeof(*about));
    if (strcmp(path, "/") == 0) {
        about->st_mode = S_IFDIR | 0755;
        about->st_nlink = 2;
        return 0;
    }
    if (strcmp(path, disk_path) != 0)
        return -ENOENT;
    if (fstat(image, about) != 0)
        return -errno;
    about->st_mode = S_IFREG | 0600;
    return 0;
}

static int
disk_readdir(const char *path, void *into, fuse_fill_dir_t fill, off_t offset,
             struct fuse_file_info *info, enum fuse_readdir_flags flags)
{
    (void)path;
    (void)offset;
    (void)info;
    (void)flags;
    fill(into, disk_path + 1, NULL, 0, 0);
    return 0;
}

static int
disk_open(const char *path, struct fuse_file_info *info)
{
    (void)info;
    return strcmp(path, disk_path) == 0 ? 0 : -ENOENT;
}

static int
disk_read(const char *path, char *into, size_t size, off_t offset,
          struct fuse_file_info *info)
{
    (void)path;
    (void)info;
    ssize_t got = pread(image, into, size, offset);
    return got < 0 ? -errno : (int)got;
}

static int
disk_write(const char *path, const char *bytes, size_t size, off_t offset,
           struct fuse_file_info *info)
{
    (void)path;
    (void)info;
    record(TS_DISK_WRITE, offset, bytes, size);
    ssize_t put_len = pwrite(image, bytes, size, offset);
    return put_len < 0 ? -errno : (int)put_len;
}

static int
disk_fsync(const char *path, int data_only, struct fuse_file_info *info)
{
    (void)path;
    (void)data_only;
    (void)info;
    record(TS_DISK_FLUSH, 0, NULL, 0);
    return 0;
}

int
main(int argc, char **argv)
{
    static const struct fuse_operations operations = {
        .getattr = disk_getattr,
        .readdir = disk_readdir,
        .open = disk_open,
        .read = disk_read,
        .write = disk_write,
        .fsync = disk_fsync,
    };
    if (argc != 4) {
        fputs("usage: power-log-disk IMAGE LOG MOUNTPOINT\n", stderr);
        return 64;
    }
    image = open(argv[1], O_RDWR | O_CLOEXEC);
    event_log = open(argv[2], O_CREAT | O_TRUNC | O_WRONLY | O_APPEND | O_CLOEXEC, 0600);
    if (image < 0 || event_log < 0) {
        perror("power-log-disk");
        return 1;
    }
    /* One thread: the order of the log is the order of the disk. */
    char foreground[] = "-f";
    char one_thread[] = "-s";
    char *arguments[] = { argv[0], foreground, one_thread, argv[3], NULL };
    return fuse_main(4, arguments, &operations, NULL);
}
