#include "firmware/board/store.h"

#include "firmware/base/limits.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

/* Begins with a dot: no name can reach it. What a power cut leaves of it is
 * unlinked by the next replacement in that folder. */
static const char INCOMING[] = ".incoming";

/* Entries looked at by one listing, of which TS_TARGETS_MAX may be files. */
enum { VISITS_MAX = 16 * TS_TARGETS_MAX };

enum { FOLDER = O_RDONLY | O_DIRECTORY | O_CLOEXEC };

struct ts_store {
    int root;
};

/* close() after a failure must not hide why it failed. */
static void
shut(int fd)
{
    int why = errno;
    close(fd);
    errno = why;
}

static enum ts_status
status_of_errno(void)
{
    switch (errno) {
    case ENOENT: return TS_ABSENT;
    case ELOOP:
    case ENOTDIR: return TS_UNTRUSTED;
    default: return TS_IO;
    }
}

/* Opens path, made if need be. */
static int
open_made(int at, const char *path, mode_t mode)
{
    if (mkdirat(at, path, mode) != 0 && errno != EEXIST)
        return -1;
    return openat(at, path, FOLDER | O_NOFOLLOW);
}

enum ts_status
ts_store_open(struct ts_store **store, const char *path, bool create)
{
    int root = open(path, FOLDER);
    if (root < 0 && errno == ENOENT && create) {
        root = open_made(AT_FDCWD, path, 0700);
        int above = root < 0 ? -1 : openat(root, "..", FOLDER);
        bool synced = above >= 0 && fsync(above) == 0;
        if (above >= 0)
            shut(above);
        if (root >= 0 && !synced) {
            shut(root);
            return TS_IO;
        }
    }
    if (root < 0)
        return errno == ENOENT ? TS_ABSENT : TS_IO;
    struct ts_store *made = malloc(sizeof(*made));
    if (!made) {
        shut(root);
        return TS_NO_SPACE;
    }
    made->root = root;
    *store = made;
    return TS_OK;
}

void
ts_store_close(struct ts_store *store)
{
    if (!store)
        return;
    close(store->root);
    free(store);
}

/* Opens the folder that name lies in, and points leaf at its last part. Each
 * part is opened by itself: O_NOFOLLOW holds for the last one only. */
static enum ts_status
enter(const struct ts_store *store, const char *name, bool make, int *folder,
      const char **leaf)
{
    int at = fcntl(store->root, F_DUPFD_CLOEXEC, 0);
    const char *slash = NULL;
    while (at >= 0 && (slash = strchr(name, '/')) != NULL) {
        char part[TS_STORE_NAME_MAX + 1] = { 0 };
        memcpy(part, name, (size_t)(slash - name));
        /* at is synced even if we did not make the part: who did may have died
         * before syncing. */
        int next =
            make ? open_made(at, part, 0755) : openat(at, part, FOLDER | O_NOFOLLOW);
        if (next >= 0 && make && fsync(at) != 0) {
            shut(next);
            next = -1;
        }
        shut(at);
        at = next;
        name = slash + 1;
    }
    if (at < 0)
        return status_of_errno();
    *folder = at;
    *leaf = name;
    return TS_OK;
}

/* TS_OK for a regular file, TS_ABSENT, TS_UNTRUSTED for anything else. */
static enum ts_status
look(int folder, const char *leaf)
{
    struct stat found;
    if (fstatat(folder, leaf, &found, AT_SYMLINK_NOFOLLOW) != 0)
        return status_of_errno();
    return S_ISREG(found.st_mode) ? TS_OK : TS_UNTRUSTED;
}

static enum ts_status
open_regular(int folder, const char *leaf, int *file)
{
    /* Looked at before it is opened as well: opening a device may do something. */
    enum ts_status status = look(folder, leaf);
    if (status != TS_OK)
        return status;
    struct stat found;
    int fd =
        openat(folder, leaf, O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_NOCTTY | O_CLOEXEC);
    if (fd < 0)
        return status_of_errno();
    if (fstat(fd, &found) != 0 || !S_ISREG(found.st_mode)) {
        shut(fd);
        return TS_UNTRUSTED;
    }
    *file = fd;
    return TS_OK;
}

/* Fills room, or less at the end of the file. */
static bool
read_all(int file, ts_room room, size_t *len)
{
    size_t used = 0;
    while (used < room.len) {
        ssize_t got = read(file, room.at + used, room.len - used);
        if (got < 0 && errno == EINTR)
            continue;
        if (got < 0)
            return false;
        if (got == 0)
            break;
        used += (size_t)got;
    }
    *len = used;
    return true;
}

/* Trusts no length it was told: a file may grow while it is read. */
static enum ts_status
read_at_most(int file, struct ts_arena *arena, ts_span *content, size_t max)
{
    ts_room rest = ts_arena_rest(arena);
    uint8_t more;
    size_t len = 0;
    size_t beyond = 0;
    if (rest.len > max)
        rest.len = max;
    if (!read_all(file, rest, &len) || !read_all(file, (ts_room){ &more, 1 }, &beyond))
        return TS_IO;
    if (beyond > 0)
        return rest.len == max ? TS_OVER_LIMIT : TS_NO_SPACE;
    ts_arena_keep(arena, len);
    *content = (ts_span){ rest.at, len };
    return TS_OK;
}

enum ts_status
ts_store_read(struct ts_store *store, struct ts_arena *arena, ts_span *content,
              const char *name, size_t max)
{
    int folder = -1;
    int file = -1;
    const char *leaf = NULL;
    if (!ts_store_name_valid(name))
        return TS_MALFORMED;
    enum ts_status status = enter(store, name, false, &folder, &leaf);
    if (status != TS_OK)
        return status;
    status = open_regular(folder, leaf, &file);
    if (status == TS_OK) {
        status = read_at_most(file, arena, content, max);
        shut(file);
    }
    shut(folder);
    return status;
}

static bool
write_all(int file, ts_span left)
{
    while (left.len > 0) {
        ssize_t put = write(file, left.at, left.len);
        if (put < 0 && errno == EINTR)
            continue;
        if (put < 0)
            return false;
        left.at += put;
        left.len -= (size_t)put;
    }
    return true;
}

static bool
write_incoming(int folder, ts_span content, mode_t mode)
{
    /* Never an existing one, which could be a link, or open for others to read. */
    if (unlinkat(folder, INCOMING, 0) != 0 && errno != ENOENT)
        return false;
    int flags = O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC;
    int file = openat(folder, INCOMING, flags, mode);
    if (file < 0)
        return false;
    bool written = write_all(file, content) && fsync(file) == 0;
    /* Network file systems keep a failed write until here. */
    if (close(file) != 0)
        written = false;
    return written;
}

/* The rename is only on the medium once its folder is. */
static enum ts_status
promote(int folder, const char *leaf)
{
    if (renameat(folder, INCOMING, folder, leaf) != 0)
        return TS_IO;
    return fsync(folder) == 0 ? TS_OK : TS_IO;
}

enum ts_status
ts_store_replace(struct ts_store *store, const char *name, ts_span content,
                 bool mode_private)
{
    int folder = -1;
    const char *leaf = NULL;
    if (!ts_store_name_valid(name))
        return TS_MALFORMED;
    enum ts_status status = enter(store, name, true, &folder, &leaf);
    if (status != TS_OK)
        return status == TS_UNTRUSTED ? TS_UNTRUSTED : TS_IO;
    status = look(folder, leaf);
    if (status == TS_OK || status == TS_ABSENT) {
        bool written = write_incoming(folder, content, mode_private ? 0600 : 0644);
        status = written ? promote(folder, leaf) : TS_IO;
    }
    if (status == TS_IO) {
        int why = errno;
        unlinkat(folder, INCOMING, 0);
        errno = why;
    }
    shut(folder);
    return status;
}

enum ts_status
ts_store_remove(struct ts_store *store, const char *name)
{
    int folder = -1;
    const char *leaf = NULL;
    if (!ts_store_name_valid(name))
        return TS_MALFORMED;
    enum ts_status status = enter(store, name, false, &folder, &leaf);
    if (status != TS_OK)
        return status == TS_ABSENT ? TS_OK : status;
    status = look(folder, leaf);
    if (status == TS_OK && unlinkat(folder, leaf, 0) != 0)
        status = TS_IO;
    /* Also when it was gone already: who removed it may not have synced. */
    if (status == TS_OK || status == TS_ABSENT)
        status = fsync(folder) == 0 ? TS_OK : TS_IO;
    shut(folder);
    return status;
}

struct listing {
    struct ts_arena *arena;
    const char **names;
    size_t count;
    size_t visits;
    char name[TS_STORE_NAME_MAX + 2]; /* Of the entry looked at, from the root. */
};

static enum ts_status
list_file(struct listing *list)
{
    ts_span copy;
    ts_span name = { (const uint8_t *)list->name, strlen(list->name) + 1 };
    if (list->count == TS_TARGETS_MAX)
        return TS_OVER_LIMIT;
    if (!ts_arena_copy(list->arena, &copy, name))
        return TS_NO_SPACE;
    list->names[list->count++] = (const char *)copy.at;
    return TS_OK;
}

static enum ts_status list_folder(struct listing *list, int folder);

/* One entry of folder, whose whole name is list->name. */
static enum ts_status
list_entry(struct listing *list, int folder, const char *leaf)
{
    struct stat found;
    if (++list->visits > VISITS_MAX)
        return TS_OVER_LIMIT;
    if (!ts_store_name_valid(list->name))
        return TS_OK;
    if (fstatat(folder, leaf, &found, AT_SYMLINK_NOFOLLOW) != 0)
        return errno == ENOENT ? TS_OK : TS_IO;
    if (S_ISREG(found.st_mode))
        return list_file(list);
    if (!S_ISDIR(found.st_mode))
        return TS_OK;
    int inner = openat(folder, leaf, FOLDER | O_NOFOLLOW);
    return inner < 0 ? TS_IO : list_folder(list, inner);
}

/* Takes folder over. As deep as names are: TS_STORE_PARTS_MAX. */
static enum ts_status
list_folder(struct listing *list, int folder)
{
    enum ts_status status = TS_OK;
    const struct dirent *entry = NULL;
    size_t base = strlen(list->name);
    DIR *entries = fdopendir(folder);
    if (!entries) {
        shut(folder);
        return TS_IO;
    }
    if (base > 0)
        list->name[base++] = '/';
    while (status == TS_OK && (errno = 0, entry = readdir(entries)) != NULL) {
        size_t len = strlen(entry->d_name);
        if (len >= sizeof(list->name) - base)
            len = sizeof(list->name) - base - 1;
        memcpy(list->name + base, entry->d_name, len);
        list->name[base + len] = '\0';
        status = list_entry(list, folder, entry->d_name);
    }
    if (status == TS_OK && errno != 0)
        status = TS_IO;
    list->name[base] = '\0';
    closedir(entries);
    return status;
}

static int
by_bytes(const void *a, const void *b)
{
    return strcmp(*(const char *const *)a, *(const char *const *)b);
}

/* The folder called name, or the root for "". */
static enum ts_status
open_folder(const struct ts_store *store, const char *name, int *opened)
{
    const char *leaf = NULL;
    int above = -1;
    enum ts_status status = enter(store, name, false, &above, &leaf);
    if (status != TS_OK)
        return status;
    /* "." opens anew: a duplicate of root would share where it has read to. */
    *opened = openat(above, leaf[0] ? leaf : ".", FOLDER | O_NOFOLLOW);
    status = *opened < 0 ? status_of_errno() : TS_OK;
    shut(above);
    return status;
}

enum ts_status
ts_store_list(struct ts_store *store, struct ts_arena *arena, const char *folder,
              void (*each)(const char *name, void *context), void *context)
{
    int opened = -1;
    struct listing list = { .arena = arena };
    if (folder[0] != '\0' && !ts_store_name_valid(folder))
        return TS_MALFORMED;
    enum ts_status status = open_folder(store, folder, &opened);
    if (status != TS_OK)
        return status == TS_ABSENT ? TS_OK : status;
    list.names = ts_arena_take_array(arena, TS_TARGETS_MAX, sizeof(*list.names));
    if (!list.names) {
        shut(opened);
        return TS_NO_SPACE;
    }
    memcpy(list.name, folder, strlen(folder) + 1);
    status = list_folder(&list, opened);
    if (status != TS_OK)
        return status;
    qsort(list.names, list.count, sizeof(*list.names), by_bytes);
    for (size_t i = 0; i < list.count; i++)
        each(list.names[i], context);
    return TS_OK;
}
