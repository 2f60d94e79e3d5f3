#include "keys/authority/publishing.h"

/* What the site adds of its own besides issuers and their lists: job profiles, linked
 * data contexts, equivalences. All of it is read by role targets. */

struct profiles {
    struct ts_publishing *p;
    enum ts_status status;
};

static void
add_profile(const char *name, void *context)
{
    struct profiles *profiles = context;
    struct ts_publishing *p = profiles->p;
    ts_span bytes;
    if (profiles->status != TS_OK)
        return;
    profiles->status =
        ts_store_read(p->order->store, p->arena, &bytes, name, TS_AUTHORITY_FILE_MAX);
    if (profiles->status == TS_OK)
        profiles->status =
            ts_publish_add(&p->targets, name, bytes, (struct ts_tuf_target){ 0 });
    p->done.profiles++;
}

static enum ts_status
add_profiles(struct ts_publishing *p)
{
    struct profiles profiles = { .p = p };
    enum ts_status status =
        ts_store_list(p->order->store, p->arena, "profiles", add_profile, &profiles);
    return ts_publish_fault(p, status == TS_OK ? profiles.status : status, "profiles");
}

static enum ts_status
add_context(struct ts_publishing *p, ts_span url)
{
    char name[TS_CONTEXT_NAME_SIZE];
    ts_span bytes;
    ts_authority_context_name(name, url);
    enum ts_status status =
        ts_store_read(p->order->store, p->arena, &bytes, name, TS_SITE_CONTEXT_BYTES_MAX);
    if (status == TS_OK)
        status = ts_publish_add(&p->targets, name, bytes,
                                (struct ts_tuf_target){ .url = url });
    p->done.contexts++;
    return status;
}

static enum ts_status
add_contexts(struct ts_publishing *p)
{
    const ts_span *urls = NULL;
    size_t count = 0;
    enum ts_status status =
        ts_authority_contexts(p->arena, &urls, &count, p->order->store);
    for (size_t i = 0; status == TS_OK && i < count; i++)
        status = add_context(p, urls[i]);
    return ts_publish_fault(p, status, TS_AUTHORITY_CONTEXTS_FILE);
}

static enum ts_status
add_equivalences(struct ts_publishing *p)
{
    ts_span bytes;
    enum ts_status status = ts_store_read(p->order->store, p->arena, &bytes,
                                          TS_EQUIVALENCES_PATH, TS_AUTHORITY_FILE_MAX);
    if (status == TS_ABSENT)
        return TS_OK;
    if (status == TS_OK)
        status = ts_publish_add(&p->targets, TS_EQUIVALENCES_PATH, bytes,
                                (struct ts_tuf_target){ 0 });
    p->done.has_equivalences = status == TS_OK;
    return ts_publish_fault(p, status, TS_EQUIVALENCES_PATH);
}

enum ts_status
ts_publish_site(struct ts_publishing *p)
{
    enum ts_status status = add_profiles(p);
    if (status == TS_OK)
        status = add_contexts(p);
    return status == TS_OK ? add_equivalences(p) : status;
}
