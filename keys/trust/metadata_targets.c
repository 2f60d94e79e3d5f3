#include "keys/trust/metadata_form.h"

/* The store has a narrower alphabet; this only keeps a signed path below its
 * folder whatever it is joined to. */
static bool
is_inside(ts_span path)
{
    size_t begin = 0;
    if (path.len == 0 || path.len > TS_TARGET_PATH_MAX || path.at[0] == '/')
        return false;
    while (begin <= path.len) {
        ts_span rest = ts_span_part(path, begin, path.len);
        ts_span part = ts_span_part(rest, 0, ts_span_index(rest, '/'));
        if (part.len == 0 || ts_span_is(part, ".") || ts_span_is(part, ".."))
            return false;
        begin += part.len + 1;
    }
    return ts_span_index(path, '\\') == path.len && ts_span_index(path, 0) == path.len;
}

/* Custom members are anybody's: what is not of our form was not meant for us. */
static void
read_state(struct ts_target *target, const struct ts_json *custom)
{
    int64_t epoch;
    ts_span state;
    if (ts_json_integer(ts_json_member(custom, "epoch"), &epoch) == TS_OK && epoch > 0)
        target->epoch = (uint64_t)epoch;
    target->has_state =
        ts_tuf_hex(&state, TS_ROOM_OF(target->state), ts_json_member(custom, "state"))
        && state.len == sizeof(target->state);
}

static enum ts_status
read_target(const struct ts_reading *reading, struct ts_target *target,
            const struct ts_json *json)
{
    const struct ts_json *custom = ts_json_member(json, "custom");
    const struct ts_json *url = ts_json_member(custom, "url");
    const struct ts_json *hashes = ts_json_member(json, "hashes");
    int64_t length;
    if (!is_inside(json->name))
        return ts_reading_fault(reading, TS_MALFORMED, json, "FORMAT.md 2.10");
    if (ts_json_integer(ts_json_member(json, "length"), &length) != TS_OK || length < 0)
        return ts_reading_fault(reading, TS_MALFORMED, json, "FORMAT.md 2.11");
    if (!ts_json_is(url, TS_JSON_NONE) && !ts_json_is(url, TS_JSON_STRING))
        return ts_reading_fault(reading, TS_MALFORMED, url, "FORMAT.md 2.12");
    enum ts_status status = ts_reading_hashes(reading, &target->hashes, hashes);
    if (status == TS_OK)
        status = ts_reading_copy(reading, &target->path, json->name);
    if (status == TS_OK)
        status = ts_reading_copy(reading, &target->url, ts_json_string(url));
    target->length = (uint64_t)length;
    read_state(target, custom);
    return status;
}

static enum ts_status
read_items(const struct ts_reading *reading, struct ts_targets *targets)
{
    const struct ts_json *map = ts_json_member(reading->body, "targets");
    if (!ts_json_is(map, TS_JSON_OBJECT))
        return ts_reading_fault(reading, TS_MALFORMED, map, "FORMAT.md 2.10");
    if (map->count > TS_TARGETS_MAX)
        return ts_reading_fault(reading, TS_OVER_LIMIT, map, "TS_TARGETS_MAX");
    struct ts_target *items =
        ts_arena_take_array(reading->arena, map->count, sizeof(*items));
    if (!items)
        return ts_reading_fault(reading, TS_NO_SPACE, map, "the arena is full");
    size_t count = 0;
    for (const struct ts_json *at = map->first; at; at = at->next) {
        enum ts_status status = read_target(reading, &items[count++], at);
        if (status != TS_OK)
            return status;
    }
    targets->items = items;
    targets->count = count;
    return TS_OK;
}

static enum ts_status
read_targets(struct ts_arena *arena, struct ts_targets *targets,
             const struct ts_signers *signers, ts_span bytes, struct ts_fault *fault)
{
    struct ts_reading reading;
    struct ts_targets draft = { 0 };
    enum ts_status status = ts_reading_begin(&reading, arena, bytes, "targets", fault);
    if (status == TS_OK)
        status = ts_reading_check(&reading, signers);
    if (status == TS_OK)
        status = ts_reading_version(&reading, &draft.version, &draft.expires);
    if (status == TS_OK)
        status = ts_reading_issued(&reading, &draft.issued);
    if (status == TS_OK)
        status = read_items(&reading, &draft);
    if (status == TS_OK)
        status = ts_reading_delegations(&reading, &draft);
    if (status == TS_OK)
        *targets = draft;
    return ts_reading_end(&reading, status);
}

enum ts_status
ts_targets_read(struct ts_arena *arena, struct ts_targets *targets,
                const struct ts_root *root, ts_span bytes, struct ts_fault *fault)
{
    return read_targets(arena, targets, ts_root_signers(root, TS_ROLE_TARGETS), bytes,
                        fault);
}

enum ts_status
ts_delegated_read(struct ts_arena *arena, struct ts_targets *targets,
                  const struct ts_delegation *delegation, ts_span bytes,
                  struct ts_fault *fault)
{
    return read_targets(arena, targets, delegation->signers, bytes, fault);
}

const struct ts_target *
ts_targets_find(const struct ts_targets *targets, ts_span path)
{
    for (size_t i = 0; i < targets->count; i++) {
        if (ts_span_equal(targets->items[i].path, path))
            return &targets->items[i];
    }
    return NULL;
}
