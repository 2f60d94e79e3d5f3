#include "firmware/board/fake/store_memory.h"

#include "firmware/base/limits.h"
#include "firmware/base/span.h"

#include <stdlib.h>
#include <string.h>

struct file {
    struct file *next;
    char name[TS_STORE_NAME_MAX + 1];
    ts_room content;
};

/* A folder. It lives on when it is closed. */
struct ts_store {
    struct ts_store *next;
    char *path;
    struct file *files; /* In byte order of the names. */
};

static struct ts_store *stores;
static size_t steps;
static size_t cut_at = SIZE_MAX;
static bool dark;
static enum ts_unsynced fate;

static void *
obtain(size_t size)
{
    void *got = calloc(1, size ? size : 1);
    TS_CHECK(got);
    return got;
}

/* One thing done to the medium; false when the power fails instead. */
static bool
step(void)
{
    if (steps == cut_at)
        dark = true;
    if (!dark)
        steps++;
    return !dark;
}

enum ts_status
ts_store_open(struct ts_store **store, const char *path, bool create)
{
    if (dark)
        return TS_IO;
    for (struct ts_store *s = stores; s; s = s->next) {
        if (strcmp(s->path, path) == 0) {
            *store = s;
            return TS_OK;
        }
    }
    if (!create)
        return TS_ABSENT;
    struct ts_store *made = obtain(sizeof(*made));
    made->path = obtain(strlen(path) + 1);
    memcpy(made->path, path, strlen(path));
    made->next = stores;
    stores = made;
    *store = made;
    return TS_OK;
}

void
ts_store_close(struct ts_store *store)
{
    (void)store; /* the medium keeps it */
}

/* Where the file called name is, or where it would have to be put. */
static struct file **
find(struct ts_store *store, const char *name)
{
    struct file **at = &store->files;
    while (*at && strcmp((*at)->name, name) < 0)
        at = &(*at)->next;
    return at;
}

static bool
is(const struct file *file, const char *name)
{
    return file && strcmp(file->name, name) == 0;
}

static bool
is_below(const char *name, const char *folder)
{
    size_t len = strlen(folder);
    return len == 0 || (strncmp(name, folder, len) == 0 && name[len] == '/');
}

/* A name that is a folder to other files, or lies below one that is a file. */
static bool
clashes(const struct ts_store *store, const char *name)
{
    for (const struct file *f = store->files; f; f = f->next)
        if (is_below(f->name, name) || is_below(name, f->name))
            return true;
    return false;
}

enum ts_status
ts_store_read(struct ts_store *store, struct ts_arena *arena, ts_span *content,
              const char *name, size_t max)
{
    if (!ts_store_name_valid(name))
        return TS_MALFORMED;
    if (dark)
        return TS_IO;
    const struct file *file = *find(store, name);
    if (!is(file, name))
        return clashes(store, name) ? TS_UNTRUSTED : TS_ABSENT;
    if (file->content.len > max)
        return TS_OVER_LIMIT;
    ts_span held = { file->content.at, file->content.len };
    return ts_arena_copy(arena, content, held) ? TS_OK : TS_NO_SPACE;
}

static void
put(struct ts_store *store, const char *name, ts_span content)
{
    struct file **at = find(store, name);
    if (!is(*at, name)) {
        struct file *made = obtain(sizeof(*made));
        memcpy(made->name, name, strlen(name));
        made->next = *at;
        *at = made;
    }
    uint8_t *copy = obtain(content.len);
    if (content.len)
        memcpy(copy, content.at, content.len);
    free((*at)->content.at);
    (*at)->content = (ts_room){ copy, content.len };
}

static void
drop(struct ts_store *store, const char *name)
{
    struct file **at = find(store, name);
    struct file *gone = *at;
    if (!is(gone, name))
        return;
    *at = gone->next;
    free(gone->content.at);
    free(gone);
}

enum ts_status
ts_store_replace(struct ts_store *store, const char *name, ts_span content,
                 bool mode_private)
{
    (void)mode_private; /* nobody else is here */
    if (!ts_store_name_valid(name))
        return TS_MALFORMED;
    if (clashes(store, name))
        return TS_UNTRUSTED;
    bool renamed = step() && step() && step();
    bool synced = renamed && step();
    if (synced || (renamed && fate == TS_UNSYNCED_KEPT))
        put(store, name, content);
    return synced ? TS_OK : TS_IO;
}

enum ts_status
ts_store_remove(struct ts_store *store, const char *name)
{
    if (!ts_store_name_valid(name))
        return TS_MALFORMED;
    if (clashes(store, name))
        return TS_UNTRUSTED;
    bool unlinked = step();
    bool synced = unlinked && step();
    if (synced || (unlinked && fate == TS_UNSYNCED_KEPT))
        drop(store, name);
    return synced ? TS_OK : TS_IO;
}

enum ts_status
ts_store_list(struct ts_store *store, struct ts_arena *arena, const char *folder,
              void (*each)(const char *name, void *context), void *context)
{
    size_t count = 0;
    if (folder[0] != '\0' && !ts_store_name_valid(folder))
        return TS_MALFORMED;
    if (dark)
        return TS_IO;
    if (is(*find(store, folder), folder))
        return TS_UNTRUSTED;
    const char **names = ts_arena_take_array(arena, TS_TARGETS_MAX, sizeof(*names));
    if (!names)
        return TS_NO_SPACE;
    for (const struct file *f = store->files; f; f = f->next) {
        ts_span copy;
        if (!is_below(f->name, folder))
            continue;
        if (count == TS_TARGETS_MAX)
            return TS_OVER_LIMIT;
        ts_span name = { (const uint8_t *)f->name, strlen(f->name) + 1 };
        if (!ts_arena_copy(arena, &copy, name))
            return TS_NO_SPACE;
        names[count++] = (const char *)copy.at;
    }
    for (size_t i = 0; i < count; i++)
        each(names[i], context);
    return TS_OK;
}

void
ts_store_memory_cut(size_t at, enum ts_unsynced unsynced)
{
    cut_at = steps + at;
    fate = unsynced;
}

void
ts_store_memory_power_on(void)
{
    cut_at = SIZE_MAX;
    dark = false;
}

size_t
ts_store_memory_steps(void)
{
    return steps;
}

void
ts_store_memory_reset(void)
{
    while (stores) {
        struct ts_store *gone = stores;
        while (gone->files)
            drop(gone, gone->files->name);
        stores = gone->next;
        free(gone->path);
        free(gone);
    }
    steps = 0;
    fate = TS_UNSYNCED_LOST;
    ts_store_memory_power_on();
}
