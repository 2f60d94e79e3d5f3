#include "kiosk/command/config_file.h"

#include "kiosk/config/enrolled.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>

enum { PATH_SIZE = 4096 };

static enum ts_status
fail(struct ts_config_ear ear, int why)
{
    ear.tell(ear.context, 0, strerror(why));
    return why == ENOENT ? TS_ABSENT : TS_IO;
}

static enum ts_status
read_file(struct ts_arena *arena, ts_span *content, FILE *file, size_t max,
          struct ts_config_ear ear)
{
    uint8_t *bytes = ts_arena_take(arena, max + 1);
    size_t len = bytes ? fread(bytes, 1, max + 1, file) : 0;
    int why = ferror(file) ? errno : 0;
    fclose(file);
    if (!bytes)
        return TS_NO_SPACE;
    if (why)
        return fail(ear, why);
    *content = (ts_span){ bytes, len };
    return TS_OK;
}

/* What a stick brought; before it did, there is none. */
static enum ts_status
read_enrolled(struct ts_config *config, struct ts_arena *arena, struct ts_config_ear ear)
{
    char path[PATH_SIZE];
    struct ts_config enrolled = { 0 };
    const char *folder = ts_config_text(config, TS_SETTING_ENROLLED);
    ts_span content;
    if (!folder)
        return TS_OK;
    snprintf(path, sizeof(path), "%s/" TS_CONFIG_ENROLLED_FILE, folder);
    FILE *file = fopen(path, "rb");
    if (!file)
        return errno == ENOENT ? TS_OK : fail(ear, errno);
    enum ts_status status = read_file(arena, &content, file, TS_CONFIG_ENROLLED_MAX, ear);
    if (status == TS_OK)
        status = ts_config_enrolled_read(&enrolled, arena, content, ear);
    if (status == TS_OK)
        ts_config_overlay(config, &enrolled);
    return status;
}

enum ts_status
ts_config_file_read(struct ts_config *config, struct ts_arena *arena, const char *path,
                    struct ts_config_ear ear)
{
    struct ts_config draft = { 0 };
    ts_span content;
    FILE *file = fopen(path, "rb");
    if (!file)
        return fail(ear, errno);
    enum ts_status status = read_file(arena, &content, file, TS_CONFIG_BYTES_MAX, ear);
    if (status == TS_OK)
        status = ts_config_read(&draft, arena, content, ear);
    if (status == TS_OK)
        status = read_enrolled(&draft, arena, ear);
    if (status == TS_OK)
        *config = draft;
    return status;
}

static void
report(void *context, size_t line, const char *words)
{
    const char *path = context;
    if (line)
        fprintf(stderr, "%s:%zu: %s\n", path, line, words);
    else
        fprintf(stderr, "%s: %s\n", path, words);
}

struct ts_config_ear
ts_config_file_report(const char *path)
{
    /* The context of an ear is not const, and report() does not write through it. */
    union {
        const char *read;
        void *given;
    } at = { path };
    return (struct ts_config_ear){ report, at.given };
}
