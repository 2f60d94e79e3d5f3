#include "keys/trust/trust_folder.h"

#include "keys/proof/linked_data/context.h"
#include "keys/trust/repository.h"

static bool
is_context(ts_span path)
{
    return ts_span_starts_with(path, TS_SPAN_LIT(TS_CONTEXTS_FOLDER));
}

bool
ts_trust_is_site(ts_span path)
{
    return is_context(path) || ts_span_is(path, TS_EQUIVALENCES_PATH);
}

static enum ts_status
add_context(struct ts_arena *arena, struct ts_trust_site *site, ts_span iri,
            ts_verified verified, struct ts_fault *fault)
{
    const struct ts_json *document;
    if (verified.bytes.len > TS_SITE_CONTEXT_BYTES_MAX
        || site->context_count == TS_SITE_CONTEXTS_MAX)
        return ts_fault_set(fault, TS_OVER_LIMIT, 0, "FORMAT.md 10.4");
    enum ts_status status = ts_json_parse(arena, &document, verified.bytes, fault);
    if (status != TS_OK)
        return status;
    if (!site->contexts)
        site->contexts = ts_arena_take(arena, sizeof(*site->contexts));
    if (!site->contexts)
        return ts_fault_set(fault, TS_NO_SPACE, 0, "contexts");
    status = ts_ld_contexts_add(site->contexts, arena, iri, document);
    site->context_count += status == TS_OK;
    /* What a credential says must not depend on the site where it is shown. */
    return ts_fault_set(fault, status, 0,
                        status == TS_DUPLICATE ? "FORMAT.md 10.3" : "FORMAT.md 10.2");
}

static enum ts_status
add(struct ts_arena *arena, struct ts_trust_site *site, const struct ts_target *target,
    ts_verified verified, struct ts_fault *fault)
{
    if (is_context(target->path))
        return add_context(arena, site, target->url, verified, fault);
    if (verified.bytes.len > TS_EQUIVALENCES_BYTES_MAX)
        return ts_fault_set(fault, TS_OVER_LIMIT, 0, "FORMAT.md 10.5");
    site->equivalences = verified;
    return TS_OK;
}

enum ts_status
ts_trust_read_site(struct ts_arena *arena, struct ts_trust_site *site,
                   const struct ts_trust_folder *folder, const struct ts_target *target,
                   struct ts_fault *fault)
{
    struct ts_trust_site draft = *site;
    ts_verified verified = { { 0 } };
    size_t used = arena->used;
    enum ts_status status = ts_trust_read_target(arena, &verified, folder, target, fault);
    if (status == TS_OK)
        status = add(arena, &draft, target, verified, fault);
    if (status == TS_OK)
        *site = draft;
    else
        ts_arena_rewind(arena, used);
    return status;
}
