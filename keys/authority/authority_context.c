#include "keys/authority/authority_contexts.h"

#include "keys/authority/authority.h"
#include "keys/authority/authority_files.h"
#include "keys/authority/cell.h"
#include "keys/proof/linked_data/expand.h"

/* What it says is looked at when a document uses it; so one does. That it names further
 * contexts which are not known here is no mistake of its own. */
static enum ts_status
try(struct ts_arena *arena, const struct ts_ld_contexts *contexts, ts_span url)
{
    const struct ts_ld_options options = { .site = contexts };
    const struct ts_ld_item *items = NULL;
    const struct ts_json *document;
    ts_span text;
    struct ts_writer w = ts_text_begin(arena);
    ts_write_text(&w, "{\"@context\":");
    ts_json_write_string(&w, url);
    ts_write_u8(&w, '}');
    enum ts_status status = ts_text_keep(arena, &w, &text);
    if (status == TS_OK)
        status = ts_json_parse(arena, &document, text, NULL);
    if (status == TS_OK)
        status = ts_ld_expand(arena, &items, document, &options, NULL);
    return status == TS_UNSUPPORTED ? TS_OK : status;
}

/* As a kiosk would take it, which knows what is compiled in. */
static enum ts_status
check(struct ts_arena *arena, ts_span url, ts_span bytes, struct ts_fault *fault)
{
    struct ts_ld_contexts none = { 0 };
    const struct ts_json *document;
    if (bytes.len > TS_SITE_CONTEXT_BYTES_MAX)
        return ts_fault_set(fault, TS_OVER_LIMIT, 0, "FORMAT.md 10.4");
    if (!ts_uri_plausible(url) || url.len > TS_REVOCATION_TEXT_MAX)
        return ts_fault_set(fault, TS_MALFORMED, 0, "FORMAT.md 10.2");
    enum ts_status status = ts_json_parse(arena, &document, bytes, fault);
    if (status != TS_OK)
        return status;
    status = ts_ld_contexts_add(&none, arena, url, document);
    if (status == TS_OK)
        status = try(arena, &none, url);
    return ts_fault_set(fault, status, 0,
                        status == TS_DUPLICATE ? "FORMAT.md 10.3" : "FORMAT.md 10.2");
}

static enum ts_status
put(struct ts_arena *arena, struct ts_store *store, ts_span url, ts_span bytes,
    struct ts_fault *fault)
{
    char name[TS_CONTEXT_NAME_SIZE];
    struct ts_context_urls kept;
    enum ts_status status = check(arena, url, bytes, fault);
    if (status != TS_OK)
        return status;
    status = ts_context_urls_read(arena, &kept, store);
    size_t at = ts_context_urls_find(&kept, url);
    if (status == TS_OK && at == TS_SITE_CONTEXTS_MAX)
        return ts_fault_set(fault, TS_OVER_LIMIT, 0, "FORMAT.md 10.4");
    ts_authority_context_name(name, url);
    if (status == TS_OK)
        status = ts_store_replace(store, name, bytes, false);
    if (status == TS_OK && at == kept.count) {
        kept.items[kept.count++] = url;
        status = ts_context_urls_write(arena, &kept, store);
    }
    return ts_fault_set(fault, status, 0, TS_AUTHORITY_CONTEXTS_FILE);
}

enum ts_status
ts_authority_put_context(struct ts_arena *arena, struct ts_store *store, ts_span url,
                         ts_span bytes, struct ts_fault *fault)
{
    size_t used = arena->used;
    enum ts_status status = put(arena, store, url, bytes, fault);
    ts_arena_rewind(arena, used);
    return status;
}
