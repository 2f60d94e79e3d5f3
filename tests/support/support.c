#include "tests/support/support.h"

#include "firmware/base/check.h"

#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static const char *row = "-";

/* The arenas that tests hold. One that is skipped leaves by a jump and frees none:
 * noted here they are not lost, as the leak checker sees it. */
enum { ARENAS_MAX = 256 };
static uint8_t *arenas[ARENAS_MAX];

static void
note_arena(uint8_t *from, uint8_t *to)
{
    size_t i = 0;
    while (arenas[i] != from)
        TS_CHECK(++i < ARENAS_MAX);
    arenas[i] = to;
}

struct ts_arena
ts_test_arena(size_t size)
{
    uint8_t *at = malloc(size);
    TS_CHECK(at);
    note_arena(NULL, at);
    return ts_arena_over((ts_room){ at, size });
}

void
ts_test_arena_free(struct ts_arena *arena)
{
    if (arena->at)
        note_arena(arena->at, NULL);
    free(arena->at);
    *arena = (struct ts_arena){ 0 };
}

ts_span
ts_test_hex(struct ts_arena *arena, const char *hex)
{
    static const char digits[] = "0123456789abcdef";
    ts_room rest = ts_arena_rest(arena);
    size_t nibbles = 0;
    for (; *hex; hex++) {
        if (*hex == ' ' || *hex == '\n')
            continue;
        const char *digit = strchr(digits, *hex | 0x20);
        TS_CHECK(digit && nibbles / 2 < rest.len);
        uint8_t high = (uint8_t)(nibbles % 2 ? rest.at[nibbles / 2] << 4 : 0);
        rest.at[nibbles / 2] = (uint8_t)(high | (digit - digits));
        nibbles++;
    }
    TS_CHECK(nibbles % 2 == 0);
    ts_arena_keep(arena, nibbles / 2);
    return (ts_span){ rest.at, nibbles / 2 };
}

uint8_t *
ts_test_exact_copy(ts_span bytes)
{
    uint8_t *copy = malloc(bytes.len ? bytes.len : 1);
    TS_CHECK(copy);
    if (bytes.len)
        memcpy(copy, bytes.at, bytes.len);
    return copy;
}

bool
ts_test_read_file(struct ts_arena *arena, ts_span *bytes, const char *path)
{
    FILE *file = fopen(path, "rb");
    if (!file)
        return false;
    ts_room rest = ts_arena_rest(arena);
    size_t len = fread(rest.at, 1, rest.len, file);
    bool whole = !ferror(file) && feof(file);
    fclose(file);
    if (!whole)
        return false;
    ts_arena_keep(arena, len);
    *bytes = (ts_span){ rest.at, len };
    return true;
}

static const char *
published(const char *variable, const char *otherwise, const char *name)
{
    static char path[4096];
    const char *base = getenv(variable);
    snprintf(path, sizeof(path), "%s/%s", base ? base : otherwise, name);
    if (access(path, R_OK) != 0) {
        printf("skipped: no %s (set %s)\n", path, variable);
        skip();
    }
    return path;
}

const char *
ts_test_vector(const char *name)
{
    return published("TOUCHSTONE_VECTORS", "../shared/vectors", name);
}

const char *
ts_test_picture(const char *name)
{
    return published("TOUCHSTONE_PICTURES", "../shared/pictures", name);
}

static bool
ends_with(const char *name, const char *ending)
{
    size_t len = strlen(name);
    size_t end = strlen(ending);
    return len >= end && strcmp(name + len - end, ending) == 0;
}

void
ts_test_each_file(const char *folder, const char *ending,
                  void (*each)(const char *path, void *context), void *context)
{
    struct dirent **names;
    char base[2048];
    snprintf(base, sizeof(base), "%s", folder);
    int count = scandir(base, &names, NULL, alphasort);
    TS_CHECK(count >= 0);
    for (int i = 0; i < count; i++) {
        char path[4096];
        snprintf(path, sizeof(path), "%s/%s", base, names[i]->d_name);
        if (names[i]->d_name[0] != '.' && ends_with(names[i]->d_name, ending))
            each(path, context);
        free(names[i]);
    }
    free(names);
}

void
ts_test_row(const char *name)
{
    row = name;
}

void
ts_test_assert_status(enum ts_status got, enum ts_status want, const char *what,
                      const char *file, int line)
{
    if (got == want)
        return;
    print_error("%s:%d: [%s] %s is %s, want %s\n", file, line, row, what,
                ts_status_name(got), ts_status_name(want));
    _fail(file, line);
}

static void
print_span(const char *label, ts_span bytes)
{
    print_error("  %s (%zu bytes): ", label, bytes.len);
    for (size_t i = 0; i < bytes.len && i < 200; i++)
        print_error(bytes.at[i] >= 32 && bytes.at[i] < 127 ? "%c" : "\\x%02x",
                    bytes.at[i]);
    print_error("\n");
}

void
ts_test_assert_span(ts_span got, ts_span want, const char *what, const char *file,
                    int line)
{
    if (ts_span_equal(got, want))
        return;
    print_error("%s:%d: [%s] %s differs\n", file, line, row, what);
    print_span("got ", got);
    print_span("want", want);
    _fail(file, line);
}
