#define _GNU_SOURCE /* syscall(), O_PATH */

#include "kiosk/sandbox/landlock.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/landlock.h>
#include <stdint.h>
#include <sys/prctl.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

/* The C library has no functions for it, and Debian 12's header stops at generation 3:
 * what came later is spelled as the kernel's own header does. */
#ifndef LANDLOCK_ACCESS_FS_TRUNCATE
#define LANDLOCK_ACCESS_FS_TRUNCATE (1ULL << 14)
#endif
#ifndef LANDLOCK_ACCESS_FS_IOCTL_DEV
#define LANDLOCK_ACCESS_FS_IOCTL_DEV (1ULL << 15)
#endif
#define ACCESS_NET_ALL 3ULL /* bind, connect */
#define SCOPE_ABSTRACT_UNIX_SOCKET 1ULL
#define SCOPE_SIGNAL 2ULL

struct ruleset {
    uint64_t files, net, scoped;
};

enum { SIZE_FILES = 8, SIZE_NET = 16, SIZE_SCOPED = 24 };

#define CHANGES                                                     \
    (LANDLOCK_ACCESS_FS_REMOVE_DIR | LANDLOCK_ACCESS_FS_REMOVE_FILE \
     | LANDLOCK_ACCESS_FS_MAKE_DIR | LANDLOCK_ACCESS_FS_MAKE_REG    \
     | LANDLOCK_ACCESS_FS_MAKE_SOCK | LANDLOCK_ACCESS_FS_MAKE_FIFO  \
     | LANDLOCK_ACCESS_FS_MAKE_SYM | LANDLOCK_ACCESS_FS_REFER)

/* Handled, and granted to nobody: device files. */
#define NEVER (LANDLOCK_ACCESS_FS_MAKE_CHAR | LANDLOCK_ACCESS_FS_MAKE_BLOCK)

/* What can be granted on something that is no folder. */
#define OF_FILES                                                  \
    (LANDLOCK_ACCESS_FS_EXECUTE | LANDLOCK_ACCESS_FS_WRITE_FILE   \
     | LANDLOCK_ACCESS_FS_READ_FILE | LANDLOCK_ACCESS_FS_TRUNCATE \
     | LANDLOCK_ACCESS_FS_IOCTL_DEV)

static uint64_t
access_of(unsigned rights)
{
    uint64_t access = 0;
    if (rights & TS_LANDLOCK_READ)
        access |= LANDLOCK_ACCESS_FS_READ_FILE | LANDLOCK_ACCESS_FS_READ_DIR;
    if (rights & TS_LANDLOCK_EXECUTE)
        access |= LANDLOCK_ACCESS_FS_EXECUTE;
    if (rights & TS_LANDLOCK_WRITE)
        access |= LANDLOCK_ACCESS_FS_WRITE_FILE | LANDLOCK_ACCESS_FS_TRUNCATE;
    if (rights & TS_LANDLOCK_CHANGE)
        access |= CHANGES;
    if (rights & TS_LANDLOCK_DEVICE)
        access |= LANDLOCK_ACCESS_FS_IOCTL_DEV;
    return access;
}

static uint64_t
known_to(uint32_t generation)
{
    uint64_t all = access_of(TS_LANDLOCK_READ | TS_LANDLOCK_EXECUTE | TS_LANDLOCK_WRITE
                             | TS_LANDLOCK_CHANGE | TS_LANDLOCK_DEVICE)
                   | NEVER;
    if (generation < 5)
        all &= ~LANDLOCK_ACCESS_FS_IOCTL_DEV;
    if (generation < 3)
        all &= ~LANDLOCK_ACCESS_FS_TRUNCATE;
    if (generation < 2)
        all &= ~LANDLOCK_ACCESS_FS_REFER;
    return all;
}

uint32_t
ts_landlock_generation(void)
{
    long generation =
        syscall(SYS_landlock_create_ruleset, NULL, 0, LANDLOCK_CREATE_RULESET_VERSION);
    return generation > 0 ? (uint32_t)generation : 0;
}

static int
create(const struct ts_landlock_wish *wish, uint32_t generation)
{
    const struct ruleset all = {
        .files = known_to(generation),
        .net = wish->tcp ? 0 : ACCESS_NET_ALL,
        .scoped = SCOPE_SIGNAL | (wish->abstract ? 0 : SCOPE_ABSTRACT_UNIX_SOCKET),
    };
    size_t size = generation >= 6 ? SIZE_SCOPED : generation >= 4 ? SIZE_NET : SIZE_FILES;
    return (int)syscall(SYS_landlock_create_ruleset, &all, size, 0);
}

static bool
allow(int ruleset, const struct ts_landlock_rule *rule, uint64_t known)
{
    struct stat about;
    if (!rule->path)
        return true;
    int fd = open(rule->path, O_PATH | O_CLOEXEC);
    if (fd < 0)
        return errno == ENOENT || errno == ENOTDIR || errno == EACCES;
    uint64_t access = access_of(rule->rights) & known;
    bool good = fstat(fd, &about) == 0;
    if (good && !S_ISDIR(about.st_mode))
        access &= OF_FILES;
    struct landlock_path_beneath_attr beneath = { .allowed_access = access,
                                                  .parent_fd = fd };
    if (good && access != 0)
        good = syscall(SYS_landlock_add_rule, ruleset, LANDLOCK_RULE_PATH_BENEATH,
                       &beneath, 0)
               == 0;
    close(fd);
    return good;
}

enum ts_status
ts_landlock_restrict(const struct ts_landlock_wish *wish)
{
    uint32_t generation = ts_landlock_generation();
    if (generation == 0)
        return TS_UNSUPPORTED;
    int ruleset = create(wish, generation);
    if (ruleset < 0)
        return TS_IO;
    bool good = true;
    for (size_t i = 0; i < wish->count && good; i++)
        good = allow(ruleset, &wish->rules[i], known_to(generation));
    good = good && prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) == 0
           && syscall(SYS_landlock_restrict_self, ruleset, 0) == 0;
    close(ruleset);
    return good ? TS_OK : TS_IO;
}
