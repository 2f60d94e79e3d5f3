#include "keys/authority/authority_contexts.h"

#include "keys/authority/authority.h"
#include "keys/authority/authority_files.h"
#include "keys/authority/cell.h"
#include "keys/proof/linked_data/context.h"

enum ts_status
ts_context_urls_read(struct ts_arena *arena, struct ts_context_urls *urls,
                     struct ts_store *store)
{
    ts_span text = { 0 };
    ts_span line;
    urls->count = 0;
    enum ts_status status = ts_store_read(store, arena, &text, TS_AUTHORITY_CONTEXTS_FILE,
                                          TS_AUTHORITY_SMALL_FILE_MAX);
    if (status == TS_ABSENT)
        return TS_OK;
    while (status == TS_OK && ts_line_take(&text, &line)) {
        if (!ts_uri_plausible(line))
            status = TS_MALFORMED;
        else if (urls->count == TS_SITE_CONTEXTS_MAX)
            status = TS_OVER_LIMIT;
        else
            urls->items[urls->count++] = line;
    }
    return status;
}

enum ts_status
ts_context_urls_write(struct ts_arena *arena, const struct ts_context_urls *urls,
                      struct ts_store *store)
{
    ts_span text;
    struct ts_writer w = ts_text_begin(arena);
    for (size_t i = 0; i < urls->count; i++) {
        ts_write_bytes(&w, urls->items[i]);
        ts_write_u8(&w, '\n');
    }
    enum ts_status status = ts_text_keep(arena, &w, &text);
    if (status == TS_OK)
        status = ts_store_replace(store, TS_AUTHORITY_CONTEXTS_FILE, text, false);
    return status;
}

size_t
ts_context_urls_find(const struct ts_context_urls *urls, ts_span url)
{
    size_t at = 0;
    while (at < urls->count && !ts_span_equal(urls->items[at], url))
        at++;
    return at;
}

enum ts_status
ts_authority_remove_context(struct ts_arena *arena, struct ts_store *store, ts_span url)
{
    char name[TS_CONTEXT_NAME_SIZE];
    struct ts_context_urls kept;
    size_t used = arena->used;
    enum ts_status status = ts_context_urls_read(arena, &kept, store);
    size_t at = ts_context_urls_find(&kept, url);
    if (status == TS_OK && at == kept.count)
        status = TS_ABSENT;
    if (status == TS_OK) {
        kept.items[at] = kept.items[--kept.count];
        status = ts_context_urls_write(arena, &kept, store);
    }
    ts_authority_context_name(name, url);
    if (status == TS_OK)
        status = ts_store_remove(store, name);
    ts_arena_rewind(arena, used);
    return status;
}

enum ts_status
ts_authority_contexts(struct ts_arena *arena, const ts_span **urls, size_t *count,
                      struct ts_store *store)
{
    struct ts_context_urls *kept = ts_arena_take(arena, sizeof(*kept));
    if (!kept)
        return TS_NO_SPACE;
    enum ts_status status = ts_context_urls_read(arena, kept, store);
    if (status != TS_OK)
        return status;
    *urls = kept->items;
    *count = kept->count;
    return TS_OK;
}

static enum ts_status
add_kept(struct ts_arena *arena, struct ts_ld_contexts *contexts, struct ts_store *store,
         ts_span url)
{
    char name[TS_CONTEXT_NAME_SIZE];
    const struct ts_json *document;
    ts_span bytes;
    ts_authority_context_name(name, url);
    enum ts_status status =
        ts_store_read(store, arena, &bytes, name, TS_SITE_CONTEXT_BYTES_MAX);
    if (status == TS_OK)
        status = ts_json_parse(arena, &document, bytes, NULL);
    if (status == TS_OK)
        status = ts_ld_contexts_add(contexts, arena, url, document);
    return status == TS_DUPLICATE ? TS_OK : status; /* It is compiled in meanwhile. */
}

enum ts_status
ts_authority_status_trust(struct ts_arena *arena, struct ts_status_trust *trust,
                          struct ts_store *store, struct ts_fault *fault)
{
    const ts_span *urls = NULL;
    size_t count = 0;
    struct ts_issuer_list *issuers = ts_arena_take(arena, sizeof(*issuers));
    struct ts_ld_contexts *contexts = ts_arena_take(arena, sizeof(*contexts));
    if (!issuers || !contexts)
        return ts_fault_set(fault, TS_NO_SPACE, 0, "the arena is full");
    enum ts_status status = ts_authority_issuers(arena, issuers, store, fault);
    if (status != TS_OK)
        return status;
    status = ts_authority_contexts(arena, &urls, &count, store);
    for (size_t i = 0; status == TS_OK && i < count; i++)
        status = add_kept(arena, contexts, store, urls[i]);
    if (status == TS_OK)
        *trust = (struct ts_status_trust){ issuers, contexts };
    return ts_fault_set(fault, status, 0, TS_AUTHORITY_CONTEXTS_FILE);
}

enum ts_status
ts_authority_put_equivalences(struct ts_arena *arena, struct ts_store *store,
                              ts_span bytes)
{
    const struct ts_json *document;
    size_t used = arena->used;
    if (bytes.len > TS_EQUIVALENCES_BYTES_MAX)
        return TS_OVER_LIMIT;
    if (bytes.len == 0)
        return ts_store_remove(store, TS_EQUIVALENCES_PATH);
    enum ts_status status = ts_json_parse(arena, &document, bytes, NULL);
    if (status == TS_OK && !ts_json_is(document, TS_JSON_OBJECT))
        status = TS_MALFORMED;
    ts_arena_rewind(arena, used);
    return status == TS_OK ? ts_store_replace(store, TS_EQUIVALENCES_PATH, bytes, false)
                           : status;
}
