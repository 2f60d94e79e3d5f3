#ifndef TS_BOARD_LINUX_SYSFS_H
#define TS_BOARD_LINUX_SYSFS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Small files of /sys and /proc, below a root that a test may choose: "" for the
 * system's own. */

/** The first line of a file, without its end, cut at size; false when it cannot be read
 * or is empty. */
bool ts_sysfs_line(char *line, size_t size, const char *root, const char *path);

/** The same as a decimal number with nothing behind it. */
bool ts_sysfs_number(int64_t *number, const char *root, const char *path);

/** Writes a number into a file that is there. */
bool ts_sysfs_put(const char *root, const char *path, int64_t number);

#endif
