#define _GNU_SOURCE /* unshare() */

#include "tests/fake/kiosk/app/soak_disk.h"

#include "tests/scenario/sync/folders.h"

#include <errno.h>
#include <sched.h>
#include <sys/mount.h>
#include <sys/resource.h>

/* Lists, state, a journal of some days and its log take under 1 MiB. */
#define SIZE "size=4m,mode=0700"

static struct {
    char path[64], filler[80];
    bool is_mounted, is_full;
} disk;

static bool
write_text(const char *path, const char *text)
{
    int file = open(path, O_WRONLY | O_CLOEXEC);
    bool written = file >= 0 && write(file, text, strlen(text)) == (ssize_t)strlen(text);
    if (file >= 0)
        close(file);
    return written;
}

/* Files belong to whoever runs the test; without that, nobody could make one. */
static bool
become_root_of_nobody_else(uid_t user, gid_t group)
{
    char users[32];
    char groups[32];
    snprintf(users, sizeof(users), "0 %u 1", (unsigned)user);
    snprintf(groups, sizeof(groups), "0 %u 1", (unsigned)group);
    return write_text("/proc/self/setgroups", "deny")
           && write_text("/proc/self/uid_map", users)
           && write_text("/proc/self/gid_map", groups);
}

static bool
leave_for_own_mounts(void)
{
    uid_t user = getuid();
    gid_t group = getgid();
    if (unshare(CLONE_NEWNS) == 0)
        return true;
    return unshare(CLONE_NEWUSER | CLONE_NEWNS) == 0
           && become_root_of_nobody_else(user, group);
}

bool
soak_disk_open(char *path)
{
    if (!mkdtemp(path))
        return false;
    snprintf(disk.path, sizeof(disk.path), "%s", path);
    snprintf(disk.filler, sizeof(disk.filler), "%s/filler", path);
    signal(SIGXFSZ, SIG_IGN);
    disk.is_mounted = leave_for_own_mounts()
                      && mount("none", "/", "", MS_REC | MS_PRIVATE, NULL) == 0
                      && mount("soak", path, "tmpfs", MS_NOSUID | MS_NODEV, SIZE) == 0;
    return true;
}

bool
soak_disk_is_mounted(void)
{
    return disk.is_mounted;
}

bool
soak_disk_is_full(void)
{
    return disk.is_full;
}

static void
limit_files(bool is_limited)
{
    struct rlimit limit;
    assert_int_equal(getrlimit(RLIMIT_FSIZE, &limit), 0);
    limit.rlim_cur = is_limited ? 0 : limit.rlim_max;
    assert_int_equal(setrlimit(RLIMIT_FSIZE, &limit), 0);
}

/* Pages, since that is what a tmpfs has. */
static void
write_until_it_is_full(void)
{
    static const char page[4096];
    int file = open(disk.filler, O_WRONLY | O_CREAT | O_CLOEXEC, 0600);
    assert_true(file >= 0);
    while (write(file, page, sizeof(page)) > 0)
        ;
    assert_int_equal(errno, ENOSPC);
    close(file);
}

void
soak_disk_fill(bool by_limit)
{
    if (by_limit || !disk.is_mounted)
        limit_files(true);
    else
        write_until_it_is_full();
    disk.is_full = true;
}

void
soak_disk_clear(void)
{
    limit_files(false);
    unlink(disk.filler);
    disk.is_full = false;
}

void
soak_disk_close(void)
{
    soak_disk_clear();
    folders_remove(disk.path);
    if (disk.is_mounted)
        umount2(disk.path, MNT_DETACH);
    rmdir(disk.path);
}
