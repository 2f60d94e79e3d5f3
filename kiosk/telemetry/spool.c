#include "kiosk/telemetry/spool.h"

#include "keys/crypto/random.h"

#include <stdio.h>
#include <string.h>

enum {
    BLOCK = 256,
    AHEAD = 64, /* numbers that one write reserves */
    PATH_SIZE = 160,
    NUMBER_DIGITS = 16,
    SIZE_DIGITS = 8,
    BLOCKS_MAX = 1 << 20, /* more than a century */
};

static const char hex[] = "0123456789abcdef";

bool
ts_spool_name_valid(ts_span name)
{
    bool part_begins = true;
    if (name.len == 0 || name.len >= TS_SPOOL_NAME_SIZE)
        return false;
    for (size_t i = 0; i < name.len; i++) {
        uint8_t c = name.at[i];
        bool is_letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z')
                         || (c >= '0' && c <= '9') || c == '-' || c == '_';
        if (!is_letter && (c != '.' || part_begins))
            return false;
        part_begins = c == '.';
    }
    return !part_begins;
}

static void
path_of(char path[static PATH_SIZE], const struct ts_spool_item *item)
{
    const char *dot = item->kind == TS_SPOOL_EXPORT ? "." : "";
    snprintf(path, PATH_SIZE, "m/%08llx/%016llu-%08u%s%s.%s",
             (unsigned long long)(item->number / BLOCK), (unsigned long long)item->number,
             (unsigned)item->size, dot, item->kind == TS_SPOOL_EXPORT ? item->name : "",
             item->kind == TS_SPOOL_EXPORT ? "export" : "status");
}

static bool
read_digits(uint64_t *value, ts_span text)
{
    uint64_t read = 0;
    for (size_t i = 0; i < text.len; i++) {
        if (text.at[i] < '0' || text.at[i] > '9')
            return false;
        read = read * 10 + (uint64_t)(text.at[i] - '0');
    }
    *value = read;
    return text.len > 0 && text.len <= NUMBER_DIGITS;
}

/* What path_of() writes, and nothing else. */
static bool
read_path(struct ts_spool_item *item, const char *path)
{
    struct ts_spool_item draft = { 0 };
    const char *slash = strrchr(path, '/');
    ts_span file = ts_span_text(slash ? slash + 1 : path);
    uint64_t size = 0;
    char again[PATH_SIZE];
    if (file.len < NUMBER_DIGITS + 1 + SIZE_DIGITS + sizeof(".status") - 1
        || !read_digits(&draft.number, ts_span_part(file, 0, NUMBER_DIGITS))
        || !read_digits(&size, ts_span_part(file, NUMBER_DIGITS + 1, SIZE_DIGITS))
        || size > TS_SPOOL_BYTES_MAX)
        return false;
    draft.size = (uint32_t)size;
    ts_span rest = ts_span_part(file, NUMBER_DIGITS + 1 + SIZE_DIGITS, file.len);
    size_t ending = sizeof(".export") - 1;
    draft.kind = ts_span_is(rest, ".status") ? TS_SPOOL_STATUS : TS_SPOOL_EXPORT;
    if (draft.kind == TS_SPOOL_EXPORT) {
        if (rest.len <= ending + 1)
            return false;
        ts_span name = ts_span_part(rest, 1, rest.len - ending - 1);
        if (!ts_spool_name_valid(name))
            return false;
        memcpy(draft.name, name.at, name.len);
    }
    path_of(again, &draft);
    if (draft.number == 0 || strcmp(again, path) != 0)
        return false;
    *item = draft;
    return true;
}

struct opening {
    struct ts_spool *spool;
    bool full;
};

static void
take(const char *path, void *context)
{
    struct opening *o = context;
    struct ts_spool *s = o->spool;
    struct ts_spool_item item;
    if (!read_path(&item, path))
        return;
    if (s->count == TS_SPOOL_ITEMS_MAX) {
        o->full = true;
        return;
    }
    s->items[s->count++] = item;
    s->bytes += item.size;
}

static enum ts_status
reserve(struct ts_spool *s)
{
    char text[32];
    uint64_t reserved = s->next + AHEAD;
    int len = snprintf(text, sizeof(text), "%llu\n", (unsigned long long)reserved);
    enum ts_status status = ts_store_replace(
        s->store, "reserved", (ts_span){ (const uint8_t *)text, (size_t)len }, false);
    if (status == TS_OK)
        s->reserved = reserved;
    return status == TS_OK ? TS_OK : TS_IO;
}

static enum ts_status
begin(struct ts_spool *s)
{
    uint8_t random[(TS_SPOOL_ID_SIZE - 1) / 2];
    ts_random_bytes(TS_ROOM_OF(random));
    for (size_t i = 0; i < sizeof(random); i++) {
        s->id[2 * i] = hex[random[i] >> 4];
        s->id[2 * i + 1] = hex[random[i] & 15];
    }
    s->next = 1;
    /* The id last: without it there was never a spool. */
    if (reserve(s) != TS_OK
        || ts_store_replace(s->store, "id", ts_span_text(s->id), false) != TS_OK)
        return TS_IO;
    return TS_OK;
}

static bool
is_id(ts_span id)
{
    if (id.len != TS_SPOOL_ID_SIZE - 1)
        return false;
    for (size_t i = 0; i < id.len; i++)
        if (!id.at[i] || !strchr(hex, id.at[i]))
            return false;
    return true;
}

static enum ts_status
read_begun(struct ts_spool *s, struct ts_arena *arena, ts_span id)
{
    ts_span text;
    uint64_t reserved = 0;
    enum ts_status status = ts_store_read(s->store, arena, &text, "reserved", 32);
    if (status != TS_OK)
        return status == TS_ABSENT ? TS_MALFORMED : status;
    if (!is_id(id) || text.len == 0
        || !read_digits(&reserved, ts_span_part(text, 0, text.len - 1)) || reserved == 0
        || reserved / BLOCK >= BLOCKS_MAX)
        return TS_MALFORMED;
    memcpy(s->id, id.at, id.len);
    s->next = reserved;
    return reserve(s);
}

static enum ts_status
list(struct ts_spool *s, struct ts_arena *arena)
{
    struct opening opening = { .spool = s };
    enum ts_status status = TS_OK;
    for (uint64_t block = 0; status == TS_OK && block <= s->next / BLOCK; block++) {
        char folder[24];
        size_t used = arena->used;
        snprintf(folder, sizeof(folder), "m/%08llx", (unsigned long long)block);
        status = ts_store_list(s->store, arena, folder, take, &opening);
        ts_arena_rewind(arena, used);
    }
    return status == TS_OK && opening.full ? TS_OVER_LIMIT : status;
}

enum ts_status
ts_spool_open(struct ts_spool *spool, struct ts_arena *arena, struct ts_store *store,
              uint64_t limit)
{
    size_t used = arena->used;
    ts_span id;
    memset(spool, 0, sizeof(*spool));
    spool->store = store;
    spool->limit = limit;
    enum ts_status status = ts_store_read(store, arena, &id, "id", TS_SPOOL_ID_SIZE);
    if (status == TS_ABSENT)
        status = begin(spool);
    else if (status == TS_OK)
        status = read_begun(spool, arena, id);
    if (status == TS_OK)
        status = list(spool, arena);
    ts_arena_rewind(arena, used);
    return status;
}

static size_t
place_of(const struct ts_spool *s, uint64_t number)
{
    size_t low = 0;
    size_t high = s->count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (s->items[middle].number < number)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

static enum ts_status
remove_at(struct ts_spool *s, size_t at)
{
    char path[PATH_SIZE];
    path_of(path, &s->items[at]);
    if (ts_store_remove(s->store, path) != TS_OK)
        return TS_IO;
    s->bytes -= s->items[at].size;
    s->count--;
    memmove(&s->items[at], &s->items[at + 1], (s->count - at) * sizeof(s->items[0]));
    return TS_OK;
}

enum ts_status
ts_spool_remove(struct ts_spool *spool, uint64_t number)
{
    size_t at = place_of(spool, number);
    if (at == spool->count || spool->items[at].number != number)
        return TS_OK;
    return remove_at(spool, at);
}

static size_t
count_statuses(const struct ts_spool *s)
{
    size_t count = 0;
    for (size_t i = 0; i < s->count; i++)
        count += s->items[i].kind == TS_SPOOL_STATUS;
    return count;
}

static bool
has_room(const struct ts_spool *s, uint64_t size)
{
    return s->count < TS_SPOOL_ITEMS_MAX && size <= s->limit
           && s->bytes <= s->limit - size;
}

/* Every second status of the older half: what is left still tells the whole time. */
static enum ts_status
thin(struct ts_spool *s)
{
    size_t older = (count_statuses(s) + 1) / 2;
    size_t seen = 0;
    for (size_t i = 0; i < s->count && seen < older;) {
        bool goes = s->items[i].kind == TS_SPOOL_STATUS && seen % 2 == 0;
        seen += s->items[i].kind == TS_SPOOL_STATUS;
        if (!goes) {
            i++;
            continue;
        }
        enum ts_status status = remove_at(s, i);
        if (status != TS_OK)
            return status;
        s->thinned++;
    }
    return TS_OK;
}

static enum ts_status
make_room(struct ts_spool *s, enum ts_spool_kind kind, uint64_t size)
{
    size_t least = kind == TS_SPOOL_EXPORT ? 1 : 0;
    while (!has_room(s, size)) {
        if (count_statuses(s) <= least || size > s->limit)
            return TS_OVER_LIMIT;
        enum ts_status status = thin(s);
        if (status != TS_OK)
            return status;
    }
    return TS_OK;
}

enum ts_status
ts_spool_add(struct ts_spool *spool, enum ts_spool_kind kind, const char *name,
             ts_span content)
{
    struct ts_spool_item item = { .kind = kind, .size = (uint32_t)content.len };
    char path[PATH_SIZE];
    if (kind == TS_SPOOL_EXPORT) {
        if (!ts_spool_name_valid(ts_span_text(name)))
            return TS_MALFORMED;
        snprintf(item.name, sizeof(item.name), "%s", name);
    }
    if (content.len > TS_SPOOL_BYTES_MAX)
        return TS_OVER_LIMIT;
    enum ts_status status = make_room(spool, kind, content.len);
    if (status == TS_OK && spool->next == spool->reserved)
        status = reserve(spool);
    if (status != TS_OK)
        return status;
    item.number = spool->next;
    path_of(path, &item);
    /* A number that a failed write may have used is not given again. */
    spool->next++;
    if (ts_store_replace(spool->store, path, content, false) != TS_OK)
        return TS_IO;
    spool->items[spool->count++] = item;
    spool->bytes += item.size;
    return TS_OK;
}

enum ts_status
ts_spool_read(const struct ts_spool *spool, struct ts_arena *arena, ts_span *content,
              const struct ts_spool_item *item)
{
    char path[PATH_SIZE];
    ts_span bytes;
    path_of(path, item);
    enum ts_status status =
        ts_store_read(spool->store, arena, &bytes, path, TS_SPOOL_BYTES_MAX);
    if (status == TS_OK && bytes.len != item->size)
        status = TS_MALFORMED;
    if (status == TS_OK)
        *content = bytes;
    return status;
}

const struct ts_spool_item *
ts_spool_from(const struct ts_spool *spool, uint64_t number)
{
    size_t at = place_of(spool, number);
    return at < spool->count ? &spool->items[at] : NULL;
}
