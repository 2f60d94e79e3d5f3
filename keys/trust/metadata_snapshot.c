#include "keys/trust/metadata_form.h"

#include <stdlib.h>

static enum ts_status
read_meta(const struct ts_reading *reading, struct ts_meta *meta,
          const struct ts_json *json)
{
    const struct ts_json *length = ts_json_member(json, "length");
    const struct ts_json *hashes = ts_json_member(json, "hashes");
    int64_t number;
    if (ts_json_integer(ts_json_member(json, "version"), &number) != TS_OK || number < 1)
        return ts_reading_fault(reading, TS_MALFORMED, json, "FORMAT.md 2.17");
    meta->version = (uint64_t)number;
    meta->has_length = !ts_json_is(length, TS_JSON_NONE);
    if (meta->has_length && (ts_json_integer(length, &number) != TS_OK || number < 0))
        return ts_reading_fault(reading, TS_MALFORMED, length, "FORMAT.md 2.17");
    meta->length = meta->has_length ? (uint64_t)number : 0;
    meta->has_hashes = !ts_json_is(hashes, TS_JSON_NONE);
    if (meta->has_hashes) {
        enum ts_status status = ts_reading_hashes(reading, &meta->hashes, hashes);
        if (status != TS_OK)
            return status;
    }
    return ts_reading_copy(reading, &meta->name, json->name);
}

static enum ts_status
read_timestamp(const struct ts_reading *reading, struct ts_timestamp *timestamp,
               const struct ts_signers *signers)
{
    const struct ts_json *files = ts_json_member(reading->body, "meta");
    const struct ts_json *snapshot = ts_json_member(files, "snapshot.json");
    enum ts_status status = ts_reading_check(reading, signers);
    if (status == TS_OK)
        status = ts_reading_version(reading, &timestamp->version, &timestamp->expires);
    if (status == TS_OK)
        status = ts_reading_issued(reading, &timestamp->issued);
    if (status == TS_OK)
        status = read_meta(reading, &timestamp->snapshot, snapshot);
    return status;
}

enum ts_status
ts_timestamp_read(struct ts_arena *arena, struct ts_timestamp *timestamp,
                  const struct ts_root *root, ts_span bytes, struct ts_fault *fault)
{
    struct ts_reading reading;
    struct ts_timestamp draft = { 0 };
    enum ts_status status = ts_reading_begin(&reading, arena, bytes, "timestamp", fault);
    if (status == TS_OK)
        status =
            read_timestamp(&reading, &draft, ts_root_signers(root, TS_ROLE_TIMESTAMP));
    if (status == TS_OK)
        *timestamp = draft;
    return ts_reading_end(&reading, status);
}

static int
by_name(const void *a, const void *b)
{
    const struct ts_meta *left = a;
    const struct ts_meta *right = b;
    return ts_span_compare(left->name, right->name);
}

static enum ts_status
read_files(const struct ts_reading *reading, struct ts_snapshot *snapshot)
{
    const struct ts_json *files = ts_json_member(reading->body, "meta");
    size_t count = 0;
    if (!ts_json_is(files, TS_JSON_OBJECT))
        return ts_reading_fault(reading, TS_MALFORMED, files, "FORMAT.md 2.18");
    struct ts_meta *items =
        ts_arena_take_array(reading->arena, files->count, sizeof(*items));
    if (!items)
        return ts_reading_fault(reading, TS_NO_SPACE, files, "the arena is full");
    for (const struct ts_json *at = files->first; at; at = at->next) {
        enum ts_status status = read_meta(reading, &items[count++], at);
        if (status != TS_OK)
            return status;
    }
    qsort(items, count, sizeof(*items), by_name);
    snapshot->items = items;
    snapshot->count = count;
    return TS_OK;
}

enum ts_status
ts_snapshot_read(struct ts_arena *arena, struct ts_snapshot *snapshot,
                 const struct ts_root *root, ts_span bytes, struct ts_fault *fault)
{
    struct ts_reading reading;
    struct ts_snapshot draft = { 0 };
    enum ts_status status = ts_reading_begin(&reading, arena, bytes, "snapshot", fault);
    if (status == TS_OK)
        status = ts_reading_check(&reading, ts_root_signers(root, TS_ROLE_SNAPSHOT));
    if (status == TS_OK)
        status = ts_reading_version(&reading, &draft.version, &draft.expires);
    if (status == TS_OK)
        status = read_files(&reading, &draft);
    if (status == TS_OK)
        *snapshot = draft;
    return ts_reading_end(&reading, status);
}

/* name against role and ".json", in the order of by_name(). */
static int
compare_file(ts_span name, ts_span role)
{
    int order = ts_span_compare(ts_span_part(name, 0, role.len), role);
    if (order != 0)
        return order;
    return ts_span_compare(ts_span_part(name, role.len, name.len), TS_SPAN_LIT(".json"));
}

const struct ts_meta *
ts_snapshot_find(const struct ts_snapshot *snapshot, ts_span role)
{
    size_t low = 0;
    size_t high = snapshot->count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        int order = compare_file(snapshot->items[middle].name, role);
        if (order == 0)
            return &snapshot->items[middle];
        if (order < 0)
            low = middle + 1;
        else
            high = middle;
    }
    return NULL;
}
