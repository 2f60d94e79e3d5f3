#include "kiosk/journal/aside.h"

#include "firmware/base/calendar.h"

#include <dirent.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

enum {
    PATH_SIZE = 1024,
    STAMP_SIZE = 17,    /* 20260512T083000Z */
    APPLICATION_AT = 68 /* SQLite's file format 1.3 */
};

static const char MARK[] = ".broken-";

static void
write_stamp(char stamp[static STAMP_SIZE], ts_utc now)
{
    char at[TS_UTC_TEXT_SIZE];
    size_t len = 0;
    ts_utc_format(at, now);
    for (size_t i = 0; at[i] && len < STAMP_SIZE - 1; i++)
        if (at[i] != '-' && at[i] != ':')
            stamp[len++] = at[i];
    stamp[len] = '\0';
}

static bool
free_name(char name[static PATH_SIZE], const char *path, ts_utc now)
{
    char stamp[STAMP_SIZE];
    write_stamp(stamp, now);
    snprintf(name, PATH_SIZE, "%s%s%s", path, MARK, stamp);
    for (int copy = 2; access(name, F_OK) == 0; copy++) {
        if (copy > 9)
            return false;
        snprintf(name, PATH_SIZE, "%s%s%s-%d", path, MARK, stamp, copy);
    }
    return true;
}

bool
ts_aside_put(const char *path, ts_utc now)
{
    char aside[PATH_SIZE];
    char from[PATH_SIZE];
    char to[PATH_SIZE + 4];
    if (!free_name(aside, path, now) || rename(path, aside) != 0)
        return false;
    /* Its log, if there is one, holds what it lacks. Ours would not be begun
     * with it in any case: an empty database disowns a log it finds. */
    snprintf(from, sizeof(from), "%s-wal", path);
    snprintf(to, sizeof(to), "%s-wal", aside);
    if (rename(from, to) != 0)
        remove(from);
    return true;
}

/* Stamps of one form are in order as texts. */
static bool
is_old(const char *file, const char *base, const char *stamp)
{
    size_t len = strlen(base);
    if (strncmp(file, base, len) != 0 || strncmp(file + len, MARK, sizeof(MARK) - 1) != 0)
        return false;
    const char *own = file + len + sizeof(MARK) - 1;
    return strlen(own) >= STAMP_SIZE - 1 && strncmp(own, stamp, STAMP_SIZE - 1) < 0;
}

static bool
is_ours(const char *path, uint32_t application_id)
{
    uint8_t head[APPLICATION_AT + 4] = { 0 };
    FILE *file = fopen(path, "rb");
    if (!file)
        return false;
    size_t len = fread(head, 1, sizeof(head), file);
    fclose(file);
    uint32_t id = 0;
    for (size_t i = APPLICATION_AT; i < sizeof(head); i++)
        id = id << 8 | head[i];
    return len == sizeof(head) && id == application_id;
}

static bool
forget_one(const char *folder, const char *name, uint32_t application_id)
{
    char path[PATH_SIZE];
    char log[PATH_SIZE + 4];
    int len = snprintf(path, sizeof(path), "%s/%s", folder, name);
    if (len < 0 || (size_t)len >= sizeof(path) || !is_ours(path, application_id))
        return true;
    snprintf(log, sizeof(log), "%s-wal", path);
    if (access(log, F_OK) == 0 && remove(log) != 0)
        return false;
    return remove(path) == 0;
}

bool
ts_aside_forget(const char *path, ts_utc then, uint32_t application_id)
{
    char folder[PATH_SIZE];
    char stamp[STAMP_SIZE];
    const char *slash = strrchr(path, '/');
    const char *base = slash ? slash + 1 : path;
    snprintf(folder, sizeof(folder), "%.*s", slash ? (int)(slash - path) : 1,
             slash ? path : ".");
    DIR *entries = opendir(*folder ? folder : "/");
    if (!entries)
        return false;
    bool is_gone = true;
    const struct dirent *entry;
    write_stamp(stamp, then);
    while ((entry = readdir(entries)) != NULL)
        if (is_old(entry->d_name, base, stamp))
            is_gone = forget_one(folder, entry->d_name, application_id) && is_gone;
    closedir(entries);
    return is_gone;
}
