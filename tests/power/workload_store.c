#include "firmware/base/check.h"
#include "firmware/board/store.h"
#include "tests/power/workload.h"

#include <stdio.h>
#include <string.h>

/* Step n replaces all of one of a few files by bytes that only n can have made, then
 * puts down the mark n and takes the mark n - 1 away. */

enum {
    FILES = 5,
    LEN_LEAST = 8192,
    LEN_SPREAD = 4096,
    LEN_MOST = LEN_LEAST + LEN_SPREAD * 8,
    NAME_SIZE = 32,
};

static uint8_t wanted[LEN_MOST];
static uint8_t memory[2 * LEN_MOST];

static ts_span
content_of(uint64_t number)
{
    size_t len = LEN_LEAST + (size_t)(number * 1709 % LEN_SPREAD) * 8;
    uint64_t x = number * 2654435761u + 1;
    for (size_t i = 0; i < len; i++) {
        x = x * 6364136223846793005u + 1442695040888963407u;
        wanted[i] = (uint8_t)(x >> 56);
    }
    memcpy(wanted, &number, sizeof(number));
    return (ts_span){ wanted, len };
}

static void
name_file(char name[static NAME_SIZE], uint64_t number)
{
    unsigned which = (unsigned)(number % FILES);
    snprintf(name, NAME_SIZE, "part-%u/below/list", which);
}

static void
name_mark(char name[static NAME_SIZE], uint64_t number)
{
    snprintf(name, NAME_SIZE, "marks/%llu", (unsigned long long)number);
}

static bool
do_step(struct ts_store *store, uint64_t number)
{
    char file[NAME_SIZE];
    char mark[NAME_SIZE];
    char mark_before[NAME_SIZE];
    name_file(file, number);
    name_mark(mark, number);
    name_mark(mark_before, number - 1);
    return ts_store_replace(store, file, content_of(number), false) == TS_OK
           && ts_store_replace(store, mark, TS_SPAN_LIT("x"), false) == TS_OK
           && ts_store_remove(store, mark_before) == TS_OK;
}

static bool
step(const char *folder, uint64_t number)
{
    struct ts_store *store;
    if (ts_store_open(&store, folder, false) != TS_OK)
        return false;
    bool is_done = do_step(store, number);
    ts_store_close(store);
    return is_done;
}

/* The step whose whole content a file holds; 0: there is no file. */
static bool
read_number(struct ts_store *store, const char *name, uint64_t *number)
{
    struct ts_arena arena = ts_arena_over(TS_ROOM_OF(memory));
    ts_span content;
    enum ts_status status = ts_store_read(store, &arena, &content, name, LEN_MOST);
    *number = 0;
    if (status == TS_ABSENT)
        return true;
    if (status != TS_OK || content.len < sizeof(*number))
        return false;
    memcpy(number, content.at, sizeof(*number));
    return ts_span_equal(content, content_of(*number));
}

/* The newest step up to last that wrote the file of number. */
static uint64_t
newest_of_file(uint64_t number, uint64_t last)
{
    while (last > 0 && last % FILES != number % FILES)
        last--;
    return last;
}

static enum ts_power_finding
look_at_files(struct ts_store *store, uint64_t acknowledged)
{
    enum ts_power_finding finding = TS_POWER_OLD;
    for (uint64_t i = 0; i < FILES; i++) {
        char name[NAME_SIZE];
        uint64_t found;
        uint64_t must = newest_of_file(i, acknowledged);
        name_file(name, i);
        if (!read_number(store, name, &found))
            return TS_POWER_CORRUPT;
        if (found < must)
            return TS_POWER_LOST;
        if (found != must && (found != acknowledged + 1 || found % FILES != i))
            return TS_POWER_CORRUPT;
        if (found == acknowledged + 1)
            finding = TS_POWER_NEW;
    }
    return finding;
}

static bool
has_mark(struct ts_store *store, uint64_t number)
{
    char name[NAME_SIZE];
    struct ts_arena arena = ts_arena_over(TS_ROOM_OF(memory));
    ts_span content;
    name_mark(name, number);
    return ts_store_read(store, &arena, &content, name, 1) == TS_OK;
}

static enum ts_power_finding
look_at_marks(struct ts_store *store, uint64_t acknowledged)
{
    if (acknowledged > 0 && !has_mark(store, acknowledged)
        && !has_mark(store, acknowledged + 1))
        return TS_POWER_LOST;
    for (uint64_t i = 1; i < acknowledged; i++)
        if (has_mark(store, i))
            return TS_POWER_LOST; /* a removal that came undone */
    return TS_POWER_OLD;
}

static enum ts_power_finding
look(const char *folder, uint64_t acknowledged)
{
    struct ts_store *store;
    if (ts_store_open(&store, folder, false) != TS_OK)
        return TS_POWER_CORRUPT;
    enum ts_power_finding finding = look_at_files(store, acknowledged);
    if (finding >= TS_POWER_OLD && look_at_marks(store, acknowledged) != TS_POWER_OLD)
        finding = TS_POWER_LOST;
    if (finding >= TS_POWER_OLD && !do_step(store, acknowledged + 1))
        finding = TS_POWER_STUCK;
    ts_store_close(store);
    return finding;
}

const struct ts_workload ts_workload_store = { "store", step, look };
