#include "kiosk/command/config_file.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>

static enum ts_status
fail(struct ts_config_ear ear, int why)
{
    ear.tell(ear.context, 0, strerror(why));
    return why == ENOENT ? TS_ABSENT : TS_IO;
}

enum ts_status
ts_config_file_read(struct ts_config *config, struct ts_arena *arena, const char *path,
                    struct ts_config_ear ear)
{
    FILE *file = fopen(path, "rb");
    if (!file)
        return fail(ear, errno);
    uint8_t *bytes = ts_arena_take(arena, TS_CONFIG_BYTES_MAX + 1);
    size_t len = bytes ? fread(bytes, 1, TS_CONFIG_BYTES_MAX + 1, file) : 0;
    int why = ferror(file) ? errno : 0;
    fclose(file);
    if (!bytes)
        return TS_NO_SPACE;
    if (why)
        return fail(ear, why);
    return ts_config_read(config, arena, (ts_span){ bytes, len }, ear);
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
