#ifndef TS_TEST_SOAK_DISK_H
#define TS_TEST_SOAK_DISK_H

#include <stdbool.h>

/*
 * A disk of the test's own that can be full. Where the system lets it, it is a small
 * tmpfs in a mount namespace that nobody else sees, and it is full because a file fills
 * it: what writes gets what the kernel says, whole, in part or not at all. Everywhere,
 * a limit on the size of files refuses every byte that is written to any file.
 */

/** Makes the folder at path, a template for mkdtemp(), and a disk of it if it can. */
bool soak_disk_open(char *path);
void soak_disk_close(void);

/** Whether it is one: else only the limit is there to fill it. */
bool soak_disk_is_mounted(void);

void soak_disk_fill(bool by_limit);
void soak_disk_clear(void);
bool soak_disk_is_full(void);

#endif
