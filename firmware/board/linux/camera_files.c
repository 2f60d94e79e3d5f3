#include "firmware/board/linux/camera_files.h"

#include "firmware/board/clock.h"
#include "firmware/board/linux/camera_pause.h"

#include <dirent.h>
#include <errno.h>
#include <stdio.h>
#include <string.h>

#define FRAME_MS 100
#define LOOK_MS 250

/* Files looked at in one wait while none of them can be shown. */
#define TRIES_MAX 16

#define TROUBLE_ABSENT "There is no such picture or folder."
#define TROUBLE_EMPTY "There is no picture in the folder."
#define TROUBLE_SKIPPED "A picture was skipped: it cannot be read."

void
ts_camera_files_init(struct ts_camera_files *camera,
                     const struct ts_camera_source *source)
{
    *camera = (struct ts_camera_files){ .source = source };
}

static void
put_away(struct ts_camera_files *camera)
{
    ts_picture_close(camera->picture);
    camera->picture = NULL;
}

void
ts_camera_files_close(struct ts_camera_files *camera)
{
    put_away(camera);
}

/* The first name after this one in byte order. */
static bool
find_after(DIR *folder, char next[256], const char *name)
{
    bool found = false;
    const struct dirent *entry;
    while ((entry = readdir(folder))) {
        const char *candidate = entry->d_name;
        if (candidate[0] == '.' || strcmp(candidate, name) <= 0
            || (found && strcmp(candidate, next) >= 0))
            continue;
        snprintf(next, 256, "%s", candidate);
        found = true;
    }
    return found;
}

/* Moves on to the next name of the folder, over the end to the first. */
static bool
turn_name(struct ts_camera_files *camera, DIR *folder)
{
    char next[256];
    if (!find_after(folder, next, camera->name)) {
        camera->skipped = false;
        rewinddir(folder);
        if (!find_after(folder, next, ""))
            return false;
    }
    memcpy(camera->name, next, sizeof(next));
    return true;
}

/* The path of the next slide. */
static enum ts_status
turn(struct ts_camera_files *camera, char *path, size_t size)
{
    const char *where = camera->source->text;
    DIR *folder = opendir(where);
    if (!folder && errno == ENOTDIR) {
        camera->skipped = false;
        snprintf(path, size, "%s", where);
        return TS_OK;
    }
    if (!folder)
        return errno == ENOENT ? TS_ABSENT : TS_IO;
    bool found = turn_name(camera, folder);
    closedir(folder);
    if (!found)
        return TS_UNSUPPORTED;
    snprintf(path, size, "%s/%s", where, camera->name);
    return TS_OK;
}

static bool
show(struct ts_camera_files *camera, const char *path)
{
    put_away(camera);
    return ts_picture_open(&camera->picture, path) == TS_OK
           && ts_picture_next(camera->picture, &camera->page) == TS_OK;
}

static void
introduce(const struct ts_camera_files *camera, struct ts_camera_state *state,
          const char *path)
{
    snprintf(state->name, sizeof(state->name), "%.63s", path);
    snprintf(state->format, sizeof(state->format), "file");
    state->width = camera->page.width;
    state->height = camera->page.height;
    state->trouble = camera->skipped ? TROUBLE_SKIPPED : NULL;
}

/* The next slide that can be shown. */
static bool
next_slide(struct ts_camera_files *camera, struct ts_camera_state *state)
{
    char first[sizeof(camera->name)];
    for (int i = 0; i < TRIES_MAX; i++) {
        char path[sizeof(camera->source->text) + sizeof(camera->name) + 1];
        enum ts_status status = turn(camera, path, sizeof(path));
        if (status != TS_OK) {
            bool empty = status == TS_UNSUPPORTED;
            state->trouble = empty ? TROUBLE_EMPTY : TROUBLE_ABSENT;
            return false;
        }
        if (i > 0 && strcmp(camera->name, first) == 0)
            return false; /* once around, or a path that is no folder */
        if (show(camera, path)) {
            introduce(camera, state, path);
            return true;
        }
        if (i == 0)
            memcpy(first, camera->name, sizeof(first));
        camera->skipped = true;
        state->trouble = TROUBLE_SKIPPED;
    }
    return false;
}

static bool
next_page(struct ts_camera_files *camera, struct ts_camera_state *state)
{
    if (!camera->picture || ts_picture_next(camera->picture, &camera->page) != TS_OK)
        return false;
    state->width = camera->page.width;
    state->height = camera->page.height;
    return true;
}

/* Sees to it that there is a page, and that it is not the same for too long. */
static bool
keep_showing(struct ts_camera_files *camera, struct ts_camera_state *state)
{
    ts_mono now = ts_clock_mono();
    if (camera->picture && now.ms < camera->turn_at.ms)
        return true;
    if (!next_page(camera, state) && !next_slide(camera, state)) {
        put_away(camera);
        return false;
    }
    camera->turn_at.ms = now.ms + camera->source->slide_ms;
    return true;
}

enum ts_status
ts_camera_files_wait(struct ts_camera_files *camera, struct ts_frame *frame,
                     struct ts_camera_state *state, uint32_t timeout_ms)
{
    uint32_t left = timeout_ms;
    ts_mono now = ts_clock_mono();
    if (now.ms < camera->frame_at.ms) {
        uint64_t rest = camera->frame_at.ms - now.ms;
        bool too_long = rest > left;
        ts_camera_pause(&left, rest);
        if (too_long)
            return TS_ABSENT;
    }
    if (!keep_showing(camera, state)) {
        ts_camera_pause(&left, LOOK_MS);
        return TS_IO;
    }
    now = ts_clock_mono();
    camera->frame_at.ms =
        now.ms + (camera->rest_ms > FRAME_MS ? camera->rest_ms : FRAME_MS);
    *frame = camera->page;
    frame->sequence = ++camera->sequence;
    frame->taken = now;
    return TS_OK;
}
