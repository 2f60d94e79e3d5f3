#include "keys/trust/status_list_kinds.h"

#include <stdlib.h>

static const char LIST[] = "FORMAT.md 4.8";

bool
ts_status_is_1edtech(const struct ts_json *document)
{
    return ts_json_values_include(ts_json_member(document, "type"),
                                  "1EdTechRevocationList");
}

static int
by_bytes(const void *a, const void *b)
{
    const ts_span *left = a;
    const ts_span *right = b;
    return ts_span_compare(*left, *right);
}

/* Said to be revoked unless "revoked" is there and false. */
static enum ts_status
read_entry(struct ts_status_list *list, ts_span *ids, const struct ts_json *entry)
{
    ts_span id = ts_json_string(ts_json_member(entry, "id"));
    const struct ts_json *revoked = ts_json_member(entry, "revoked");
    if (id.len == 0)
        return TS_MALFORMED;
    if (ts_json_is(revoked, TS_JSON_FALSE))
        return TS_OK;
    if (!ts_json_is(revoked, TS_JSON_NONE) && !ts_json_is(revoked, TS_JSON_TRUE))
        return TS_MALFORMED;
    ids[list->id_count++] = id;
    return TS_OK;
}

enum ts_status
ts_status_list_read_1edtech(struct ts_arena *arena, struct ts_status_list *list,
                            const struct ts_json *document, struct ts_fault *fault)
{
    const struct ts_json *id = ts_json_member(document, "id");
    const struct ts_json *entries = ts_json_member(document, "revokedCredential");
    if (!ts_span_equal(ts_json_string(id), list->url))
        return ts_fault_set(fault, TS_MALFORMED, id->offset, "FORMAT.md 4.3");
    if (!ts_json_is(entries, TS_JSON_ARRAY))
        return ts_fault_set(fault, TS_MALFORMED, document->offset, LIST);
    ts_span *ids = ts_arena_take_array(arena, entries->count, sizeof(*ids));
    if (!ids)
        return ts_fault_set(fault, TS_NO_SPACE, 0, "the arena is full");

    for (const struct ts_json *at = entries->first; at; at = at->next) {
        enum ts_status status = read_entry(list, ids, at);
        if (status != TS_OK)
            return ts_fault_set(fault, status, at->offset, LIST);
    }
    /* Lists are loaded off the scan path, where the C library may use the heap. */
    qsort(ids, list->id_count, sizeof(*ids), by_bytes);
    list->kind = TS_STATUS_1EDTECH;
    list->ids = ids;
    return TS_OK;
}
