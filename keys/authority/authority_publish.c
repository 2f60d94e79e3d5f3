#include "keys/authority/publishing.h"

#include <string.h>

enum ts_status
ts_publish_add(struct ts_publish_set *set, const char *path, ts_span bytes,
               struct ts_tuf_target item)
{
    size_t len = strlen(path);
    if (set->count == TS_PUBLISH_FILES_MAX || bytes.len > TS_AUTHORITY_FILE_MAX)
        return TS_OVER_LIMIT;
    if (len >= sizeof(item.path))
        return TS_MALFORMED;
    memcpy(item.path, path, len + 1);
    item.bytes = bytes;
    ts_sha256(item.sha256, bytes);
    set->items[set->count++] = item;
    return TS_OK;
}

/** A version that was signed once must never be signed again over other lists. */
static enum ts_status
spend_version(struct ts_publishing *p)
{
    enum ts_status status = ts_published_read(p->arena, &p->last, p->order->store);
    if (status == TS_OK) {
        struct ts_published spent = p->last;
        p->next = p->last;
        p->next.version = spent.version = p->last.version + 1;
        p->done.version = p->next.version;
        status = ts_published_write(p->arena, &spent, p->order->store);
    }
    return ts_publish_fault(p, status, TS_AUTHORITY_PUBLISHED_FILE);
}

static enum ts_status
collect(struct ts_publishing *p)
{
    enum ts_status status = ts_publish_issuers(p);
    if (status == TS_OK)
        status = ts_publish_site(p);
    if (status == TS_OK)
        status = ts_publish_state(p);
    if (status == TS_OK)
        status = ts_publish_deltas(p);
    p->done.targets = p->targets.count + p->revocations.count;
    return status;
}

/**
 * What was decided stays decided, also when signatures are still missing: metadata that
 * officers carry about must be what the next attempt would make.
 */
static enum ts_status
commit(struct ts_publishing *p)
{
    enum ts_status status = ts_published_write(p->arena, &p->next, p->order->store);
    return ts_publish_fault(p, status, TS_AUTHORITY_PUBLISHED_FILE);
}

static enum ts_status
publish(struct ts_publishing *p)
{
    enum ts_status status = ts_publish_root(p);
    if (status == TS_OK)
        status = ts_publish_check_repository(p);
    if (status == TS_OK)
        status = spend_version(p);
    if (status == TS_OK)
        status = collect(p);
    if (status == TS_OK)
        status = commit(p);
    if (status == TS_OK)
        status = ts_publish_documents(p);
    if (status == TS_OK)
        status = ts_publish_keep_documents(p);
    if (status == TS_OK)
        status = ts_publish_repository(p);
    return status;
}

enum ts_status
ts_authority_publish(struct ts_arena *arena, struct ts_publication *publication,
                     const struct ts_publish_order *order, struct ts_fault *fault)
{
    struct ts_fault own = { 0 };
    struct ts_publishing p = { .arena = arena,
                               .order = order,
                               .fault = fault ? fault : &own,
                               .keys = { order->store, order->passphrase } };
    const size_t size = sizeof(*p.targets.items);
    p.targets.items = ts_arena_take_array(arena, TS_PUBLISH_FILES_MAX, size);
    p.revocations.items = ts_arena_take_array(arena, TS_PUBLISH_FILES_MAX, size);
    if (!p.targets.items || !p.revocations.items)
        return ts_publish_fault(&p, TS_NO_SPACE, TS_AUTHORITY_PUBLISHED_FILE);
    enum ts_status status = publish(&p);
    if (status != TS_OK)
        return status;
    ts_publish_forget_states(&p);
    *publication = p.done;
    return TS_OK;
}
