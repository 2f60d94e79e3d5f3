#include "firmware/board/linux/backlight_sysfs.h"

#include "firmware/base/span.h"
#include "firmware/board/linux/sysfs.h"

#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define LIGHTS "/sys/class/backlight"

enum { PATH_SIZE = 256, UNBLANKED = 0 /* FB_BLANK_UNBLANK */ };

struct choice {
    char name[TS_BACKLIGHT_NAME_SIZE]; /* empty: none; "auto" */
    uint32_t percent;
};

struct ts_backlight {
    struct choice choice;
    const char *root;
};

/* A name is one entry of a folder, and no way out of it. */
static bool
is_name(ts_span name)
{
    return name.len > 0 && name.len < TS_BACKLIGHT_NAME_SIZE && name.at[0] != '.'
           && ts_span_index(name, '/') == name.len;
}

static bool
read_percent(uint32_t *percent, ts_span digits)
{
    uint32_t value = 0;
    if (digits.len == 0 || digits.len > 3)
        return false;
    for (size_t i = 0; i < digits.len; i++) {
        if (digits.at[i] < '0' || digits.at[i] > '9')
            return false;
        value = value * 10 + (uint32_t)(digits.at[i] - '0');
    }
    *percent = value;
    return value >= 1 && value <= 100;
}

static bool
read_choice(struct choice *choice, ts_span text)
{
    size_t comma = ts_span_index(text, ',');
    ts_span name = { text.at, comma };
    *choice = (struct choice){ .percent = 100 };
    if (ts_span_is(text, "none"))
        return true;
    if (!is_name(name) || ts_span_is(name, "none"))
        return false;
    memcpy(choice->name, name.at, name.len);
    return comma == text.len
           || read_percent(&choice->percent, ts_span_part(text, comma + 1, text.len));
}

/* Of several the first by name, so that it is the same one after the next start. */
static bool
find_any(char name[static TS_BACKLIGHT_NAME_SIZE], const char *root)
{
    char path[PATH_SIZE];
    const struct dirent *entry;
    bool found = false;
    snprintf(path, sizeof(path), "%s" LIGHTS, root);
    DIR *entries = opendir(path);
    if (!entries)
        return false;
    while ((entry = readdir(entries)) != NULL) {
        size_t len = strlen(entry->d_name);
        if (!is_name((ts_span){ (const uint8_t *)entry->d_name, len })
            || (found && strcmp(entry->d_name, name) >= 0))
            continue;
        memcpy(name, entry->d_name, len + 1);
        found = true;
    }
    closedir(entries);
    return found;
}

static bool
find_light(char name[static TS_BACKLIGHT_NAME_SIZE], const struct choice *choice,
           const char *root)
{
    char path[PATH_SIZE];
    if (strcmp(choice->name, "auto") == 0)
        return find_any(name, root);
    memcpy(name, choice->name, TS_BACKLIGHT_NAME_SIZE);
    snprintf(path, sizeof(path), "%s" LIGHTS "/%s", root, name);
    return access(path, F_OK) == 0;
}

static void
path_of(char path[static PATH_SIZE], const char *name, const char *file)
{
    snprintf(path, PATH_SIZE, LIGHTS "/%s/%s", name, file);
}

/* Something else may have turned it off; a panel without such a switch is always on. */
static void
unblank(const char *name, const char *root)
{
    char path[PATH_SIZE];
    int64_t power;
    path_of(path, name, "bl_power");
    if (ts_sysfs_number(&power, root, path) && power != UNBLANKED)
        (void)ts_sysfs_put(root, path, UNBLANKED);
}

static enum ts_status
set_light(const struct ts_backlight *b, bool dim)
{
    char path[PATH_SIZE];
    char name[TS_BACKLIGHT_NAME_SIZE];
    int64_t most;
    if (!find_light(name, &b->choice, b->root))
        return TS_ABSENT;
    path_of(path, name, "max_brightness");
    if (!ts_sysfs_number(&most, b->root, path) || most < 1 || most > INT32_MAX)
        return TS_IO;
    int64_t level = most * b->choice.percent / 100;
    if (dim)
        level = level * TS_BACKLIGHT_DIM_PERCENT / 100;
    else
        unblank(name, b->root);
    path_of(path, name, "brightness");
    /* 0 is dark on many panels, and nobody would find the way back. */
    return ts_sysfs_put(b->root, path, level < 1 ? 1 : level) ? TS_OK : TS_IO;
}

enum ts_status
ts_backlight_open_in(struct ts_backlight **backlight, const char *which, const char *root)
{
    struct choice choice;
    if (!read_choice(&choice, ts_span_text(which)))
        return TS_MALFORMED;
    struct ts_backlight *made = malloc(sizeof(*made));
    if (!made)
        return TS_NO_SPACE;
    *made = (struct ts_backlight){ choice, root };
    enum ts_status full = ts_backlight_dim(made, false);
    (void)full; /* it is told at the next change */
    *backlight = made;
    return TS_OK;
}

enum ts_status
ts_backlight_open(struct ts_backlight **backlight, const char *which)
{
    return ts_backlight_open_in(backlight, which, "");
}

void
ts_backlight_close(struct ts_backlight *backlight)
{
    if (!backlight)
        return;
    enum ts_status full = ts_backlight_dim(backlight, false);
    (void)full; /* nobody is left to be told */
    free(backlight);
}

enum ts_status
ts_backlight_dim(struct ts_backlight *backlight, bool dim)
{
    return backlight->choice.name[0] ? set_light(backlight, dim) : TS_OK;
}

bool
ts_backlight_names(const char *which)
{
    struct choice choice;
    return read_choice(&choice, ts_span_text(which));
}

bool
ts_backlight_find(char name[static TS_BACKLIGHT_NAME_SIZE], const char *which,
                  const char *root)
{
    struct choice choice;
    return read_choice(&choice, ts_span_text(which)) && choice.name[0]
           && find_light(name, &choice, root);
}

bool
ts_backlight_is_ours(const char *name, const char *root)
{
    char path[PATH_SIZE];
    snprintf(path, sizeof(path), "%s" LIGHTS "/%s/brightness", root, name);
    return access(path, W_OK) == 0;
}
