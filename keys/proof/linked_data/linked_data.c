#include "keys/proof/linked_data/linked_data.h"

#include "keys/proof/linked_data/to_rdf.h"

#include <string.h>

static enum ts_status
refuse(struct ts_ld_trouble *trouble, ts_span name)
{
    if (trouble)
        *trouble = (struct ts_ld_trouble){ name, "JSON-LD 1.1 API 8.1: no RDF" };
    return TS_MALFORMED;
}

/* A name that the document does not spell out stands in memory that is given back. */
static void
keep_name(struct ts_arena *arena, size_t used, struct ts_ld_trouble *trouble)
{
    ts_arena_rewind(arena, used);
    ts_room room = ts_arena_rest(arena);
    if (!trouble || trouble->name.len == 0
        || (uintptr_t)trouble->name.at - (uintptr_t)room.at >= room.len)
        return;
    memmove(room.at, trouble->name.at, trouble->name.len);
    trouble->name.at = room.at;
    ts_arena_keep(arena, trouble->name.len);
}

static enum ts_status
items_canonical(struct ts_arena *arena, ts_span *nquads, const struct ts_ld_item *items,
                enum ts_rdfc_hash hash, struct ts_ld_trouble *trouble)
{
    struct ts_rdf_dataset dataset;
    enum ts_status status = ts_ld_to_rdf(arena, &dataset, items);
    if (status != TS_OK)
        return status;
    /* What gets lost here would be shown, and not signed. */
    if (dataset.dropped > 0)
        return refuse(trouble, dataset.dropped_at);
    return ts_rdfc_canonicalize(arena, nquads, NULL, &dataset, hash);
}

/* All the work was done before the text, which now takes its place. */
static void
keep_text(struct ts_arena *arena, size_t used, ts_span *nquads, ts_span text)
{
    ts_arena_rewind(arena, used);
    ts_room room = ts_arena_rest(arena);
    if (text.len > 0)
        memmove(room.at, text.at, text.len);
    ts_arena_keep(arena, text.len);
    *nquads = (ts_span){ room.at, text.len };
}

enum ts_status
ts_ld_items_canonical(struct ts_arena *arena, ts_span *nquads,
                      const struct ts_ld_item *items, enum ts_rdfc_hash hash,
                      struct ts_ld_trouble *trouble)
{
    size_t used = arena->used;
    ts_span text = { 0 };
    enum ts_status status = items_canonical(arena, &text, items, hash, trouble);
    if (status == TS_OK)
        keep_text(arena, used, nquads, text);
    else
        keep_name(arena, used, trouble);
    return status;
}

enum ts_status
ts_ld_canonical(struct ts_arena *arena, ts_span *nquads, const struct ts_json *document,
                const struct ts_ld_options *options, enum ts_rdfc_hash hash,
                struct ts_ld_trouble *trouble)
{
    struct ts_ld_options safe = *options;
    const struct ts_ld_item *items = NULL;
    size_t used = arena->used;
    ts_span text = { 0 };
    safe.safe = true;
    enum ts_status status = ts_ld_expand(arena, &items, document, &safe, trouble);
    if (status == TS_OK)
        status = items_canonical(arena, &text, items, hash, trouble);
    if (status == TS_OK)
        keep_text(arena, used, nquads, text);
    else
        keep_name(arena, used, trouble);
    return status;
}
