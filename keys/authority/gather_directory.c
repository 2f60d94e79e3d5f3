#include "keys/authority/gather_directory.h"

#include "keys/authority/cell.h"
#include "keys/authority/gather_address.h"
#include "keys/authority/gather_index.h"
#include "keys/crypto/did.h"

struct draft {
    struct ts_directory_entry *entries;
    struct ts_index ids;
    size_t count, passed_over;
};

/* Room for as many entries as list has values. */
static enum ts_status
begin(struct ts_arena *arena, struct draft *draft, const struct ts_json *list)
{
    draft->entries = ts_arena_take_array(arena, list->count, sizeof(*draft->entries));
    bool room = ts_index_init(&draft->ids, arena, list->count);
    return draft->entries && room ? TS_OK : TS_NO_SPACE;
}

static void
add(struct draft *draft, ts_span id, ts_span name, bool good)
{
    size_t number;
    if (!good || name.len == 0) {
        draft->passed_over++;
        return;
    }
    if (ts_index_find(&draft->ids, id, NULL) || !ts_index_add(&draft->ids, id, &number))
        return;
    draft->entries[draft->count++] = (struct ts_directory_entry){ id, name };
}

static void
keep(struct ts_directory *directory, const struct draft *draft)
{
    *directory = (struct ts_directory){ .entries = draft->entries,
                                        .count = draft->count,
                                        .passed_over = draft->passed_over };
}

static bool
is_did(ts_span id)
{
    return ts_span_starts_with(id, TS_SPAN_LIT("did:")) && ts_uri_plausible(id)
           && ts_did_of_url(id).len == id.len && id.len <= TS_GATHER_URL_MAX;
}

enum ts_status
ts_dcc_registry_read(struct ts_arena *arena, struct ts_directory *directory, ts_span text,
                     struct ts_fault *fault)
{
    const struct ts_json *root;
    struct draft draft = { 0 };
    enum ts_status status = ts_json_parse(arena, &root, text, fault);
    if (status != TS_OK)
        return status;
    const struct ts_json *registry = ts_json_member(root, "registry");
    if (!ts_json_is(registry, TS_JSON_OBJECT))
        return ts_fault_set(fault, TS_MALFORMED, registry->offset,
                            "registry: an object of DIDs");
    status = begin(arena, &draft, registry);
    if (status != TS_OK)
        return ts_fault_set(fault, status, 0, "registry");
    for (const struct ts_json *at = registry->first; at; at = at->next)
        add(&draft, at->name, ts_json_string(ts_json_member(at, "name")),
            is_did(at->name));
    keep(directory, &draft);
    return TS_OK;
}

enum ts_status
ts_health_directory_read(struct ts_arena *arena, struct ts_directory *directory,
                         ts_span text, bool plain_http, struct ts_fault *fault)
{
    const struct ts_json *root;
    struct draft draft = { 0 };
    enum ts_status status = ts_json_parse(arena, &root, text, fault);
    if (status != TS_OK)
        return status;
    const struct ts_json *issuers = ts_json_member(root, "participating_issuers");
    if (!ts_json_is(issuers, TS_JSON_ARRAY))
        return ts_fault_set(fault, TS_MALFORMED, issuers->offset,
                            "participating_issuers: an array");
    status = begin(arena, &draft, issuers);
    if (status != TS_OK)
        return ts_fault_set(fault, status, 0, "participating_issuers");
    for (const struct ts_json *at = issuers->first; at; at = at->next) {
        ts_span id = ts_json_string(ts_json_member(at, "iss"));
        add(&draft, id, ts_json_string(ts_json_member(at, "name")),
            ts_gather_url_valid(id, plain_http));
    }
    keep(directory, &draft);
    return TS_OK;
}
