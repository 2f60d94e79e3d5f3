#include "firmware/board/linux/sysfs.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { PATH_SIZE = 512, NUMBER_SIZE = 32 };

static int
open_below(const char *root, const char *path, int flags)
{
    char whole[PATH_SIZE];
    int len = snprintf(whole, sizeof(whole), "%s%s", root, path);
    if (len < 0 || (size_t)len >= sizeof(whole))
        return -1;
    return open(whole, flags | O_CLOEXEC);
}

bool
ts_sysfs_line(char *line, size_t size, const char *root, const char *path)
{
    int fd = open_below(root, path, O_RDONLY);
    if (fd < 0)
        return false;
    ssize_t got = read(fd, line, size - 1);
    close(fd);
    if (got <= 0)
        return false;
    line[got] = '\0';
    line[strcspn(line, "\n")] = '\0';
    return line[0] != '\0';
}

bool
ts_sysfs_number(int64_t *number, const char *root, const char *path)
{
    char line[NUMBER_SIZE];
    char *end;
    if (!ts_sysfs_line(line, sizeof(line), root, path))
        return false;
    errno = 0;
    long long value = strtoll(line, &end, 10);
    if (end == line || *end != '\0' || errno != 0)
        return false;
    *number = value;
    return true;
}

bool
ts_sysfs_put(const char *root, const char *path, int64_t number)
{
    char text[NUMBER_SIZE];
    int len = snprintf(text, sizeof(text), "%lld\n", (long long)number);
    int fd = open_below(root, path, O_WRONLY);
    if (fd < 0)
        return false;
    ssize_t put = write(fd, text, (size_t)len);
    bool closed = close(fd) == 0;
    return put == len && closed;
}
