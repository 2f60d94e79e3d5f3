#include "kiosk/sync/folder.h"

#include "kiosk/command/report.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/file.h>
#include <unistd.h>

enum { PATH_SIZE = 4096, ROOT_MAX = 1 << 20 };

static bool
join(char path[static PATH_SIZE], const char *folder, const char *name)
{
    int len = snprintf(path, PATH_SIZE, "%s/%s", folder, name);
    return len > 0 && len < PATH_SIZE;
}

/* Begins with a dot, as what is not part of the folder does (keys/FORMAT.md 1.2). */
static bool
take_lock(struct ts_sync_folder *folder, const char *path)
{
    char name[PATH_SIZE];
    if (!join(name, path, ".sync.lock"))
        return false;
    folder->lock = open(name, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0600);
    if (folder->lock >= 0 && flock(folder->lock, LOCK_EX | LOCK_NB) == 0)
        return true;
    if (folder->lock >= 0 && errno == EWOULDBLOCK)
        ts_report("another touchstone-sync is at work in %s", path);
    else
        ts_report("%s cannot be locked", path);
    return false;
}

static enum ts_status
copy(struct ts_sync_folder *folder, struct ts_arena *arena, const char *from,
     const char *to)
{
    ts_span bytes = { 0 };
    size_t used = arena->used;
    enum ts_status status = ts_store_read(folder->trust, arena, &bytes, from, ROOT_MAX);
    if (status == TS_OK)
        status = ts_store_replace(folder->accepted, to, bytes, false);
    ts_arena_rewind(arena, used);
    return status;
}

static enum ts_status
take_root_of_folder(struct ts_sync_folder *folder, struct ts_arena *arena)
{
    /* The timestamp first: with a root the folder counts as set up. */
    enum ts_status status = copy(folder, arena, "timestamp.json", "timestamp.json");
    if (status != TS_OK && status != TS_ABSENT)
        return status;
    status = copy(folder, arena, "root.json", "root.json");
    return status == TS_ABSENT ? copy(folder, arena, "1.root.json", "root.json") : status;
}

static bool
take_root(struct ts_sync_folder *folder, struct ts_arena *arena, const char *path,
          const char *root)
{
    ts_span bytes = { 0 };
    size_t used = arena->used;
    enum ts_status status =
        ts_store_read(folder->accepted, arena, &bytes, "root.json", ROOT_MAX);
    ts_arena_rewind(arena, used);
    if (status == TS_ABSENT && root) {
        if (!ts_input_read(arena, &bytes, root, ROOT_MAX))
            return false;
        status = ts_store_replace(folder->accepted, "root.json", bytes, false);
        ts_arena_rewind(arena, used);
    } else if (status == TS_ABSENT) {
        status = take_root_of_folder(folder, arena);
    }
    if (status == TS_ABSENT)
        ts_report("%s has no root.json to begin with; see --root", path);
    else if (status != TS_OK)
        ts_report("the root of %s %s", path, ts_status_words(status));
    return status == TS_OK;
}

static bool
open_stores(struct ts_sync_folder *folder, const char *path)
{
    char accepted[PATH_SIZE];
    enum ts_status status = ts_store_open(&folder->trust, path, true);
    if (status == TS_OK)
        status = join(accepted, path, "update")
                     ? ts_store_open(&folder->accepted, accepted, true)
                     : TS_OVER_LIMIT;
    if (status != TS_OK)
        ts_report("%s %s", path, ts_status_words(status));
    return status == TS_OK;
}

bool
ts_sync_folder_open(struct ts_sync_folder *folder, struct ts_arena *arena,
                    const char *path, const char *root)
{
    *folder = (struct ts_sync_folder){ .lock = -1 };
    if (open_stores(folder, path) && take_lock(folder, path)
        && take_root(folder, arena, path, root))
        return true;
    ts_sync_folder_close(folder);
    return false;
}

void
ts_sync_folder_close(struct ts_sync_folder *folder)
{
    ts_store_close(folder->accepted);
    ts_store_close(folder->trust);
    if (folder->lock >= 0)
        close(folder->lock);
    *folder = (struct ts_sync_folder){ .lock = -1 };
}
