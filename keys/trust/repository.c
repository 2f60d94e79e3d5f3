#include "keys/trust/repository.h"

#include "firmware/base/writer.h"

#include <string.h>

/* What another request costs besides its bytes: headers both ways. */
enum { REQUEST_BYTES = 400 };

static bool
take_number(ts_span *text, uint64_t *number)
{
    size_t len = 0;
    uint64_t value = 0;
    for (; len < text->len && text->at[len] >= '0' && text->at[len] <= '9'; len++) {
        if (value > (UINT64_MAX - 9) / 10)
            return false;
        value = 10 * value + (uint64_t)(text->at[len] - '0');
    }
    if (len == 0 || text->at[0] == '0')
        return false;
    *number = value;
    *text = ts_span_part(*text, len, text->len);
    return true;
}

bool
ts_epochs_of_path(struct ts_epochs *epochs, ts_span path, const char *folder)
{
    struct ts_epochs draft;
    const char *end = strcmp(folder, TS_ISSUERS_FOLDER) == 0 ? ".zst" : "";
    ts_span rest = ts_span_part(path, strlen(folder), path.len);
    if (!ts_span_starts_with(path, ts_span_text(folder))
        || !take_number(&rest, &draft.from)
        || !ts_span_starts_with(rest, TS_SPAN_LIT("-")))
        return false;
    rest = ts_span_part(rest, 1, rest.len);
    if (!take_number(&rest, &draft.to) || !ts_span_is(rest, end)
        || draft.from >= draft.to)
        return false;
    *epochs = draft;
    return true;
}

static const struct ts_target *
find(const struct ts_target *items, size_t count, const char *path)
{
    for (size_t i = 0; i < count; i++)
        if (ts_span_is(items[i].path, path))
            return &items[i];
    return NULL;
}

/* One delta that may be a step, and the cheapest way from it to the end. */
struct edge {
    const struct ts_target *target;
    struct ts_epochs epochs;
    uint64_t cost; /* UINT64_MAX: it does not lead there. */
    size_t next;   /* Edge after it; itself: it is the last. */
    size_t steps;
};

struct map {
    struct edge edges[TS_TARGETS_MAX];
    size_t count;
};

/* Edges in falling order of where they begin: then all that can follow one stand
 * before it. */
static void
put_edge(struct map *map, struct edge edge)
{
    size_t at = map->count++;
    while (at > 0 && map->edges[at - 1].epochs.from < edge.epochs.from) {
        map->edges[at] = map->edges[at - 1];
        at--;
    }
    map->edges[at] = edge;
}

static void
find_next(struct map *map, size_t at, uint64_t to)
{
    struct edge *edge = &map->edges[at];
    uint64_t own = edge->target->length;
    own = own > UINT32_MAX ? UINT32_MAX : own + REQUEST_BYTES;
    edge->cost = UINT64_MAX;
    if (edge->epochs.to == to) {
        edge->cost = own;
        edge->next = at;
        edge->steps = 1;
        return;
    }
    for (size_t i = 0; i < at; i++) {
        const struct edge *after = &map->edges[i];
        if (after->epochs.from == edge->epochs.to && after->cost != UINT64_MAX
            && after->steps < TS_ROUTE_MAX && own + after->cost < edge->cost) {
            edge->cost = own + after->cost;
            edge->next = i;
            edge->steps = after->steps + 1;
        }
    }
}

static void
survey(struct map *map, const struct ts_target *items, size_t count, const char *folder,
       uint64_t to)
{
    map->count = 0;
    for (size_t i = 0; i < count && map->count < TS_TARGETS_MAX; i++) {
        struct edge edge = { .target = &items[i] };
        if (ts_epochs_of_path(&edge.epochs, items[i].path, folder)
            && edge.epochs.to <= to)
            put_edge(map, edge);
    }
    for (size_t i = 0; i < map->count; i++)
        find_next(map, i, to);
}

/* SIZE_MAX: no delta begins there that leads to the end. */
static size_t
cheapest_from(const struct map *map, uint64_t from)
{
    size_t best = SIZE_MAX;
    for (size_t i = 0; i < map->count; i++)
        if (map->edges[i].epochs.from == from && map->edges[i].cost != UINT64_MAX
            && (best == SIZE_MAX || map->edges[i].cost < map->edges[best].cost))
            best = i;
    return best;
}

static void
follow(struct ts_route *route, const struct map *map, size_t at)
{
    for (;;) {
        const struct edge *edge = &map->edges[at];
        route->steps[route->count++] = edge->target;
        route->bytes += edge->target->length;
        if (edge->next == at)
            return;
        at = edge->next;
    }
}

static enum ts_status
plan(struct ts_route *route, const struct ts_target *items, size_t count,
     const char *folder, const struct ts_target *whole, uint64_t from_to[static 2])
{
    struct map map;
    struct ts_route draft = { 0 };
    /* Whose epoch nobody says is fetched whole. */
    if (from_to[1] && from_to[0] > from_to[1])
        return TS_ROLLBACK;
    if (from_to[0] < from_to[1] || !from_to[0] || !from_to[1]) {
        survey(&map, items, count, folder, from_to[1]);
        size_t first = cheapest_from(&map, from_to[0]);
        if (first != SIZE_MAX && map.edges[first].cost < whole->length + REQUEST_BYTES) {
            follow(&draft, &map, first);
        } else {
            draft.steps[draft.count++] = whole;
            draft.bytes = whole->length;
            draft.is_whole = true;
        }
    }
    *route = draft;
    return TS_OK;
}

enum ts_status
ts_route_revocations(struct ts_route *route, const struct ts_target *items, size_t count,
                     uint64_t from)
{
    const struct ts_target *whole = find(items, count, TS_REV_SNAPSHOT_PATH);
    if (!whole)
        return TS_ABSENT;
    return plan(route, items, count, TS_REV_FOLDER, whole,
                (uint64_t[]){ from, whole->epoch });
}

enum ts_status
ts_route_issuers(struct ts_route *route, const struct ts_target *items, size_t count,
                 uint64_t from)
{
    const struct ts_target *plain = find(items, count, TS_ISSUERS_PATH);
    const struct ts_target *packed = find(items, count, TS_ISSUERS_PACKED_PATH);
    if (!plain)
        return TS_ABSENT;
    return plan(route, items, count, TS_ISSUERS_FOLDER,
                packed && packed->length < plain->length ? packed : plain,
                (uint64_t[]){ from, plain->epoch });
}

static void
write_hex(struct ts_writer *w, ts_span bytes)
{
    static const char digits[] = "0123456789abcdef";
    for (size_t i = 0; i < bytes.len; i++) {
        ts_write_u8(w, (uint8_t)digits[bytes.at[i] >> 4]);
        ts_write_u8(w, (uint8_t)digits[bytes.at[i] & 15]);
    }
}

static ts_span
hash_of(const struct ts_target *target)
{
    return target->hashes.has_sha256 ? TS_SPAN_OF(target->hashes.sha256)
                                     : TS_SPAN_OF(target->hashes.sha512);
}

/* TS_MALFORMED: no store has such a name. A path comes from metadata, which allow more
 * characters than a store does: a NUL in it must not shorten it. */
static enum ts_status
end_name(struct ts_writer *w)
{
    ts_span text = ts_writer_span(w);
    bool whole = ts_span_index(text, 0) == text.len;
    ts_write_u8(w, 0);
    if (w->full || !whole || !ts_store_name_valid((const char *)text.at))
        return TS_MALFORMED;
    return TS_OK;
}

enum ts_status
ts_repository_target(struct ts_file_name *name, const struct ts_target *target)
{
    size_t folder = target->path.len;
    while (folder > 0 && target->path.at[folder - 1] != '/')
        folder--;
    struct ts_writer w = ts_writer_over(TS_ROOM_OF(name->text));
    ts_write_text(&w, "targets/");
    ts_write_bytes(&w, ts_span_part(target->path, 0, folder));
    write_hex(&w, hash_of(target));
    ts_write_u8(&w, '.');
    ts_write_bytes(&w, ts_span_part(target->path, folder, target->path.len));
    return end_name(&w);
}

bool
ts_repository_is_numbered(ts_span name)
{
    const ts_span digits = TS_SPAN_LIT("0123456789abcdef");
    size_t begin = name.len;
    while (begin > 0 && name.at[begin - 1] != '/')
        begin--;
    ts_span last = ts_span_part(name, begin, name.len);
    size_t dot = ts_span_index(last, '.');
    ts_span rest = ts_span_part(last, dot, last.len);
    if (ts_span_starts_with(name, TS_SPAN_LIT("targets/"))) {
        for (size_t i = 0; i < dot; i++)
            if (ts_span_index(digits, last.at[i]) == digits.len)
                return false;
        return (dot == (size_t)2 * TS_SHA256_SIZE || dot == (size_t)2 * TS_SHA512_SIZE)
               && rest.len > 1;
    }
    for (size_t i = 0; i < dot; i++)
        if (last.at[i] < '0' || last.at[i] > '9')
            return false;
    return begin == 0 && dot > 0 && rest.len > 6 && !ts_span_is(rest, ".root.json")
           && ts_span_is(ts_span_part(rest, rest.len - 5, 5), ".json");
}
