#include "kiosk/command/report.h"

#include "kiosk/command/command.h"

#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

/** The longest report; a name from a spreadsheet may be cut off in it. */
enum { LINE_SIZE = 2048 };

void
ts_report(const char *format, ...)
{
    char line[LINE_SIZE];
    va_list arguments;
    va_start(arguments, format);
    /* clang-tidy 14 loses va_start in a file it reads for two programs. */
    (void)vsnprintf(line, sizeof(line), format, arguments); // NOLINT(*-valist.*)
    va_end(arguments);
    fprintf(stderr, "touchstone: %s\n", line);
}

const char *
ts_status_words(enum ts_status status)
{
    switch (status) {
    case TS_OK: return "is in order";
    case TS_TRUNCATED: return "ends too early";
    case TS_TRAILING: return "goes on after its end";
    case TS_MALFORMED: return "is not well-formed";
    case TS_UNSUPPORTED: return "is of a kind this program does not know";
    case TS_OVER_LIMIT: return "is too large";
    case TS_UNTRUSTED: return "is not signed by anybody on the list";
    case TS_ROLLBACK: return "is older than what was there before";
    case TS_NO_SPACE: return "needs more memory than there is";
    case TS_IO: return "cannot be read or written";
    case TS_ABSENT: return "does not exist";
    case TS_DUPLICATE: return "names something twice";
    }
    return "failed";
}

int
ts_exit_reading(enum ts_status status)
{
    if (status == TS_OK)
        return TS_EXIT_DONE;
    return status == TS_IO || status == TS_NO_SPACE ? TS_EXIT_OTHER : TS_EXIT_DATA;
}

int
ts_exit_writing(enum ts_status status)
{
    if (status == TS_OK)
        return TS_EXIT_DONE;
    return status == TS_NO_SPACE ? TS_EXIT_OTHER : TS_EXIT_CANNOT_WRITE;
}

static void *blocks[4];
static size_t block_count;

static void
give_back(void)
{
    while (block_count)
        free(blocks[--block_count]);
}

struct ts_arena
ts_command_memory(size_t size)
{
    TS_CHECK(block_count < TS_COUNT(blocks));
    uint8_t *block = malloc(size);
    if (!block || (block_count == 0 && atexit(give_back) != 0)) {
        ts_report("there is not enough memory");
        free(block);
        exit(TS_EXIT_OTHER);
    }
    blocks[block_count++] = block;
    return ts_arena_over((ts_room){ block, size });
}

static bool
read_all(FILE *file, ts_room room, size_t *len)
{
    *len = fread(room.at, 1, room.len, file);
    return !ferror(file);
}

bool
ts_input_read(struct ts_arena *arena, ts_span *content, const char *path, size_t max)
{
    bool standard = strcmp(path, "-") == 0;
    FILE *file = standard ? stdin : fopen(path, "rb");
    if (!file) {
        ts_report("%s: %s", path, strerror(errno));
        return false;
    }
    ts_room room = ts_arena_rest(arena);
    size_t len = 0;
    if (room.len > max + 1)
        room.len = max + 1;
    bool read = read_all(file, room, &len);
    if (!read)
        ts_report("%s: %s", path, strerror(errno));
    if (!standard)
        fclose(file);
    if (read && (len == room.len)) {
        ts_report("%s: is larger than %zu bytes", path, max);
        read = false;
    }
    if (!read)
        return false;
    ts_arena_keep(arena, len);
    *content = (ts_span){ room.at, len };
    return true;
}
